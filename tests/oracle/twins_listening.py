"""Twins of the group "Listening" (checks 30 and 31)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .child import Child, Row
from .clocks import Item, Spell, after_limit, finding, items, nth_within
from .terms import Act, completed
from .twins import twin

HEEDED = ("reassessed", "action_taken")
ABOUT = ("exploitation", "level_too_low", "removal", "closure", "placement")


@twin("concern-unheeded", "critical")
def concern_unheeded(child: Child) -> list[Spell]:
    """Opens: a concern (exploitation, level_too_low, removal, closure or placement) without a response for `concern_days`
    (28); or the third within 183 days, all answered no_action or not at all.
    Closes: a response of reassessed or action_taken, or an assessment started after it completes.

    Settled: one finding per concern, from the earlier of its two openings; whatever closes either closes it. Any
    response in time prevents the first opening; "explained" closes nothing. All three answers are judged once, on the day
    on which the three first were known. "Started after it" is on or after the day it was raised.
    """
    concerns = [row for row in child.table("concerns") if row["about"] in ABOUT]
    repeats = {
        group[-1].ref: (group, day)
        for group, day in nth_within(child, items(concerns, "raised_on"), "concern_count", "concern_repeat_days")
        if all(_unanswered(child.on(day), item) for item in group)
    }
    return [spell for row in concerns for spell in _unheeded(child, row, repeats.get(row.ref))]


def _unheeded(child: Child, concern: Row, repeat: tuple[list[Item], date] | None) -> list[Spell]:
    """The finding that a concern opens by being left, or by being the third."""
    openings = [spell.opened_on for spell in _left(child, concern)]
    together = {concern.ref}
    if repeat:
        group, day = repeat
        openings.append(day)
        together = {item.ref for item in group}
    if not openings:
        return []
    return finding(min(openings), concern.ref, _heeded(child, concern, together))


def _left(child: Child, concern: Row) -> list[Spell]:
    """The opening of a concern without a response for `concern_days`: any response that is known by then prevents it."""
    opened_on = max(after_limit(child, concern["raised_on"], "concern_days"), concern.known_on)
    limit = child.policy.last_day(concern["raised_on"], "concern_days")
    response = responded(concern)
    in_time = response is not None and response.day <= limit and response.known_on <= opened_on
    return [] if in_time else [Spell(opened_on, None, concern.ref)]


def _heeded(child: Child, concern: Row, together: set[str]) -> list[date]:
    """The days on which one of the concerns was known to be heeded, or an assessment started after it to be complete."""
    answers = [responded(row) for row in child.table("concerns") if row.ref in together and row["response"] in HEEDED]
    later = [row for row in completed(child) if row["started_on"] >= concern["raised_on"]]
    return [answer.known_on for answer in answers if answer] + [row.known("completed_on") for row in later]


def _unanswered(then: Child, item: Item) -> bool:
    """Whether a concern was answered no_action or not at all, by what was known."""
    concern = next(row for row in then.table("concerns") if row.id == item.id)
    return responded(concern) is None or concern["response"] == "no_action"


def responded(concern: Row) -> Act | None:
    """The response: its day, and from when it is known. Without responded_on a response is known with its row."""
    if concern["responded_on"]:
        return Act(concern["responded_on"], concern.known("responded_on"), concern.ref)
    return Act(concern.known_on, concern.known_on, concern.ref) if concern["response"] else None


@twin("referrer-challenge-unheeded")
def referrer_challenge_unheeded(child: Child) -> list[Spell]:
    """Opens: a concern or `disagrees` view about threshold without a response or resolution for `concern_days` (28).
    Closes: answered or resolved.

    Settled: any response answers; resolved is resolved_on.
    """
    found = []
    for row in child.table("concerns"):
        if row["about"] == "threshold":
            answer = responded(row)
            found += _unanswered_challenge(child, row, "raised_on", [answer.known_on] if answer else [])
    for row in child.table("views"):
        if row["about"] == "threshold" and row["position"] == "disagrees":
            found += _unanswered_challenge(child, row, "given_on", [row.known("resolved_on")])
    return found


def _unanswered_challenge(child: Child, row: Row, column: str, closers: Iterable[date | None]) -> list[Spell]:
    return finding(max(after_limit(child, row[column], "concern_days"), row.known_on), row.ref, closers)
