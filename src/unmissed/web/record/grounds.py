"""The grounds on which somebody may see a child, as the children's records give them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q

from unmissed.web.access.models import Basis, Ground
from unmissed.web.access.sight import team_holder
from unmissed.web.clock import today
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import MODELS
from unmissed.web.record.putting import put

UNSEEN = "an agency that did not see the record"
"""The source of a referral whose sender did not see the child's record: sending it in must not open the record."""
MEETING_DAYS = 183
"""A meeting is a ground for half a year: so long do its actions run."""

Found = tuple[str, Basis, str]
"""A child, a basis and its holder."""


def replace_grounds(partnership: Partnership, child_id: str) -> None:
    """Make the grounds of one child anew from the child's current records."""
    _replace(partnership, Q(child_id=child_id))


def replace_all_grounds(partnership: Partnership) -> None:
    """Make the grounds of every child of the partnership anew: a register was loaded."""
    _replace(partnership, Q())


def replace_grounds_of(partnership: Partnership, children: Collection[str]) -> None:
    """Make anew the grounds of some children: a day has passed."""
    _replace(partnership, Q(child_id__in=children))


def _replace(partnership: Partnership, children: Q) -> None:
    with transaction.atomic():
        found = set(_grounds(partnership, children))
        kept = {(g.child_id, g.basis, g.holder): g.pk for g in Ground.objects.filter(children, partnership=partnership)}
        gone = [pk for ground, pk in kept.items() if ground not in found]
        for start in range(0, len(gone), 500):
            Ground.objects.filter(pk__in=gone[start : start + 500]).delete()
        new = sorted(ground for ground in found if ground not in kept)
        columns = ("partnership_id", "child_id", "basis", "holder")
        put(Ground._meta.db_table, columns, ((partnership.pk, child, str(basis), holder) for child, basis, holder in new))


def _grounds(partnership: Partnership, children: Q) -> Iterator[Found]:
    day = today(partnership)

    def rows(table: str, ends: str, *columns: str) -> Iterator[Any]:
        running = Q(**{ends: None}) | Q(**{f"{ends}__gt": day})
        current = MODELS[table].objects.filter(running, children, partnership=partnership)
        return current.values_list("child_id", *columns, named=True).iterator()

    for row in rows("workers", "ended_on", "worker_id"):
        yield row.child_id, Basis.ALLOCATION, row.worker_id
    for row in rows("involvements", "closed_on", "agency", "team"):
        yield row.child_id, Basis.AGENCY, row.agency
        if row.team:
            yield row.child_id, Basis.TEAM, team_holder(row.agency, row.team)
    for row in rows("services", "ended_on", "agency"):
        if row.agency:
            yield row.child_id, Basis.AGENCY, row.agency
    for row in rows("referrals", "decided_on", "made_by", "referred_to", "source"):
        barred = row.made_by if row.source == UNSEEN else None
        yield from ((row.child_id, Basis.AGENCY, name) for name in (row.made_by, row.referred_to) if name and name != barred)
    meetings = MODELS["meetings"].objects.filter(children, partnership=partnership)
    for child_id, agencies, held_on in meetings.values_list("child_id", "agencies", "held_on").iterator():
        if (day - held_on).days <= MEETING_DAYS:
            yield from ((child_id, Basis.MEETING, name) for name in agencies or ())
