"""Before a decision: removing from a list, closing an involvement."""

from __future__ import annotations

import re

import pytest

from tests.web.casework import asks_to_sign_in, in_published, last_entry, record, text_of
from unmissed.web.findings.agreeing import decide
from unmissed.web.findings.models import Agreement, Finding
from unmissed.web.people.models import Person
from unmissed.web.record.actions import correct
from unmissed.web.trail.action import RefusedError
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
    keep, remove = said.index("Keep on MACE</a>"), said.index("Send for agreement")
    assert keep < remove
    assert "govuk-button--secondary" in said[keep:remove]


def test_what_would_open_findings_is_sent_to_a_second_person_and_not_done(world, signed_in):
    before = list(Finding.objects.filter(child_id=world.listed).values_list("finding_id", "closed_on"))
    given = {**CHOSEN, "step": "do", "why": "Less is heard of", "second": world.partner.pk}
    response = signed_in(world.neighbour).post(PATH, given, follow=True)
    assert "Sent to Hana Blackett for agreement. Nothing is recorded until they agree" in text_of(response)
    assert "waits for the agreement of Hana Blackett" in text_of(response)
    assert record(world, "monitoring", "L-2").version == 1
    assert list(Finding.objects.filter(child_id=world.listed).values_list("finding_id", "closed_on")) == before
    asked = Agreement.objects.get(child_id=world.listed)
    assert (asked.why, asked.asked_by, asked.asked_of) == ("Less is heard of", world.neighbour, world.partner)
    assert "removed-while-at-risk" in asked.opens
    entry = Entry.objects.filter(what="asked for agreement to a decision").get()
    assert (entry.why, entry.child_id, entry.subject) == ("Less is heard of", world.listed, "monitoring:L-2")


def test_only_people_of_another_agency_who_see_the_child_are_offered(world, signed_in):
    said = text_of(signed_in(world.neighbour).post(PATH, CHOSEN))
    offered = re.findall(r"<option[^>]*>([^<]+)</option>", said)
    assert offered == ["Choose a person", "Chris Widdrington, Wearmouth Police", "Hana Blackett, Wearmouth Health"]


def test_somebody_who_is_not_offered_is_refused_on_the_form(world, signed_in):
    for person in (world.neighbour, world.coordinator, world.other_partner):
        given = {**CHOSEN, "step": "do", "why": "Long reasons", "second": person.pk}
        said = text_of(signed_in(world.neighbour).post(PATH, given))
        assert "There is a problem" in said
        assert "Long reasons" in said
    assert not Agreement.objects.exists()


def test_where_nobody_could_agree_the_safe_choice_is_all_there_is(world, signed_in):
    Person.objects.filter(pk__in=[world.chair.pk, world.partner.pk]).update(is_active=False)
    said = text_of(signed_in(world.neighbour).post(PATH, CHOSEN))
    assert "nobody of another agency sees this record" in said
    assert "Keep on MACE</a>" in said
    assert "Send for agreement" not in said


def test_what_opens_nothing_is_done_by_one_person(world, signed_in):
    path = "/children/C-other/before/involvements/I-2"
    given = {"closed_on-day": "16", "closed_on-month": "3", "closed_on-year": "2026", "closing_reason": "plan_complete"}
    client = signed_in(world.neighbour)
    said = text_of(client.post(path, {**given, "version": "1"}))
    assert "Send for agreement" not in said
    response = client.post(path, {**given, "version": "1", "step": "do", "why": "The plan is complete"})
    assert response.status_code == 302
    row = record(world, "involvements", "I-2")
    assert (row.version, row.closed_on, row.closing_reason) == (2, world.today, "plan_complete")
    entry = Entry.objects.filter(what="corrected in involvements").latest("number")
    assert (entry.why, entry.child_id) == ("The plan is complete", world.other)


def test_the_action_itself_refuses_to_let_one_person_open_findings(world):
    values = {"removed_on": world.today, "removal_reason": "risk_reduced", "removal_decision": "single_agency"}
    row = record(world, "monitoring", "L-2")
    with pytest.raises(RefusedError, match="a second person has to agree"):
        decide(record=row, values=values, version=1, why="Alone", by=world.neighbour)
    assert record(world, "monitoring", "L-2").version == 1


def test_a_correction_is_no_way_round_it(world, signed_in):
    path = "/children/C-listed/records/monitoring/L-2/correct"
    given = {**CHOSEN, "list": "MACE", "added_on-day": "27", "added_on-month": "10", "added_on-year": "2025", "why": "Removed"}
    response = signed_in(world.neighbour).post(path, given)
    assert response.status_code == 422
    assert text_of(response).count("Remove from MACE is a decision") == 2
    assert record(world, "monitoring", "L-2").removed_on is None


def test_while_it_waits_it_cannot_be_sent_a_second_time(world, signed_in):
    given = {**CHOSEN, "step": "do", "why": "Less is heard of", "second": world.partner.pk}
    client = signed_in(world.neighbour)
    client.post(PATH, given)
    assert "has sent this to Hana Blackett for agreement" in text_of(client.get(PATH))
    client.post(PATH, given | {"second": world.chair.pk})
    assert Agreement.objects.count() == 1


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
    given = {**CHOSEN, "step": "do", "why": "Long reasons", "second": world.partner.pk}
    response = signed_in(world.neighbour).post(PATH, given)
    said = text_of(response)
    assert response.status_code == 409
    assert "Long reasons" in said
    assert f"<title>{world.neighbour.name} changed this record while you were writing" in said
    assert "Nothing of yours is lost, and nothing of yours is saved yet." in said
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
