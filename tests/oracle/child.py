"""One child's rows with what was known when: the plain reading of design section 2 and of the schema.

PyYAML reads the schema, because which date settles what may be named in one place only; all else is standard library.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from .limits import Policy

SCHEMA_FILE = Path(__file__).parents[2] / "src/unmissed/register/schema.yaml"
TABLES: dict[str, dict[str, Any]] = yaml.safe_load(SCHEMA_FILE.read_text(encoding="utf-8"))["tables"]
BEFORE_ALL = date(1, 1, 1)

Values = Mapping[str, Any]


def columns(table: str) -> dict[str, dict[str, Any]]:
    """The schema's columns of a table."""
    return TABLES[table]["columns"]


def id_column(table: str) -> str:
    """The first column of a table is its id."""
    return next(iter(columns(table)))


def first_date_column(table: str) -> str | None:
    """The date that says when it happened, None for a factor (known with its assessment) and for undated tables."""
    return next((name for name, spec in columns(table).items() if spec["type"] == "date"), None)


def later_dates(table: str) -> list[str]:
    """The dates of a row that come after its first one and are no plans: each is known from its own day."""
    return [
        name
        for name, spec in columns(table).items()
        if spec["type"] == "date" and name != first_date_column(table) and not spec.get("planned")
    ]


def settled(table: str) -> dict[str, tuple[str, Any]]:
    """Each settled column with the date that settles it and with what it reads before."""
    return {
        name: (spec["settled_by"], False if spec.get("before") == "no" else spec.get("before"))
        for name, spec in columns(table).items()
        if "settled_by" in spec
    }


class Row:
    """One row of one table: `row["column"]` is a value, `known_on` the day from which the row is known."""

    def __init__(self, table: str, values: Values, known_on: date) -> None:
        self.table = table
        self.values = values
        self.known_on = known_on
        self.id: str = values[id_column(table)]
        self.ref = f"{table}:{self.id}"

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    def known(self, column: str) -> date | None:
        """The day from which a date of this row is known, None while the date is empty."""
        value = self[column]
        if value is None:
            return None
        return self.known_on if columns(self.table)[column].get("planned") else max(self.known_on, value)

    def as_known_on(self, day: date) -> Row:
        """The row with every date that is known later emptied, and with it what the date settles."""
        late = [column for column in later_dates(self.table) if self[column] and self.known(column) > day]
        values = dict(self.values) | dict.fromkeys(late)
        values |= {column: before for column, (by, before) in settled(self.table).items() if by in late}
        return Row(self.table, values, self.known_on)


class Child:
    """All that the register holds about one child.

    `rows` gives typed rows by table (a missing table is empty here). `on(day)` is the child by what was known on a day.
    """

    def __init__(self, child_id: str, rows: Mapping[str, list[dict[str, Any]]], policy: Policy | None = None) -> None:
        self.child_id = child_id
        self.policy = policy or Policy()
        self._tables: dict[str, list[Row]] = {}
        for table in TABLES:
            if table == "service_directory":
                continue
            built = [self._row(table, values) for values in rows.get(table, [])]
            self._tables[table] = sorted((row for row in built if row), key=lambda row: row.id)
        self._seen: dict[date, Child] = {}
        self.change_days = self._change_days()

    def _row(self, table: str, values: Values) -> Row | None:
        """A row with the day from which it is known; None for a factor whose assessment never completed."""
        if table == "children":
            return Row(table, values, BEFORE_ALL)
        if table == "assessment_factors":
            return self._factor(values)
        first = values[first_date_column(table)]
        return Row(table, values, max(values.get("recorded_on") or first, first))

    def _factor(self, values: Values) -> Row | None:
        """A factor is known with its assessment's completion, and not before its own recording if that is given."""
        parents = [row for row in self.table("assessments") if row.id == values["assessment_id"]]
        completed = parents[0].known("completed_on") if parents else None
        if completed is None:
            return None
        return Row("assessment_factors", values, max(values.get("recorded_on") or completed, completed))

    def table(self, name: str) -> list[Row]:
        """The rows of a table, in the order of their ids."""
        return self._tables.get(name, [])

    def records(self) -> list[Row]:
        """Every row but the child's own."""
        return [row for name, rows in self._tables.items() if name != "children" for row in rows]

    @property
    def date_of_birth(self) -> date | None:
        """The date of birth, always known."""
        rows = self.table("children")
        return rows[0]["date_of_birth"] if rows else None

    def as_known_on(self, day: date) -> Child:
        """A new child with everything removed that became known after `day`."""
        rows = {name: [row.as_known_on(day).values for row in rows if row.known_on <= day] for name, rows in self._tables.items()}
        return Child(self.child_id, rows, self.policy)

    def on(self, day: date) -> Child:
        """`as_known_on(day)`, kept: what is known changes on `change_days` only."""
        place = bisect_right(self.change_days, day)
        since = self.change_days[place - 1] if place else BEFORE_ALL
        if since not in self._seen:
            self._seen[since] = self.as_known_on(since)
        return self._seen[since]

    def _change_days(self) -> list[date]:
        """Every day on which something about the child became known."""
        days = {row.known_on for row in self.records()}
        days |= {row.known(name) for row in self.records() for name in later_dates(row.table) if row[name]}
        return sorted(days)
