"""What stories share: how a case is taken on, how alarm is answered, how reviews follow one another, how a case ends well."""

from __future__ import annotations

from unmissed.synthetic.authority.life import Life

REVIEW_EVERY = 75
"""At most so many days between reviews: inside the 84 of the policy, with room for weekends."""

OPEN_AND_ON_TIME = (-60, -4)
"""When the last review of a child in view was, so that the next falls due in more than a fortnight."""

OUTREACH = 140
"""How many days outreach lasts."""

DUE_SOON = (-79, -73)
"""When the last review was, so that the next falls due within a fortnight."""


def spread(first: int, last: int) -> list[int]:
    """Days from the first to the last, both included, evenly and at most REVIEW_EVERY apart."""
    steps = -((first - last) // REVIEW_EVERY) if last > first else 0
    return [first + round((last - first) * step / steps) for step in range(steps + 1)] if steps else [first]


def taken_on(life: Life, day: int, until: int | None = None, *, by: str = "education", status: str = "child_in_need") -> None:
    """Referred, accepted by the front door and handed to a social worker of the area's team until the case ends."""
    life.referred(day, "social_care", "Front Door", by=by)
    life.involved("social_care", "Front Door", day, day + 4, "transferred")
    life.involved("social_care", life.team, day + 4, until)
    life.allocated(life.team, day + 4, until)
    life.status(status, day + 4, until)


def low_in_view(life: Life, day: int, last: int, **told: object) -> None:
    """Assessed low after a referral, offered outreach, the case still open; reviews up to the last, of which `told` says more."""
    taken_on(life, day)
    first = day + 12
    days = spread(first, last)
    for review in days:
        kind = {"kind": "assessment", "trigger": "referral"} if review == first else {}
        life.assessed(review, "low", **(kind | (told if review == days[-1] else {})))
    life.served("preventive", first - 4, day + OUTREACH if day + OUTREACH < 0 else None)
    life.met(day + 20, "child_in_need", ("education",))
    life.met(last - 2, "child_in_need", ("education", "health"))


def alarm(
    life: Life,
    day: int,
    kind: str,
    level: str = "high",
    harm: str = "known",
    *,
    by: str = "police",
    off_list: tuple[int, str] | None = None,
    ends: int | None = None,
) -> None:
    """Harm comes to light and is answered: strategy meeting, list, assessment, social worker and a specialist service.

    `off_list`: the day on which, and the reason for which, one agency took the child off the list.
    `ends`: the day on which all of it ended because the child turned 18.
    """
    life.happened(day - 2, kind, harm, by, perpetrator_identified=life.chance.random() < 0.5)
    taken_on(life, day, ends, by=by)
    life.involved("police", "Missing and Exploitation Unit", day + 1, ends, "turned_18")
    strategy = life.met(day + 1, "strategy")
    life.agreed(strategy, day + 1, by="police")
    life.agreed(strategy, day + 1, by="health", done=14)
    removed, reason = off_list or (ends, "turned_18" if ends is not None else None)
    life.listed(day + 5, removed, reason, "single_agency" if off_list else "multi_agency")
    life.assessed(day + 8, level, kind="assessment", trigger="event", harm=harm)
    life.allocated("Horizon Exploitation Team", day + 9, ends, role="exploitation_worker")
    life.served("specialist_exploitation", day + 10, ends)


def reviewed(life: Life, first: int, last: int, level: str, harm: str = "known", *, met_until: int = 0) -> None:
    """Reviews at the same level from after the first day to the last, with a MACE meeting a month."""
    for day in spread(first, last)[1:]:
        life.assessed(day, level, harm=harm)
    for day in range(first + 20, met_until, 56):
        meeting = life.met(day, "mace", ("police", "health", "education", "voluntary"))
        life.agreed(meeting, day, by=life.chance.choice(["police", "health", "education", "voluntary"]), done=min(12, -day))


def at_high(life: Life, day: int, last: int, kind: str = "sexual_exploitation") -> None:
    """High since the alarm on the day, on the list, with a plan and reviews up to the last."""
    alarm(life, day, kind)
    reviewed(life, day + 8, last, "high")


def at_medium(life: Life, day: int, last: int, kind: str = "contact_with_person_of_concern") -> None:
    """Medium since harm was suspected on the day, on the list, served and reviewed up to the last."""
    alarm(life, day, kind, "medium", "suspected", by="education")
    reviewed(life, day + 8, last, "medium", "suspected")
