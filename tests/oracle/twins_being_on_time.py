"""Twins of the group "Being on time" (checks 25 to 29)."""

from __future__ import annotations

from datetime import date

from .child import Child
from .clocks import Run, Spell, after_limit, completes, finding, one_at_a_time
from .terms import at_least, completed, level, monitored, order, running, significant_events
from .twins import twin


@twin("assessment-late")
def assessment_late(child: Child) -> list[Spell]:
    """Opens: not completed in the `completion_days` (90) after its start, abandoned or not.
    Closes: it, or a later one, completes.

    Settled: a later one started on or after it; any kind of assessment counts.
    """
    found = []
    for row in child.table("assessments"):
        opened_on = max(after_limit(child, row["started_on"], "completion_days"), row.known_on)
        closers = [other.known("completed_on") for other in completed(child) if other["started_on"] >= row["started_on"]]
        found += finding(opened_on, row.ref, closers)
    return found


@twin("review-overdue")
def review_overdue(child: Child) -> list[Spell]:
    """Opens: level medium or above, or monitored, or level low while an involvement, service or status is open, and no
    assessment completed for `review_days` (84).
    Closes: an assessment completes.

    Settled: the run is of the state as a whole, from the day on which it was known or on which the last assessment in
    it became known, whichever came later. Before the finding opens, the end of the state ends the run; after, only an
    assessment completed on or after the run's first day closes. Any completed assessment counts, with a level or without.
    """

    def in_review(now: Child) -> bool:
        open_work = running(now, "involvements") or running(now, "services") or running(now, "statuses")
        return at_least(level(now), "medium") or monitored(now) or (level(now) == "low" and bool(open_work))

    def closes(now: Child, day: date, begun: date) -> bool:
        return day in completes(now, begun)

    return one_at_a_time(child, Run(in_review, "review_days", closes))


@twin("event-without-reassessment")
def event_without_reassessment(child: Child) -> list[Spell]:
    """Opens: a significant event and no assessment completed in the `event_days` (14) after it was recorded.
    Closes: an assessment completes.

    Settled: the limit and the closers run from the recording, of a missing episode too; that finding opens on the day
    on which the episode is known to be significant if that is later (day 15 after the return).
    """
    found = []
    for event in significant_events(child):
        opened_on = max(after_limit(child, event.recorded_on, "event_days"), event.significant_on)
        found += finding(opened_on, event.ref, completes(child, event.recorded_on))
    return found


@twin("reactive-only", "watch")
def reactive_only(child: Child) -> list[Spell]:
    """Opens: the last `reactive_count` (3) completed assessments all have the trigger event or concern.
    Closes: an assessment with the trigger scheduled completes.

    Settled: another trigger (referral, transfer) ends the state and closes nothing; one finding at a time. The closer
    comes after the last of the three. Where the last three are reactive still, the next finding opens as one closes.
    """

    def reactive(now: Child) -> bool:
        last = completed(now)[-now.policy["reactive_count"] :]
        return len(last) == now.policy["reactive_count"] and all(row["trigger"] in ("event", "concern") for row in last)

    def closes(now: Child, day: date, begun: date) -> bool:
        last_of_three = completed(child.on(begun))[-1]
        later = [row for row in completed(now) if order(row) > order(last_of_three)]
        return any(row["trigger"] == "scheduled" and row.known("completed_on") == day for row in later)

    return one_at_a_time(child, Run(reactive, None, closes))


@twin("return-interview-late")
def return_interview_late(child: Child) -> list[Spell]:
    """Opens: no return interview offered within `return_interview_days` (3) of the return.
    Closes: offered.

    Settled: an offer on or after the return counts; an interview that is completed without a date of offer is no offer.
    """
    found = []
    for row in child.table("missing_episodes"):
        if row["ended_on"]:
            opened_on = max(after_limit(child, row["ended_on"], "return_interview_days"), row.known("ended_on"))
            offered = row["return_interview_offered_on"]
            closers = [row.known("return_interview_offered_on")] if offered and offered >= row["ended_on"] else []
            found += finding(opened_on, row.ref, closers)
    return found
