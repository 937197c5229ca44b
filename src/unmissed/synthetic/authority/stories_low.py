"""Children whom an assessment of the last year put at low: most were seen in time, some were not."""

from __future__ import annotations

from unmissed.synthetic.authority.courses import DUE_SOON, OPEN_AND_ON_TIME, alarm, low_in_view, taken_on
from unmissed.synthetic.authority.life import Life
from unmissed.synthetic.authority.story import Story, story


def _in_time(life: Life, **told: object) -> int:
    """Low, in view and reviewed in time; gives the day of the last review."""
    last = life.between(*OPEN_AND_ON_TIME)
    low_in_view(life, last - life.between(14, 260), last, **told)
    return last


@story(36)
def low_and_closed_well(life: Life) -> None:
    """Screened low, offered outreach, closed with the plan complete."""
    day = life.between(-330, -82)
    taken_on(life, day, day + 72)
    life.happened(day - 3, life.chance.choice(["late_return", "online_contact", "school_absence", "unexplained_gifts"]))
    life.assessed(day + 10, "low", kind="screening", trigger="referral")
    life.served("preventive", day + 6, day + 70)
    life.met(day + 30, "child_in_need", ("education",))


@story(22)
def low_with_reviews_on_time(life: Life) -> None:
    """Low, the case open, every review in time; half of them have a worker of the exploitation team too."""
    last = _in_time(life)
    if life.number % 2:
        life.allocated("Horizon Exploitation Team", last - 10, role="exploitation_worker")


@story(8)
def low_with_a_review_due_soon(life: Life) -> None:
    """Low, the case open, the next review due within a fortnight."""
    last = life.between(*DUE_SOON)
    low_in_view(life, last - life.between(14, 200), last)


@story(10, "review-overdue")
def low_with_an_overdue_review(life: Life) -> None:
    """Low, the case open, and nobody has reassessed for more than twelve weeks."""
    last = life.between(-160, -92)
    low_in_view(life, last - life.between(14, 120), last)


@story(1, "rapid-downgrade")
def high_to_low_in_weeks(life: Life) -> None:
    """High on the list, then low within weeks of the last harm."""
    day = life.between(-130, -115)
    alarm(life, day, "sexual_exploitation", harm="suspected")
    life.happened(day + 30, "contact_with_person_of_concern", "suspected", "police")
    life.met(day + 33, "strategy")
    life.assessed(day + 38, "high", trigger="event", harm="suspected")
    life.met(day + 60, "mace")
    life.assessed(day + 72, "low", harm="suspected")


@story(
    2,
    "level-below-evidence",
    "screened-out-with-harm",
    "not-monitored",
    "recognition-delay",
    "harm-without-action",
    "left-without-service",
    ages=(11.2, 12.4),
)
def screened_out_despite_harm(life: Life) -> None:
    """Harm online was known; the referral to the list was declined as below its threshold."""
    day = life.between(-140, -90)
    life.happened(day - 4, "online_sexual_abuse", "known", "police")
    life.assessed(day, "low", kind="screening", trigger="referral", harm="known")
    life.referred(day + 1, "monitoring", life.staff.list_name, "declined", "police", reason="below_threshold")


@story(3, "untrained-assessor")
def assessed_by_somebody_untrained(life: Life) -> None:
    """The last review was made by somebody not trained in it."""
    _in_time(life, assessor_trained=False)


@story(4, "voice-missing")
def not_heard(life: Life) -> None:
    """The last review does not record the child's view."""
    _in_time(life, child_view_recorded=False, child_seen=life.chance.choice([True, False]))


@story(4, "action-overdue")
def an_action_not_done(life: Life) -> None:
    """An agency took an action on and has not done it."""
    last = _in_time(life)
    day = min(last, -35)
    meeting = life.met(day, "child_in_need", ("education", "health"))
    life.agreed(meeting, day, within=21, done=None, by=life.chance.choice(["education", "health"]))
    life.agreed(meeting, day, within=28, by="education")


@story(4, "return-interview-late")
def missing_and_not_yet_heard(life: Life) -> None:
    """Back from being missing for a week, and no return interview has been offered."""
    _in_time(life)
    life.missing(life.between(-12, -8), heard=False)


@story(3, "worker-turnover")
def many_workers(life: Life) -> None:
    """The fourth social worker within two years."""
    _in_time(life)
    day = life.between(-640, -600)
    for place in range(3):
        life.allocated(life.team, day + place * 80, day + place * 80 + 75)


@story(3, "declined-for-threshold", "left-without-service")
def declined_by_the_service(life: Life) -> None:
    """Low, and the service that was asked for takes children from medium on."""
    last = life.between(-58, -45)
    taken_on(life, last - 12)
    life.assessed(last, "low", kind="assessment", trigger="referral")
    life.referred(
        last + 2, "service", life.staff.services["therapeutic"].name, "declined", "social_care", reason="below_threshold"
    )
    life.met(last + 10, "child_in_need", ("education",))


@story(3, "essential-details-missing")
def details_missing(life: Life) -> None:
    """Nobody has recorded when the child was born."""
    life.birth_recorded = False
    _in_time(life)


@story(1, "essential-details-missing")
def age_left_out(life: Life) -> None:
    """The last review does not record the child's age."""
    _in_time(life, age_recorded=False)


@story(2, "reactive-only")
def always_after_the_event(life: Life) -> None:
    """Three assessments in a row, each only after something had happened."""
    last = life.between(-40, -6)
    taken_on(life, last - 120)
    life.served("family_support", last - 112)
    for day in (last - 108, last - 55, last):
        life.happened(day - 6, "late_return")
        life.assessed(day, "low", trigger="event")


@story(1, "referrer-challenge-unheeded")
def challenge_unheeded(life: Life) -> None:
    """The school challenges the threshold and has no answer."""
    last = _in_time(life)
    life.raised(min(last, -36), "school", "threshold")


@story(1, "perpetrator-required", "level-below-evidence", "left-without-service")
def declined_for_want_of_a_perpetrator(life: Life) -> None:
    """The tool indicated medium; low was recorded and the list declined, for nobody was identified who causes the harm."""
    last = life.between(-60, -45)
    taken_on(life, last - 12)
    life.happened(last - 14, "unexplained_gifts")
    life.assessed(last, "low", kind="assessment", trigger="referral", indicated_level="medium", perpetrator_identified=False)
    list_name = life.staff.list_name
    life.referred(last + 3, "monitoring", list_name, "declined", "social_care", reason="no_identified_perpetrator")


@story(1, "disagreement-unresolved")
def agencies_disagree(life: Life) -> None:
    """Health does not agree with the level, and nobody has resolved it."""
    last = min(_in_time(life), -16)
    life.said(last, "health", "level", "disagrees", escalated_on=last + 3)


STORIES: tuple[Story, ...] = (
    low_and_closed_well,
    low_with_reviews_on_time,
    low_with_a_review_due_soon,
    low_with_an_overdue_review,
    high_to_low_in_weeks,
    screened_out_despite_harm,
    assessed_by_somebody_untrained,
    not_heard,
    an_action_not_done,
    missing_and_not_yet_heard,
    many_workers,
    declined_by_the_service,
    details_missing,
    age_left_out,
    always_after_the_event,
    challenge_unheeded,
    declined_for_want_of_a_perpetrator,
    agencies_disagree,
)
