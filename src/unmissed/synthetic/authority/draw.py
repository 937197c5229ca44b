"""Drawing the made-up authority: each child's story is told once, with chances of the child's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from unmissed.register.schema import schema
from unmissed.synthetic.authority import stories_high, stories_low, stories_other
from unmissed.synthetic.authority.caseloads import Caseloads
from unmissed.synthetic.authority.identifiers import nhs_number, upn
from unmissed.synthetic.authority.life import Life
from unmissed.synthetic.authority.model import Authority, Row
from unmissed.synthetic.authority.staff import Staff, names, staff
from unmissed.synthetic.authority.story import Story

STORIES: tuple[Story, ...] = (*stories_high.STORIES, *stories_low.STORIES, *stories_other.STORIES)

_ETHNICITIES = ("WBRI",) * 7 + ("WOTH", "MWBC", "APKN", "ABAN", "BAFR", "BCRB", "NOBT")
_DISABILITIES = ("NONE",) * 5 + ("LD", "AUT", "BEH")
_DAYS_A_YEAR = 365.25
_GIRLS = 0.65
_WITH_UPN = 0.9


def authority(*, today: date, seed: int = 1) -> Authority:
    """A made-up authority of about 400 children as it stands on `today`; the same arguments give the same authority.

    No date of its register lies after today but what is planned. The people are the same for every seed.
    """
    told = [story for story in STORIES for _ in range(story.children)]
    Random(seed).shuffle(told)
    rows: dict[str, list[Mapping[str, object]]] = {table.name: [] for table in schema()}
    caseloads = Caseloads(staff())
    stories = {}
    for number, story in enumerate(told, start=1):
        chance = Random(f"{seed}:{number}")
        life = Life(number, today, chance, staff(), _born(story, today, chance), caseloads, rows)
        story.tell(life)
        rows["children"].append(_child(life))
        stories[life.child_id] = story.name
    rows["service_directory"] += _directory(staff())
    kept: Mapping[str, tuple[Row, ...]] = {name: tuple(given) for name, given in rows.items()}
    return Authority(staff().name, staff().agencies, staff().people, kept, stories)


def _born(story: Story, today: date, chance: Random) -> date:
    """A date of birth within the story's ages, the older ones more often."""
    youngest, oldest = story.ages
    age = chance.triangular(youngest, oldest, oldest - (oldest - youngest) / 3)
    return today - timedelta(round(age * _DAYS_A_YEAR))


def _child(life: Life) -> Row:
    chance = life.chance
    sex = "F" if chance.random() < _GIRLS else "M"
    return {
        "child_id": life.child_id,
        "date_of_birth": life.born_on if life.birth_recorded else None,
        "sex": sex,
        "ethnicity": chance.choice(_ETHNICITIES),
        "disability": chance.choice(_DISABILITIES),
        "nhs_number": nhs_number(life.number),
        "upn": upn(life.number, life.born_on.year + 5) if chance.random() < _WITH_UPN else None,
        "responsible_authority": life.staff.name,
        "name": f"{chance.choice(names()[sex])} {chance.choice(names()['surnames'])}",
    }


def _directory(staff: Staff) -> Iterator[dict[str, Any]]:
    for place, (kind, service) in enumerate(staff.services.items(), start=1):
        yield {
            "directory_id": f"D{place:02d}",
            "service": service.name,
            "provider": service.agency,
            "authority": staff.name,
            "kinds": [kind],
            "accepts_from_level": service.accepts_from_level,
            "min_age": 16 if kind == "adult_transition" else 10,
            "max_age": 25 if kind == "adult_transition" else 17,
            "capacity": service.capacity,
            "accepts_without_assessment": service.accepts_without_assessment,
        }
