"""A child's life and findings on a day: today as the record stands, or a past day as it was known then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import duckdb

from unmissed.engine.finding import Finding as Found
from unmissed.engine.standing import Standing
from unmissed.register.loading import Register
from unmissed.register.schema import schema
from unmissed.report.child import life_of
from unmissed.web.children.lives import Life, Lives
from unmissed.web.clock import today
from unmissed.web.findings.engines import engine_for
from unmissed.web.findings.live import refresh, refresh_changed
from unmissed.web.findings.models import Finding
from unmissed.web.findings.models import Standing as KeptStanding
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
    life_asked: Callable[[], Life]

    @property
    def child(self) -> Mapping[str, Any]:
        """The child's own row."""
        return self.rows["children"][0]

    @cached_property
    def life(self) -> Life:
        """What the timeline draws; asked for where a page draws one."""
        return self.life_asked()


_LIVES = Lives()


def story_of(partnership: Partnership, child_id: str, on: date | None) -> Story | None:
    """The story today, or as it was known at the end of a past day; None where there is no such child.

    Today's findings and standing are those that are kept, looked at again before where the child's record has changed since.
    """
    return _now(partnership, child_id) if on is None else _then(partnership, child_id, on)


def _now(partnership: Partnership, child_id: str) -> Story | None:
    refresh_changed(partnership, child_id)
    rows, day = rows_of(partnership, child_id), today(partnership)
    if not rows["children"]:
        return None
    kept, standing = kept_findings(partnership, child_id), as_standing(_kept_standing(partnership, child_id))
    return Story(
        day=day,
        past=False,
        rows=rows,
        whole=columns_of(partnership, day),
        standing=standing,
        findings=tuple(as_found(row, day) for row in kept),
        kept={row.finding_id: row for row in kept},
        not_assessed=_not_assessed(partnership, day),
        life_asked=lambda: _LIVES.of(rows, day, policy_of(partnership)),
    )


def _kept_standing(partnership: Partnership, child_id: str) -> KeptStanding:
    """How the child stands as it was last looked at; looked at now where nobody ever did."""
    rows = KeptStanding.objects.filter(partnership=partnership, child_id=child_id)
    found = rows.first()
    if found is None:
        refresh(partnership, child_id)
        found = rows.get()
    return found


def _not_assessed(partnership: Partnership, day: date) -> Mapping[str, str]:
    """Check → why it cannot be assessed: told from what the record does not hold whole, the same for every child."""
    keeping = keeping_of(partnership)
    if not partnership.lacks:
        return {}
    columns = {table.name: frozenset(column.name for column in table.columns) for table in schema()}
    with engine_for(policy_of(partnership)) as engine:
        warm = engine.warm(day)
        return warm.not_assessed(keeping.applied(Register(warm.con, frozenset(columns), columns, (), ())))


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
        life = life_of(warm.con)
        known = {name: _known(warm.con, name) for name in rows}
    return Story(on, True, known, columns_of(partnership, on), standing, found, {}, not_assessed, lambda: life)


def _known(con: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    """The rows of a table as they were known: the engine has left out what came later."""
    names = [column.name for column in schema()[table].columns]
    found = con.execute(f"select {', '.join(names)} from {table}").fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def kept_findings(partnership: Partnership, child_id: str) -> list[Finding]:
    """The child's findings that the record gives, as they were last looked at."""
    rows = Finding.objects.filter(partnership=partnership, child_id=child_id, gone_at=None)
    return list(rows.select_related("assigned_to").order_by("opened_on", "finding_id"))


def as_standing(row: KeptStanding) -> Standing:
    """A kept standing as the engine gives it."""
    return Standing(
        child_id=row.child_id,
        level=row.level or None,
        level_on=row.level_on,
        indicated_level=row.indicated_level or None,
        level_history=tuple((date.fromisoformat(day), level) for day, level in row.level_history),
        harm=row.harm,  # type: ignore[arg-type]  # written from the engine's own
        harm_recorded_on=row.harm_on,
        last_assessed_on=row.last_assessed_on,
        at_risk=row.at_risk,
        in_view=row.in_view,
        lists=tuple(row.lists),
        kept_in_sight=row.kept_in_sight,
        services=tuple(row.services),
        statuses=tuple(row.statuses),
        worker_id=row.social_worker or None,
        social_workers=row.workers_in_two_years,
        next_review_due_on=row.next_review_on,
    )


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
