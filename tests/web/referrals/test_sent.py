"""What became of something that one sent in."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, last_entry, record, text_of
from unmissed.web.record.models import Child
from unmissed.web.referrals.actions import About, decide, note_answer, refer
from unmissed.web.referrals.matching import Described
from unmissed.web.trail.action import RefusedError


@pytest.fixture
def sent(world):
    """A referral of health about a child that it does not see."""
    born = Child.objects.get(child_id=world.held).date_of_birth
    about = About(described=Described("Robin Ashdown", born))
    return refer(about=about, kind="monitoring", referred_to="MACE", notes="", by=world.partner)


def declined(world, sent):
    row = record(world, "referrals", sent.record_id)
    return decide(record=row, outcome="declined", reason="capacity", why="The meeting is full", version=1, by=world.manager)


def test_it_says_that_it_was_received(world, signed_in, sent):
    assert "Received on 16 March 2026" in text_of(signed_in(world.partner).get(f"/referrals/{sent.pk}"))


def test_who_does_not_see_the_child_is_told_how_many_findings_and_not_which(
    world, signed_in, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        declined(world, sent)
    said = text_of(signed_in(world.partner).get(f"/referrals/{sent.pk}"))
    assert "The meeting is full" in said
    assert "No capacity" in said
    assert "which those who see the child’s record are shown" in said
    assert "Screened out" not in said
    assert "Open the child’s record" not in said


def test_who_sees_the_child_is_told_which_and_what_lies_ahead_apart(world, signed_in, django_capture_on_commit_callbacks):
    referral = refer(about=About(world.listed), kind="service", referred_to="Harbour Project", notes="", by=world.partner)
    row = record(world, "referrals", referral.record_id)
    with django_capture_on_commit_callbacks(execute=True):
        decide(record=row, outcome="declined", reason="below_threshold", why="Not theirs", version=1, by=world.coordinator)
    said = text_of(signed_in(world.partner).get(f"/referrals/{referral.pk}"))
    assert "Screened out with harm on record, open since 16 March 2026" in said
    assert "Declined for a threshold, and no service instead, unless something is done, on 14 April 2026" in said


def test_once_read_it_leaves_home(world, signed_in, sent):
    declined(world, sent)
    client = signed_in(world.partner)
    assert "Your referral was declined" in text_of(client.get("/"))
    assert client.post(f"/referrals/{sent.pk}").status_code == 302
    assert last_entry().what == "read an answer"
    assert "Your referral was declined" not in text_of(client.get("/"))


def test_only_the_sender_notes_it(world, sent):
    with pytest.raises(RefusedError):
        note_answer(sent=sent, by=world.practitioner)


def test_a_colleague_and_another_agency_find_nothing(world, signed_in, sent):
    for person in (world.practitioner, world.other_partner, world.coordinator):
        assert signed_in(person).get(f"/referrals/{sent.pk}").status_code == 404


def test_the_read_only_partnership_is_refused(world, signed_in, sent):
    assert in_published(signed_in(world.partner), world).post(f"/referrals/{sent.pk}").status_code == 403


def test_a_bad_id(world, signed_in):
    assert signed_in(world.partner).get("/referrals/999999").status_code == 404


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get("/referrals/1"))
