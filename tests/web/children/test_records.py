"""Adding, seeing, correcting and withdrawing any record of a child."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.test import Client

from tests.web.children.menu import SignedIn, read_only, refused, sent_to_sign_in
from tests.web.children.test_child import text
from tests.web.world import HEALTH, HELD, LISTED, POLICE, PUBLISHED, SOCIAL_CARE, World, ago
from unmissed.web.children.found import ABOUT_CHILDREN
from unmissed.web.design.fields import Named, NamedField
from unmissed.web.design.typed_day import TypedDay
from unmissed.web.findings.models import Finding
from unmissed.web.record.actions import correct
from unmissed.web.record.forms import form_class
from unmissed.web.record.models import MODELS, EarlierVersion, Record
from unmissed.web.trail.models import Entry

A2 = f"/children/{HELD}/records/assessments/A-2"
VIEWS = {
    "add": f"/children/{HELD}/add/concerns",
    "see": A2,
    "correct": f"{A2}/correct",
    "withdraw": f"{A2}/withdraw",
}
CONCERN = {"raised_on-day": "3", "raised_on-month": "3", "raised_on-year": "2026", "raised_by": "parent", "about": "exploitation"}


def sent(row: Record, **changed: Any) -> dict[str, Any]:
    """What a browser sends of the correction form of a row, with some answers changed."""
    form = form_class(row.table, row.partnership, HELD)(initial=row.values())
    found: dict[str, Any] = {"version": row.version, "why": "Typed wrongly."}
    for bound in form:
        value = bound.value()
        if isinstance(value, TypedDay):
            found |= {f"{bound.name}-{part}": each for part, each in zip(("day", "month", "year"), value, strict=True)}
        elif isinstance(value, Named):
            found[bound.name] = [*value.chosen, *([NamedField.OTHER] if value.other else [])]
            found[f"{bound.name}-other"] = value.other
        else:
            found[bound.name] = "" if value is None else value
    return found | changed


def hidden(answer: Any, name: str) -> str:
    """What a hidden field of a page carries."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', answer.content.decode())
    assert found is not None
    return found[1]


def assessment() -> Record:
    """The last assessment of the child, as it stands."""
    return MODELS["assessments"].every.get(assessment_id="A-2")


# --- the menu ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VIEWS.values())
def test_it_works_for_whoever_works_with_the_child(world: World, signed_in: SignedIn, path: str) -> None:
    answer = signed_in(world.practitioner).get(path)
    assert answer.status_code == 200
    assert " style=" not in answer.content.decode()
    assert signed_in(world.colleague).get(path).status_code == 200


@pytest.mark.parametrize("path", VIEWS.values())
def test_another_agency_is_refused(world: World, signed_in: SignedIn, path: str) -> None:
    assert refused(signed_in(world.partner).get(path))


@pytest.mark.parametrize("name", ["add", "correct", "withdraw"])
def test_whoever_only_reads_is_refused_every_change(world: World, signed_in: SignedIn, name: str) -> None:
    assert refused(signed_in(world.auditor).get(VIEWS[name]))
    assert refused(signed_in(world.auditor).post(VIEWS[name], {}))


@pytest.mark.parametrize("end", ["records/assessments/A-1/correct", "records/assessments/A-1/withdraw", "add/events"])
def test_a_read_only_partnership_is_refused_every_change(world: World, signed_in: SignedIn, end: str) -> None:
    assert refused(read_only(world, signed_in(world.practitioner), f"/children/{PUBLISHED}/{end}"))


@pytest.mark.parametrize("path", VIEWS.values())
def test_signed_out(client: Client, world: World, path: str) -> None:
    assert sent_to_sign_in(client, path)


@pytest.mark.parametrize("end", ["", "/correct", "/withdraw"])
@pytest.mark.parametrize(
    "record", ["assessments/A-99", "assessments/A-5", "nothing/A-2", "service_directory/A-2", "children/C-listed"]
)
def test_a_record_that_is_not_this_childs_is_not_found(world: World, signed_in: SignedIn, record: str, end: str) -> None:
    """A-5 and C-listed are another child's, whom the coordinator sees as well."""
    assert signed_in(world.coordinator).get(f"/children/{HELD}/records/{record}{end}").status_code == 404


@pytest.mark.parametrize("table", ["nothing", "service_directory"])
def test_nothing_is_added_to_a_table_that_is_about_no_child(world: World, signed_in: SignedIn, table: str) -> None:
    assert signed_in(world.practitioner).get(f"/children/{HELD}/add/{table}").status_code == 404


def test_a_table_that_the_register_lacks_can_be_written_and_the_form_says_what_follows(world: World, signed_in: SignedIn) -> None:
    world.partnership.lacks = {"concerns": None}
    world.partnership.save()
    client = signed_in(world.practitioner)
    page = client.get(f"/children/{HELD}/add/concerns")
    assert "Not yet kept here" in page.text
    assert "did not have any concerns" in page.text
    sent = {
        "made": hidden(page, "made"),
        "raised_on-day": "1",
        "raised_on-month": "3",
        "raised_on-year": "2026",
        "raised_by": "parent",
    }
    client.post(f"/children/{HELD}/add/concerns", sent | {"about": "exploitation"})
    assert MODELS["concerns"].objects.filter(child_id=HELD, raised_by="parent").exists()
    shown = client.get(f"/children/{HELD}?part=concerns").text
    assert "Not in this register" in shown
    assert "Parent" in shown


def test_a_table_that_is_kept_needs_no_such_word(world: World, signed_in: SignedIn) -> None:
    assert "Not yet kept here" not in signed_in(world.practitioner).get(f"/children/{HELD}/add/concerns").text


# --- forms from the schema ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ABOUT_CHILDREN)
def test_every_column_is_asked_for_but_what_nobody_types(world: World, table: str) -> None:
    model = MODELS[table]
    form = form_class(model.table, world.partnership, HELD)()
    own = {model.table.id.name, "child_id", "recorded_on"}
    assert set(form.fields) == {column.name for column in model.table.columns} - own
    asked = [bound.name for _, part in form.parts for bound in part]
    assert sorted(asked) == sorted(form.fields)
    for column in model.table.columns:
        if column.name in form.fields:
            assert form.fields[column.name].required == column.required


@pytest.mark.parametrize("table", [table for table in ABOUT_CHILDREN if table != "children"])
def test_the_form_of_every_table_stands_as_a_page(world: World, signed_in: SignedIn, table: str) -> None:
    assert signed_in(world.coordinator).get(f"/children/{LISTED}/add/{table}").status_code == 200


def test_what_a_date_settles_stands_with_its_date(world: World) -> None:
    form = form_class(MODELS["monitoring"].table, world.partnership, HELD)()
    parts = {heading: [bound.name for bound in bounds] for heading, bounds in form.parts}
    assert parts["Once removed"] == ["removed_on", "removal_reason", "removal_decision"]


def test_a_column_that_the_register_lacks_is_asked_for_with_a_word(world: World, signed_in: SignedIn) -> None:
    world.partnership.lacks = {"concerns": ["asserted_level"]}
    world.partnership.save()
    page = signed_in(world.practitioner).get(f"/children/{HELD}/records/concerns/K-1/correct").text
    assert "asserted_level" in page
    assert "did not have asserted level" in page


# --- add ----------------------------------------------------------------------------------------------------------------------


def test_a_record_is_added_with_its_trail_and_the_findings_follow(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    path = f"/children/{HELD}/add/monitoring"
    made = hidden(client.get(path), "made")
    answer = client.post(
        path, {"made": made, "list": "MACE", "added_on-day": "16", "added_on-month": "March", "added_on-year": "2026"}
    )
    assert answer.status_code == 302
    row = MODELS["monitoring"].every.get(entry_id=made)
    assert (row.values()["added_on"], row.entered_by) == (date(2026, 3, 16), world.practitioner)
    assert Entry.objects.filter(subject=f"monitoring:{made}", child_id=HELD).count() == 1
    assert Finding.objects.get(child_id=HELD, check_name="not-monitored", gone_at=None).closed_on is not None


def test_a_form_that_is_sent_twice_adds_one_record(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    made = hidden(client.get(VIEWS["add"]), "made")
    answers = [client.post(VIEWS["add"], CONCERN | {"made": made}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert MODELS["concerns"].every.filter(child_id=HELD, raised_by="parent").count() == 1


def test_bad_input_is_said_beside_its_field_and_on_top_with_everything_kept(world: World, signed_in: SignedIn) -> None:
    wrong = CONCERN | {"raised_on-month": "13", "raised_by": "", "notes": "Words that must not be lost."}
    answer = signed_in(world.practitioner).post(VIEWS["add"], wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert "Raised on must be a real date" in page
    assert page.count("Select raised by") >= 2
    assert "Words that must not be lost." in page
    assert 'value="13"' in page
    assert "<title>Error: " in page


def test_what_the_contract_refuses_is_said_beside_its_field(world: World, signed_in: SignedIn) -> None:
    before = {"responded_on-day": "1", "responded_on-month": "3", "responded_on-year": "2026"}
    answer = signed_in(world.practitioner).post(VIEWS["add"], CONCERN | before)
    assert answer.status_code == 422
    assert "Responded on must be on or after raised on, 3 March 2026" in text(answer)
    assert not MODELS["concerns"].every.filter(raised_by="parent").exists()


# --- see ----------------------------------------------------------------------------------------------------------------------


def test_all_versions_are_shown_with_who_when_why_and_what(world: World, signed_in: SignedIn) -> None:
    row = correct(record=assessment(), values={"level": "medium"}, version=1, why="Read the wrong line.", by=world.colleague)
    said = text(signed_in(world.practitioner).get(A2))
    assert "Level judged: High → Medium" in said
    assert "Why: Read the wrong line." in said
    assert world.colleague.name in said
    assert "came with a loaded register" in said
    assert row.version == 2


# --- correct ------------------------------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_version_before(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.practitioner).post(VIEWS["correct"], sent(assessment(), level="medium"))
    assert answer.status_code == 302
    row = assessment()
    assert (row.version, row.values()["level"]) == (2, "medium")
    earlier = EarlierVersion.objects.get(record_id="A-2")
    assert (earlier.values["level"], earlier.why) == ("high", "Typed wrongly.")


def test_a_correction_needs_its_reason(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.practitioner).post(VIEWS["correct"], sent(assessment(), level="medium", why=" "))
    assert answer.status_code == 422
    assert assessment().version == 1


def test_a_form_that_changes_nothing_changes_nothing_but_the_version(world: World, signed_in: SignedIn) -> None:
    before = assessment().values()
    signed_in(world.practitioner).post(VIEWS["correct"], sent(assessment()))
    assert assessment().values() == before


def test_two_people_who_correct_one_record_lose_no_words(world: World, signed_in: SignedIn) -> None:
    client, old = signed_in(world.practitioner), assessment()
    mine = sent(old, level="medium", rationale="My long reasons.\r\nIn two lines.")
    correct(record=old, values={"level": "very_high", "agency": "Their agency"}, version=1, why="Theirs.", by=world.colleague)
    answer = client.post(VIEWS["correct"], mine)
    said = text(answer)
    assert answer.status_code == 409
    assert assessment().values()["level"] == "very_high"
    assert f"{world.colleague.name} changed this record while you were writing" in said
    assert "Level judged both changed it High Very high Medium" in said
    assert "Agency Wearmouth Social Care Their agency" in said
    page = answer.content.decode()
    assert re.search(r'name="level" type="radio" value="medium"\s+checked', page)
    assert "My long reasons.\nIn two lines.</textarea>" in page
    assert re.search(r'name="agency-other" type="text"[^>]*value="Their agency"', page), "what I had not touched is theirs"
    assert "Typed wrongly.</textarea>" in page


def test_saving_again_goes_on_from_their_version(world: World, signed_in: SignedIn) -> None:
    client, old = signed_in(world.practitioner), assessment()
    mine = sent(old, level="medium")
    correct(record=old, values={"agency": "Their agency"}, version=1, why="Theirs.", by=world.colleague)
    again = client.post(VIEWS["correct"], mine)
    assert hidden(again, "version") == "2"
    client.post(VIEWS["correct"], sent(assessment(), level="medium", version=hidden(again, "version")))
    values = assessment().values()
    assert (assessment().version, values["level"], values["agency"]) == (3, "medium", "Their agency")


def test_words_are_kept_when_the_record_was_withdrawn_meanwhile(world: World, signed_in: SignedIn) -> None:
    client, old = signed_in(world.practitioner), assessment()
    mine = sent(old, rationale="Still here.")
    signed_in(world.colleague).post(VIEWS["withdraw"], {"version": 1, "why": "Twice the same."})
    answer = client.post(VIEWS["correct"], mine)
    assert answer.status_code == 422
    assert "This record was withdrawn" in text(answer)
    assert "Still here." in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "999999999999"])
def test_a_version_that_is_none_is_a_conflict_and_no_fault(world: World, signed_in: SignedIn, version: str) -> None:
    answer = signed_in(world.practitioner).post(VIEWS["correct"], sent(assessment(), level="low", version=version))
    assert answer.status_code == 409
    assert assessment().values()["level"] == "high"


# --- withdraw -----------------------------------------------------------------------------------------------------------------


def test_a_withdrawn_record_stays_readable_with_its_reason(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    assert client.post(VIEWS["withdraw"], {"version": 1, "why": "Another child's."}).status_code == 302
    assert assessment().withdrawn
    said = text(client.get(A2))
    assert "This record was withdrawn" in said
    assert "Another child&#39;s." in said
    assert "Correct </a>" not in said


def test_withdrawing_what_somebody_changed_meanwhile_shows_what_it_says_now(world: World, signed_in: SignedIn) -> None:
    correct(record=assessment(), values={"level": "medium"}, version=1, why="Theirs.", by=world.colleague)
    answer = signed_in(world.practitioner).post(VIEWS["withdraw"], {"version": 1, "why": "Mine."})
    assert answer.status_code == 422
    assert f"{world.colleague.name} changed this record while you were writing. Read what it says now" in text(answer)
    assert "Mine." in answer.content.decode()
    assert not assessment().withdrawn


def test_a_childs_own_record_is_never_withdrawn(world: World, signed_in: SignedIn) -> None:
    path = f"/children/{HELD}/records/children/{HELD}/withdraw"
    answer = signed_in(world.practitioner).post(path, {"version": 1, "why": "x"})
    assert "cannot be withdrawn" in text(answer)
    assert not MODELS["children"].every.get(child_id=HELD).withdrawn


def test_no_form_asks_with_a_widget_that_no_component_shows(world: World) -> None:
    for table in ABOUT_CHILDREN:
        for field in form_class(MODELS[table].table, world.partnership, HELD)().fields.values():
            assert isinstance(field, forms.Field)
            assert field.label
    assert ago(0) == world.today


# --- names that are chosen -----------------------------------------------------------------------------------------------------

MEETING = {"held_on-day": "3", "held_on-month": "3", "held_on-year": "2026", "kind": "strategy"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"agencies": [POLICE, HEALTH]}, [POLICE, HEALTH]),
        ({"agencies": [POLICE, "another"], "agencies-other": "Coast Guard\nwearmouth  HEALTH"}, [POLICE, "Coast Guard", HEALTH]),
        ({}, None),
    ],
)
def test_agencies_are_chosen_from_the_partnerships_own(
    world: World, signed_in: SignedIn, given: dict[str, Any], kept: list[str] | None
) -> None:
    client, path = signed_in(world.practitioner), f"/children/{HELD}/add/meetings"
    assert len(re.findall('name="agencies" type="checkbox"', client.get(path).text)) == len(world.agencies) + 1
    assert client.post(path, MEETING | given).status_code == 302
    assert MODELS["meetings"].objects.get(child_id=HELD).values()["agencies"] == kept


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"agencies": ["Nobody knows it"]}, "from the list"),
        ({"agencies": ["another"]}, "Enter the name of another agency"),
        ({"agencies": [POLICE], "agencies-other": "Coast Guard"}, "Select “Another agency”, or empty its box"),
        ({"agencies": ["another"], "agencies-other": "x" * 201}, "must be 200 characters or fewer"),
        ({"agencies": ["another"], "agencies-other": "a\x00b"}, "must not include null characters"),
    ],
)
def test_a_slip_in_an_agencys_name_is_said(world: World, signed_in: SignedIn, given: dict[str, Any], says: str) -> None:
    answer = signed_in(world.practitioner).post(f"/children/{HELD}/add/meetings", MEETING | given)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_team_must_be_one_of_its_agency(world: World, signed_in: SignedIn) -> None:
    client, path = signed_in(world.practitioner), f"/children/{HELD}/add/involvements"
    given = {"agency": HEALTH, "team": "East", "opened_on-day": "3", "opened_on-month": "3", "opened_on-year": "2026"}
    assert "East is a team of Wearmouth Social Care" in client.post(path, given).text
    assert client.post(path, given | {"agency": SOCIAL_CARE}).status_code == 302
    assert client.post(path, given | {"team": "another", "team-other": "School nurses"}).status_code == 302
