"""One child for the HTML report: findings, and what was known of this life on the as-of date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

import duckdb

from unmissed.checks.catalogue import SEVERITIES
from unmissed.engine.audit import Audit
from unmissed.engine.finding import Finding
from unmissed.engine.giving import IN_ORDER
from unmissed.register.annotated import parse_annotated
from unmissed.register.timeline import needed_timelines

BATCH = 200
"""How many children are read at a time, so that a large report needs little memory."""

_SHOWN = "select child_id from shown where place > $after and place <= $after + $size order by place"
_COLUMNS = tuple(field.name for field in fields(Finding) if field.name != "cites")
_FINDINGS = f"""
select {", ".join(f'findings."{name}"' for name in _COLUMNS)}
from findings
join shown using (child_id)
where shown.place > $after and shown.place <= $after + $size
order by {IN_ORDER}
"""
_ONE_LIFE = "with shown as (select child_id, 1 as place from children)\nselect * from (\n"


@dataclass(frozen=True)
class Entry:
    """One spell or point of a life. `until_on` is None for a point and while a spell runs; `known_on` is when it became known."""

    line: str
    record: str
    detail: str
    label: str
    from_on: date
    until_on: date | None
    known_on: date


@dataclass(frozen=True)
class Child:
    """A child with at least one finding. `name` is None where names are not asked for."""

    child_id: str
    name: str | None
    days_unprotected: int
    findings: tuple[Finding, ...]
    life: tuple[Entry, ...]

    def in_part(self, part: str) -> list[Finding]:
        """The findings of a part of the page: open, due, closed, or strength (of whatever state); the worst and longest first."""
        chosen = [f for f in self.findings if part_of(f) == part]
        return sorted(chosen, key=lambda f: (SEVERITIES.index(f.severity), f.opened_on, f.finding_id))

    def by_check(self, part: str) -> list[list[Finding]]:
        """The findings of a part, those of one check and severity together, in the order of `in_part`."""
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.in_part(part):
            groups.setdefault((finding.check, finding.severity), []).append(finding)
        return list(groups.values())

    def on(self, line: str) -> list[Entry]:
        """What stands on one line of the timeline, by its beginning."""
        return [entry for entry in self.life if entry.line == line]


def part_of(finding: Finding) -> str:
    """Where a finding stands: strengths apart from failings, whatever their state."""
    return "strength" if finding.severity == "strength" else finding.state


@cache
def sql(name: str) -> str:
    """The SQL of one file of this room."""
    return parse_annotated(files("unmissed.report").joinpath(f"{name}.sql").read_text("utf-8"), name).sql


def choose(audit: Audit, most: int) -> int:
    """Put the children with a finding in the table `shown`, the worst and longest open first, at most `most`; their number."""
    audit.con.execute(f"create or replace temp table shown as {sql('worst_first')}", {"most": most})
    row = audit.con.execute("select count(*) from shown").fetchone()
    assert row is not None
    return int(row[0])


def make_timelines(audit: Audit) -> None:
    """Make the timelines that a life reads; a run makes only those that its checks need."""
    for timeline in needed_timelines([sql("life")]):
        audit.con.execute(timeline.statement())


def children(audit: Audit, names: dict[str, str] | None) -> Iterator[Child]:
    """The chosen children in their order, read a batch at a time."""
    days = audit.days_unprotected()
    after = 0
    while batch := [row[0] for row in _rows(audit, _SHOWN, after)]:
        found, lives = _findings(audit, after), _lives(audit, after)
        for child_id in batch:
            name = None if names is None else names.get(child_id, "")
            yield Child(child_id, name, days.get(child_id, 0), found[child_id], lives.get(child_id, ()))
        after += BATCH


def _findings(audit: Audit, after: int) -> dict[str, tuple[Finding, ...]]:
    cites = {check.name: check.cites for check in audit.checks}
    found: dict[str, list[Finding]] = {}
    for row in _rows(audit, _FINDINGS, after):
        values = dict(zip(_COLUMNS, row, strict=True))
        values |= {"evidence": tuple(values["evidence"]), "cites": cites[values["check"]]}
        found.setdefault(values["child_id"], []).append(Finding(**values))
    return {child_id: tuple(group) for child_id, group in found.items()}


def _lives(audit: Audit, after: int) -> dict[str, tuple[Entry, ...]]:
    rows = _rows(audit, sql("life"), after)
    return {child_id: tuple(Entry(*row[1:]) for row in group) for child_id, group in groupby(rows, key=lambda row: row[0])}


def life_of(con: duckdb.DuckDBPyConnection) -> tuple[Entry, ...]:
    """The life of the one child on a connection that holds the as-of tables and the timelines, line by line."""
    found = con.execute(f"{_ONE_LIFE}{sql('life')}\n) order by line, from_on, record", {"after": 0, "size": 1})
    return tuple(Entry(*row[1:]) for row in found.fetchall())


def _rows(audit: Audit, statement: str, after: int) -> list[tuple[Any, ...]]:
    return audit.con.execute(statement, {"after": after, "size": BATCH}).fetchall()
