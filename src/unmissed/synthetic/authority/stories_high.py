"""Children whom an assessment of the last year put at medium or above: 16 high, 10 medium, as in Durham in 2017/18."""

from __future__ import annotations

from unmissed.synthetic.authority.courses import DUE_SOON, OPEN_AND_ON_TIME, alarm, at_high, at_medium, reviewed
from unmissed.synthetic.authority.life import Life
from unmissed.synthetic.authority.story import Story, story


@story(3)
def high_and_improving(life: Life) -> None:
    """High on the list with a plan; direct work began at once and no harm has followed."""
    day = life.between(-280, -130)
    at_high(life, day, life.between(*OPEN_AND_ON_TIME), life.chance.choice(["sexual_exploitation", "criminal_exploitation"]))
    life.served("direct_work", day + 12)
    life.add("practice_audits", audited_on=day + 100, grade="good", auditor="Judith Marwood")


@story(2)
def very_high_and_safe_in_care(life: Life) -> None:
    """Very high, looked after in the area, with therapy and a strategy that holds."""
    day = life.between(-240, -120)
    alarm(life, day, "trafficking", "very_high")
    life.status("looked_after", day + 3)
    life.placed(day + 3, "specialist")
    life.served("therapeutic", day + 20)
    life.met(day + 28, "looked_after_review", ("health", "education"))
    reviewed(life, day + 8, life.between(*DUE_SOON), "very_high")


@story(2, "placed-without-shared-assessment")
def placed_out_of_area(life: Life) -> None:
    """Looked after and placed in another area, which has not been given the risk assessment."""
    day = life.between(-200, -120)
    at_high(life, day, life.between(*OPEN_AND_ON_TIME), "criminal_exploitation")
    life.status("looked_after", day + 20)
    life.placed(day + 20, "residential", host=life.chance.choice(life.staff.neighbours))


@story(1, "placement-instability")
def moved_from_place_to_place(life: Life) -> None:
    """The third placement within a year."""
    day = life.between(-230, -210)
    at_high(life, day, life.between(*OPEN_AND_ON_TIME))
    life.status("looked_after", day + 15)
    host = life.staff.neighbours[0]
    life.placed(day + 15, "foster", day + 70)
    life.placed(day + 70, "residential", day + 130, host=host, shared=2)
    life.placed(day + 130, "semi_independent", host=host, shared=3)


@story(2)
def often_missing_and_heard(life: Life) -> None:
    """Often missing; each time somebody listened, and the agencies met."""
    day = life.between(-200, -120)
    at_high(life, day, life.between(*OPEN_AND_ON_TIME), "criminal_exploitation")
    for after in (30, 45, 60):
        life.missing(day + after, nights=life.between(1, 3))
    life.met(day + 66, "strategy")


@story(1, "persistent-missing", "return-interview-late", "event-without-reassessment")
def often_missing_and_unheard(life: Life) -> None:
    """Three times missing within weeks; no interview was offered and no meeting called."""
    day = life.between(-150, -130)
    alarm(life, day, "criminal_exploitation")
    life.assessed(day + 70, "high", harm="known")
    for after in (74, 80, 86):
        life.missing(day + after, heard=False)


@story(1, "harm-without-action", "event-without-reassessment")
def harm_again_and_nobody_acted(life: Life) -> None:
    """New harm three weeks ago, and no protective action since."""
    day = life.between(-180, -150)
    at_high(life, day, life.between(-32, -29))
    life.happened(life.between(-24, -20), "physical_abuse", "known", "health")


@story(1, "closed-against-advice", "disagreement-unresolved")
def police_closed_against_advice(life: Life) -> None:
    """The neighbourhood police closed although health disagreed."""
    at_high(life, life.between(-170, -150), life.between(-40, -30))
    day = -25
    life.involved("police", "Neighbourhood Policing", day - 90, day, "no_engagement")
    life.said(day - 2, "health", "closure", "disagrees")
    life.involved("voluntary", "Outreach", day + 4)


@story(1, "transition-gap", ages=(17.6, 17.8))
def turning_18_soon(life: Life) -> None:
    """High, eighteen in a few months, and nobody has asked adult services."""
    at_high(life, life.between(-200, -150), life.between(*OPEN_AND_ON_TIME))


@story(3)
def medium_monitored_and_served(life: Life) -> None:
    """Medium, on the list, with services, reviewed in time."""
    day = life.between(-220, -90)
    at_medium(life, day, life.between(*OPEN_AND_ON_TIME), life.chance.choice(["unexplained_gifts", "online_contact"]))
    life.served("harm_reduction", day + 16)


@story(1)
def harm_denied_then_named(life: Life) -> None:
    """A review said that there was no harm although it was on record; the next one put it right."""
    day = life.between(-190, -170)
    alarm(life, day, "contact_with_person_of_concern", "medium", "suspected")
    life.assessed(day + 60, "medium")
    reviewed(life, day + 75, life.between(-50, -20), "medium", "suspected")


@story(1, "unsafe-protective-factor")
def a_new_partner_counted_as_protection(life: Life) -> None:
    """The last review counts as protective that the child lives with a new partner, whom nobody has assessed."""
    day = life.between(-120, -100)
    alarm(life, day, "controlling_relationship", "medium", "suspected")
    review = life.assessed(life.between(-45, -40), "medium", harm="suspected")
    assert review
    life.factor(review, "living_with_partner", "protective")


@story(1)
def medium_with_a_review_due_soon(life: Life) -> None:
    """Medium, on the list; the next review is due within a fortnight."""
    last = life.between(*DUE_SOON)
    at_medium(life, last - life.between(90, 150), last)


@story(2, "removed-while-at-risk", "removed-by-one-agency", "reason-contradicts-assessment", "not-monitored")
def removed_by_one_agency(life: Life) -> None:
    """Taken off the list by one agency although still assessed as high."""
    _removed(life, life.between(-190, -150), "high", "known", "no_longer_meets_threshold")


@story(1, "removed-while-at-risk", "removed-by-one-agency", "not-monitored")
def removed_at_medium(life: Life) -> None:
    """Taken off the list at medium, because social care had a plan of its own."""
    _removed(life, life.between(-190, -150), "medium", "suspected", "single_agency_plan")


def _removed(life: Life, day: int, level: str, harm: str, reason: str) -> None:
    """On the list from the day on, and taken off it by one agency a month ago."""
    removed = life.between(-34, -30)
    alarm(life, day, "sexual_exploitation", level, harm, off_list=(removed, reason))
    reviewed(life, day + 8, life.between(-55, -50), level, harm, met_until=removed - 4)


@story(1, "concern-unheeded", "recognition-delay")
def the_family_unheeded(life: Life) -> None:
    """A parent says again and again that the level is too low; nobody has answered."""
    at_medium(life, life.between(-190, -170), life.between(-70, -66))
    for day in (-62, -48, -33):
        life.raised(day, "parent", "level_too_low", asserted_level="high")


@story(1, "past-harm-omitted")
def past_harm_left_out(life: Life) -> None:
    """The last review looks at today's risk alone and leaves out the harm before."""
    day = life.between(-190, -170)
    alarm(life, day, "contact_with_person_of_concern", "medium", "suspected")
    reviewed(life, day + 8, -60, "medium", "suspected")
    life.assessed(-20, "medium", harm="suspected", past_harm_considered=False)


@story(1, "transition-gap", "action-overdue", ages=(17.6, 17.8))
def turning_18_with_actions_left(life: Life) -> None:
    """Medium, eighteen soon; nobody has asked adult services and an action is late."""
    at_medium(life, life.between(-200, -150), life.between(*OPEN_AND_ON_TIME))
    life.agreed(None, -50, done=None, by="health")


STORIES: tuple[Story, ...] = (
    high_and_improving,
    very_high_and_safe_in_care,
    placed_out_of_area,
    moved_from_place_to_place,
    often_missing_and_heard,
    often_missing_and_unheard,
    harm_again_and_nobody_acted,
    police_closed_against_advice,
    turning_18_soon,
    medium_monitored_and_served,
    harm_denied_then_named,
    a_new_partner_counted_as_protection,
    medium_with_a_review_due_soon,
    removed_by_one_agency,
    removed_at_medium,
    the_family_unheeded,
    past_harm_left_out,
    turning_18_with_actions_left,
)
