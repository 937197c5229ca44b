"""Twins of the group "Staying in sight" (checks 7 to 14)."""

from __future__ import annotations

from datetime import date
from functools import partial

from .child import Child, Row
from .clocks import Spell, after_limit, completes, finding, first_day, known_since, listed, next_that, opened_again
from .terms import (
    acts,
    at_least,
    at_risk,
    at_risk_through_harm,
    completed,
    harm_events,
    level,
    levelled,
    order,
    running,
    steps,
    the_one_before,
)
from .twins import twin

CHALLENGED = ("risky_behaviour", "risk_reduced", "no_identified_perpetrator", "no_longer_meets_threshold")
TOGETHER = ("strategy", "mace", "child_protection_conference")


def _removals(child: Child) -> list[Row]:
    return [row for row in child.table("monitoring") if row["removed_on"]]


def _closures(child: Child) -> list[Row]:
    return [row for row in child.table("involvements") if row["closed_on"]]


def _others(rows: list[Row], row: Row) -> list[Row]:
    return [other for other in rows if other.ref != row.ref]


@twin("removed-while-at-risk", "critical")
def removed_while_at_risk(child: Child) -> list[Spell]:
    """Opens: removed from monitoring, for any reason but turned_18, while at risk and left on no other list.
    Closes: monitored again, or no longer at risk.

    Settled: at risk and other lists are judged on the day of removal by what was known on it; "no other list" is no
    other running entry, whatever its list is called.
    """
    found = []
    for row in _removals(child):
        day = row["removed_on"]
        then = child.on(day)
        if row["removal_reason"] == "turned_18" or not at_risk(then) or _others(running(then, "monitoring"), row):
            continue
        closers = [*listed(child, day, but=row), first_day(child, day, lambda now: not at_risk(now))]
        found += finding(row.known("removed_on"), row.ref, closers)
    return found


@twin("removed-without-reassessment")
def removed_without_reassessment(child: Child) -> list[Spell]:
    """Opens: removed, and no assessment completed in the `review_days` (84) before.
    Closes: an assessment completes, or monitored again.

    Settled: every removal counts, turned_18 too; an assessment completed before the removal and known after it neither
    prevents nor closes.
    """
    found = []
    for row in _removals(child):
        day = row["removed_on"]
        since = child.policy.first_day(day, "review_days")
        if not [other for other in completed(child.on(day)) if other["completed_on"] >= since]:
            found += finding(row.known("removed_on"), row.ref, completes(child, day) + listed(child, day, but=row))
    return found


@twin("removed-by-one-agency")
def removed_by_one_agency(child: Child) -> list[Spell]:
    """Opens: removal_decision single_agency or removal_reason single_agency_plan; or the level falls and no strategy, mace
    or conference was held since the assessment before.
    Closes: such a meeting is held, or monitored again.

    Settled: both closers close either opening; "since" includes the day on which the assessment before completed.
    """
    found = []
    for row in _removals(child):
        if row["removal_decision"] == "single_agency" or row["removal_reason"] == "single_agency_plan":
            found += finding(row.known("removed_on"), row.ref, _together_or_listed(child, row["removed_on"], but=row))
    for row in levelled(child):
        before = the_one_before(child, row)
        if before and steps(row["level"]) < steps(before["level"]) and not _met_between(child, before, row):
            found += finding(row.known("completed_on"), row.ref, _together_or_listed(child, row["completed_on"]))
    return found


def _met_between(child: Child, before: Row, row: Row) -> bool:
    then = child.on(row["completed_on"])
    return any(act.day >= before["completed_on"] for act in acts(then, "meetings", "held_on", kind=TOGETHER))


def _together_or_listed(child: Child, since: date, but: Row | None = None) -> list[date]:
    return known_since(acts(child, "meetings", "held_on", kind=TOGETHER), since) + listed(child, since, but)


@twin("reason-contradicts-assessment", "critical")
def reason_contradicts_assessment(child: Child) -> list[Spell]:
    """Opens: removed or closed for risky_behaviour, risk_reduced, no_identified_perpetrator or no_longer_meets_threshold,
    and an assessment of high or above completed in the `contradiction_days` (183) before is still the last.
    Closes: monitored or reopened, or next assessment.

    Settled: "the last" is the last that records a level, as for the level on a day; the next assessment is the next
    completed one, level or not, completed on or after the act.
    """
    found = []
    for row in _removals(child):
        if row["removal_reason"] in CHALLENGED:
            again = listed(child, row["removed_on"], but=row)
            found += _contradicted(child, row, "removed_on", again)
    for row in _closures(child):
        if row["closing_reason"] in CHALLENGED:
            found += _contradicted(child, row, "closed_on", opened_again(child, row))
    return found


def _contradicted(child: Child, row: Row, column: str, again: list[date]) -> list[Spell]:
    day = row[column]
    last = levelled(child.on(day))[-1:]
    since = child.policy.first_day(day, "contradiction_days")
    if not last or not at_least(last[0]["level"], "high") or last[0]["completed_on"] < since:
        return []
    return finding(row.known(column), row.ref, again + next_that(child, last[0], lambda _, later: later["completed_on"] >= day))


@twin("rapid-downgrade")
def rapid_downgrade(child: Child) -> list[Spell]:
    """Opens: the level falls two steps or more between consecutive assessments, or one or more within `sustained_days`
    after harm.
    Closes: level back at what it was, or an assessment `sustained_days` or more after the last harm that confirms the
    lower one.

    Settled: harm is events, known on the day of the fall. "Back" is the level on a day, by an assessment later than the
    fall. The last harm is the last known when the confirming assessment became known; without any, a later assessment
    confirms. Consecutive assessments are those that record a level.
    """
    found = []
    for row in levelled(child):
        before = the_one_before(child, row)
        if before and _falls_rapidly(child, before, row):
            confirmed = next_that(child, row, partial(_confirms, fall=row))
            found += finding(row.known("completed_on"), row.ref, [_level_back(child, before, row), *confirmed])
    return found


def _falls_rapidly(child: Child, before: Row, row: Row) -> bool:
    fall = steps(before["level"]) - steps(row["level"])
    since = child.policy.first_day(row["completed_on"], "sustained_days")
    recent = [harm for harm in harm_events(child.on(row["completed_on"])) if since <= harm.day]
    return fall >= child.policy["downgrade_steps"] or (fall >= 1 and bool(recent))


def _level_back(child: Child, before: Row, row: Row) -> date | None:
    """The first day on which the level is that of an assessment later than the fall, and what it was or above."""

    def back(now: Child) -> bool:
        last = levelled(now)[-1:]
        return bool(last) and order(last[0]) > order(row) and at_least(last[0]["level"], before["level"])

    return first_day(child, row["completed_on"], back)


def _confirms(then: Child, later: Row, fall: Row) -> bool:
    """ "Confirms" is the same level or lower, `sustained_days` or more after the last harm."""
    if later["level"] is None or steps(later["level"]) > steps(fall["level"]):
        return False
    last = harm_events(then)[-1:]
    return not last or later["completed_on"] >= then.policy.last_day(last[0].day, "sustained_days")


@twin("closed-against-advice", "critical")
def closed_against_advice(child: Child) -> list[Spell]:
    """Opens: an agency closes while another agency's `disagrees` view about closure, given in the 30 days before or after,
    is unresolved (opens on the later of the two).
    Closes: resolved, or reopened.

    Settled: one per closure and view, so opened_by names both records; "the later" is the later known day; reopened
    counts from the closure.
    """
    found = []
    for row in _closures(child):
        for view in child.table("views"):
            if _advises_against(child, row, view):
                opened_on = max(row.known("closed_on"), view.known_on)
                closers = [view.known("resolved_on"), *opened_again(child, row)]
                found += finding(opened_on, f"{row.ref} {view.ref}", closers)
    return found


def _advises_against(child: Child, row: Row, view: Row) -> bool:
    earliest = child.policy.first_day(row["closed_on"], "advice_days")
    latest = child.policy.last_day(row["closed_on"], "advice_days")
    against = view["about"] == "closure" and view["position"] == "disagrees"
    return against and view["agency"] != row["agency"] and earliest <= view["given_on"] <= latest


@twin("closed-while-at-risk")
def closed_while_at_risk(child: Child) -> list[Spell]:
    """Opens: an agency closes while the level is high or above; or while at risk through harm, and no other involvement,
    monitoring or service stays open.
    Closes: reopened, another agency opens, or neither holds any longer.

    Settled: "the harm clause alone needs that nothing else is open"; "neither" is neither high nor at risk through harm
    (a list entry or service that comes later does not close). One finding per closure.
    """
    found = []
    for row in _closures(child):
        then = child.on(row["closed_on"])
        elsewhere = _others(running(then, "involvements"), row) + running(then, "monitoring") + running(then, "services")
        if at_least(level(then), "high") or (at_risk_through_harm(then) and not elsewhere):
            neither = first_day(child, row["closed_on"], _neither_high_nor_harmed)
            found += finding(row.known("closed_on"), row.ref, [neither, *opened_again(child, row, any_agency=True)])
    return found


def _neither_high_nor_harmed(now: Child) -> bool:
    return not at_least(level(now), "high") and not at_risk_through_harm(now)


@twin("disagreement-unresolved")
def disagreement_unresolved(child: Child) -> list[Spell]:
    """Opens: a `disagrees` view unresolved for `resolve_days` (10).
    Closes: resolved.

    Settled: any `about`; the limit runs from the day the view was given; resolved is resolved_on (a resolution without a
    date resolves nothing).
    """
    found = []
    for view in child.table("views"):
        if view["position"] == "disagrees":
            opened_on = max(after_limit(child, view["given_on"], "resolve_days"), view.known_on)
            found += finding(opened_on, view.ref, [view.known("resolved_on")])
    return found
