"""Adding a child, after a look whether the child is in the record already."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.children.menu import SignedIn, read_only, refused, sent_to_sign_in
from tests.web.children.test_child import text
from tests.web.children.test_records import hidden
from tests.web.world import OTHER, RESTRICTED, World
from unmissed.web.access.sight import verdict
from unmissed.web.record.models import MODELS, Child
from unmissed.web.trail.models import Entry

PATH = "/add-child"
NEW = {
    "name": "Ash Newsham",
    "date_of_birth-day": "2",
    "date_of_birth-month": "5",
    "date_of_birth-year": "2011",
    "nhs_number": "",
}


def others(world: World) -> int:
    """How many children there are."""
    return Child.objects.filter(partnership=world.partnership).count()


def found_like(client: Client, **typed: str) -> Any:
    """The page after the search."""
    return client.post(PATH, NEW | typed)


def test_a_child_is_added_and_seen_by_the_team_that_added_it(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    made = hidden(client.get(PATH), "made")
    answer = client.post(PATH, NEW | {"made": made})
    assert answer["Location"] == f"/children/{made}"
    assert verdict(world.practitioner, world.partnership, made).allowed
    assert verdict(world.colleague, world.partnership, made).allowed
    assert not verdict(world.neighbour, world.partnership, made).allowed
    work = MODELS["involvements"].every.get(child_id=made)
    assert work.values()["team"] == "East"
    assert client.get(f"/children/{made}").status_code == 200


@pytest.mark.parametrize("who", ["colleague", "manager", "coordinator", "chair", "partner"])
def test_everybody_who_records_can_add_and_then_see_the_child(world: World, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(world, who))
    made = hidden(client.get(PATH), "made")
    assert client.post(PATH, NEW | {"made": made}).status_code == 302
    assert client.get(f"/children/{made}").status_code == 200


def test_somebody_who_could_not_see_the_child_afterwards_is_told_so_with_everything_kept(
    world: World, signed_in: SignedIn
) -> None:
    world.practitioner.team, world.practitioner.worker_id = None, ""
    world.practitioner.save()
    before = others(world)
    answer = signed_in(world.practitioner).post(PATH, NEW)
    assert answer.status_code == 422
    assert "You belong to no team" in text(answer)
    assert "Ash Newsham" in answer.content.decode()
    assert others(world) == before


@pytest.mark.parametrize("who", ["auditor", "analyst", "administrator"])
def test_whoever_only_reads_is_refused(world: World, signed_in: SignedIn, who: str) -> None:
    assert refused(signed_in(getattr(world, who)).get(PATH))
    assert refused(signed_in(getattr(world, who)).post(PATH, NEW))


def test_a_read_only_partnership_is_refused(world: World, signed_in: SignedIn) -> None:
    assert refused(read_only(world, signed_in(world.practitioner), PATH))


def test_signed_out(client: Client, world: World) -> None:
    assert sent_to_sign_in(client, PATH)


def test_a_child_nobody_could_find_again_is_not_added(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.practitioner).post(PATH, NEW | {"name": ""})
    assert answer.status_code == 422
    assert "Enter a name, an NHS number or a UPN" in text(answer)


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "robin ashdown", "date_of_birth-day": "9", "date_of_birth-month": "1", "date_of_birth-year": "2012"},
        {"nhs_number": "999 000 0018"},
        {"nhs_number": "9990000018"},
        {"upn": "a123456789012"},
    ],
)
def test_a_likely_record_is_shown_first_and_nothing_is_added(world: World, signed_in: SignedIn, typed: dict[str, str]) -> None:
    Child.objects.filter(name="Robin Ashdown").update(nhs_number="9990000018", upn="A123456789012")
    before, client = others(world), signed_in(world.practitioner)
    answer = found_like(client, **typed)
    assert answer.status_code == 409
    assert "Robin Ashdown , born 9 Jan 2012" in text(answer)
    assert "There may be a record that you cannot see" not in text(answer)
    assert others(world) == before
    assert found_like(client, **typed, another="yes", made=hidden(answer, "made")).status_code == 302
    assert others(world) == before + 1


@pytest.mark.parametrize("child_id", [OTHER, RESTRICTED])
def test_of_a_child_out_of_sight_only_that_there_may_be_one_is_said(world: World, signed_in: SignedIn, child_id: str) -> None:
    Child.objects.filter(child_id=child_id).update(nhs_number="9990000018")
    answer = found_like(signed_in(world.practitioner), nhs_number="9990000018")
    page = answer.content.decode()
    assert "There may be a record that you cannot see" in text(answer)
    for secret in (child_id, "Sam Birtley", "Lee Cresswell"):
        assert secret not in page


def test_each_search_is_in_the_trail_without_what_was_searched(world: World, signed_in: SignedIn) -> None:
    found_like(signed_in(world.practitioner), name="Nobody Else", nhs_number="999 000 0018", upn="")
    entry = Entry.objects.get(what="looked for a child before adding one")
    assert entry.detail == {"found": 0, "there may be one out of sight": False}


def test_a_form_that_is_sent_twice_adds_one_child(world: World, signed_in: SignedIn) -> None:
    client, before = signed_in(world.practitioner), others(world)
    made = hidden(client.get(PATH), "made")
    answers = [client.post(PATH, NEW | {"made": made, "another": "yes"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert others(world) == before + 1
