"""Whoever sees only some children costs the database a look at these, not at everybody's."""

from __future__ import annotations

from django.db import connection

from tests.web.world import RESTRICTED, World
from unmissed.web.access.sight import visible
from unmissed.web.findings.models import Standing
from unmissed.web.people.models import Person


def _seen(world: World, person: Person) -> set[str]:
    rows = Standing.objects.filter(visible(person, world.partnership), partnership=world.partnership)
    return set(rows.values_list("child_id", flat=True))


def test_a_restricted_child_is_in_the_list_of_the_named_alone(world: World) -> None:
    assert RESTRICTED in _seen(world, world.manager)
    assert RESTRICTED not in _seen(world, world.practitioner) | _seen(world, world.coordinator)


def test_the_question_begins_with_the_children_in_sight(world: World) -> None:
    rows = Standing.objects.filter(visible(world.practitioner, world.partnership), partnership=world.partnership)
    if connection.vendor == "sqlite":
        assert "(partnership_id=? AND child_id=?)" in rows.explain()
    assert " OR EXISTS" not in str(rows.query)
