"""Whether a child may be in the record already: asked before one is added, without saying anything of a child out of sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from unmissed.web.access.sight import visible
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.models import Child, Record

MOST = 10


@dataclass(frozen=True)
class Likely:
    """Children who may be the same and whom the person may see, and whether there may be one whom the person may not see."""

    seen: tuple[Record, ...]
    hidden: bool

    def __bool__(self) -> bool:
        return bool(self.seen) or self.hidden


def likely(person: Person, partnership: Partnership, values: Mapping[str, Any]) -> Likely:
    """The children with the same NHS number, the same UPN, or the same name and date of birth."""
    found = _same(partnership, values)
    if found is None:
        return Likely((), False)
    seen = tuple(found.filter(visible(person, partnership)).order_by("pk")[:MOST])
    return Likely(seen, found.exclude(pk__in=[row.pk for row in seen]).exists())


def _same(partnership: Partnership, values: Mapping[str, Any]) -> QuerySet[Record] | None:
    conditions = Q()
    for name in ("nhs_number", "upn"):
        if given := _bare(values.get(name)):
            conditions |= Q(**{f"{name}__in": [given, values[name], *_written(name, given)]})
    if values.get("name") and values.get("date_of_birth"):
        conditions |= Q(name__iexact=values["name"], date_of_birth=values["date_of_birth"])
    return Child.objects.filter(conditions, partnership=partnership) if conditions else None


def _bare(number: Any) -> str:
    return "".join(str(number or "").split()).replace("-", "").upper()


def _written(name: str, number: str) -> list[str]:
    """An NHS number is also written in three groups."""
    return [f"{number[:3]} {number[3:6]} {number[6:]}"] if name == "nhs_number" and len(number) == 10 else []
