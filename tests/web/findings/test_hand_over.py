"""Handing over everything that somebody holds."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, text_of
from unmissed.web.findings.actions import hand_over
from unmissed.web.findings.models import Finding, FindingEvent
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Entry

PATH = "/findings/hand-over"


@pytest.fixture
def held(world):
    """Everything of two children is the practitioner's."""
    rows = Finding.objects.filter(partnership=world.partnership, child_id__in=[world.held, world.listed], closed_on=None)
    rows.update(assigned_to=world.practitioner)
    return rows


def test_everything_goes_over_with_the_reason_but_what_the_other_may_not_see(world, signed_in, held):
    given = {"giver": world.practitioner.pk, "to": world.colleague.pk, "why": "Leave from Monday"}
    response = signed_in(world.coordinator).post(PATH, given, follow=True)
    of_held = set(held.filter(child_id=world.held).values_list("assigned_to", flat=True))
    assert of_held == {world.colleague.pk}
    assert set(held.filter(child_id=world.listed).values_list("assigned_to", flat=True)) == {world.practitioner.pk}
    moved, stayed = held.filter(child_id=world.held).count(), held.filter(child_id=world.listed).count()
    assert f"{moved} handed over to Col Thirlwall. {stayed} stayed" in text_of(response)
    events = FindingEvent.objects.filter(kind="handed_over")
    assert {(event.by, event.to, event.why) for event in events} == {(world.coordinator, world.colleague, "Leave from Monday")}
    assert Entry.objects.filter(what="handed a finding over", child_id=world.held).count() == moved


def test_a_manager_hands_over_what_the_manager_sees(world, held):
    done = hand_over(giver=world.practitioner, to=world.coordinator, by=world.manager, why="x")
    assert done.moved == held.filter(child_id=world.held).count()
    assert done.stayed == held.filter(child_id=world.listed).count()


def test_what_cannot_go_is_said_and_what_was_typed_is_kept(world, signed_in, held):
    given = {"giver": world.practitioner.pk, "to": world.other_partner.pk, "why": "Typed with care"}
    said = text_of(signed_in(world.coordinator).post(PATH, given))
    assert "sees none of the children" in said
    assert "Typed with care" in said


def test_to_oneself_and_without_a_reason_is_refused(world, held):
    with pytest.raises(RefusedError, match="two different"):
        hand_over(giver=world.practitioner, to=world.practitioner, by=world.manager, why="x")
    with pytest.raises(RefusedError, match="reason"):
        hand_over(giver=world.practitioner, to=world.colleague, by=world.manager, why="")


def test_roles_that_may_not(world, signed_in):
    for person in (world.practitioner, world.partner, world.auditor, world.analyst):
        assert signed_in(person).get(PATH).status_code == 403


def test_the_read_only_partnership_is_refused(world, signed_in):
    assert in_published(signed_in(world.manager), world).get(PATH).status_code == 403


def test_a_bad_id(world, signed_in, held):
    response = signed_in(world.manager).post(PATH, {"giver": "0", "to": "x", "why": "x"})
    assert "There is a problem" in text_of(response)


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get(PATH))
