"""Children not assessed for exploitation in the last year: closed, grown up, open for other reasons, new, or out of sight."""

from __future__ import annotations

from datetime import date

from unmissed.synthetic.authority.courses import alarm, reviewed, spread, taken_on
from unmissed.synthetic.authority.life import Life
from unmissed.synthetic.authority.story import Story, story


@story(44, ages=(13.2, 17.6))
def low_and_closed_long_ago(life: Life) -> None:
    """Assessed low more than a year ago and closed well."""
    day = life.between(-1300, -460)
    taken_on(life, day, day + 74)
    life.happened(day - 4, life.chance.choice(["late_return", "online_contact", "school_exclusion", "seen_at_place_of_concern"]))
    life.assessed(day + 12, "low", kind="assessment", trigger="referral")
    life.served("preventive", day + 8, day + 72)


@story(12, ages=(13.2, 17.6))
def late_once_and_mended(life: Life) -> None:
    """Something was late, was then done, and the case closed well."""
    day = life.between(-1100, -560)
    taken_on(life, day, day + 190)
    life.served("preventive", day + 8, day + 150)
    life.chance.choice([_assessed_late, _heard_late, _done_late, _answered_late, _reassessed_late])(life, day)
    life.assessed(day + 185, "low")


def _assessed_late(life: Life, day: int) -> None:
    life.assessed(day + 112, "low", kind="assessment", trigger="referral", started_on=day + 6)


def _heard_late(life: Life, day: int) -> None:
    back = {"started_on": day + 29, "ended_on": day + 30, "return_interview_offered_on": day + 36}
    life.add("missing_episodes", kind="missing", return_interview_completed_on=day + 38, **back)
    life.assessed(day + 110, "low")


def _done_late(life: Life, day: int) -> None:
    life.agreed(life.met(day + 20, "child_in_need"), day + 20, done=45, by="health")
    life.assessed(day + 110, "low")


def _answered_late(life: Life, day: int) -> None:
    life.raised(day + 30, "parent", "exploitation", 40, "action_taken")
    life.assessed(day + 110, "low")


def _reassessed_late(life: Life, day: int) -> None:
    life.happened(day + 80, "contact_with_unknown_adult")
    life.assessed(day + 110, "low", trigger="event")


@story(20)
def no_concern_found(life: Life) -> None:
    """Screened more than a year ago: no concern."""
    day = life.between(-900, -400)
    life.referred(day, "social_care", "Front Door")
    life.involved("social_care", "Front Door", day, day + 20, "plan_complete")
    life.assessed(day + 10, "none", kind="screening", trigger="referral")


@story(20, ages=(19.1, 19.9))
def grown_up(life: Life) -> None:
    """Turned eighteen; the move to adult services was made in time."""
    birthday = -(life.today - _eighteenth(life.born_on)).days
    day = birthday - life.between(260, 320)
    alarm(life, day, "contact_with_person_of_concern", "medium", "suspected", ends=birthday + 2)
    reviewed(life, day + 8, birthday - 20, "medium", "suspected", met_until=birthday - 20)
    life.referred(birthday - 220, "adult_services", "Moving On", by="social_care")
    life.served("adult_transition", birthday - 190, birthday + 90)


def _eighteenth(born: date) -> date:
    """The eighteenth birthday; 1 March for those born on 29 February."""
    leap = (born.month, born.day) == (2, 29)
    return date(born.year + 18, 3, 1) if leap else born.replace(year=born.year + 18)


@story(15, ages=(13.5, 17.3))
def improved_and_left_the_list(life: Life) -> None:
    """Medium more than a year ago; after work and two low reviews the agencies agreed to take the child off the list."""
    day = life.between(-1000, -720)
    taken_on(life, day, day + 250, by="health")
    life.met(day + 6, "strategy")
    life.listed(day + 8, day + 235, "risk_reduced")
    life.assessed(day + 10, "medium", kind="assessment", trigger="referral")
    life.served("direct_work", day + 14, day + 230)
    for after, level in ((80, "medium"), (150, "low"), (220, "low")):
        life.met(day + after - 4, "mace", ("police", "health", "education", "voluntary"))
        life.assessed(day + after, level)


@story(5)
def moved_away(life: Life) -> None:
    """Low, and moved to another area, to which the case was handed."""
    day = life.between(-700, -480)
    life.referred(day, "social_care", "Front Door")
    life.involved("social_care", life.team, day, day + 80, "moved_area")
    life.allocated(life.team, day, day + 80)
    life.assessed(day + 14, "low", kind="assessment", trigger="transfer")
    life.served("family_support", day + 10, day + 78)


@story(52)
def child_in_need(life: Life) -> None:
    """Open to social care for other reasons; nobody has seen a sign of exploitation."""
    day = life.between(-380, -20)
    taken_on(life, day, by=life.chance.choice(["education", "health", "police"]))
    for held in spread(day + 25, -10) if day < -40 else []:
        life.met(held, "child_in_need", ("education", "health"))
    life.served("family_support", day + 30)


@story(24)
def looked_after(life: Life) -> None:
    """Looked after in a foster home of the area; nobody has seen a sign of exploitation."""
    day = life.between(-700, -60)
    life.referred(day - 30, "social_care", "Front Door", by="health")
    life.involved("social_care", "Children Looked After", day)
    life.allocated("Children Looked After", day)
    life.status("looked_after", day)
    life.placed(day, "foster")
    for held in range(day + 25, 0, 180):
        life.met(held, "looked_after_review", ("health", "education"))


@story(24)
def early_help(life: Life) -> None:
    """Below the threshold of social care; early help works with the family."""
    day = life.between(-300, -10)
    life.referred(day, "social_care", "Front Door", "declined", reason="below_threshold")
    life.referred(day + 3, "early_help", "Early Help", by="social_care")
    life.involved("social_care", "Early Help", day + 5)
    life.allocated("Early Help", day + 5, role="early_help_worker")
    life.status("early_help", day + 5)
    life.served("family_support", day + 12)


@story(12)
def missing_once_and_heard(life: Life) -> None:
    """Missing for a night; the return interview found no sign of exploitation, and early help began."""
    day = life.between(-260, -12)
    life.missing(day)
    life.referred(day + 5, "early_help", "Early Help", by="police")
    life.involved("social_care", "Early Help", day + 7)
    life.allocated("Early Help", day + 7, role="early_help_worker")


@story(8)
def newly_referred(life: Life) -> None:
    """A referral and a concern await a decision."""
    day = life.between(-4, -1)
    life.raised(day, life.chance.choice(["school", "parent", "health"]), "exploitation")
    life.referred(day, "social_care", "Front Door", decided_on=None)
    life.happened(day - 1, life.chance.choice(["late_return", "unexplained_gifts", "online_contact"]))


@story(3)
def concern_soon_late(life: Life) -> None:
    """A concern must be answered within a fortnight."""
    day = life.between(-24, -18)
    life.raised(day, "carer", "exploitation")
    life.referred(day + 1, "social_care", "Front Door", by="voluntary")
    life.involved("social_care", "Front Door", day + 3)


@story(2)
def newly_referred_with_harm(life: Life) -> None:
    """Harm was reported days ago; the referral awaits a decision and the limits are running."""
    day = life.between(-5, -3)
    life.happened(day, "sexual_exploitation", "suspected", "health")
    life.referred(day + 1, "social_care", "Front Door", by="health", decided_on=None)
    life.raised(day + 1, "health", "exploitation")


@story(5)
def assessment_running(life: Life) -> None:
    """The first assessment has begun and is in time."""
    _assessment_begun(life, life.between(-70, -12))


@story(4)
def assessment_due_soon(life: Life) -> None:
    """The first assessment must be completed within a fortnight."""
    _assessment_begun(life, life.between(-86, -80))


@story(5, "assessment-late")
def assessment_late(life: Life) -> None:
    """The first assessment began more than three months ago and is not complete."""
    _assessment_begun(life, life.between(-140, -98))


def _assessment_begun(life: Life, day: int) -> None:
    taken_on(life, day - 6)
    life.assessed(1, "low", kind="assessment", trigger="referral", started_on=day)
    life.happened(day - 8, life.chance.choice(["late_return", "online_contact", "school_absence"]))


@story(6)
def concern_answered(life: Life) -> None:
    """A concern was looked into, answered and explained."""
    day = life.between(-500, -60)
    life.raised(day, life.chance.choice(["school", "parent", "public"]), "exploitation", 9, "explained")
    life.referred(day + 1, "social_care", "Front Door", "declined", reason="below_threshold")


@story(
    2,
    "removed-while-at-risk",
    "removed-without-reassessment",
    "review-overdue",
    "not-monitored",
    "left-without-service",
    ages=(14.0, 16.8),
)
def forgotten(life: Life) -> None:
    """Taken off the list at medium more than a year ago; everybody closed, and nobody has looked since."""
    day = life.between(-620, -580)
    taken_on(life, day, day + 110)
    life.listed(day + 8, day + 104, "no_longer_meets_threshold")
    life.assessed(day + 10, "medium", kind="assessment", trigger="referral")
    life.served("harm_reduction", day + 20, day + 95)
    life.met(day + 60, "mace")


@story(2, "not-monitored", "review-overdue", "left-without-service", ages=(14.0, 16.8))
def tracked_only_when_high(life: Life) -> None:
    """Scored medium when the list took only high, and left without anybody."""
    day = life.between(-560, -420)
    taken_on(life, day, day + 60)
    life.assessed(day + 14, "medium", kind="assessment", trigger="referral")
    life.served("preventive", day + 20, day + 58)


STORIES: tuple[Story, ...] = (
    low_and_closed_long_ago,
    late_once_and_mended,
    no_concern_found,
    grown_up,
    improved_and_left_the_list,
    moved_away,
    child_in_need,
    looked_after,
    early_help,
    missing_once_and_heard,
    newly_referred,
    concern_soon_late,
    newly_referred_with_harm,
    assessment_running,
    assessment_due_soon,
    assessment_late,
    concern_answered,
    forgotten,
    tracked_only_when_high,
)
