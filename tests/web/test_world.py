"""The ground of the other tests: Wearmouth is what its description says, and nothing is written into the checkout."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.repo.files import ROOT
from tests.web.world import HELD, LISTED, OTHER, RESTRICTED, World
from unmissed.web.access.sight import verdict
from unmissed.web.findings.models import Finding, Standing
from unmissed.web.people.models import Person
from unmissed.web.people.roles import Role
from unmissed.web.trail.chain import append, verify
from unmissed.web.trail.models import Act

CHILDREN = {HELD, OTHER, RESTRICTED, LISTED}
SEEN = {
    "practitioner": {HELD},
    "colleague": {HELD},
    "neighbour": {OTHER, LISTED},
    "manager": {HELD, RESTRICTED},
    "coordinator": {HELD, OTHER, LISTED},
    "chair": {HELD, OTHER, LISTED},
    "partner": {LISTED},
    "other_partner": set(),
    "auditor": {HELD, OTHER, LISTED},
    "analyst": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("who", SEEN)
def test_everybody_sees_whom_the_description_says(world: World, who: str) -> None:
    person: Person = getattr(world, who)
    assert {child for child in CHILDREN if verdict(person, world.partnership, child).allowed} == SEEN[who]


def test_there_is_a_person_of_every_role(world: World) -> None:
    assert {world.of(role).role for role in Role} == set(Role)


def test_every_child_stands_somewhere_and_the_one_on_no_list_has_an_open_finding(world: World) -> None:
    assert set(Standing.objects.filter(partnership=world.partnership).values_list("child_id", flat=True)) == CHILDREN
    held = Standing.objects.get(partnership=world.partnership, child_id=HELD)
    assert (held.level, held.harm, held.kept_in_sight) == ("high", "suspected", False)
    found = Finding.objects.filter(partnership=world.partnership, child_id=HELD, closed_on=None)
    assert "not-monitored" in found.values_list("check_name", flat=True)
    assert not found.filter(because="").exists()


def test_nothing_is_kept_in_the_checkout() -> None:
    kept = [Path(os.environ["UNMISSED_DATA"]), settings.DATA, Path(str(settings.DATABASES["default"]["NAME"]))]
    assert not any(path.resolve().is_relative_to(ROOT) for path in kept if path.is_absolute())


def test_the_tests_run_on_the_database_that_was_asked_for() -> None:
    assert connection.vendor == os.environ.get("UNMISSED_TEST_DATABASE", "sqlite")


def test_a_client_is_signed_in(world: World, signed_in: Callable[[Person], Client]) -> None:
    assert signed_in(world.practitioner).session["_auth_user_id"] == str(world.practitioner.pk)


@pytest.mark.parametrize("statement", ["update trail_entry set what = 'x'", "delete from trail_entry"])
def test_the_protection_of_the_trail_holds_in_tests_too(world: World, statement: str) -> None:
    append(Act.VIEW, "a page", by=world.practitioner)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().faults == ()
