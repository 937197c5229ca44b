"""Taking the whole register out, and that loading it back gives the same."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import load_workbook

from tests.web.imports.conftest import csv_of, register_zip, uploaded, zipped
from tests.web.world import World
from unmissed.engine.audit import audit
from unmissed.engine.finding import Finding
from unmissed.register.loading import Register, load_register, register_from_rows
from unmissed.register.schema import schema
from unmissed.replay.run import case_register, load_cases
from unmissed.synthetic.authority import authority
from unmissed.web.access.models import Restriction
from unmissed.web.findings.models import Finding as Kept
from unmissed.web.imports import background, taking_out
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.models import MODELS
from unmissed.web.trail.models import Entry

TODAY = date(2026, 11, 20)
AWKWARD = [
    "=1+1",
    "+44",
    "-2",
    "@name",
    '"quoted", and a comma',
    "two\nlines",
    "0012",
    "1e5",
    "yes",
    "2026-01-01",
    "_x0041_",
    "Zoë €",
]


def taken(client: Client, kind: str = "zip", why: str = "We move to another system.") -> bytes:
    response = client.post(reverse("download"), {"kind": kind, "why": why})
    assert response.status_code == 200, response.content.decode()
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The tables of a downloaded zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            Path(name).stem: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline="")))
            for name in archive.namelist()
        }


def fresh(name: str, day: date) -> Person:
    """The coordinator of a new partnership, whose record is empty."""
    partnership = Partnership.objects.create(name=name, fixed_day=day)
    return Person.objects.create(partnership=partnership, sign_in=name.lower(), name="Nan Oxley", role="coordinator")


def loaded(client: Client, content: bytes, name: str = "register.zip") -> dict[str, int]:
    draft = uploaded(client, content, name)
    assert client.post(reverse("accept", kwargs={"token": draft.token}), {"knows": "on"}).status_code == 302
    draft.refresh_from_db()
    assert draft.outcome == "loaded"
    return dict(draft.counts)


def findings(register: Register, day: date) -> list[Finding]:
    assert not register.quarantine
    try:
        return list(audit(register, as_of=day).findings())
    finally:
        register.con.close()


def of_download(content: bytes, name: str, folder: Path) -> Register:
    """A download as the engine's own loading reads it."""
    if name.endswith(".xlsx"):
        path = folder / name
        path.write_bytes(content)
        return load_register(path)
    zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    return load_register(folder / "register")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is asked directly, so nobody is looked at after a load."""
    monkeypatch.setattr(background, "start", lambda partnership, children: None)


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
def test_the_synthetic_authority_loaded_taken_out_and_loaded_back_gives_the_same_findings(
    db: None, quick: None, signed_in: Callable[..., Client], tmp_path: Path, kind: str
) -> None:
    given = authority(today=TODAY, seed=7).rows
    expected = findings(register_from_rows(given), TODAY)
    first, second = signed_in(fresh("First", TODAY)), signed_in(fresh("Second", TODAY))
    counts = loaded(first, register_zip(given))
    content = taken(first, kind)
    assert findings(of_download(content, f"register.{kind}", tmp_path), TODAY) == expected
    assert loaded(second, content, f"register.{kind}") == counts
    assert len(expected) > 400
    assert tables(taken(second)) == tables(taken(first))


def test_what_the_application_keeps_of_findings_is_the_same_after_loading_back(
    db: None, signed_in: Callable[..., Client]
) -> None:
    people = [fresh("First", TODAY), fresh("Second", TODAY)]
    first, second = map(signed_in, people)
    given = authority(today=TODAY, seed=7).rows
    few = {row["child_id"] for row in given["children"][:80]}
    part = {name: [row for row in rows if row.get("child_id", next(iter(few))) in few] for name, rows in given.items()}
    loaded(first, register_zip({name: rows or [{}] for name, rows in part.items() if rows}))
    loaded(second, taken(first))
    kept = [_kept(person.partnership) for person in people]
    assert kept[0] == kept[1]
    assert len(kept[0]) > 50


def _kept(partnership: Partnership) -> list[tuple[Any, ...]]:
    columns = ("child_id", "finding_id", "opened_on", "closed_on", "severity", "unprotected", "because")
    return list(Kept.objects.filter(partnership=partnership).order_by(*columns[:2]).values_list(*columns))


def test_the_inquiry_s_cases_give_the_same_findings(
    db: None, quick: None, signed_in: Callable[..., Client], tmp_path: Path
) -> None:
    cases = [(case_register(case), case.ends_on) for case in load_cases()]
    day = max(ends_on for _, ends_on in cases)
    given = {table.name: [row for register, _ in cases for row in register[table.name]] for table in schema()}
    expected = findings(register_from_rows(given), day)
    files = {f"{table.name}.csv": csv_of(given[table.name], [column.name for column in table.columns]) for table in schema()}
    client = signed_in(fresh("Cases", day))
    loaded(client, zipped(files))
    assert findings(of_download(taken(client), "register.zip", tmp_path), day) == expected
    assert len({found.check for found in expected}) > 20


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
def test_awkward_values_come_back_the_same(db: None, quick: None, signed_in: Callable[..., Client], kind: str) -> None:
    first, second = fresh("First", TODAY), fresh("Second", TODAY)
    children = [
        {"child_id": f"N-{number}", "name": text, "ethnicity": text, "extra one": text} for number, text in enumerate(AWKWARD)
    ]
    loaded(signed_in(first), register_zip({"children": children}))
    loaded(signed_in(second), taken(signed_in(first), kind), f"register.{kind}")
    for person in (first, second):
        found = MODELS["children"].objects.filter(partnership=person.partnership)
        told = {child.child_id: (child.name, child.ethnicity, child.extras) for child in found}
        assert told == {f"N-{n}": (text, text, {"extra one": text}) for n, text in enumerate(AWKWARD)}


def test_every_kind_of_value_is_written_as_the_contract_says(coordinator: Client, world: World) -> None:
    MODELS["assessments"].every.filter(assessment_id="A-2").update(
        child_seen=True, past_harm_considered=False, age_recorded=False
    )
    found = tables(taken(coordinator))
    meeting = found["meetings"][0]
    assert meeting["agencies"] == "Wearmouth Social Care;Wearmouth Police;Wearmouth Health"
    (assessed,) = [row for row in found["assessments"] if row["assessment_id"] == "A-2"]
    assert [assessed[name] for name in ("child_seen", "past_harm_considered", "age_recorded", "perpetrator_identified")] == [
        "yes", "no", "no", "",
    ]  # fmt: skip
    assert date.fromisoformat(assessed["completed_on"])


def test_only_what_the_record_does_not_lack(coordinator: Client, world: World) -> None:
    world.partnership.lacks = {"views": None, "children": ["upn"]}
    world.partnership.save()
    with zipfile.ZipFile(io.BytesIO(taken(coordinator))) as archive:
        assert "register/views.csv" not in archive.namelist()
        assert archive.read("register/placements.csv").decode().startswith("placement_id,")  # known to be empty
        assert "upn" not in archive.read("register/children.csv").decode().splitlines()[0].split(",")


def test_withdrawn_rows_stay_behind(coordinator: Client) -> None:
    MODELS["events"].every.filter(event_id="E-1").update(withdrawn=True)
    assert [row["event_id"] for row in tables(taken(coordinator))["events"]] == ["E-2"]


def test_children_restricted_to_others_are_left_out_and_counted(coordinator: Client, world: World) -> None:
    said = coordinator.get(reverse("download")).content.decode()
    assert "1 child is left out" in said
    found = tables(taken(coordinator))
    named = {row.get("child_id") for rows in found.values() for row in rows}
    assert world.restricted not in named
    assert world.held in named
    assert Entry.objects.latest("number").detail["children left out"] == 1


def test_whoever_is_named_has_them(coordinator: Client, world: World) -> None:
    Restriction.objects.get().allowed.add(world.coordinator)
    assert "No child is left out" in coordinator.get(reverse("download")).content.decode()
    assert world.restricted in {row["child_id"] for row in tables(taken(coordinator))["children"]}


def test_it_is_trailed_with_its_reason(coordinator: Client, world: World) -> None:
    taken(coordinator, "xlsx", "For the yearly audit.")
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.what, entry.why) == ("export", "the whole register as xlsx", "For the yearly audit.")
    assert (entry.person_id, entry.detail["children"]) == (world.coordinator.pk, 3)


def test_the_file_is_named_after_the_day_and_nothing_is_left_on_disk(coordinator: Client, private_data: Path) -> None:
    response = coordinator.post(reverse("download"), {"kind": "zip", "why": "Copy."})
    assert response["Content-Disposition"] == 'attachment; filename="register-2026-03-16.zip"'
    b"".join(response.streaming_content)  # type: ignore[attr-defined]
    response.close()
    assert not list((private_data / "drafts").iterdir())


@pytest.mark.parametrize("typed", [{"kind": "zip", "why": ""}, {"why": "Copy."}, {"kind": "pdf", "why": "Copy."}])
def test_a_reason_and_a_form_are_needed_and_what_was_typed_is_kept(coordinator: Client, typed: dict[str, str]) -> None:
    response = coordinator.post(reverse("download"), typed)
    said = response.content.decode()
    assert response.status_code == 400
    assert "There is a problem" in said
    assert typed["why"] in said
    assert not Entry.objects.filter(act="export").exists()


@pytest.mark.parametrize("limit", [("LONGEST_CELL", 3, "longer than a cell"), ("MOST_ROWS", 1, "more rows than a sheet")])
def test_what_a_workbook_cannot_hold_is_said(
    coordinator: Client, monkeypatch: pytest.MonkeyPatch, limit: tuple[str, int, str]
) -> None:
    name, most, says = limit
    monkeypatch.setattr(taking_out, name, most)
    response = coordinator.post(reverse("download"), {"kind": "xlsx", "why": "Copy."})
    assert (response.status_code, says in response.content.decode()) == (400, True)
    assert not Entry.objects.filter(act="export").exists()


def test_every_cell_of_the_workbook_is_text(coordinator: Client, world: World, tmp_path: Path) -> None:
    MODELS["children"].every.filter(child_id=world.held).update(name="=HYPERLINK(1)")
    path = tmp_path / "register.xlsx"
    path.write_bytes(taken(coordinator, "xlsx"))
    rows = load_workbook(str(path)).get_sheet_by_name("children").to_python()
    assert "=HYPERLINK(1)" in {cell for row in rows for cell in row}
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_the_page_says_what_a_spreadsheet_would_do(coordinator: Client) -> None:
    assert "a spreadsheet program would take a value that begins with =" in coordinator.get(reverse("download")).content.decode()


def test_the_auditor_takes_it_out_and_reaches_it_from_the_hub(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(world.auditor)
    hub = client.get(reverse("imports")).content.decode()
    assert reverse("download") in hub
    assert reverse("upload") not in hub
    assert world.held in {row["child_id"] for row in tables(taken(client))["children"]}


@pytest.mark.parametrize("role", ["practitioner", "manager", "chair", "partner", "analyst", "administrator"])
def test_roles_that_may_not(world: World, signed_in: Callable[..., Client], role: str) -> None:
    client = signed_in(world.of(role))
    assert client.get(reverse("download")).status_code == 403
    assert client.post(reverse("download"), {"kind": "zip", "why": "Copy."}).status_code == 403
    assert not Entry.objects.filter(act="export").exists()


def test_the_published_cases_can_be_taken_out(coordinator: Client, world: World) -> None:
    session = coordinator.session
    session["partnership"] = world.published.pk
    session.save()
    assert [row["child_id"] for row in tables(taken(coordinator))["children"]] == [world.published_child]
    assert Entry.objects.latest("number").partnership_id == world.published.pk


def test_signed_out(client: Client, world: World) -> None:
    assert client.post(reverse("download"), {"kind": "zip", "why": "Copy."}).status_code == 401
    assert not Entry.objects.filter(act="export").exists()
