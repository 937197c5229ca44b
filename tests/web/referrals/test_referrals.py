"""What waits for a decision or an answer, and what one sent."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, plan_of, text_of
from unmissed.web.referrals.actions import About, refer
from unmissed.web.referrals.selectors import KINDS, open_of, sent_by, waiting

PATH = "/referrals"


def test_who_decides_sees_what_waits_the_longest_first(world, signed_in):
    said = text_of(signed_in(world.manager).get(PATH))
    assert said.index("Concern to answer") < said.index("Referral to decide")
    assert [each.record.record_id for each in waiting(world.manager, world.partnership)] == ["K-1", "R-1"]


def test_a_colleague_who_does_not_decide_sees_only_what_was_sent(world, signed_in):
    refer(about=About(child_id=world.held), kind="service", referred_to="MACE", notes="", by=world.colleague)
    said = text_of(signed_in(world.colleague).get(PATH))
    assert "Waiting for a decision" not in said
    assert "Referral about Robin Ashdown" in said


def test_what_is_out_of_sight_does_not_wait_for_one(world):
    assert {each.child_id for each in waiting(world.coordinator, world.partnership)} == {world.held}
    world.manager.team = world.west
    assert waiting(world.manager, world.partnership) == []


def test_nobody_waiting_is_said_kindly(world, signed_in):
    assert "You have sent nothing yet" in text_of(signed_in(world.partner).get(PATH))


def test_roles_that_may_not(world, signed_in):
    for person in (world.auditor, world.analyst, world.administrator):
        assert signed_in(person).get(PATH).status_code == 403


def test_the_read_only_partnership_is_refused(world, signed_in):
    assert in_published(signed_in(world.manager), world).get(PATH).status_code == 403


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get(PATH))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
def test_what_waits_is_found_by_its_own_index(world, sqlite_only, kind):
    plan = plan_of(open_of(kind, world.partnership)[:40])
    assert f"USING INDEX waiting_{kind.table} (partnership_id=?)" in plan, plan
    assert "TEMP B-TREE" not in plan, plan


def test_what_one_sent_is_found_by_an_index(world, sqlite_only):
    assert "SCAN" not in plan_of(sent_by(world.practitioner))
    assert "SCAN" not in plan_of(sent_by(world.partner))
