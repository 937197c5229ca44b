"""A second person's agreement to a decision: asked for, given, refused, taken back, and read."""

from __future__ import annotations

import pytest

from tests.web.casework import asks_to_sign_in, in_published, record, refused_last, text_of
from unmissed.web.findings.acts import offers_to
from unmissed.web.findings.agreeing import agree, ask_agreement, disagree, note_agreement, take_back
from unmissed.web.findings.models import Agreement, Finding
from unmissed.web.findings.preview import preview_of
from unmissed.web.home.presenters import lines_of
from unmissed.web.home.selectors import needs_of
from unmissed.web.people.models import Person
from unmissed.web.record.actions import correct
from unmissed.web.record.models import EarlierVersion
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Entry

WHY = "Less is heard of, and the school sees her every day."


@pytest.fixture
def values(world):
    return {"removed_on": world.today, "removal_reason": "risk_reduced", "removal_decision": "multi_agency"}


@pytest.fixture
def asked(world, values):
    """The neighbour has decided to remove Jo from MACE, and asked the partner of health to agree."""
    row = record(world, "monitoring", "L-2")
    return ask_agreement(record=row, values=values, version=1, why=WHY, of=world.partner, by=world.neighbour)


@pytest.fixture
def path(asked):
    return f"/children/C-listed/agreements/{asked.pk}"


def home(world, person):
    """What Home says to somebody."""
    needs, offers = needs_of(person, world.partnership), offers_to(person, world.partnership)
    return [line for line in lines_of(needs, world.today, offers) if "/agreements/" in line.href]


def test_who_is_asked_finds_it_on_home_and_sees_what_it_would_do(world, signed_in, asked, path):
    (line,) = home(world, world.partner)
    assert (line.child, line.what, line.href) == ("Jo Dunston", "Your agreement is asked for: Remove from MACE", path)
    assert line.says == f"Nia Hedworth, Wearmouth Social Care: {WHY}"
    client = signed_in(world.partner)
    assert "Your agreement is asked for" in text_of(client.get("/"))
    said = text_of(client.get(path))
    assert "Do you agree to remove Jo Dunston from MACE?" in said
    assert "On 16 March 2026; reason: risk reduced; decided by several agencies" in said
    assert WHY in said
    assert "If this is done today" in said
    assert "Removed from monitoring while at risk" in said
    assert home(world, world.chair) == home(world, world.neighbour) == []


def test_once_agreed_it_is_written_with_the_reasons_of_both_and_opens_what_was_shown(world, signed_in, asked, path, values):
    foretold = {found.check for found in preview_of(world.partnership, world.listed, "monitoring", "L-2", values).opens}
    before = set(Finding.objects.filter(child_id=world.listed, closed_on=None).values_list("finding_id", flat=True))
    response = signed_in(world.partner).post(path, {"answer": "agree", "why": "We agreed it at the meeting."}, follow=True)
    assert "Removed from MACE." in text_of(response)
    row = record(world, "monitoring", "L-2")
    assert (row.version, row.removed_on, row.removal_reason) == (2, world.today, "risk_reduced")
    why = EarlierVersion.objects.get(record_id="L-2").why
    assert why == f"{WHY}\n\nDecided by Nia Hedworth. Agreed by Hana Blackett: We agreed it at the meeting."
    opened = Finding.objects.filter(child_id=world.listed, closed_on=None, gone_at=None).exclude(finding_id__in=before)
    assert foretold
    assert set(opened.values_list("check_name", flat=True)) == foretold
    assert Entry.objects.filter(what="agreed to a decision", child_id=world.listed).get().person_name == "Hana Blackett"
    (line,) = home(world, world.neighbour)
    assert line.what == "Remove from MACE: agreed to, and recorded"
    assert home(world, world.partner) == []


def test_once_refused_nothing_is_written_and_nothing_is_lost(world, signed_in, asked, path):
    signed_in(world.partner).post(path, {"answer": "disagree", "why": "She was seen with him on Sunday."})
    assert record(world, "monitoring", "L-2").version == 1
    (line,) = home(world, world.neighbour)
    assert line.what == "Remove from MACE: not agreed to, not recorded"
    assert line.says == "Hana Blackett: She was seen with him on Sunday."
    client = signed_in(world.neighbour)
    said = text_of(client.get(path))
    assert "Hana Blackett did not agree, on" in said
    assert WHY in said
    again = f"/children/C-listed/before/monitoring/L-2?again={asked.pk}"
    assert f'href="{again}"' in said
    form = text_of(client.get(again))
    assert 'value="risk_reduced" selected' in form
    assert f'name="again" value="{asked.pk}"' in form
    chosen = {"removed_on-day": "16", "removed_on-month": "3", "removed_on-year": "2026", "removal_reason": "risk_reduced"}
    sent = client.post(again, {**chosen, "removal_decision": "multi_agency", "again": asked.pk})
    assert WHY in text_of(sent)
    client.post(path, {"step": "noted"})
    assert home(world, world.neighbour) == []


def test_nobody_agrees_to_the_own_decision(world, asked, values):
    with pytest.raises(RefusedError, match="You cannot agree to your own decision"):
        agree(asked=asked, why="Yes", by=world.neighbour)
    row = record(world, "involvements", "I-4")
    closed = {"closed_on": world.today, "closing_reason": "plan_complete"}
    with pytest.raises(RefusedError, match="You cannot agree to your own decision"):
        ask_agreement(record=row, values=closed, version=1, why=WHY, of=world.neighbour, by=world.neighbour)
    assert record(world, "monitoring", "L-2").version == 1


@pytest.mark.parametrize("who", ["chair", "coordinator"])
def test_only_the_person_who_was_asked_answers(world, signed_in, asked, path, who):
    person = getattr(world, who)
    for act in (agree, disagree):
        with pytest.raises(RefusedError, match="Somebody else was asked"):
            act(asked=asked, why="Yes", by=person)
    said = text_of(signed_in(person).get(path))
    assert "It waits for Hana Blackett, Wearmouth Health" in said
    assert "Send my answer" not in said


def test_who_came_to_the_same_agency_meanwhile_cannot_agree(world, asked):
    Person.objects.filter(pk=world.partner.pk).update(agency=world.neighbour.agency)
    moved = Person.objects.select_related("agency", "partnership", "team").get(pk=world.partner.pk)
    with pytest.raises(RefusedError):
        agree(asked=asked, why="Yes", by=moved)


def test_who_is_asked_must_be_of_another_agency_and_see_the_child(world, values):
    row = record(world, "monitoring", "L-2")
    for person in (world.coordinator, world.other_partner, world.practitioner):
        with pytest.raises(RefusedError, match="cannot agree to this"):
            ask_agreement(record=row, values=values, version=1, why=WHY, of=person, by=world.neighbour)
    assert not Agreement.objects.exists()


def test_where_the_record_changed_meanwhile_nothing_is_written_over_it(world, signed_in, asked, path):
    correct(record=record(world, "monitoring", "L-2"), values={"list": "MACE West"}, version=1, why="name", by=world.neighbour)
    client = signed_in(world.partner)
    assert "It cannot be agreed to as it stands" in text_of(client.get(path))
    said = text_of(client.post(path, {"answer": "agree", "why": "My long reasons"}))
    assert "Nia Hedworth has to look again" in said
    assert "My long reasons" in said
    assert record(world, "monitoring", "L-2").removed_on is None
    assert [line.step for line in home(world, world.partner)] == ["Agree or not"]


def test_it_is_taken_back_by_who_sent_it_and_by_nobody_else(world, signed_in, asked, path):
    with pytest.raises(RefusedError, match="Only they can take it back"):
        take_back(asked=asked, by=world.partner)
    client = signed_in(world.neighbour)
    assert "Take it back" in text_of(client.get(path))
    assert "Taken back" in text_of(client.post(path, {"step": "take-back"}, follow=True))
    assert home(world, world.partner) == home(world, world.neighbour) == []
    assert "There is nothing left to do here" in text_of(
        signed_in(world.neighbour).post(path, {"step": "take-back"}, follow=True)
    )
    with pytest.raises(RefusedError, match="answered or taken back already"):
        agree(asked=asked, why="Yes", by=world.partner)
    assert record(world, "monitoring", "L-2").version == 1


def test_an_answer_needs_reasons_and_keeps_what_was_typed(world, signed_in, asked, path):
    client = signed_in(world.partner)
    said = text_of(client.post(path, {"answer": "", "why": "My reasons"}))
    assert "Select whether you agree" in said
    assert "My reasons" in said
    assert "There is a problem" in text_of(client.post(path, {"answer": "agree", "why": " "}))
    with pytest.raises(RefusedError, match="Your reasons are needed"):
        agree(asked=asked, why=" ", by=world.partner)
    assert Agreement.objects.get().answer == ""


def test_only_who_asked_notes_the_answer(world, asked):
    with pytest.raises(RefusedError):
        note_agreement(asked=asked, by=world.neighbour)
    disagree(asked=asked, why="No", by=world.partner)
    with pytest.raises(RefusedError):
        note_agreement(asked=asked, by=world.partner)
    assert note_agreement(asked=asked, by=world.neighbour).read_at is not None


def test_another_agency_is_refused(world, signed_in, asked, path):
    assert signed_in(world.other_partner).get(path).status_code == 403
    assert refused_last()


def test_a_colleague_of_the_team_may_read_it(world, signed_in, asked, path):
    Person.objects.filter(pk=world.colleague.pk).update(team=world.west)
    colleague = Person.objects.select_related("agency", "partnership", "team").get(pk=world.colleague.pk)
    assert WHY in text_of(signed_in(colleague).get(path))


def test_an_auditor_reads_the_child_s_record_but_agrees_to_nothing(world, signed_in, asked, path):
    assert signed_in(world.auditor).get(path).status_code == 403
    assert "waits for the agreement of Hana Blackett" in text_of(signed_in(world.auditor).get("/children/C-listed"))


def test_the_read_only_partnership_is_refused(world, signed_in, asked, path):
    client = in_published(signed_in(world.partner), world)
    assert client.post(path, {"answer": "agree", "why": "x"}).status_code == 403


@pytest.mark.parametrize("where", ["/children/C-listed/agreements/999999", "/children/C-held/agreements/1"])
def test_a_bad_id(world, signed_in, asked, where):
    assert signed_in(world.chair).get(where).status_code == 404


def test_signed_out(world, client, path):
    assert asks_to_sign_in(client.get(path))
