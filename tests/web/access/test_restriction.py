"""Restricting a record to named people, and lifting that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.menu import menu
from tests.web.world import World
from unmissed.web.access.actions import lift, open_in_emergency, restrict
from unmissed.web.access.models import Restriction
from unmissed.web.access.selectors import restriction_of
from unmissed.web.access.sight import verdict, visible
from unmissed.web.administration.entries import Asked, entries_for
from unmissed.web.people.models import Person
from unmissed.web.record.models import Child
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act, Entry

SignedIn = Callable[[Person], Client]
WHY = "Somebody who works here knows the family."


def sees(world: World, person: Person, child_id: str) -> bool:
    return verdict(person, world.partnership, child_id).allowed


def test_only_the_named_and_the_one_who_set_it_see_a_restricted_record(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.manager)
    assert client.get(f"/children/{world.held}/restriction").status_code == 200
    response = client.post(f"/children/{world.held}/restriction", {"why": WHY, "people": [world.practitioner.pk]})
    assert response.status_code == 302
    everybody = Person.objects.filter(partnership=world.partnership)
    assert {one.sign_in for one in everybody if sees(world, one, world.held)} == {"practitioner", "manager"}
    entry = Entry.objects.latest("number")
    assert (entry.what, entry.why, entry.detail) == ("restricted a record", WHY, {"people": [world.practitioner.pk]})


def test_whoever_works_with_the_child_is_named_already(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.coordinator).get(f"/children/{world.held}/restriction").text
    checked = {line for line in page.split("govuk-checkboxes__item") if "checked" in line}
    assert len(checked) == 3
    assert all("works with the child" in line for line in checked)


def test_lifting_it_gives_the_record_back_and_keeps_its_reason(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.manager)
    assert "A relative works here." in client.get(f"/children/{world.restricted}/restriction").text
    assert client.post(f"/children/{world.restricted}/restriction/lift", {"why": "They have left."}).status_code == 302
    assert sees(world, world.practitioner, world.restricted)
    kept = Restriction.objects.get()
    assert kept.lifted_at is not None
    assert kept.why == "A relative works here."
    assert restriction_of(world.partnership, world.restricted) is None


@pytest.mark.parametrize("sent", [{}, {"why": WHY}, {"people": ["1"]}, {"why": WHY, "people": ["999999"]}])
def test_what_is_missing_is_said(world: World, signed_in: SignedIn, sent: dict[str, str]) -> None:
    response = signed_in(world.manager).post(f"/children/{world.held}/restriction", sent)
    assert "There is a problem" in response.text
    assert restriction_of(world.partnership, world.held) is None


def test_lifting_needs_a_reason(world: World, signed_in: SignedIn) -> None:
    response = signed_in(world.manager).post(f"/children/{world.restricted}/restriction/lift", {})
    assert "Say why others may see it again" in response.text
    assert restriction_of(world.partnership, world.restricted) is not None


def test_a_manager_cannot_shut_a_record_that_was_opened_in_an_emergency(world: World) -> None:
    open_in_emergency(child_id=world.other, why=WHY, hours=1, by=world.manager)
    with pytest.raises(RefusedError):
        restrict(child_id=world.other, why=WHY, people=[], by=world.manager)


def test_a_coordinator_can_lift_one_whose_people_have_left(world: World) -> None:
    with pytest.raises(RefusedError):
        lift(child_id=world.restricted, why=WHY, by=world.coordinator)
    open_in_emergency(child_id=world.restricted, why=WHY, hours=1, by=world.coordinator)
    lift(child_id=world.restricted, why=WHY, by=world.coordinator)
    assert sees(world, world.practitioner, world.restricted)


def test_a_second_restriction_waits_for_the_first(world: World) -> None:
    with pytest.raises(RefusedError, match="restricted already"):
        restrict(child_id=world.restricted, why=WHY, people=[], by=world.manager)


@pytest.mark.parametrize("who", ["administrator", "analyst"])
def test_only_people_who_see_children_can_be_named(world: World, who: str) -> None:
    with pytest.raises(RefusedError, match="Name only people"):
        restrict(child_id=world.held, why=WHY, people=[getattr(world, who)], by=world.manager)


@pytest.mark.parametrize("child_id", ["C-nobody", "C-published"])
def test_a_child_that_is_not_there_cannot_be_restricted(world: World, child_id: str) -> None:
    with pytest.raises(RefusedError):
        restrict(child_id=child_id, why=WHY, people=[], by=world.coordinator)


def restricted_to(world: World, *people: Person, by: Person) -> Restriction:
    """A restriction as it is in the database when two people set one at the same moment."""
    made = Restriction.objects.create(
        partnership=world.partnership, child_id=world.held, why=WHY, set_by=by, set_at=timezone.now()
    )
    made.allowed.set(people)
    return made


def test_of_two_restrictions_on_one_record_both_must_name_the_person(world: World) -> None:
    append(Act.VIEW, "a child's record", by=world.auditor, partnership=world.partnership, child_id=world.held)
    restricted_to(world, world.practitioner, world.manager, by=world.coordinator)
    second = restricted_to(world, world.practitioner, world.colleague, by=world.manager)

    def in_lists(person: Person) -> bool:
        return bool(Child.objects.filter(visible(person, world.partnership), child_id=world.held).exists())

    def in_trail(person: Person) -> bool:
        return entries_for(person, world.partnership, Asked(child_id=world.held)).exists()

    everybody = list(Person.objects.filter(partnership=world.partnership))
    assert {one.sign_in for one in everybody if sees(world, one, world.held)} == {"practitioner", "manager"}
    assert {one.sign_in for one in everybody if in_lists(one)} == {"practitioner", "manager"}
    assert (in_trail(world.manager), in_trail(world.coordinator)) == (True, False)
    second.set_by = world.colleague
    second.save()
    assert {one.sign_in for one in everybody if sees(world, one, world.held)} == {"practitioner"}
    assert not in_trail(world.manager)


def test_the_child_is_named_and_people_stand_by_agency(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.manager)
    page = client.get(f"/children/{world.held}/restriction").text
    assert "Restrict the record of Robin Ashdown" in page
    groups = [part.split("data-find-group=")[0] for part in page.split('data-find-group="')[1:]]
    assert [part.split('"')[0] for part in groups] == [
        "Harbour Project",
        "Wearmouth Health",
        "Wearmouth Police",
        "Wearmouth Social Care",
    ]
    assert "Hana Blackett" in groups[1]
    assert "The record of Lee Cresswell is restricted" in client.get(f"/children/{world.restricted}/restriction").text


test_menu = menu("restriction", who="manager", colleague="coordinator", refused="practitioner", args={"child_id": "C-held"})
