"""Whether a person may see a child, and why. It fails closed: what no ground allows is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from unmissed.web.access.models import Basis, EmergencyView, Ground, Restriction
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import CHANGES, SEES_EVERY_CHILD, May, Role, may

ONLY_TO_READ = "the record is open to you in an emergency: you may read it and raise a concern, and change nothing in it"


@dataclass(frozen=True)
class Verdict:
    """Whether, and why, in words that can be shown."""

    allowed: bool
    why: str
    emergency: EmergencyView | None = None


def verdict(person: Person, partnership: Partnership, child_id: str) -> Verdict:
    """Whether `person` may see this child's record today. Whether there is such a child is not said.

    Where more than one restriction stands on a record, each of them must name the person.
    """
    if not may(person.role, May.SEE_CHILDREN):
        return Verdict(False, f"the role {person.role_words} sees no child's record")
    if partnership.read_only:
        return Verdict(True, f"{partnership.name} is open to everybody who may see children's records")
    if partnership.pk != person.partnership_id:
        return Verdict(False, "the child belongs to another partnership")
    restrictions = Restriction.objects.filter(partnership=partnership, child_id=child_id, lifted_at=None)
    if not restrictions.exists():
        reason = _ordinary(person, child_id)
    else:
        named = restrictions.filter(Q(allowed=person) | Q(set_by=person)).values("pk")
        reason = None if restrictions.exclude(pk__in=named).exists() else "named in the restriction of this record"
    return Verdict(True, reason) if reason else _in_emergency(person, child_id)


def shut_in_emergency(person: Person, needs: May) -> bool:
    """Whether a record that is seen only in an emergency is shut for this: it may be read, and a concern raised.

    A coordinator may also see to a restriction, so that a record is never shut for good when those named in it have left.
    """
    return needs in CHANGES - {May.REFER} and not (needs is May.RESTRICT and person.role == Role.COORDINATOR)


def visible(person: Person, partnership: Partnership, child_id: Combinable | None = None) -> Q:
    """The condition on a queryset whose rows carry `child_id`: rows of children whom the person may see without an emergency.

    For whoever sees only some children it is one list of these, with which a database can begin: it then looks at their rows
    alone, and not at each of 100,000 to ask whether it is one of them. Each restriction of a record must name the person.
    """
    if not may(person.role, May.SEE_CHILDREN):
        return Q(pk__in=[])
    if partnership.read_only:
        return Q()
    if partnership.pk != person.partnership_id:
        return Q(pk__in=[])
    restrictions = Restriction.objects.filter(partnership=partnership, lifted_at=None)
    named = restrictions.filter(Q(allowed=person) | Q(set_by=person))
    hidden = restrictions.filter(child_id=child_id or OuterRef("child_id")).exclude(pk__in=named.values("pk"))
    if person.role in SEES_EVERY_CHILD:
        return ~Q(Exists(hidden))
    return Q(child_id__in=_grounds(person).values("child_id").union(named.values("child_id"))) & ~Q(Exists(hidden))


def grounds_for(person: Person, child_id: str) -> QuerySet[Ground]:
    """The grounds on which the person sees this child."""
    return _grounds(person).filter(child_id=child_id)


def children_of_work(person: Person) -> set[str]:
    """The children whom the person sees through a ground of the own work. Not for roles that see every child."""
    return set(_grounds(person).values_list("child_id", flat=True))


def _grounds(person: Person) -> QuerySet[Ground]:
    """A social worker or police officer sees by allocation and team; a partner agency by what it takes part in.

    The bases and the holders are also named by themselves: a database may go through all grounds where it is given only pairs.
    """
    pairs = list(_pairs(person))
    held = Q(*(Q(basis=basis, holder=holder) for basis, holder in pairs), _connector=Q.OR) if pairs else Q(pk__in=[])
    bases, holders = {basis for basis, _ in pairs}, {holder for _, holder in pairs}
    return Ground.objects.filter(held, partnership=person.partnership_id, basis__in=sorted(bases), holder__in=sorted(holders))


def _pairs(person: Person) -> Iterator[tuple[Basis, str]]:
    if person.worker_id:
        yield Basis.ALLOCATION, person.worker_id
    if person.team:
        yield Basis.TEAM, team_holder(person.agency_name, person.team.name)
    if person.role == Role.PARTNER and person.agency:
        yield Basis.AGENCY, person.agency.name
        yield Basis.MEETING, person.agency.name


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
