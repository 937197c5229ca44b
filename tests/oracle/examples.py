"""Short ways to write one child by hand: days are counted from 1 January 2019, and what is not given is empty."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from .child import TABLES, columns, id_column
from .limits import Policy
from .terms import Child
from .twins import Spell, twin_findings

START = date(2019, 1, 1)
END = 3000


def day(number: int) -> date:
    """The day of that number; day 0 is 1 January 2019."""
    return START + timedelta(days=number)


def number(when: date | None) -> int | None:
    """The number of a day, None for none."""
    return None if when is None else (when - START).days


def child(born: date | None = date(2015, 6, 1), policy: Policy | None = None, **rows: list[dict[str, Any]]) -> Child:
    """A child with rows by table; whole numbers in date columns are days."""
    tables = {table: [_row(table, place, row) for place, row in enumerate(given)] for table, given in rows.items()}
    tables["children"] = [{"child_id": "c", "date_of_birth": born}]
    return Child("c", tables, policy)


def _row(table: str, place: int, given: dict[str, Any]) -> dict[str, Any]:
    assert table in TABLES
    assert set(given) <= {*columns(table), "recorded_on"}, f"{table} has no such column: {given}"
    row = dict.fromkeys(columns(table)) | {id_column(table): f"{table[:3]}{place}", "child_id": "c"} | given
    dates = [name for name, spec in columns(table).items() if spec["type"] == "date"] + ["recorded_on"]
    return row | {name: day(row[name]) for name in dates if isinstance(row.get(name), int)}


def spells(of: Child, check: str, as_of: int = END) -> list[tuple[int | None, int | None]]:
    """The findings of one check as numbers of days: opened, closed."""
    found = twin_findings(of, day(as_of), [check])[check]
    return [(number(spell.opened_on), number(spell.closed_on)) for spell in found]


def found(of: Child, check: str, as_of: int = END) -> list[Spell]:
    """The findings of one check as they are."""
    return twin_findings(of, day(as_of), [check])[check]


def assessed(completed: int, level: str | None = None, **given: Any) -> dict[str, Any]:
    """A completed assessment that started on the same day."""
    return {"started_on": completed, "completed_on": completed, "level": level} | given


def harmed(on: int, degree: str = "known", **given: Any) -> dict[str, Any]:
    """An event with harm."""
    return {"occurred_on": on, "kind": "other", "harm": degree} | given
