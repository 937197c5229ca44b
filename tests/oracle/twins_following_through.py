"""Twins of the group "Following through, looking ahead, and what works" (checks 38 to 40)."""

from __future__ import annotations

from datetime import date

from .child import Child
from .clocks import Spell, after_limit, finding, runs
from .limits import DAY, add_months
from .terms import Act, acts, at_risk, harm_events, protective_actions
from .twins import twin


@twin("action-overdue")
def action_overdue(child: Child) -> list[Spell]:
    """Opens: an action not done by its due date (28 days after it was set where none was given).
    Closes: done.

    Settled: it opens on the day after the due date.
    """
    found = []
    for row in child.table("actions"):
        due_on = row["due_on"] or child.policy.last_day(row["set_on"], "action_default_days")
        found += finding(max(due_on + DAY, row.known_on), row.ref, [row.known("done_on")])
    return found


@twin("transition-gap", "watch")
def transition_gap(child: Child) -> list[Spell]:
    """Opens: at risk at 17 years and 6 months, and no adult_services referral and no adult_transition service.
    Closes: one is made.

    Settled: at risk on that very day; one made at any earlier time counts, ended or declined as it may be, from the day
    it is known (there is no opening act for it to precede).
    """
    if child.date_of_birth is None:
        return []
    opened_on = add_months(child.date_of_birth, child.policy["transition_months"])
    made = acts(child, "referrals", "made_on", kind="adult_services")
    made += acts(child, "services", "started_on", kind="adult_transition")
    if not at_risk(child.on(opened_on)):
        return []
    return finding(opened_on, f"children:{child.child_id}", [act.known_on for act in made])


@twin("protective-practice", "strength")
def protective_practice(child: Child) -> list[Spell]:
    """Opens: direct_work or harm_reduction starts within 28 days of the child becoming at risk; or 90 days pass without
    harm after a protective action that followed harm.
    Closes: harm is recorded.

    Settled: becoming at risk is the first day of a run of the state. An action followed harm if a harm event was known
    on its day or before. Harm after it is a harm event that happened on its day or later and was not known on its day.
    The calm is 90 full days: it opens on day 91. One finding per action, from the earlier of its two openings.
    """
    prompt = {act.ref: (act, act.known_on) for act in _prompt_work(child)}
    calm = {
        act.ref: (act, max(after_limit(child, act.day, "calm_days"), act.known_on))
        for act in protective_actions(child)
        if any(harm.known_on <= act.day for harm in harm_events(child))
    }
    return [
        spell for ref, (act, opened_on) in (calm | prompt).items() for spell in finding(opened_on, ref, _harm_after(child, act))
    ]


def _prompt_work(child: Child) -> list[Act]:
    """Direct work and harm reduction that started in the first days of a run at risk."""
    begins = [begun for begun, _ in runs(child, at_risk)]
    return [
        act
        for act in acts(child, "services", "started_on", kind=("direct_work", "harm_reduction"))
        if any(begun <= act.day <= child.policy.last_day(begun, "practice_days") for begun in begins)
    ]


def _harm_after(child: Child, act: Act) -> list[date]:
    """The days on which harm that happened after an action was recorded."""
    return [harm.known_on for harm in harm_events(child) if harm.day >= act.day and harm.known_on > act.day]
