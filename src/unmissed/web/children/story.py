"""A child's life and findings on a day: today as the record stands, or a past day as it was known then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from unmissed.engine.finding import Finding as Found
from unmissed.engine.standing import Standing
from unmissed.register.schema import schema
from unmissed.report.child import Child as Drawn
from unmissed.report.child import life_of
from unmissed.web.clock import today
from unmissed.web.findings.engines import engine_for
from unmissed.web.findings.live import refresh_changed
from unmissed.web.findings.models import Finding
from unmissed.web.findings.policy import policy_of
from unmissed.web.findings.presenters import as_found
from unmissed.web.people.models import Partnership
from unmissed.web.record.keeping import columns_of, keeping_of
from unmissed.web.record.rows import Rows, rows_as_known, rows_of


@dataclass(frozen=True)
class Story:
    """What the page shows. `kept` are the kept findings by their id, with history and holder; empty for a past day.

    `rows` are those known on the day, by table. `whole` are the tables that the record held whole on the day: of the
    others nothing follows from a row that is not there.
    """

    day: date
    past: bool
    rows: Rows
    whole: Collection[str]
    standing: Standing
    findings: tuple[Found, ...]
    kept: Mapping[str, Finding]
    not_assessed: Mapping[str, str]
    drawn: Drawn

    @property
    def child(self) -> Mapping[str, Any]:
        """The child's own row."""
        return self.rows["children"][0]


def story_of(partnership: Partnership, child_id: str, on: date | None) -> Story | None:
    """The story today, or as it was known at the end of a past day; None where there is no such child.

    Today's findings are those that are kept, looked at again before where the child's record has changed since.
    """
    return _now(partnership, child_id) if on is None else _then(partnership, child_id, on)


def _now(partnership: Partnership, child_id: str) -> Story | None:
    refresh_changed(partnership, child_id)
    rows, day = rows_of(partnership, child_id), today(partnership)
    if not rows["children"]:
        return None
    kept = kept_findings(partnership, child_id)
    found = tuple(as_found(row, day) for row in kept)
    keeping = keeping_of(partnership)
    with engine_for(policy_of(partnership)) as engine, (warm := engine.warm(day)).loaded(rows, keeping) as register:
        warm.make_timelines()
        not_assessed = warm.not_assessed(register)
        (standing,) = warm.standings()
        drawn = Drawn(child_id, None, 0, found, life_of(warm.con))
    return Story(
        day,
        False,
        rows,
        columns_of(partnership, day),
        standing,
        found,
        {row.finding_id: row for row in kept},
        not_assessed,
        drawn,
    )


def _then(partnership: Partnership, child_id: str, on: date) -> Story | None:
    rows = rows_as_known(partnership, child_id, on)
    if not rows["children"]:
        return None
    keeping = keeping_of(partnership)
    with engine_for(policy_of(partnership)) as engine, (warm := engine.warm(on)).loaded(rows, keeping) as register:
        warm.make_timelines()
        not_assessed = warm.not_assessed(register)
        warm.run_checks(not_assessed)
        found = warm.findings()
        (standing,) = warm.standings()
        drawn = Drawn(child_id, None, 0, found, life_of(warm.con))
        known = {name: _known(warm.con, name) for name in rows}
    return Story(on, True, known, columns_of(partnership, on), standing, found, {}, not_assessed, drawn)


def _known(con: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    """The rows of a table as they were known: the engine has left out what came later."""
    names = [column.name for column in schema()[table].columns]
    found = con.execute(f"select {', '.join(names)} from {table}").fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def kept_findings(partnership: Partnership, child_id: str) -> list[Finding]:
    """The child's findings that the record gives, as they were last looked at."""
    rows = Finding.objects.filter(partnership=partnership, child_id=child_id, gone_at=None)
    return list(rows.select_related("assigned_to").order_by("opened_on", "finding_id"))


def days_unprotected(findings: Iterable[Found], day: date) -> int:
    """How many days at least one finding that leaves the child unprotected was open, up to and including the day."""
    spans = sorted(
        (f.opened_on, min(f.closed_on or date.max, date.fromordinal(day.toordinal() + 1))) for f in findings if f.unprotected
    )
    days, until = 0, date.min
    for start, end in spans:
        first = max(start, until)
        if end > first:
            days, until = days + (end - first).days, end
    return days
