"""Challenging a referral that was declined."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, record, text_of
from tests.web.world import HEALTH
from unmissed.web.record.models import MODELS, Child
from unmissed.web.referrals.actions import About, challenge, decide, refer
from unmissed.web.referrals.matching import Described
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Entry


@pytest.fixture
def declined(world):
    """A referral of health about a child that it does not see, declined."""
    about = About(described=Described("Robin Ashdown", Child.objects.get(child_id=world.held).date_of_birth))
    sent = refer(about=about, kind="monitoring", referred_to="MACE", notes="", by=world.partner)
    row = record(world, "referrals", sent.record_id)
    decide(record=row, outcome="declined", reason="below_threshold", why="Not high", version=1, by=world.manager)
    sent.refresh_from_db()
    return sent


def test_it_goes_on_record_as_the_agency_s_disagreement(world, signed_in, declined):
    response = signed_in(world.partner).post(f"/referrals/{declined.pk}/challenge", {"why": "Harm was seen"}, follow=True)
    assert "Your challenge is on record" in text_of(response)
    view = MODELS["views"].objects.get(partnership=world.partnership, child_id=world.held).values()
    assert (view["agency"], view["about"], view["position"], view["given_on"]) == (HEALTH, "threshold", "disagrees", world.today)
    assert Entry.objects.get(what="added to views").why == "Harm was seen"


def test_whoever_decides_finds_it_on_home(world, signed_in, declined):
    challenge(sent=declined, why="x", by=world.partner)
    assert "Challenge to answer" in text_of(signed_in(world.manager).get("/"))


def test_it_is_made_once_and_only_by_its_sender(world, signed_in, declined):
    with pytest.raises(RefusedError, match="Somebody else"):
        challenge(sent=declined, why="x", by=world.practitioner)
    with pytest.raises(RefusedError, match="reasons"):
        challenge(sent=declined, why=" ", by=world.partner)
    challenge(sent=declined, why="x", by=world.partner)
    with pytest.raises(RefusedError, match="once"):
        challenge(sent=declined, why="x", by=world.partner)


def test_reasons_are_asked_for(world, signed_in, declined):
    said = text_of(signed_in(world.partner).post(f"/referrals/{declined.pk}/challenge", {"why": ""}))
    assert "Enter why you disagree" in said


def test_a_colleague_and_another_agency_find_nothing(world, signed_in, declined):
    for person in (world.colleague, world.other_partner, world.coordinator):
        assert signed_in(person).get(f"/referrals/{declined.pk}/challenge").status_code == 404


def test_a_bad_id(world, signed_in):
    assert signed_in(world.partner).get("/referrals/999999/challenge").status_code == 404


def test_the_read_only_partnership_is_refused(world, signed_in, declined):
    assert in_published(signed_in(world.partner), world).get(f"/referrals/{declined.pk}/challenge").status_code == 403


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get("/referrals/1/challenge"))
