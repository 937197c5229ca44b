"""Who could hold a finding."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from unmissed.web.access.models import EmergencyView
from unmissed.web.findings.holders import could_hold, people_who_could_hold
from unmissed.web.people.models import Person


def test_the_list_is_exactly_those_whom_sight_allows(world):
    for child in (world.held, world.other, world.restricted, world.listed):
        offered = set(people_who_could_hold(world.partnership, child))
        assert offered == {person for person in Person.objects.all() if could_hold(person, world.partnership, child)}, child


def test_a_view_in_an_emergency_is_no_ground(world):
    now = timezone.now()
    EmergencyView.objects.create(
        partnership=world.partnership,
        child_id=world.held,
        person=world.neighbour,
        why="x",
        opened_at=now,
        until=now + timedelta(hours=2),
    )
    assert not could_hold(world.neighbour, world.partnership, world.held)


def test_who_has_left_holds_nothing(world):
    Person.objects.filter(pk=world.colleague.pk).update(is_active=False)
    world.colleague.refresh_from_db()
    assert not could_hold(world.colleague, world.partnership, world.held)
    assert world.colleague not in people_who_could_hold(world.partnership, world.held)
