"""Twins of the group "Stability" (checks 32 to 37)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from .child import Child, Row
from .clocks import Item, Run, Spell, after_limit, finding, items, known_since, nth_within, one_at_a_time
from .terms import HARMED, acts, at_least, below, completed, level, levelled, order, running
from .twins import twin


@twin("worker-turnover")
def worker_turnover(child: Child) -> list[Spell]:
    """Opens: the `worker_count`th (4) social worker within `worker_days` (730).
    Closes: one has stayed `stable_days` (365).

    Settled: distinct workers: of each worker the latest start up to the n-th counts; an allocation of a worker who was
    there before can be the n-th. The stay is of any social worker allocated on or after the first of the four, per
    allocation; it is reached on day 365 of it, ended on that day or later. A worker who had left before the fourth came
    closes nothing.
    """
    allocated = [row for row in child.table("workers") if row["role"] == "social_worker"]
    found = []
    for group, opened_on in nth_within(child, items(allocated, "started_on", "worker_id"), "worker_count", "worker_days"):
        there = [row for row in allocated if row["ended_on"] is None or row["ended_on"] > group[-1].day]
        found += finding(opened_on, group[-1].ref, _stays(child, there, since=group[0].day))
    return found


@twin("placement-instability")
def placement_instability(child: Child) -> list[Spell]:
    """Opens: the `placement_count`th (3) placement begun within 365 days.
    Closes: one has lasted `stable_days` (365).

    Settled: placements of any kind; the stay that closes is of a placement begun on or after the third ("closers
    happened on or after the act that opened").
    """
    found = []
    placements = child.table("placements")
    for group, opened_on in nth_within(child, items(placements, "started_on"), "placement_count", "placement_days"):
        found += finding(opened_on, group[-1].ref, _stays(child, placements, since=group[-1].day))
    return found


def _stays(child: Child, spells: Iterable[Row], since: date) -> list[date]:
    """The days on which spells begun on or after a day were known to have lasted `stable_days`."""
    found = []
    for row in spells:
        stable_on = child.policy.last_day(row["started_on"], "stable_days")
        if row["started_on"] >= since and (row["ended_on"] is None or row["ended_on"] >= stable_on):
            found.append(max(stable_on, row.known_on))
    return found


@twin("placement-raised-risk")
def placement_raised_risk(child: Child) -> list[Spell]:
    """Opens: in the 90 days after a placement's start the level rises above the last one before it, or harm events and
    missing episodes exceed those of the 90 days before by two or more.
    Closes: the placement ends, or a later assessment is below the level at its start.

    Settled: "the last one before it" is the last level completed before the start and then known; without one nothing
    rises. Both windows include the day of the start, so what happened on it counts on both sides. The level at its start
    is the level on that day. A later assessment comes after the one that rose, or on or after the last thing counted.
    """
    found = []
    for row in child.table("placements"):
        openings = [opening for opening in (_level_rises(child, row), _harm_exceeds(child, row)) if opening]
        if openings:
            opened_on, is_later = min(openings, key=lambda opening: opening[0])
            found += finding(opened_on, row.ref, [row.known("ended_on"), *_below_start(child, row, is_later)])
    return found


Later = Callable[[Row], bool]


def _level_rises(child: Child, placement: Row) -> tuple[date, Later] | None:
    """The first day on which an assessment in the window was known to be above the level before, and what is later."""
    start = placement["started_on"]
    before = [row for row in levelled(child.on(start)) if row["completed_on"] < start]
    end = child.policy.last_day(start, "placement_compare_days")
    risen = [
        row
        for row in levelled(child)
        if before and start <= row["completed_on"] <= end and below(before[-1]["level"], row["level"])
    ]
    if not risen:
        return None
    first = min(risen, key=lambda row: (row.known("completed_on"), order(row)))
    return max(first.known("completed_on"), placement.known_on), lambda later: order(later) > order(first)


def _harm_exceeds(child: Child, placement: Row) -> tuple[date, Later] | None:
    """The first day on which the things known in the window exceed those known before it, and what is later."""
    start = placement["started_on"]
    end = child.policy.last_day(start, "placement_compare_days")
    begin = child.policy.first_day(start, "placement_compare_days")
    for day in [placement.known_on, *(day for day in child.change_days if day > placement.known_on)]:
        things = _harm_and_missing(child.on(day))
        after = [thing for thing in things if start <= thing <= end]
        before = [thing for thing in things if begin <= thing <= start]
        if len(after) - len(before) >= child.policy["placement_excess"]:
            return day, partial(_on_or_after, max(after))
    return None


def _on_or_after(day: date, assessment: Row) -> bool:
    return assessment["completed_on"] >= day


def _harm_and_missing(now: Child) -> list[date]:
    harms = [row["occurred_on"] for row in now.table("events") if row["harm"] in HARMED]
    return harms + [row["started_on"] for row in now.table("missing_episodes")]


def _below_start(child: Child, placement: Row, is_later: Later) -> list[date]:
    at_start = level(child.on(placement["started_on"]))
    return [row.known("completed_on") for row in completed(child) if is_later(row) and below(row["level"], at_start)]


@twin("specialist-placement-delayed")
def specialist_placement_delayed(child: Child) -> list[Spell]:
    """Opens: looked after and level high or above for `specialist_days` (90) without a specialist or secure placement or a
    specialist_exploitation or therapeutic service.
    Closes: one starts, or level below high.

    Settled: before the finding opens, the end of looked_after ends the run; after, it does not close. One that started
    in the run and ended before it was recorded also closes, or begins a new run.
    """
    placement, service = ("specialist", "secure"), ("specialist_exploitation", "therapeutic")

    def waits(now: Child) -> bool:
        looked_after = running(now, "statuses", kind="looked_after")
        helped = running(now, "placements", kind=placement) or running(now, "services", kind=service)
        return bool(looked_after) and at_least(level(now), "high") and not helped

    def closes(now: Child, day: date, begun: date) -> bool:
        spells = [row for row in now.table("placements") if row["kind"] in placement]
        spells += [row for row in now.table("services") if row["kind"] in service]
        started = any(row.known_on == day and _starts(row, begun) for row in spells)
        return started or not at_least(level(now), "high")

    return one_at_a_time(child, Run(waits, "specialist_days", closes))


def _starts(spell: Row, begun: date) -> bool:
    """Whether a spell that has just become known runs, or started in the run that began on a day."""
    return spell["ended_on"] is None or spell["started_on"] >= begun


@twin("placed-without-shared-assessment")
def placed_without_shared_assessment(child: Child) -> list[Spell]:
    """Opens: host and responsible authority differ and risk_assessment_shared is no 5 days after the start.
    Closes: shared, or the placement ends.

    Settled: both authorities are the placement's own and both are recorded; empty is not no; within day 5 is in time.
    Shared is shared_on, which settles it.
    """
    found = []
    for row in child.table("placements"):
        opened_on = max(after_limit(child, row["started_on"], "sharing_days"), row.known_on)
        then = row.as_known_on(opened_on)
        if _elsewhere(row) and then["risk_assessment_shared"] is False:
            found += finding(opened_on, row.ref, [row.known("risk_assessment_shared_on"), row.known("ended_on")])
    return found


def _elsewhere(placement: Row) -> bool:
    """Whether both authorities are recorded and differ."""
    host, responsible = placement["host_authority"], placement["responsible_authority"]
    return bool(host and responsible) and host != responsible


@twin("persistent-missing", "critical")
def persistent_missing(child: Child) -> list[Spell]:
    """Opens: the `missing_count`th (3) missing episode or `absence_count`th (10) school absence within 90 days and no
    strategy or mace meeting in the 14 days after.
    Closes: such a meeting.

    Settled: the 14 days run from the day of the n-th; a meeting on or after it counts; where the n became known later
    than the limit, the finding opens on that day.
    """
    episodes = items(child.table("missing_episodes"), "started_on")
    absences = items([row for row in child.table("events") if row["kind"] == "school_absence"], "occurred_on")
    groups = nth_within(child, episodes, "missing_count", "absence_days")
    groups += nth_within(child, absences, "absence_count", "absence_days")
    return [spell for group, day in groups for spell in _unmet(child, group[-1], day)]


def _unmet(child: Child, nth: Item, day: date) -> list[Spell]:
    opened_on = max(after_limit(child, nth.day, "missing_meeting_days"), day)
    meetings = acts(child, "meetings", "held_on", kind=("strategy", "mace"))
    return finding(opened_on, nth.ref, known_since(meetings, nth.day))
