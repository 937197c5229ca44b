"""How a child stands on a date: what a row of a tracker shows, from the same timelines as the checks.

One query gives it for every child of a run (`standings`) and for one child of a warm engine (`ChildEngine.look`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Literal

from unmissed.engine.audit import Audit
from unmissed.register.annotated import parse_annotated
from unmissed.register.timeline import needed_timelines

_AT_ONCE = 10_000


@dataclass(frozen=True)
class Standing:
    """One child on the as-of date, by what was known on that day; levels, harm and codes as in the register's schema.

    `level` is that of the last completed assessment that records one (None: no level is on record), `level_on` its completion,
    `level_history` the days on which the level became known to be another, with that level. `harm` is the worst on record,
    `harm_recorded_on` the day on which harm was last recorded. `in_view` means any level above none or any harm on record.
    `lists`, `services` and `statuses` are those running. `worker_id` is the social worker who holds the child, `social_workers`
    how many different ones did within the policy's `worker_days`. A table that the register lacks reads as an empty one: what it
    would tell is unknown, and the checks that need it say so as not assessed.
    """

    child_id: str
    level: str | None
    level_on: date | None
    indicated_level: str | None
    level_history: tuple[tuple[date, str], ...]
    harm: Literal["none", "suspected", "known"]
    harm_recorded_on: date | None
    last_assessed_on: date | None
    at_risk: bool
    in_view: bool
    lists: tuple[str, ...]
    kept_in_sight: bool
    services: tuple[str, ...]
    statuses: tuple[str, ...]
    worker_id: str | None
    social_workers: int
    next_review_due_on: date | None

    @property
    def monitored(self) -> bool:
        """Whether the child is on any monitoring list."""
        return bool(self.lists)

    @property
    def served(self) -> bool:
        """Whether a service is running."""
        return bool(self.services)


def standing_sql() -> str:
    """The SELECT that gives one row a child, on a connection that holds the as-of views, the macros and the timelines."""
    return parse_annotated(files("unmissed.engine").joinpath("standing.sql").read_text("utf-8"), "standing").sql


def standing_of(row: dict[str, Any]) -> Standing:
    """A row of that SELECT, by column, as a Standing."""
    lists = {name: tuple(row[name]) for name in ("lists", "services", "statuses")}
    history = tuple((change["day"], change["level"]) for change in row["level_history"])
    return Standing(**row | lists | {"level_history": history})


def standings(audit: Audit) -> Iterator[Standing]:
    """How every child that the run covers stands, by child_id. Nothing else may use the run's connection meanwhile."""
    sql = standing_sql()
    made = {name for (name,) in audit.con.execute("select table_name from duckdb_tables() where temporary").fetchall()}
    for timeline in needed_timelines([sql]):
        if timeline.name not in made:
            audit.con.execute(timeline.statement())
    found = audit.con.execute(sql)
    names = [column[0] for column in found.description or ()]
    while page := found.fetchmany(_AT_ONCE):
        yield from (standing_of(dict(zip(names, row, strict=True))) for row in page)
