"""Which child a referral is about, when the sender knows a name and not the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unmissed.web.people.models import Partnership
from unmissed.web.record.models import Child


@dataclass(frozen=True)
class Described:
    """A child as the sender describes it. `nhs_number` is without its spaces; an empty one is unknown, as is a missing date."""

    name: str
    date_of_birth: date | None
    nhs_number: str = ""


def known_child(partnership: Partnership, described: Described) -> str | None:
    """The one child that this can only be: by NHS number, or by name and date of birth. None where there is none, or several.

    In doubt a new record is better than the wrong one: two records of one child can be seen, a mixed-up record cannot.
    """
    children = Child.objects.filter(partnership=partnership)
    if described.nhs_number:
        by_number = _only(children.filter(nhs_number=described.nhs_number).values_list("child_id", flat=True)[:2])
        if by_number:
            return by_number
    if described.date_of_birth is None:
        return None
    same = children.filter(name__iexact=described.name, date_of_birth=described.date_of_birth)
    return _only(same.values_list("child_id", flat=True)[:2])


def _only(found: object) -> str | None:
    children = list(found)  # type: ignore[call-overload]
    return children[0] if len(children) == 1 else None
