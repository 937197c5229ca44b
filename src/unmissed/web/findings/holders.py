"""Who could have a finding: people who may act on it and who see the child in their ordinary work."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from unmissed.web.access.models import Basis, Ground, Restriction
from unmissed.web.access.sight import verdict
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import SEES_EVERY_CHILD, May, Role, may

ACTS = tuple(role for role in Role if may(role, May.ANSWER_FINDING))
"""Roles that may be given a finding: an auditor sees it but changes nothing."""


def could_hold(person: Person, partnership: Partnership, child_id: str) -> bool:
    """Whether the person could be given a finding of this child. A view in an emergency ends, so it is no ground for it."""
    if not person.is_active or person.role not in ACTS or person.partnership_id != partnership.pk:
        return False
    seen = verdict(person, partnership, child_id)
    return seen.allowed and seen.emergency is None


def people_who_could_hold(partnership: Partnership, child_id: str) -> QuerySet[Person]:
    """Everybody for whom `could_hold` says yes, by name, in one query."""
    acting = Person.objects.filter(partnership=partnership, is_active=True, role__in=ACTS).select_related("agency")
    restriction = Restriction.objects.filter(partnership=partnership, child_id=child_id, lifted_at=None).first()
    if restriction is not None:
        named = Q(pk__in=restriction.allowed.values("pk")) | Q(pk=restriction.set_by_id)
        return acting.filter(named)
    return _with_team_words(acting).filter(_sees(partnership, child_id))


def could_agree(person: Person, to: Person, child_id: str) -> bool:
    """Whether `person` could agree to a decision of `to` about a child: somebody else, of another agency, who sees the child."""
    another = person.pk != to.pk and person.agency_id != to.agency_id
    return another and may(person.role, May.AGREE) and could_hold(person, to.partnership, child_id)


def people_who_could_agree(to: Person, child_id: str) -> QuerySet[Person]:
    """Everybody for whom `could_agree` says yes, by name, in one query."""
    roles = [role for role in ACTS if may(role, May.AGREE)]
    others = people_who_could_hold(to.partnership, child_id).filter(role__in=roles).exclude(pk=to.pk)
    return others.filter(~Q(agency_id=to.agency_id) if to.agency_id else Q(agency_id__isnull=False))


def _with_team_words(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.annotate(team_words=Concat("agency__name", Value(" / "), "team__name"))


def _sees(partnership: Partnership, child_id: str) -> Q:
    grounds = Ground.objects.filter(partnership=partnership, child_id=child_id)

    def holders(*bases: Basis) -> QuerySet[Ground, str]:
        return grounds.filter(basis__in=bases).values_list("holder", flat=True)

    allocated = Q(worker_id__in=holders(Basis.ALLOCATION)) & ~Q(worker_id="")
    in_team = Q(team__isnull=False, team_words__in=holders(Basis.TEAM))
    takes_part = Q(role=Role.PARTNER, agency__name__in=holders(Basis.AGENCY, Basis.MEETING))
    return Q(role__in=SEES_EVERY_CHILD) | allocated | in_team | takes_part
