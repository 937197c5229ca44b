"""Twins of the group "Assessing well" (checks 19 to 24)."""

from __future__ import annotations

from .child import Child, Row
from .clocks import Spell, after_limit, completes, finding, next_that
from .terms import completed, harm_on_record
from .twins import twin


@twin("past-harm-omitted")
def past_harm_omitted(child: Child) -> list[Spell]:
    """Opens: an assessment completes with past_harm_considered not yes although harm was on record before it started.
    Closes: next assessment with yes.

    Settled: empty is not yes. "On record before it started" is known on a day before started_on, not on it.
    """
    found = []
    for row in completed(child):
        before = [harm for harm in harm_on_record(child) if harm.known_on < row["started_on"]]
        if before and row["past_harm_considered"] is not True:
            closers = next_that(child, row, lambda _, later: later["past_harm_considered"] is True)
            found += finding(row.known("completed_on"), row.ref, closers)
    return found


@twin("essential-details-missing")
def essential_details_missing(child: Child) -> list[Spell]:
    """Opens: no date of birth (opens with the first record about the child); or an assessment completes with age_recorded
    no.
    Closes: next assessment with yes (the date of birth itself: stays open).

    Settled: the first record is the first day on which any other record was known; the finding is opened by the child's
    own row, so that an assessment that is the first record can open its own.
    """
    found = []
    if child.date_of_birth is None and child.records():
        first = min(row.known_on for row in child.records())
        found.append(Spell(first, None, f"children:{child.child_id}"))
    for row in completed(child):
        if row["age_recorded"] is False:
            closers = next_that(child, row, lambda _, later: later["age_recorded"] is True)
            found += finding(row.known("completed_on"), row.ref, closers)
    return found


@twin("unsafe-protective-factor", "critical")
def unsafe_protective_factor(child: Child) -> list[Spell]:
    """Opens: an assessment counts as protective a factor of the policy's unsafe list.
    Closes: next assessment without one.

    Settled: one finding per assessment, from the first day on which such a factor of it was known; the next is without
    one by what was known when it became known.
    """
    found = []
    for row in completed(child):
        unsafe = _unsafe_factors(child, row)
        if unsafe:
            closers = next_that(child, row, lambda then, later: not _unsafe_factors(then, later))
            found += finding(min(factor.known_on for factor in unsafe), row.ref, closers)
    return found


def _unsafe_factors(child: Child, assessment: Row) -> list[Row]:
    return [
        row
        for row in child.table("assessment_factors")
        if row["assessment_id"] == assessment.id
        and row["effect"] == "protective"
        and row["factor"] in child.policy["unsafe_protective_factors"]
    ]


@twin("unassessed-adult-contact", "critical")
def unassessed_adult_contact(child: Child) -> list[Spell]:
    """Opens: an event of kind contact_with_unknown_adult and no assessment completed in the `event_days` (14) after.
    Closes: an assessment completes.

    Settled: the limit and the closers run from the contact, whatever its harm.
    """
    found = []
    for row in child.table("events"):
        if row["kind"] == "contact_with_unknown_adult":
            opened_on = max(after_limit(child, row["occurred_on"], "event_days"), row.known_on)
            found += finding(opened_on, row.ref, completes(child, row["occurred_on"]))
    return found


@twin("voice-missing", "watch")
def voice_missing(child: Child) -> list[Spell]:
    """Opens: an assessment completes with child_seen, child_view_recorded or family_view_recorded no.
    Closes: next assessment without a no.

    Settled: empty is not no, in the opening and in the closer.
    """
    found = []
    for row in completed(child):
        if _has_a_no(row):
            closers = next_that(child, row, lambda _, later: not _has_a_no(later))
            found += finding(row.known("completed_on"), row.ref, closers)
    return found


def _has_a_no(assessment: Row) -> bool:
    return any(assessment[name] is False for name in ("child_seen", "child_view_recorded", "family_view_recorded"))


@twin("untrained-assessor", "watch")
def untrained_assessor(child: Child) -> list[Spell]:
    """Opens: an assessment completes with assessor_trained no.
    Closes: next assessment with yes.

    Settled: empty is neither.
    """
    found = []
    for row in completed(child):
        if row["assessor_trained"] is False:
            closers = next_that(child, row, lambda _, later: later["assessor_trained"] is True)
            found += finding(row.known("completed_on"), row.ref, closers)
    return found
