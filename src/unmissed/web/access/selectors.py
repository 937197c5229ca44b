"""What pages of this room read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from unmissed.web.access.models import Basis, EmergencyView, FactorDemand, Ground, Restriction
from unmissed.web.access.sight import team_holder, visible
from unmissed.web.access.words import called
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import ALLOWED, May, Role

NOTED_DAYS = 90
"""For so long an emergency view that was noted stays in sight of those who are shown it."""


def names_of(partnership: Partnership, child_ids: Iterable[str]) -> dict[str, str]:
    """What children are called, by child_id, for children whom the caller has found to be in sight."""
    wanted = sorted(set(child_ids))
    names = dict(_children(partnership).filter(child_id__in=wanted).values_list("child_id", "name"))
    return {child_id: called(child_id, names.get(child_id)) for child_id in wanted}


def names_in_sight(person: Person, partnership: Partnership, child_ids: Iterable[str]) -> dict[str, str]:
    """What those children are called whom the person may see in ordinary work; others are left out."""
    wanted = sorted(set(child_ids))
    seen = _children(partnership).filter(visible(person, partnership), child_id__in=wanted)
    return {child_id: called(child_id, name) for child_id, name in seen.values_list("child_id", "name")}


def _children(partnership: Partnership) -> QuerySet[Any]:
    """The children of a partnership. The record's own room stands above this one, so its model is asked for by name."""
    found: QuerySet[Any] = apps.get_model("record", "Children")._default_manager.filter(partnership=partnership)
    return found


def emergency_views_to_note(person: Person) -> QuerySet[EmergencyView]:
    """Emergency views that this person is to be shown and has to note, the oldest first; never one's own.

    They go to each manager of the child: one whose team works with the child or holds a worker allocated to it. Where there is
    none, they go to every manager and to the coordinator, so that somebody sees them.
    """
    return _emergency_views_for(person).filter(seen_at=None).order_by("opened_at")


def emergency_views_noted(person: Person) -> QuerySet[EmergencyView]:
    """Emergency views of the last NOTED_DAYS that this person is shown and that somebody has noted, the last one first."""
    since = timezone.now() - timedelta(days=NOTED_DAYS)
    return _emergency_views_for(person).filter(seen_at__gte=since).select_related("seen_by").order_by("-seen_at")


def _emergency_views_for(person: Person) -> QuerySet[EmergencyView]:
    views = EmergencyView.objects.filter(partnership=person.partnership_id).exclude(person=person)
    views = views.select_related("person", "person__agency")
    if person.role not in {Role.MANAGER, Role.COORDINATOR}:
        return views.none()
    nobodys = ~Q(Exists(_managers_of_the_child()))
    if person.role == Role.COORDINATOR:
        return views.filter(nobodys)
    return views.filter(nobodys | Q(Exists(_managers_of_the_child().filter(pk=person.pk))))


def _managers_of_the_child() -> QuerySet[Person]:
    """The managers of the child of an emergency view, as a subquery of it: without the one who opened it."""
    grounds = Ground.objects.filter(partnership=OuterRef("partnership"), child_id=OuterRef(OuterRef("child_id")))
    team = grounds.filter(basis=Basis.TEAM, holder=OuterRef("team_as_held"))
    workers = Person.objects.filter(team=OuterRef("team"), is_active=True).exclude(worker_id="")
    allocated = Ground.objects.filter(
        partnership=OuterRef("partnership"),
        child_id=OuterRef(OuterRef(OuterRef("child_id"))),
        basis=Basis.ALLOCATION,
        holder=OuterRef("worker_id"),
    )
    managers = Person.objects.filter(partnership=OuterRef("partnership"), role=Role.MANAGER, is_active=True, team__isnull=False)
    held = Concat(F("agency__name"), Value(" / "), F("team__name"))
    return (
        managers.exclude(pk=OuterRef("person"))
        .annotate(team_as_held=held)
        .filter(Q(Exists(team)) | Q(Exists(workers.filter(Exists(allocated)))))
    )


def restriction_of(partnership: Partnership, child_id: str) -> Restriction | None:
    """The restriction that stands on a record; None where none does."""
    return Restriction.objects.filter(partnership=partnership, child_id=child_id, lifted_at=None).first()


def people_to_name(partnership: Partnership, child_id: str) -> Iterator[tuple[Person, bool]]:
    """Everybody who may see children's records, and whether they work with this child; those who do come first."""
    holders = set(Ground.objects.filter(partnership=partnership, child_id=child_id).values_list("basis", "holder"))
    roles = [role for role, allowed in ALLOWED.items() if May.SEE_CHILDREN in allowed]
    people = Person.objects.filter(partnership=partnership, is_active=True, role__in=roles).select_related("agency", "team")
    yield from sorted(((person, _works_with(person, holders)) for person in people), key=lambda pair: not pair[1])


def _works_with(person: Person, holders: set[tuple[str, str]]) -> bool:
    team = team_holder(person.agency_name, person.team.name) if person.team else ""
    return (Basis.ALLOCATION, person.worker_id) in holders or (Basis.TEAM, team) in holders


def partnerships_for(person: Person) -> list[Partnership]:
    """The person's own partnership, then those that everybody may read."""
    readable = Partnership.objects.filter(read_only=True).exclude(pk=person.partnership_id).order_by("name")
    return [person.partnership, *readable]


def factor_demanded(person: Person) -> bool:
    """Whether this person must have a second factor: asked of the person, or of the role."""
    demanded = FactorDemand.objects.filter(partnership=person.partnership_id, role=person.role)
    return person.needs_second_factor or demanded.exists()


def locked_until(sign_in: str) -> datetime:
    """When signing in with a locked name is possible again: the lock runs from the last try, whoever made it and wherever."""
    last = AccessAttempt.objects.filter(username=sign_in).aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    # To the next whole minute: whoever tries at the minute that the page names must not begin the lock anew.
    until = last + timedelta(hours=settings.AXES_COOLOFF_TIME, minutes=1)
    return until.replace(second=0, microsecond=0)
