"""Acknowledging a finding."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, finding, in_published, last_entry, refused_last, text_of
from unmissed.web.findings.actions import acknowledge
from unmissed.web.findings.models import Finding
from unmissed.web.trail.action import RefusedError


@pytest.fixture
def row(world):
    return finding(world, world.held, "harm-without-action")


@pytest.fixture
def path(row):
    return f"/children/{row.child_id}/findings/{row.finding_id}/acknowledge"


def test_it_is_noted_with_its_reason_and_stays_open(world, signed_in, row, path):
    client = signed_in(world.practitioner)
    response = client.post(path, {"why": "Strategy discussion asked for"}, follow=True)
    row.refresh_from_db()
    assert row.acknowledged_at is not None
    assert row.closed_on is None
    assert "stays open until" in text_of(response)
    event = row.events.get(kind="acknowledged")
    assert (event.by, event.why) == (world.practitioner, "Strategy discussion asked for")


def test_it_leaves_its_entry_in_the_trail(world, row):
    acknowledge(finding=row, why="Known", by=world.practitioner)
    entry = last_entry()
    assert (entry.what, entry.child_id, entry.why) == ("acknowledged a finding", world.held, "Known")
    assert entry.subject == f"findings:{row.finding_id}"


def test_a_colleague_of_the_team_may(world, signed_in, path):
    assert signed_in(world.colleague).post(path, {"why": "On duty"}).status_code == 302


def test_another_agency_is_refused(world, signed_in, row, path):
    assert signed_in(world.partner).post(path, {"why": "x"}).status_code == 403
    assert refused_last()
    with pytest.raises(RefusedError):
        acknowledge(finding=row, why="x", by=world.partner)


def test_an_auditor_changes_nothing(world, signed_in, path):
    assert signed_in(world.auditor).post(path, {"why": "x"}).status_code == 403


def test_a_reason_is_asked_for(world, signed_in, row, path):
    response = signed_in(world.practitioner).post(path, {"why": ""})
    assert "There is a problem" in text_of(response)
    with pytest.raises(RefusedError):
        acknowledge(finding=row, why="  ", by=world.practitioner)
    row.refresh_from_db()
    assert row.acknowledged_at is None


def test_what_is_closed_or_gone_is_not_acknowledged(world, row):
    Finding.objects.filter(pk=row.pk).update(closed_on=world.today)
    with pytest.raises(RefusedError, match="no longer open"):
        acknowledge(finding=row, why="x", by=world.practitioner)


def test_the_read_only_partnership_is_refused(world, signed_in):
    row = Finding.objects.filter(partnership=world.published).first()
    client = in_published(signed_in(world.practitioner), world)
    assert client.post(f"/children/{row.child_id}/findings/{row.finding_id}/acknowledge", {"why": "x"}).status_code == 403
    with pytest.raises(RefusedError):
        acknowledge(finding=row, why="x", by=world.coordinator)


def test_a_bad_id(world, signed_in):
    assert signed_in(world.practitioner).get(f"/children/{world.held}/findings/f00/acknowledge").status_code == 404


def test_signed_out_keeps_the_typed_words(world, client, path):
    response = client.post(path, {"why": "typed"})
    assert asks_to_sign_in(response)
    assert response.status_code == 401
