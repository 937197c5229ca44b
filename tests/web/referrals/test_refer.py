"""Making a referral."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, refused_last, text_of
from tests.web.world import CHARITY, HEALTH
from unmissed.web.access.sight import verdict
from unmissed.web.record.models import MODELS, Child
from unmissed.web.referrals.actions import About, refer
from unmissed.web.referrals.matching import Described
from unmissed.web.referrals.models import Sent
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Entry

PATH = "/refer"
ASKED = {"kind": "monitoring", "referred_to": "MACE", "notes": "Seen with an adult of concern"}
ROBIN = {"name": "robin ashdown", "date_of_birth-day": "9", "date_of_birth-month": "1", "date_of_birth-year": "2012"}


def test_a_child_in_sight_is_referred_in_one_step(world, signed_in):
    response = signed_in(world.practitioner).post(PATH, {**ASKED, "child": world.held}, follow=True)
    assert "Your referral was received" in text_of(response)
    sent = Sent.objects.get(by=world.practitioner)
    row = MODELS["referrals"].objects.get(partnership=world.partnership, referral_id=sent.record_id)
    values = row.values()
    assert (values["child_id"], values["made_by"], values["made_on"]) == (world.held, "Wearmouth Social Care", world.today)
    assert (values["kind"], values["outcome"], values["source"]) == ("monitoring", None, None)
    entry = Entry.objects.get(what="added to referrals")
    assert (entry.child_id, entry.person_id) == (world.held, world.practitioner.pk)


def test_the_page_of_a_child_in_sight_asks_no_name(world, signed_in):
    said = text_of(signed_in(world.practitioner).get(f"{PATH}?child={world.held}"))
    assert "Refer Robin Ashdown" in said
    assert "date_of_birth" not in said


def test_a_new_child_gets_a_record_that_the_sender_s_agency_sees(world, signed_in):
    described = {"name": "Nell Quarry", "date_of_birth-day": "1", "date_of_birth-month": "2", "date_of_birth-year": "2013"}
    signed_in(world.other_partner).post(PATH, {**ASKED, **described})
    child = Child.objects.get(partnership=world.partnership, name="Nell Quarry")
    assert verdict(world.other_partner, world.partnership, child.child_id).allowed
    assert not verdict(world.partner, world.partnership, child.child_id).allowed
    assert verdict(world.coordinator, world.partnership, child.child_id).allowed


def test_a_known_child_out_of_sight_gets_no_second_record_and_the_sender_no_sight(world, signed_in):
    before = Child.objects.count()
    response = signed_in(world.other_partner).post(PATH, ASKED | ROBIN, follow=True)
    assert Child.objects.count() == before
    sent = Sent.objects.get(by=world.other_partner)
    assert sent.child_id == world.held
    assert not verdict(world.other_partner, world.partnership, world.held).allowed
    said = text_of(response)
    assert "Your referral was received" in said
    assert "robin ashdown" in said
    assert "Robin Ashdown" not in said
    assert world.held not in said


def test_the_sender_is_told_the_same_whether_the_child_was_known(world, signed_in):
    client = signed_in(world.other_partner)
    known = text_of(client.post(PATH, ASKED | ROBIN, follow=True))
    new = text_of(client.post(PATH, ASKED | ROBIN | {"name": "nell quarry"}, follow=True))
    first, second = (sent.pk for sent in Sent.objects.order_by("pk"))

    def main(text, name, pk):
        return text[text.index("<main") : text.index("</main")].replace(name, "NAME").replace(f"/referrals/{pk}", "")

    assert main(known, "robin ashdown", first) == main(new, "nell quarry", second)


def test_naming_the_own_agency_as_receiver_opens_nothing(world):
    about = About(described=Described("Robin Ashdown", Child.objects.get(child_id=world.held).date_of_birth))
    refer(about=about, kind="service", referred_to=CHARITY, notes="", by=world.other_partner)
    assert not verdict(world.other_partner, world.partnership, world.held).allowed


def test_another_receiver_sees_the_child_that_it_must_decide_on(world):
    refer(about=About(child_id=world.held), kind="service", referred_to=HEALTH, notes="", by=world.practitioner)
    assert verdict(world.partner, world.partnership, world.held).allowed


def test_in_doubt_a_new_record_is_made(world):
    twin = {"partnership": world.partnership, "entered_at": "2026-03-01T00:00Z", "name": "Robin Ashdown"}
    Child.objects.create(child_id="C-twin", date_of_birth=Child.objects.get(child_id=world.held).date_of_birth, **twin)
    about = About(described=Described("Robin Ashdown", Child.objects.get(child_id=world.held).date_of_birth))
    sent = refer(about=about, kind="service", referred_to="MACE", notes="", by=world.coordinator)
    assert sent.child_id not in {world.held, "C-twin"}


def test_an_nhs_number_finds_a_child_of_another_spelling(world):
    Child.objects.filter(child_id=world.held).update(nhs_number="9434765919")
    about = About(described=Described("Robyn Ashdowne", None, "9434765919"))
    assert refer(about=about, kind="service", referred_to="MACE", notes="", by=world.other_partner).child_id == world.held


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Enter child’s name"),
        ({"kind": ""}, "Select what you ask for"),
        ({"referred_to": ""}, "Select referred to"),
        ({"date_of_birth-year": "2030"}, "must be today or in the past"),
        ({"nhs_number": "12"}, "NHS number must be 10 digits"),
    ],
)
def test_bad_values_stand_beside_their_fields_with_all_that_was_typed(world, signed_in, typed, says):
    said = text_of(signed_in(world.partner).post(PATH, ASKED | ROBIN | typed))
    assert "There is a problem" in said
    assert says in said
    assert "Seen with an adult of concern" in said
    assert not Sent.objects.exists()


def test_a_child_out_of_sight_is_not_referred_by_its_identifier(world, signed_in):
    assert signed_in(world.other_partner).get(f"{PATH}?child={world.held}").status_code == 403
    assert signed_in(world.other_partner).post(PATH, {**ASKED, "child": world.held}).status_code == 403
    assert refused_last()
    with pytest.raises(RefusedError):
        refer(about=About(child_id=world.held), kind="service", referred_to="MACE", notes="", by=world.other_partner)


def test_a_bad_id_is_refused_like_a_child_out_of_sight(world, signed_in):
    assert signed_in(world.practitioner).get(f"{PATH}?child=nobody").status_code == 403
    with pytest.raises(RefusedError, match="no such child"):
        refer(about=About(child_id="nobody"), kind="service", referred_to="MACE", notes="", by=world.coordinator)


def test_roles_that_may_not(world, signed_in):
    for person in (world.auditor, world.analyst, world.administrator):
        assert signed_in(person).get(PATH).status_code == 403


def test_the_read_only_partnership_is_refused(world, signed_in):
    assert in_published(signed_in(world.practitioner), world).post(PATH, ASKED | ROBIN).status_code == 403


def test_signed_out(world, client):
    assert asks_to_sign_in(client.post(PATH, ASKED | ROBIN))


def test_what_one_knows_must_be_said(world, signed_in):
    response = signed_in(world.practitioner).post(PATH, {**ASKED, "child": world.held, "notes": " "})
    assert "Say what you know: whoever decides has nothing else to go by" in text_of(response)
    assert not Sent.objects.exists()
