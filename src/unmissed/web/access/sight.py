"""Whether a person may see a child, and why. It fails closed: what no ground allows is refused."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from unmissed.web.access.models import Basis, EmergencyView, Ground, Restriction
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import SEES_EVERY_CHILD, May, Role, may


@dataclass(frozen=True)
class Verdict:
    """Whether, and why, in words that can be shown."""

    allowed: bool
    why: str
    emergency: EmergencyView | None = None


def verdict(person: Person, partnership: Partnership, child_id: str) -> Verdict:
    """Whether `person` may see this child's record today. Whether there is such a child is not said."""
    if not may(person.role, May.SEE_CHILDREN):
        return Verdict(False, f"the role {person.role_words} sees no child's record")
    if partnership.read_only:
        return Verdict(True, f"{partnership.name} is open to everybody who may see children's records")
    if partnership.pk != person.partnership_id:
        return Verdict(False, "the child belongs to another partnership")
    restriction = _restriction(partnership, child_id)
    if restriction is None:
        reason = _ordinary(person, child_id)
    else:
        named = restriction.allowed.filter(pk=person.pk).exists() or restriction.set_by_id == person.pk
        reason = "named in the restriction of this record" if named else None
    return Verdict(True, reason) if reason else _in_emergency(person, child_id)


def visible(person: Person, partnership: Partnership, child_id: Combinable | None = None) -> Q:
    """The condition on a queryset whose rows carry `child_id`: rows of children whom the person may see without an emergency."""
    if not may(person.role, May.SEE_CHILDREN):
        return Q(pk__in=[])
    if partnership.read_only:
        return Q()
    if partnership.pk != person.partnership_id:
        return Q(pk__in=[])
    child = child_id or OuterRef("child_id")
    hidden = Restriction.objects.filter(partnership=partnership, child_id=child, lifted_at=None).exclude(
        Q(allowed=person) | Q(set_by=person)
    )
    named = Restriction.objects.filter(
        Q(allowed=person) | Q(set_by=person), partnership=partnership, child_id=child, lifted_at=None
    )
    if person.role in SEES_EVERY_CHILD:
        return ~Q(Exists(hidden))
    grounded = _grounds(person).values("child_id")
    return (Q(child_id__in=grounded) & ~Q(Exists(hidden))) | Q(Exists(named))


def grounds_for(person: Person, child_id: str) -> QuerySet[Ground]:
    """The grounds on which the person sees this child."""
    return _grounds(person).filter(child_id=child_id)


def _grounds(person: Person) -> QuerySet[Ground]:
    """A social worker or police officer sees by allocation and team; a partner agency by what it takes part in."""
    held = Q(basis=Basis.ALLOCATION, holder=person.worker_id) if person.worker_id else Q(pk__in=[])
    if person.team:
        held |= Q(basis=Basis.TEAM, holder=team_holder(person.agency_name, person.team.name))
    if person.role == Role.PARTNER and person.agency:
        held |= Q(basis__in=[Basis.AGENCY, Basis.MEETING], holder=person.agency.name)
    return Ground.objects.filter(held, partnership=person.partnership_id)


def team_holder(agency: str, team: str) -> str:
    """A team as a ground names it: two agencies may have teams of one name."""
    return f"{agency} / {team}"


def _ordinary(person: Person, child_id: str) -> str | None:
    if person.role in SEES_EVERY_CHILD:
        return f"the role {person.role_words} sees every child"
    ground = grounds_for(person, child_id).first()
    return Basis(ground.basis).label if ground else None


def _in_emergency(person: Person, child_id: str) -> Verdict:
    now = timezone.now()
    opened = EmergencyView.objects.filter(person=person, child_id=child_id, until__gt=now).order_by("-until").first()
    if opened is None:
        return Verdict(False, "not in your work: no allocation, team, agency involvement or meeting")
    return Verdict(True, f"opened in an emergency until {timezone.localtime(opened.until):%H:%M}", opened)


def _restriction(partnership: Partnership, child_id: str) -> Restriction | None:
    return Restriction.objects.filter(partnership=partnership, child_id=child_id, lifted_at=None).first()
