"""Twins of the group "Acting" (checks 15 to 18)."""

from __future__ import annotations

from datetime import date

from .child import BEFORE_ALL, Child, Row
from .clocks import (
    Run,
    Spell,
    after_limit,
    finding,
    first_day,
    items,
    known_since,
    nth_within,
    one_at_a_time,
)
from .terms import HARMED, acts, at_least, decided, harm_events, level, protective_actions, running
from .twins import twin


@twin("harm-without-action", "critical")
def harm_without_action(child: Child) -> list[Spell]:
    """Opens: an event with harm suspected or known and no protective action in the `action_days` (14) after it was recorded.
    Closes: protective action.

    Settled: the day of the thing is the recording here, for the limit and for the closers: an action between the harm
    and its recording did not answer it.
    """
    found = []
    for harm in harm_events(child):
        closers = known_since(protective_actions(child), harm.known_on)
        found += finding(after_limit(child, harm.known_on, "action_days"), harm.ref, closers)
    return found


@twin("repeated-harm", "critical")
def repeated_harm(child: Child) -> list[Spell]:
    """Opens: the `repeat_count`th (3) harm event within `repeat_days` (183) and no protective action since the first of them.
    Closes: protective action.

    Settled: "no protective action since the first of them" is judged once, on the day on which the three first were
    known, by what was known on it; the first day counts. Closers happened on or after the last of the three.
    """
    found = []
    rows = [row for row in child.table("events") if row["harm"] in HARMED]
    for group, opened_on in nth_within(child, items(rows, "occurred_on"), "repeat_count", "repeat_days"):
        if not any(act.day >= group[0].day for act in protective_actions(child.on(opened_on))):
            found += finding(opened_on, group[-1].ref, known_since(protective_actions(child), group[-1].day))
    return found


@twin("left-without-service")
def left_without_service(child: Child) -> list[Spell]:
    """Opens: level medium or above and no service running for `service_days` (28); or level low and no service has ever run
    since the level first rose above none.
    Closes: a service starts, or level none.

    Settled: the limit belongs to the first half; the second opens at once. A run counts from the day on which it was
    known; the end of a service begins a new one. A fall from medium to low closes nothing. A service closes on the day
    it became known, if it runs then or started in the run. The level "first rose" on the first day it was known above none.
    """
    rose_on = first_day(child, BEFORE_ALL, lambda now: at_least(level(now), "low"))

    def unserved(now: Child) -> bool:
        return at_least(level(now), "medium") and not running(now, "services")

    def never_served(now: Child) -> bool:
        return level(now) == "low" and not [row for row in now.table("services") if _ran_since(row, rose_on)]

    def closes(now: Child, day: date, begun: date) -> bool:
        starts = [row for row in now.table("services") if row.known_on == day]
        return level(now) == "none" or any(_starts(row, begun) for row in starts)

    return one_at_a_time(child, Run(unserved, "service_days", closes, at_once=never_served))


def _ran_since(service: Row, day: date) -> bool:
    """Whether, by what is known, the service ran on or after a day."""
    return service["started_on"] >= day or service["ended_on"] is None or service["ended_on"] > day


def _starts(spell: Row, begun: date) -> bool:
    """Whether a spell that has just become known runs, or started in the run that began on a day."""
    return spell["ended_on"] is None or spell["started_on"] >= begun


@twin("declined-for-threshold")
def declined_for_threshold(child: Child) -> list[Spell]:
    """Opens: a service referral declined as below_threshold or no_assessment and no service started in the `service_days`
    after.
    Closes: a service starts.

    Settled: the limit runs from the decision, and any service counts.
    """
    found = []
    for row, act in decided(child, "declined"):
        if row["kind"] == "service" and row["reason"] in ("below_threshold", "no_assessment"):
            opened_on = max(after_limit(child, act.day, "service_days"), act.known_on)
            found += finding(opened_on, row.ref, known_since(acts(child, "services", "started_on"), act.day))
    return found
