"""One finding's page."""

from __future__ import annotations

import re

from tests.web.casework import asks_to_sign_in, finding, in_published, refused_last, text_of
from unmissed.web.findings.live import refresh
from unmissed.web.findings.models import Finding
from unmissed.web.record.actions import withdraw
from unmissed.web.record.models import MODELS
from unmissed.web.trail.models import Entry


def path(row):
    return f"/children/{row.child_id}/findings/{row.finding_id}"


def test_it_says_since_when_why_and_what_closes_it(world, signed_in):
    row = finding(world, world.held, "harm-without-action")
    said = text_of(signed_in(world.practitioner).get(path(row)))
    assert row.because in said
    assert "Open since 9 February 2026: <strong>36 days</strong>" in said
    assert "Event: Contact with person of concern, 25 January 2026" in said
    assert "Nobody yet" in said
    assert "First seen" in said
    entry = Entry.objects.latest("number")
    assert (entry.what, entry.child_id) == ("a finding", world.held)


def test_each_piece_of_evidence_leads_to_its_own_row(world, signed_in):
    row = finding(world, world.held, "harm-without-action")
    client = signed_in(world.practitioner)
    assert row.evidence
    said = text_of(client.get(path(row)))
    for subject in row.evidence:
        table, _, record_id = subject.partition(":")
        leads = re.search(rf'<a class="govuk-link" href="(/children/{world.held}/records/{table}/{record_id})">([^<]+)</a>', said)
        assert leads
        assert f'<h1 class="govuk-heading-l">{leads[2]}</h1>' in text_of(client.get(leads[1]))


def test_evidence_that_was_withdrawn_says_so_and_can_still_be_read(world, signed_in):
    row = finding(world, world.held, "return-interview-late")
    MODELS["missing_episodes"].every.filter(partnership=world.partnership, episode_id="M-1").update(withdrawn=True)
    said = text_of(signed_in(world.practitioner).get(path(row)))
    assert re.search(rf'href="/children/{world.held}/records/missing_episodes/M-1">[^<]+, since withdrawn</a>', said)


def test_evidence_that_the_child_has_not_is_not_linked(world, signed_in):
    row = finding(world, world.held, "harm-without-action")
    Finding.objects.filter(pk=row.pk).update(evidence=["events:E-2", "events:E-1"])  # E-2 is another child's
    said = text_of(signed_in(world.practitioner).get(path(row)))
    assert "records/events/E-1" in said
    assert "E-2" not in said


def test_a_finding_about_the_child_s_own_record_names_it(world, signed_in):
    """Its evidence is the child's row, whose id is the child's."""
    MODELS["children"].objects.filter(partnership=world.partnership, child_id=world.held).update(date_of_birth=None)
    refresh(world.partnership, world.held)
    row = finding(world, world.held, "essential-details-missing")
    assert any(subject.startswith("children:") for subject in row.evidence)
    for end in ("", "/acknowledge"):
        response = signed_in(world.practitioner).get(path(row) + end)
        assert response.status_code == 200
    assert "Child’s own record" in text_of(signed_in(world.practitioner).get(path(row)))


def test_what_closes_it_names_the_local_limit(world, signed_in):
    row = finding(world, world.held, "review-overdue")
    assert "review_days" not in text_of(signed_in(world.practitioner).get(path(row)))


def test_a_colleague_of_the_team_is_allowed_and_may_not_give_it_away(world, signed_in):
    said = text_of(signed_in(world.colleague).get(path(finding(world, world.held, "harm-without-action"))))
    assert "/acknowledge" in said
    assert "/give" not in said


def test_an_auditor_reads_and_is_offered_nothing(world, signed_in):
    said = text_of(signed_in(world.auditor).get(path(finding(world, world.held, "harm-without-action"))))
    assert "/acknowledge" not in said


def test_another_agency_is_refused(world, signed_in):
    assert signed_in(world.partner).get(path(finding(world, world.held, "harm-without-action"))).status_code == 403
    assert refused_last()


def test_a_bad_id_and_a_finding_of_another_child_are_not_found(world, signed_in):
    other = finding(world, world.other, "left-without-service")
    client = signed_in(world.coordinator)
    assert client.get(f"/children/{world.held}/findings/nothing").status_code == 404
    assert client.get(f"/children/{world.held}/findings/{other.finding_id}").status_code == 404


def test_the_read_only_partnership_is_read_and_offers_nothing(world, signed_in):
    row = Finding.objects.filter(partnership=world.published, check_name="removed-while-at-risk").get()
    said = text_of(in_published(signed_in(world.practitioner), world).get(path(row)))
    assert row.because in said
    assert "/acknowledge" not in said


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get(path(finding(world, world.held, "harm-without-action"))))


def test_a_finding_that_a_correction_took_away_says_so_and_keeps_its_history(
    world, signed_in, django_capture_on_commit_callbacks
):
    row = finding(world, world.held, "return-interview-late")
    episode = MODELS["missing_episodes"].objects.get(partnership=world.partnership, episode_id="M-1")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(record=episode, version=1, why="entered for another child", by=world.practitioner)
    said = text_of(signed_in(world.practitioner).get(path(row)))
    assert "The record no longer gives this finding" in said
    assert "/acknowledge" not in said
