"""Answering a challenge."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, record, text_of
from unmissed.web.record.actions import add
from unmissed.web.referrals.actions import answer_challenge
from unmissed.web.trail.action import RefusedError


@pytest.fixture
def view(world):
    """Health's disagreement."""
    given = {"child_id": world.listed, "agency": "Wearmouth Health", "given_on": world.today, "about": "threshold"}
    return add(table="views", values={**given, "position": "disagrees"}, by=world.partner)


@pytest.fixture
def path(view):
    return f"/children/C-listed/challenges/{view.record_id}/answer"


def test_what_was_agreed_is_the_resolution(world, signed_in, view, path):
    response = signed_in(world.chair).post(path, {"why": "The referral is taken up again", "version": "1"}, follow=True)
    assert "The challenge is answered" in text_of(response)
    row = record(world, "views", view.record_id).values()
    assert (row["resolved_on"], row["resolution"]) == (world.today, "The referral is taken up again")


def test_it_is_answered_once_and_with_reasons(world, view):
    with pytest.raises(RefusedError):
        answer_challenge(record=view, why="", version=1, by=world.chair)
    row = answer_challenge(record=view, why="x", version=1, by=world.chair)
    with pytest.raises(RefusedError, match="already"):
        answer_challenge(record=row, why="x", version=2, by=world.chair)


def test_reasons_are_asked_for(world, signed_in, path):
    assert "There is a problem" in text_of(signed_in(world.chair).post(path, {"why": "", "version": "1"}))


def test_a_colleague_and_another_agency_may_not(world, signed_in, path):
    for person in (world.neighbour, world.partner, world.manager):
        assert signed_in(person).get(path).status_code == 403


def test_the_read_only_partnership_is_refused(world, signed_in, path):
    assert in_published(signed_in(world.chair), world).get(path).status_code == 403


def test_a_bad_id(world, signed_in):
    assert signed_in(world.chair).get("/children/C-listed/challenges/none/answer").status_code == 404


def test_signed_out(world, client, path):
    assert asks_to_sign_in(client.get(path))
