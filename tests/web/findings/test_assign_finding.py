"""Giving a finding to somebody."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, finding, in_published, last_entry, text_of
from unmissed.web.findings.actions import assign
from unmissed.web.findings.models import Finding
from unmissed.web.trail.action import RefusedError


@pytest.fixture
def row(world):
    return finding(world, world.held, "harm-without-action")


@pytest.fixture
def path(row):
    return f"/children/{row.child_id}/findings/{row.finding_id}/give"


def test_it_is_given_with_a_reason_and_shown_on_the_other_s_home(world, signed_in, row, path):
    signed_in(world.manager).post(path, {"to": world.colleague.pk, "why": "Please convene"})
    row.refresh_from_db()
    assert row.assigned_to == world.colleague
    event = row.events.get(kind="assigned")
    assert (event.by, event.to, event.why, event.said) == (world.manager, world.colleague, "Please convene", "Col Thirlwall")
    assert row.because in text_of(signed_in(world.colleague).get("/"))


def test_it_leaves_its_entry_in_the_trail(world, row):
    assign(finding=row, to=world.colleague, by=world.manager, why="Leave")
    entry = last_entry()
    assert (entry.what, entry.child_id, entry.detail["to"]) == ("gave a finding to somebody", world.held, world.colleague.pk)


def test_only_people_who_see_the_child_and_may_act_are_offered(world, signed_in, path):
    said = text_of(signed_in(world.manager).get(path))
    assert "Col Thirlwall" in said
    assert not [name for name in ("Nia Hedworth", "Hana Blackett", "Aud Swinburne", "Ana Selby") if name in said]


@pytest.mark.parametrize("who", ["neighbour", "partner", "auditor", "analyst"])
def test_nobody_else_can_be_given_it(world, signed_in, row, path, who):
    to = getattr(world, who)
    with pytest.raises(RefusedError, match=to.name):
        assign(finding=row, to=to, by=world.manager, why="x")
    response = signed_in(world.manager).post(path, {"to": to.pk, "why": "x"})
    assert response.status_code == 200
    row.refresh_from_db()
    assert row.assigned_to is None


def test_a_restricted_child_s_go_to_those_named(world):
    row = finding(world, world.restricted, "left-without-service")
    with pytest.raises(RefusedError):
        assign(finding=row, to=world.practitioner, by=world.manager, why="x")


def test_roles_that_may_not_give(world, signed_in, path):
    for person in (world.practitioner, world.partner, world.auditor):
        assert signed_in(person).get(path).status_code == 403


def test_who_does_not_see_the_child_gives_nothing(world):
    row = finding(world, world.other, "left-without-service")
    with pytest.raises(RefusedError):
        assign(finding=row, to=world.neighbour, by=world.manager, why="x")


def test_the_read_only_partnership_is_refused(world, signed_in):
    row = Finding.objects.filter(partnership=world.published).first()
    client = in_published(signed_in(world.manager), world)
    assert client.get(f"/children/{row.child_id}/findings/{row.finding_id}/give").status_code == 403


def test_a_bad_id(world, signed_in):
    assert signed_in(world.manager).get(f"/children/{world.held}/findings/f00/give").status_code == 404


def test_signed_out(world, client, path):
    assert asks_to_sign_in(client.get(path))
