"""Recording a concern."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, text_of
from unmissed.web.access.sight import verdict
from unmissed.web.record.models import MODELS, Child
from unmissed.web.referrals.models import Sent
from unmissed.web.trail.models import Entry

PATH = "/refer/concern"
SAID = {
    "raised_on-day": "10",
    "raised_on-month": "3",
    "raised_on-year": "2026",
    "raised_by": "parent",
    "about_what": "level_too_low",
    "asserted_level": "high",
    "notes": "Adults are contacting the child",
}


def test_a_concern_about_a_child_in_sight(world, signed_in):
    response = signed_in(world.practitioner).post(PATH, {**SAID, "child": world.held}, follow=True)
    assert "Your concern was received" in text_of(response)
    sent = Sent.objects.get(by=world.practitioner)
    row = MODELS["concerns"].objects.get(partnership=world.partnership, concern_id=sent.record_id).values()
    assert (row["child_id"], row["raised_by"], row["about"], row["asserted_level"]) == (
        world.held,
        "parent",
        "level_too_low",
        "high",
    )
    assert Entry.objects.get(what="added to concerns").child_id == world.held


def test_who_raised_it_is_proposed_from_the_person_s_agency(world, signed_in):
    assert '<option value="health" selected>' in text_of(signed_in(world.partner).get(PATH))


def test_a_concern_about_a_child_out_of_sight_is_received_and_opens_nothing(world, signed_in):
    described = {"name": "Robin Ashdown", "date_of_birth-day": "9", "date_of_birth-month": "1", "date_of_birth-year": "2012"}
    signed_in(world.other_partner).post(PATH, SAID | described)
    assert Sent.objects.get(by=world.other_partner).child_id == world.held
    assert not verdict(world.other_partner, world.partnership, world.held).allowed


def test_a_concern_about_a_new_child_makes_a_record(world, signed_in):
    signed_in(world.practitioner).post(PATH, SAID | {"name": "Nell Quarry"})
    assert Child.objects.filter(partnership=world.partnership, name="Nell Quarry").exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"about_what": ""}, "Select what it is about"), ({"raised_on-year": "2027"}, "must be today or in the past")],
)
def test_bad_values_stand_beside_their_fields(world, signed_in, typed, says):
    said = text_of(signed_in(world.practitioner).post(PATH, {**SAID, "child": world.held} | typed))
    assert says in said
    assert "Adults are contacting the child" in said


def test_another_agency_is_refused_by_identifier(world, signed_in):
    assert signed_in(world.other_partner).post(PATH, {**SAID, "child": world.held}).status_code == 403


def test_a_bad_id(world, signed_in):
    assert signed_in(world.practitioner).get(f"{PATH}?child=nobody").status_code == 403


def test_roles_that_may_not(world, signed_in):
    for person in (world.auditor, world.analyst, world.administrator):
        assert signed_in(person).get(PATH).status_code == 403


def test_the_read_only_partnership_is_refused(world, signed_in):
    assert in_published(signed_in(world.practitioner), world).get(PATH).status_code == 403


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get(PATH))
