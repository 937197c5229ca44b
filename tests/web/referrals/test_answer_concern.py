"""Answering a concern."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, record, text_of
from unmissed.web.record.actions import correct
from unmissed.web.referrals.actions import About, answer_concern, raise_concern
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Entry

PATH = "/children/C-held/concerns/K-1/answer"
ANSWER = {"response": "action_taken", "why": "A strategy discussion was held", "version": "1"}


def test_it_is_answered_with_reasons(world, signed_in):
    response = signed_in(world.manager).post(PATH, ANSWER, follow=True)
    assert "The concern is answered" in text_of(response)
    row = record(world, "concerns", "K-1").values()
    assert (row["responded_on"], row["response"]) == (world.today, "action_taken")
    assert Entry.objects.get(what="corrected in concerns").why == "A strategy discussion was held"


def test_who_raised_it_is_told(world, signed_in):
    values = {"raised_on": world.today, "raised_by": "health", "about": "exploitation", "asserted_level": None, "notes": None}
    sent = raise_concern(about=About(child_id=world.listed), values=values, by=world.partner)
    row = record(world, "concerns", sent.record_id)
    answer_concern(record=row, response="explained", why="Because", version=1, by=world.coordinator)
    assert "it was explained why not" in text_of(signed_in(world.partner).get("/"))


@pytest.mark.parametrize("typed", [{"response": ""}, {"why": ""}])
def test_both_are_asked_for(world, signed_in, typed):
    assert "There is a problem" in text_of(signed_in(world.manager).post(PATH, ANSWER | typed))
    assert record(world, "concerns", "K-1").version == 1


def test_it_is_answered_once(world):
    answer_concern(record=record(world, "concerns", "K-1"), response="explained", why="x", version=1, by=world.manager)
    with pytest.raises(RefusedError, match="already"):
        answer_concern(record=record(world, "concerns", "K-1"), response="explained", why="x", version=2, by=world.manager)


def test_two_people_at_once_lose_no_words(world, signed_in):
    correct(record=record(world, "concerns", "K-1"), values={"about": "other"}, version=1, why="x", by=world.manager)
    response = signed_in(world.manager).post(PATH, ANSWER)
    assert response.status_code == 409
    assert "A strategy discussion was held" in text_of(response)


def test_the_chair_may_and_a_colleague_or_another_agency_may_not(world, signed_in):
    assert signed_in(world.chair).get(PATH).status_code == 200
    for person in (world.colleague, world.partner, world.auditor):
        assert signed_in(person).get(PATH).status_code == 403


def test_the_read_only_partnership_is_refused(world, signed_in):
    assert in_published(signed_in(world.manager), world).get(PATH).status_code == 403


def test_a_bad_id(world, signed_in):
    assert signed_in(world.manager).get("/children/C-held/concerns/K-9/answer").status_code == 404


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get(PATH))
