"""How the checks count: spells, limits, closers, runs of a state, the n-th within a window (readings of section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from .child import Child, Row, later_dates
from .limits import DAY
from .terms import Act, completed, order

State = Callable[[Child], bool]


@dataclass(frozen=True)
class Spell:
    """One finding, half-open: `[opened_on, closed_on)`, with the record that opened it as "table:id"."""

    opened_on: date
    closed_on: date | None
    opened_by: str
    severity: str | None = None


def finding(opened_on: date, opened_by: str, closers: Iterable[date | None]) -> list[Spell]:
    """One spell that the earliest closer ends; none when a closer is known on or before the opening day."""
    closed_on = min((day for day in closers if day is not None), default=None)
    if closed_on is not None and closed_on <= opened_on:
        return []
    return [Spell(opened_on, closed_on, opened_by)]


def known_since(found: Iterable[Act], day: date) -> list[date]:
    """The days on which acts that happened on or after `day` became known."""
    return [act.known_on for act in found if act.day >= day]


def after_limit(child: Child, start: date, limit: str) -> date:
    """The day after a limit that runs from `start` (day 0): "the finding opens on day n + 1"."""
    return child.policy.last_day(start, limit) + DAY


# Assessments as closers


def completes(child: Child, since: date) -> list[date]:
    """ "An assessment completes" on or after a day: the days on which that became known."""
    return [row.known("completed_on") for row in completed(child) if row["completed_on"] >= since]


def next_that(child: Child, assessment: Row, satisfies: Callable[[Child, Row], bool] = lambda *_: True) -> list[date]:
    """ "Next assessment that ... is the first later one that satisfies, judged by what was known when it became known."

    The days on which such later ones became known; the earliest of them closes.
    """
    found = []
    for row in completed(child):
        known_on = row.known("completed_on")
        if order(row) > order(assessment) and satisfies(child.on(known_on), row):
            found.append(known_on)
    return found


# Lists and agencies as closers


def listed(child: Child, since: date, but: Row | None = None) -> list[date]:
    """ "Monitored again is a new entry on any list", added on or after a day: the days on which that became known."""
    new = [row for row in child.table("monitoring") if row["added_on"] >= since and not _same(row, but)]
    return [row.known_on for row in new]


def opened_again(child: Child, closure: Row, any_agency: bool = False) -> list[date]:
    """ "A closure [is closed by] the same agency's new involvement", or any agency's where a check says so."""
    since = closure["closed_on"]
    new = [row for row in child.table("involvements") if row["opened_on"] >= since and not _same(row, closure)]
    return [row.known_on for row in new if any_agency or row["agency"] == closure["agency"]]


def _same(row: Row, other: Row | None) -> bool:
    return other is not None and row.ref == other.ref


# States


def first_day(child: Child, since: date, holds: State) -> date | None:
    """The first day, on or after `since`, on which something holds by what was known on that day."""
    days = [since, *(day for day in child.change_days if day > since)]
    return next((day for day in days if holds(child.on(day))), None)


def runs(child: Child, holds: State) -> list[tuple[date, date | None]]:
    """The runs of a state, each from the day on which it was known to the day on which its end was known."""
    found: list[tuple[date, date | None]] = []
    begun: date | None = None
    for day in child.change_days:
        now = holds(child.on(day))
        if now and begun is None:
            begun = day
        if not now and begun is not None:
            found.append((begun, day))
            begun = None
    return [*found, (begun, None)] if begun else found


def record_of(child: Child, day: date) -> str:
    """The record whose knowledge began a run on `day`: best effort, the first by name among what changed on the day."""
    changed = [row.ref for row in child.records() if day in (row.known_on, *_later_known(row))]
    return min(changed)


def _later_known(row: Row) -> list[date | None]:
    return [row.known(column) for column in later_dates(row.table)]


@dataclass(frozen=True)
class Run:
    """What one-at-a-time checks watch (17, 26, 28, 35): a state, a limit, and what closes.

    state    has to hold without a break from the day it was known to the day after the limit
    limit    the policy's name of the limit, None where the finding opens at once
    at_once  a second state that opens at once
    closes   given the child as known on a day, that day, and the day the run began: whether something closes on it
    """

    state: State
    limit: str | None
    closes: Callable[[Child, date, date], bool]
    at_once: State = lambda _: False


def one_at_a_time(child: Child, run: Run) -> list[Spell]:
    """Walk the days, and open and close one finding at a time.

    What is known changes on `change_days` only, and so does a run begin: on the other days only a limit can pass.
    """
    found: list[Spell] = []
    begun: date | None = None
    opened: date | None = None
    limits = {after_limit(child, day, run.limit) for day in child.change_days} if run.limit else set()
    for day in sorted(limits | set(child.change_days)):
        now = child.on(day)
        if begun and run.closes(now, day, begun):
            found += [Spell(opened, day, record_of(child, begun))] if opened else []
            begun = opened = None
        if opened is None:
            begun = (begun or day) if run.state(now) or run.at_once(now) else None
            opened = day if begun and _opens(child, run, begun, day) else None
    return [*found, Spell(opened, None, record_of(child, begun))] if opened and begun else found


def _opens(child: Child, run: Run, begun: date, day: date) -> bool:
    """Whether a run that began on `begun` opens on `day`: at once, or on the day after the limit."""
    at_once = run.limit is None or run.at_once(child.on(day))
    return at_once or day >= after_limit(child, begun, run.limit)


# The n-th within a window


@dataclass(frozen=True)
class Item:
    """One of the things that are counted: its day, its record's id, from when it is known, and what makes it distinct."""

    day: date
    id: str
    known_on: date
    ref: str
    distinct: str


def items(rows: Iterable[Row], column: str, distinct: str | None = None) -> list[Item]:
    """The rows as things to count; `distinct` names a column of which each value counts once."""
    return sorted(
        (Item(row[column], row.id, row.known_on, row.ref, row[distinct] if distinct else row.id) for row in rows),
        key=lambda item: (item.day, item.id),
    )


def nth_within(child: Child, found: list[Item], count: str, window: str) -> list[tuple[list[Item], date]]:
    """ "The n-th within a window: opens on the day on which n of them, the last n known up to it, first are known; each
    later one that is again the n-th opens its own."

    For each thing that is an n-th: the n things, the n-th last, and the day on which they first were known.
    """
    groups = []
    for place, nth in enumerate(found):
        up_to_it = found[: place + 1]
        for day in sorted({item.known_on for item in up_to_it if item.known_on >= nth.known_on}):
            last = last_distinct([item for item in up_to_it if item.known_on <= day], child.policy[count])
            if len(last) == child.policy[count] and child.policy.last_day(last[0].day, window) >= nth.day:
                groups.append((last, day))
                break
    return groups


def last_distinct(found: list[Item], count: int) -> list[Item]:
    """The last `count` things of which no two have the same `distinct`, the last one last."""
    last: list[Item] = []
    for item in reversed(found):
        if item.distinct not in {other.distinct for other in last}:
            last.append(item)
    return last[:count][::-1]
