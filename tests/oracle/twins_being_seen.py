"""Twins of the group "Being seen" (checks 1 to 6)."""

from __future__ import annotations

from datetime import date

from .child import Child, Row
from .clocks import Spell, after_limit, finding, first_day, known_since, listed, next_that, record_of, runs
from .terms import (
    HARMED,
    Act,
    acts,
    at_least,
    at_risk,
    at_risk_through_harm,
    below,
    completed,
    decided,
    harm_on_record,
    kept_in_sight,
    level,
    protective_actions,
    running,
)
from .twins import twin


def _served_or_allocated(child: Child) -> str:
    """ "critical †, serious while a service runs or a social worker is allocated" """
    helped = running(child, "services") or running(child, "workers", role="social_worker")
    return "serious" if helped else "critical"


@twin("not-monitored", _served_or_allocated)
def not_monitored(child: Child) -> list[Spell]:
    """Opens: at risk and not kept in sight for `monitor_within_days` (14).
    Closes: kept in sight, or no longer at risk.

    Settled: the run counts from the day on which both were known; day 0 is that day, so it opens on day 15.
    """
    found = []
    for begun, ended in runs(child, lambda now: at_risk(now) and not kept_in_sight(now)):
        found += finding(after_limit(child, begun, "monitor_within_days"), record_of(child, begun), [ended])
    return found


@twin("screened-out-with-harm", "critical")
def screened_out_with_harm(child: Child) -> list[Spell]:
    """Opens: a referral is declined while the child is at risk through harm.
    Closes: a referral of the same kind accepted, monitored, protective action, or no longer at risk.

    Settled: "monitored" is a closer, so it is an entry added on or after the decision (an older entry closes nothing);
    "no longer at risk" is the whole term, level and harm. Declined without decided_on: decided on the row's known day.
    """
    found = []
    for row, act in decided(child, "declined"):
        if not at_risk_through_harm(child.on(act.day)):
            continue
        closers = [
            *known_since(_accepted(child, row["kind"]), act.day),
            *listed(child, act.day),
            *known_since(protective_actions(child), act.day),
            first_day(child, act.day, lambda now: not at_risk(now)),
        ]
        found += finding(act.known_on, row.ref, closers)
    return found


def _accepted(child: Child, kind: str) -> list[Act]:
    """The acceptances of referrals of a kind."""
    return [act for row, act in decided(child, "accepted") if row["kind"] == kind]


@twin("perpetrator-required", "critical")
def perpetrator_required(child: Child) -> list[Spell]:
    """Opens: a referral declined or a removal made for `no_identified_perpetrator`; or level below indicated_level with
    perpetrator_identified no.
    Closes: accepted or monitored again; or next assessment at the indicated level.

    Settled: closers answer their own opener. A declined referral: one of the same kind accepted, or a new list entry; a
    removal: a list entry; an assessment: the next one whose level is at or above the level that it itself indicates.
    """
    return _declined_for_perpetrator(child) + _removed_for_perpetrator(child) + _lowered_for_perpetrator(child)


def _declined_for_perpetrator(child: Child) -> list[Spell]:
    found = []
    for row, act in decided(child, "declined"):
        if row["reason"] == "no_identified_perpetrator":
            closers = known_since(_accepted(child, row["kind"]), act.day) + listed(child, act.day)
            found += finding(act.known_on, row.ref, closers)
    return found


def _removed_for_perpetrator(child: Child) -> list[Spell]:
    found = []
    for row in child.table("monitoring"):
        if row["removed_on"] and row["removal_reason"] == "no_identified_perpetrator":
            found += finding(row.known("removed_on"), row.ref, listed(child, row["removed_on"], but=row))
    return found


def _lowered_for_perpetrator(child: Child) -> list[Spell]:
    found = []
    for row in completed(child):
        if below(row["level"], row["indicated_level"]) and row["perpetrator_identified"] is False:
            found += finding(row.known("completed_on"), row.ref, next_that(child, row, _at_indicated_level))
    return found


def _at_indicated_level(_: Child, row: Row) -> bool:
    return row["indicated_level"] is not None and at_least(row["level"], row["indicated_level"])


@twin("level-below-evidence", "critical")
def level_below_evidence(child: Child) -> list[Spell]:
    """Opens: an assessment completes with level below indicated_level, or below medium although harm known occurred in
    the `recent_harm_days` (180) before.
    Closes: next assessment that has neither fault.

    Settled: harm known is on record from events and from completed assessments, this one among them, and known on the day
    of completion. "Medium" is the level of "at risk". An assessment without a level has no fault but mends none either.
    """
    found = []
    for row in completed(child):
        if _level_fault(child.on(row["completed_on"]), row):
            found += finding(row.known("completed_on"), row.ref, next_that(child, row, _level_without_fault))
    return found


def _level_fault(then: Child, row: Row) -> bool:
    since = then.policy.first_day(row["completed_on"], "recent_harm_days")
    recent = [harm for harm in harm_on_record(then) if harm.degree == "known" and since <= harm.day <= row["completed_on"]]
    harmed = row["harm"] == "known" or bool(recent)
    return below(row["level"], row["indicated_level"]) or (below(row["level"], then.policy["at_risk_level"]) and harmed)


def _level_without_fault(then: Child, row: Row) -> bool:
    return row["level"] is not None and not _level_fault(then, row)


@twin("harm-recorded-as-risk")
def harm_recorded_as_risk(child: Child) -> list[Spell]:
    """Opens: an assessment completes saying harm none although harm suspected or known was on record.
    Closes: next assessment saying suspected or known.

    Settled: on record on the day of completion, by what was known on it.
    """
    found = []
    for row in completed(child):
        if row["harm"] == "none" and harm_on_record(child.on(row["completed_on"])):
            closers = next_that(child, row, lambda _, later: later["harm"] in HARMED)
            found += finding(row.known("completed_on"), row.ref, closers)
    return found


@twin("recognition-delay")
def recognition_delay(child: Child) -> list[Spell]:
    """Opens: evidence of high (indicated_level high, a concern asserting high, or harm known within `recent_harm_days` of
    its recording) and no level of high within `recognition_days` (28).
    Closes: level high or above, or an assessment `sustained_days` later that says otherwise with past_harm_considered yes.

    Settled: the limit runs from the completion, from the raising, and for harm from its recording (the table says so);
    "high" is high or above; "already high" is judged on that day; "later" counts from it too; "says otherwise" is a
    recorded level below high, completed when the evidence was known. A completed assessment that says harm known is a
    piece of evidence. One record, one finding.
    """
    found = []
    for ref, start, known_on in _evidence_of_high(child):
        closers = [first_day(child, start, lambda now: at_least(level(now), "high")), *_says_otherwise(child, start, known_on)]
        found += finding(max(after_limit(child, start, "recognition_days"), known_on), ref, closers)
    return found


def _evidence_of_high(child: Child) -> list[tuple[str, date, date]]:
    """Each record that is evidence of high, the day from which the limit runs, and the day from which it is known."""
    indicated = acts(child, "assessments", "completed_on", indicated_level=("high", "very_high"))
    asserted = acts(child, "concerns", "raised_on", asserted_level=("high", "very_high"))
    recent = {
        harm.ref: (harm.known_on, harm.known_on)
        for harm in harm_on_record(child)
        if harm.degree == "known" and harm.known_on <= child.policy.last_day(harm.day, "recent_harm_days")
    }
    found = recent | {act.ref: (act.day, act.known_on) for act in [*indicated, *asserted]}
    return [(ref, start, known_on) for ref, (start, known_on) in found.items()]


def _says_otherwise(child: Child, start: date, known_on: date) -> list[date]:
    since = child.policy.last_day(start, "sustained_days")
    return [
        row.known("completed_on")
        for row in completed(child)
        if row["completed_on"] >= max(since, known_on) and below(row["level"], "high") and row["past_harm_considered"]
    ]
