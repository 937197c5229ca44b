"""Deciding a referral."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, record, refused_last, text_of
from tests.web.world import EDUCATION
from unmissed.web.findings.models import Finding
from unmissed.web.people.models import Person
from unmissed.web.record.actions import correct
from unmissed.web.referrals.actions import About, decide, refer
from unmissed.web.referrals.models import Sent
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Entry

PATH = "/children/C-held/referrals/R-1/decide"
DECLINE = {"outcome": "declined", "reason": "below_threshold", "why": "Medium is not high", "version": "1"}


def test_accepting_takes_one_step_and_a_reason(world, signed_in):
    response = signed_in(world.manager).post(PATH, {"outcome": "accepted", "why": "Harm on record", "version": "1"}, follow=True)
    assert "The referral is accepted" in text_of(response)
    row = record(world, "referrals", "R-1").values()
    assert (row["outcome"], row["decided_on"], row["reason"]) == ("accepted", world.today, None)
    assert Entry.objects.get(what="corrected in referrals").why == "Harm on record"


def test_declining_shows_first_what_it_would_open(world, signed_in):
    said = text_of(signed_in(world.manager).post(PATH, DECLINE))
    assert "You are about to decline the referral of Robin Ashdown to MACE" in said
    assert "Screened out with harm on record" in said
    assert "Harm without protective action" in said
    assert said.index("Keep it open</a>") < said.index("Decline the referral</button>")
    assert record(world, "referrals", "R-1").values()["outcome"] is None


def test_declining_is_shown_at_once_where_scripts_run(world, signed_in):
    response = signed_in(world.manager).post(PATH, {"outcome": "declined", "why": "", "version": "1", "step": "look"})
    said = text_of(response)
    assert "Screened out with harm on record" in said
    assert "A perpetrator was required" not in said
    said = text_of(signed_in(world.manager).post(PATH, {"reason": "no_identified_perpetrator", "step": "look"}))
    assert "A perpetrator was required" in said
    assert record(world, "referrals", "R-1").version == 1


def test_declining_is_then_recorded_and_opens_what_was_shown(world, signed_in):
    response = signed_in(world.manager).post(PATH, DECLINE | {"step": "do"}, follow=True)
    assert "The referral is declined" in text_of(response)
    row = record(world, "referrals", "R-1").values()
    assert (row["outcome"], row["reason"], row["decided_on"]) == ("declined", "below_threshold", world.today)
    assert Finding.objects.filter(child_id=world.held, check_name="screened-out-with-harm", closed_on=None).exists()


def test_who_referred_is_told_the_reasons_and_what_it_opened(world, signed_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent = refer(about=About(child_id=world.held), kind="monitoring", referred_to="MACE", notes="", by=world.practitioner)
    path = f"/children/C-held/referrals/{sent.record_id}/decide"
    signed_in(world.manager).post(path, DECLINE | {"step": "do"})
    client = signed_in(world.practitioner)
    home = text_of(client.get("/"))
    assert "Your referral was declined" in home
    assert "Below the threshold. Medium is not high" in home
    said = text_of(client.get(f"/referrals/{sent.pk}"))
    assert "Screened out with harm on record" in said
    assert "Challenge this decision" in said


def test_the_agency_of_a_loaded_referral_is_told(world, signed_in):
    signed_in(world.manager).post(PATH, DECLINE | {"step": "do"})
    sent = Sent.objects.get(record_id="R-1")
    assert (sent.by, sent.agency, sent.answer) == (None, EDUCATION, "declined")
    Person.objects.filter(pk=world.other_partner.pk).update(agency=world.agencies[EDUCATION])
    assert "Your referral was declined" in text_of(signed_in(Person.objects.get(pk=world.other_partner.pk)).get("/"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"outcome": ""}, "Select decision"),
        ({"reason": ""}, "Select recorded reason"),
        ({"step": "do", "why": ""}, "Enter your reasons"),
        ({"outcome": "accepted", "why": ""}, "Enter your reasons"),
    ],
)
def test_reasons_are_asked_for(world, signed_in, typed, says):
    said = text_of(signed_in(world.manager).post(PATH, DECLINE | typed))
    assert says in said
    assert record(world, "referrals", "R-1").version == 1


def test_what_it_would_do_is_shown_first_and_reasons_are_not_yet_missed(world, signed_in):
    said = text_of(signed_in(world.manager).post(PATH, DECLINE | {"why": ""}))
    assert "If this is done today" in said
    assert "There is a problem" not in said


def test_the_action_asks_for_them_too(world):
    row = record(world, "referrals", "R-1")
    for reason, why in ((None, "x"), ("capacity", " ")):
        with pytest.raises(RefusedError):
            decide(record=row, outcome="declined", reason=reason, why=why, version=1, by=world.manager)


def test_it_is_decided_once(world, signed_in):
    decide(record=record(world, "referrals", "R-1"), outcome="accepted", reason=None, why="x", version=1, by=world.manager)
    assert "answered already" in text_of(signed_in(world.manager).get(PATH))
    assert signed_in(world.manager).post(PATH, DECLINE | {"step": "do"}).status_code == 403


def test_two_people_at_once_lose_no_words(world, signed_in):
    correct(record=record(world, "referrals", "R-1"), values={"referred_to": "Tracker"}, version=1, why="x", by=world.manager)
    response = signed_in(world.manager).post(PATH, DECLINE | {"step": "do"})
    assert response.status_code == 409
    assert "Medium is not high" in text_of(response)


def test_roles_that_may_not(world, signed_in):
    for person in (world.practitioner, world.partner, world.auditor):
        assert signed_in(person).get(PATH).status_code == 403


def test_who_does_not_see_the_child_is_refused(world, signed_in):
    Person.objects.filter(pk=world.manager.pk).update(team=world.west)
    assert signed_in(Person.objects.get(pk=world.manager.pk)).get(PATH).status_code == 403
    assert refused_last()


def test_the_read_only_partnership_is_refused(world, signed_in):
    assert in_published(signed_in(world.manager), world).get(PATH).status_code == 403


@pytest.mark.parametrize("path", ["/children/C-held/referrals/R-9/decide", "/children/C-held/referrals/R-2/decide"])
def test_a_bad_id(world, signed_in, path):
    assert signed_in(world.manager).get(path).status_code == 404


def test_signed_out(world, client):
    assert asks_to_sign_in(client.post(PATH, DECLINE))
