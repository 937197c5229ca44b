"""Before a decision: removing from a list, closing an involvement."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, last_entry, record, text_of
from unmissed.web.findings.models import Finding
from unmissed.web.findings.preview import preview_of
from unmissed.web.record.actions import correct
from unmissed.web.trail.models import Entry

PATH = "/children/C-listed/before/monitoring/L-2"
CHOSEN = {
    "removed_on-day": "16",
    "removed_on-month": "3",
    "removed_on-year": "2026",
    "removal_reason": "risk_reduced",
    "removal_decision": "single_agency",
    "version": "1",
}


def test_it_shows_what_would_open_before_anything_is_written(world, signed_in):
    client = signed_in(world.neighbour)
    assert "Before you remove Jo Dunston from MACE" in text_of(client.get(PATH))
    said = text_of(client.post(PATH, CHOSEN))
    assert "You are about to remove Jo Dunston from MACE" in said
    assert "Removed from monitoring while at risk" in said
    assert "Removed by one agency" in said
    assert record(world, "monitoring", "L-2").version == 1


def test_the_child_s_bar_stands_on_both_pages(world, signed_in):
    client = signed_in(world.neighbour)
    for answer in (client.get(PATH), client.post(PATH, CHOSEN)):
        bar = text_of(answer).split("<main")[0]
        assert "Jo Dunston" in bar
        assert "16 years" in bar
        assert "Nia Hedworth" in bar


def test_a_page_that_refuses_shows_no_bar(world, signed_in):
    said = text_of(signed_in(world.other_partner).get(PATH))
    assert "Jo Dunston" not in said


def test_the_safe_choice_is_the_button(world, signed_in):
    said = text_of(signed_in(world.neighbour).post(PATH, CHOSEN))
    keep, remove = said.index("Keep on MACE</a>"), said.index("Remove from MACE")
    assert keep < remove
    assert "govuk-button--secondary" in said[keep:remove]


def test_it_is_done_with_the_reasons_and_opens_what_was_shown(world, signed_in):
    values = {"removed_on": world.today, "removal_reason": "risk_reduced", "removal_decision": "single_agency"}
    foretold = {found.check for found in preview_of(world.partnership, world.listed, "monitoring", "L-2", values).opens}
    before = set(Finding.objects.filter(child_id=world.listed, closed_on=None).values_list("finding_id", flat=True))
    response = signed_in(world.neighbour).post(PATH, {**CHOSEN, "step": "do", "why": "Agreed by the team"})
    assert response.status_code == 302
    row = record(world, "monitoring", "L-2")
    assert (row.version, row.removed_on, row.removal_reason) == (2, world.today, "risk_reduced")
    opened = Finding.objects.filter(child_id=world.listed, closed_on=None, gone_at=None).exclude(finding_id__in=before)
    assert foretold
    assert set(opened.values_list("check_name", flat=True)) == foretold
    entry = Entry.objects.filter(what="corrected in monitoring").latest("number")
    assert (entry.why, entry.child_id) == ("Agreed by the team", world.listed)


def test_reasons_are_asked_for_and_what_was_chosen_is_kept(world, signed_in):
    said = text_of(signed_in(world.neighbour).post(PATH, {**CHOSEN, "step": "do", "why": ""}))
    assert "There is a problem" in said
    assert 'name="removal_reason" value="risk_reduced"' in said
    assert record(world, "monitoring", "L-2").version == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"removal_reason": ""}, "recorded reason"),
        ({"removed_on-year": "2030"}, "must be today or in the past"),
        ({"removed_on-year": "2020"}, "must be on or after"),
    ],
)
def test_bad_values_stand_beside_their_fields(world, signed_in, changed, says):
    said = text_of(signed_in(world.neighbour).post(PATH, CHOSEN | changed))
    assert "There is a problem" in said
    assert says in said


def test_closing_an_involvement_is_shown_too(world, signed_in):
    given = {"closed_on-day": "16", "closed_on-month": "3", "closed_on-year": "2026", "closing_reason": "plan_complete"}
    said = text_of(signed_in(world.neighbour).post("/children/C-listed/before/involvements/I-4", given))
    assert "Closed while at risk" in said


def test_two_people_at_once_lose_no_words(world, signed_in):
    row = record(world, "monitoring", "L-2")
    correct(record=row, values={"list": "MACE West"}, version=1, why="name", by=world.neighbour)
    response = signed_in(world.neighbour).post(PATH, {**CHOSEN, "step": "do", "why": "Long reasons"})
    said = text_of(response)
    assert response.status_code == 409
    assert "Long reasons" in said
    assert 'name="version" value="2"' in said
    assert record(world, "monitoring", "L-2").removed_on is None


def test_a_partner_of_the_list_s_child_may(world, signed_in):
    assert signed_in(world.partner).get(PATH).status_code == 200


def test_another_agency_is_refused(world, signed_in):
    assert signed_in(world.other_partner).get(PATH).status_code == 403
    assert last_entry().act == "refusal"


def test_an_auditor_is_refused(world, signed_in):
    assert signed_in(world.auditor).get(PATH).status_code == 403


def test_the_read_only_partnership_is_refused(world, signed_in):
    client = in_published(signed_in(world.neighbour), world)
    assert client.get("/children/C-published/before/monitoring/L-1").status_code == 403


@pytest.mark.parametrize("path", ["monitoring/L-9", "monitoring/L-1", "children/C-listed", "nothing/x"])
def test_a_bad_id(world, signed_in, path):
    assert signed_in(world.neighbour).get(f"/children/C-listed/before/{path}").status_code == 404


def test_signed_out(world, client):
    assert asks_to_sign_in(client.post(PATH, CHOSEN))
