"""The grounds on which somebody may see a child, as the child's records give them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from unmissed.web.access.models import Basis, Ground
from unmissed.web.access.sight import team_holder
from unmissed.web.clock import today
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import MODELS, Record

MEETING_DAYS = 183
"""A meeting is a ground for half a year: so long do its actions run."""


def replace_grounds(partnership: Partnership, child_id: str) -> None:
    """Make the grounds anew from the child's current records."""
    found = set(_grounds(partnership, child_id))
    Ground.objects.filter(partnership=partnership, child_id=child_id).delete()
    Ground.objects.bulk_create(
        Ground(partnership=partnership, child_id=child_id, basis=basis, holder=holder) for basis, holder in sorted(found)
    )


def _grounds(partnership: Partnership, child_id: str) -> Iterator[tuple[Basis, str]]:
    day = today(partnership)

    def rows(table: str, ends: str) -> Iterator[Record]:
        running = Q(**{ends: None}) | Q(**{f"{ends}__gt": day})
        return MODELS[table].objects.filter(running, partnership=partnership, child_id=child_id).iterator()

    for row in rows("workers", "ended_on"):
        yield Basis.ALLOCATION, row.worker_id  # type: ignore[attr-defined]
    for row in rows("involvements", "closed_on"):
        yield Basis.AGENCY, row.agency  # type: ignore[attr-defined]
        if row.team:  # type: ignore[attr-defined]
            yield Basis.TEAM, team_holder(row.agency, row.team)  # type: ignore[attr-defined]
    for row in rows("services", "ended_on"):
        if row.agency:  # type: ignore[attr-defined]
            yield Basis.AGENCY, row.agency  # type: ignore[attr-defined]
    for row in rows("referrals", "decided_on"):
        yield from ((Basis.AGENCY, name) for name in (row.made_by, row.referred_to) if name)  # type: ignore[attr-defined]
    for agencies, held_on in (
        MODELS["meetings"].objects.filter(partnership=partnership, child_id=child_id).values_list("agencies", "held_on")
    ):
        if (day - held_on).days <= MEETING_DAYS:
            yield from ((Basis.MEETING, name) for name in agencies or ())
