"""Looking through an upload before anything of it is in the record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.imports.conftest import csv_of, page, register_zip, uploaded, zipped
from tests.web.world import World, rows
from unmissed.web.imports import folders, presenters, reading
from unmissed.web.record.models import MODELS
from unmissed.web.trail.models import Entry


def test_it_shows_what_is_new_what_differs_and_what_is_the_same(coordinator: Client, world: World) -> None:
    given = {"children": [*rows()["children"][:2], {"child_id": "N-1", "name": "Nell Farrow"}]}
    given["children"][1] = given["children"][1] | {"responsible_authority": "Elsewhere"}
    draft = uploaded(coordinator, register_zip(given))
    said = page(coordinator, "draft", draft)
    assert draft.counts == {"new": 1, "same": 1, "different": 1, "hidden": 0, "withdrawn": 0, "quarantine": 0}
    assert "1 child is new, 2 are in the record already" in said
    assert not MODELS["children"].objects.filter(child_id="N-1").exists()


def test_it_shows_columns_that_lack_or_are_unknown_and_checks_that_cannot_be_assessed(coordinator: Client, world: World) -> None:
    world.partnership.lacks = {"services": None}
    world.partnership.save()
    draft = uploaded(coordinator, zipped({"children.csv": "child_id,shoe_size\nN-1,38\n", "other.csv": "x\n"}))
    said = page(coordinator, "draft", draft)
    assert "unknown, kept: shoe_size" in said
    assert "lacks date of birth" in said
    assert "Not in it: assessments" in said
    assert "the register has no table services" in said
    assert "the contract names no column shoe_size" in said


def test_a_column_that_is_not_in_the_upload_says_nothing(coordinator: Client, world: World) -> None:
    draft = uploaded(coordinator, zipped({"children.csv": f"child_id\n{world.held}\n"}))
    assert draft.counts["same"] == 1


def test_a_notice_is_shown(coordinator: Client) -> None:
    draft = uploaded(coordinator, zipped({"children.csv": "child_id;date_of_birth\nN-1;2011-02-03\n"}))
    assert "separated by semicolons" in page(coordinator, "draft", draft)


def test_the_quarantine_shows_place_fault_and_how_to_mend(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    said = page(coordinator, "draft", draft)
    assert draft.counts["quarantine"] == 3
    assert "events.csv" in said
    assert "Perhaps sexual_abuse is meant" in said
    assert "soon is no date" in said
    assert "lies before started_on" in said
    assert reverse("mend", kwargs={"token": draft.token, "table": "events", "line": 3}) in said


def test_a_child_s_details_are_hidden_in_the_quarantine(coordinator: Client) -> None:
    children = [{"child_id": "N-1", "name": "Nell Farrow", "date_of_birth": "3rd of May"}]
    draft = uploaded(coordinator, register_zip({"children": children}))
    said = page(coordinator, "draft", draft)
    assert "Nell Farrow" not in said
    assert "3rd of May" not in said


def test_a_long_quarantine_is_paged(coordinator: Client) -> None:
    events = [{"event_id": f"X-{n}", "child_id": "N-1", "occurred_on": "2026-01-05", "kind": "wrong"} for n in range(60)]
    draft = uploaded(coordinator, register_zip({"children": [{"child_id": "N-1"}], "events": events}))
    first = page(coordinator, "draft", draft)
    last = coordinator.get(reverse("draft", kwargs={"token": draft.token}) + "?page=3").content.decode()
    assert first.count("is no value of kind") == presenters.ON_A_PAGE
    assert last.count("is no value of kind") == 10
    beyond = coordinator.get(reverse("draft", kwargs={"token": draft.token}) + "?page=99").content.decode()
    assert beyond.count("is no value of kind") == 10


def test_a_whole_table_that_cannot_be_read_is_named_and_not_mended_here(coordinator: Client) -> None:
    draft = uploaded(coordinator, zipped({"children.csv": "child_id\nN-1\n", "events.csv": "event_id\nX-1\n"}))
    said = page(coordinator, "draft", draft)
    assert "Until then events counts as missing" in said
    assert "In the file" in said


def test_identifiers_that_the_record_cannot_hold_stop_the_load(coordinator: Client) -> None:
    draft = uploaded(coordinator, zipped({"children.csv": f"child_id\n{'N' * 201}\n"}))
    assert "Until then the upload cannot be loaded" in page(coordinator, "draft", draft)
    coordinator.post(reverse("accept", kwargs={"token": draft.token}))
    assert not MODELS["children"].objects.filter(child_id__startswith="NN").exists()


def test_rows_about_restricted_children_are_counted_and_stay_out(coordinator: Client, world: World) -> None:
    own = next(row for row in rows()["children"] if row["child_id"] == world.restricted)
    draft = uploaded(coordinator, register_zip({"children": [own | {"name": "Changed"}]}))
    assert (draft.counts["hidden"], draft.counts["different"]) == (1, 0)
    assert "1 row about children whose records are restricted to others stay out" in page(coordinator, "draft", draft)


def test_withdrawn_rows_stay_withdrawn(coordinator: Client, world: World) -> None:
    MODELS["events"].every.filter(event_id="E-1").update(withdrawn=True)
    given = {"children": rows()["children"][:1], "events": rows()["events"][:1]}
    assert uploaded(coordinator, register_zip(given)).counts["withdrawn"] == 1


def test_reading_again_compares_with_the_record_as_it_is_now(coordinator: Client, world: World) -> None:
    draft = uploaded(coordinator, register_zip({"children": rows()["children"][:1]}))
    MODELS["children"].every.filter(child_id=world.held).update(name="Robin A.")
    response = coordinator.post(reverse("read-again", kwargs={"token": draft.token}), follow=True)
    draft.refresh_from_db()
    assert draft.counts["different"] == 1
    assert "No row is in quarantine" in response.content.decode()
    assert Entry.objects.filter(what="read an upload", detail__different=1).exists()


def test_a_reading_and_its_mends_lie_in_the_draft_s_folder_only(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    names = {path.name for path in folders.folder_of(draft).iterdir()}
    assert names == {"register", "reading.json"}
    assert reading.totals(folders.reading_of(draft)) == draft.counts


def test_looking_through_is_trailed(coordinator: Client, bad_register: bytes, world: World) -> None:
    page(coordinator, "draft", uploaded(coordinator, bad_register))
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.what, entry.person_id) == ("view", "an upload", world.coordinator.pk)


def test_nobody_else_sees_it(coordinator: Client, world: World, signed_in: Callable[..., Client], bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    world.manager.role = "coordinator"
    world.manager.save()
    assert signed_in(world.manager).get(reverse("draft", kwargs={"token": draft.token})).status_code == 404
    assert signed_in(world.practitioner).get(reverse("draft", kwargs={"token": draft.token})).status_code == 403


@pytest.mark.parametrize("token", ["nothing", "..", "0" * 32])
def test_no_such_draft(coordinator: Client, token: str) -> None:
    assert coordinator.get(f"/imports/{token}").status_code == 404


def test_signed_out(client: Client, coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    said = client.get(reverse("draft", kwargs={"token": draft.token})).content.decode()
    assert "Sign in" in said
    assert "events.csv" not in said


def test_the_read_only_partnership_has_no_uploads(coordinator: Client, world: World, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    session = coordinator.session
    session["partnership"] = world.published.pk
    session.save()
    assert coordinator.post(reverse("read-again", kwargs={"token": draft.token})).status_code == 403


def test_columns_of_a_csv_are_told_by_their_own_names() -> None:
    assert csv_of([{"a": True, "b": ["x", "y"]}]) == "a,b\nyes,x;y\n"
