"""The record in plain words: no code reaches people that has a meaning."""

from __future__ import annotations

import pytest

from tests.web.world import World
from unmissed.instruments.vocabulary import vocabulary
from unmissed.register.schema import schema
from unmissed.web.people.models import Person
from unmissed.web.record.models import MODELS
from unmissed.web.record.words import record_words, value_words, with_workers, worker_words


@pytest.mark.parametrize(
    ("table", "column", "value", "says"),
    [
        ("children", "sex", "F", "Female (F)"),
        ("children", "ethnicity", "WBRI", "White British (WBRI)"),
        ("children", "disability", "LD;AUT", "Learning disability, Autism (LD, AUT)"),
        ("children", "disability", "LD and others", "LD and others"),
        ("children", "ethnicity", "Somali", "Somali"),
        ("workers", "role", "exploitation_worker", "Exploitation worker"),
        ("workers", "role", "Personal adviser", "Personal adviser"),
        ("assessment_factors", "factor", "phone_of_concern", vocabulary()["phone_of_concern"].name),
        ("assessment_factors", "factor", "a_factor_of_a_local_tool", "A factor of a local tool"),
        ("assessment_factors", "factor", "Out late", "Out late"),
        ("services", "service", "direct_work", "direct_work"),
        ("meetings", "kind", "mace", "MACE"),
        ("children", "sex", None, ""),
    ],
)
def test_a_value_is_said(table: str, column: str, value: str | None, says: str) -> None:
    assert value_words(schema()[table].column(column), value) == says


def test_a_worker_is_said_by_name_with_the_number_behind_it(world: World) -> None:
    assert worker_words(world.partnership, ["SW-1", "SW-99", "", None]) == {"SW-1": "Pat Ridley (SW-1)", "SW-99": "SW-99"}
    assert worker_words(world.published, ["SW-1"]) == {"SW-1": "SW-1"}
    row = MODELS["workers"].objects.get(partnership=world.partnership, allocation_id="W-1")
    assert record_words(row).startswith("Worker: Pat Ridley (SW-1), ")
    assert with_workers(world.partnership, row.values()) == row.values() | {"worker_id": "Pat Ridley (SW-1)"}


def test_where_two_have_a_number_the_one_who_works_here_is_named(world: World) -> None:
    own = {"name": "Old Hand", "role": "practitioner", "worker_id": "SW-1", "is_active": False}
    Person.objects.create(partnership=world.partnership, sign_in="old", **own)
    assert worker_words(world.partnership, ["SW-1"]) == {"SW-1": "Pat Ridley (SW-1)"}
    Person.objects.filter(sign_in="practitioner").delete()
    assert worker_words(world.partnership, ["SW-1"]) == {"SW-1": "Old Hand (SW-1)"}
