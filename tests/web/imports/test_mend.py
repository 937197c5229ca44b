"""Mending rows of an upload in place, and leaving rows out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse

from tests.web.imports.conftest import page, register_zip, uploaded, zipped
from tests.web.world import World
from unmissed.web.imports import folders, reading
from unmissed.web.imports.models import Draft
from unmissed.web.trail.models import Entry

RIGHT = {"event_id": "X-2", "child_id": "N-2", "occurred_on": "2026-01-06", "kind": "sexual_abuse", "harm": "known"}


def where(name: str, draft: Draft, table: str = "events", line: int = 3) -> str:
    return reverse(name, kwargs={"token": draft.token, "table": table, "line": line})


def mend(client: Client, draft: Draft, cells: dict[str, str], line: int = 3, table: str = "events", **more: str) -> Any:
    return client.post(where("mend", draft, table, line), {f"cell-{name}": text for name, text in cells.items()} | more)


def read_again(client: Client, draft: Draft) -> Draft:
    assert client.post(reverse("read-again", kwargs={"token": draft.token})).status_code == 302
    draft.refresh_from_db()
    return draft


def test_a_row_is_shown_with_every_cell_and_the_wrong_one_marked(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    said = page(coordinator, "mend", draft, table="events", line=3)
    for text in ("X-2", "N-2", "2026-01-06", "sexualabuse", "known"):
        assert f'value="{text}"' in said
    assert said.count("govuk-form-group--error") == 1
    assert "Perhaps sexual_abuse is meant" in said
    assert Entry.objects.latest("number").what == "a row of an upload"


def test_a_mended_row_is_used_once_it_is_read_again(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    response = mend(coordinator, draft, RIGHT)
    assert response["Location"] == reverse("draft", kwargs={"token": draft.token})
    assert "1 change not read yet" in page(coordinator, "draft", draft)
    assert read_again(coordinator, draft).counts["quarantine"] == 2
    with reading.open_draft(draft).con as con:
        found = con.execute("select kind, occurred_on from store.events where event_id = 'X-2'").fetchone()
    assert found == ("sexual_abuse", date(2026, 1, 6))
    entry = Entry.objects.get(what="mended a row of an upload")
    assert (entry.subject, entry.detail) == ("events, line 3", {})


def test_what_is_still_wrong_is_said_and_everything_typed_kept(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    response = mend(coordinator, draft, RIGHT | {"kind": "sexual abuze", "occurred_on": "2026-13-01", "harm": "suspected"})
    said = response.content.decode()
    assert response.status_code == 400
    assert "<title>Error:" in said
    assert "there is no month 13" in said
    assert 'value="sexual abuze"' in said
    assert 'value="suspected"' in said
    assert not folders.stored_mends(draft)


def test_a_required_cell_that_is_empty_and_dates_in_the_wrong_order(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    cells = {"episode_id": "Y-1", "child_id": "", "kind": "missing", "started_on": "2026-02-03", "ended_on": "2026-02-01"}
    said = mend(coordinator, draft, cells, 2, "missing_episodes").content.decode()
    assert "child_id is empty" in said
    assert "lies before started_on" in said


def test_going_on_to_the_next_row(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    assert mend(coordinator, draft, RIGHT, then="next")["Location"] == where("mend", draft, line=4)


def test_after_the_last_row_the_upload_is_shown(coordinator: Client) -> None:
    events = [{"event_id": "X-2", "child_id": "N-2", "occurred_on": "2026-01-06", "kind": "wrong", "harm": ""}]
    draft = uploaded(coordinator, register_zip({"children": [{"child_id": "N-2"}], "events": events}))
    assert mend(coordinator, draft, RIGHT, line=2, then="next")["Location"] == reverse("draft", kwargs={"token": draft.token})


def test_a_row_is_left_out_with_a_reason(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    coordinator.post(where("leave-out", draft, line=4), {"why": "Entered twice."})
    said = page(coordinator, "draft", draft)
    assert "left out: Entered twice." in said
    assert read_again(coordinator, draft).counts["quarantine"] == 2
    entry = Entry.objects.get(what="left a row of an upload out")
    assert (entry.subject, entry.why) == ("events, line 4", "Entered twice.")


def test_leaving_out_needs_a_reason(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    response = coordinator.post(where("leave-out", draft), {"why": " "})
    assert (response.status_code, "Enter why this row is left out" in response.content.decode()) == (400, True)
    assert not folders.stored_mends(draft)


def test_what_was_done_with_a_row_is_taken_back(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    mend(coordinator, draft, RIGHT)
    assert read_again(coordinator, draft).counts["quarantine"] == 2
    coordinator.post(where("as-it-came", draft))
    assert "changes not read yet" in page(coordinator, "draft", draft) or "1 change not read yet" in page(
        coordinator, "draft", draft
    )
    assert read_again(coordinator, draft).counts["quarantine"] == 3


def test_mending_a_row_mends_those_that_hang_on_it(coordinator: Client) -> None:
    children = [{"child_id": "N-1", "date_of_birth": "soon"}]
    events = [{"event_id": "X-1", "child_id": "N-1", "occurred_on": "2026-01-05", "kind": "arrest"}]
    draft = uploaded(coordinator, register_zip({"children": children, "events": events}))
    assert draft.counts["quarantine"] == 2
    mend(coordinator, draft, {"child_id": "N-1", "date_of_birth": "2011-02-03"}, 2, "children")
    assert read_again(coordinator, draft).counts["quarantine"] == 0


def test_a_row_with_too_many_values_is_mended(coordinator: Client) -> None:
    files = {
        "children.csv": "child_id\nN-1\n",
        "events.csv": "event_id,child_id,occurred_on,kind\nX-1,N-1,2026-01-05,arrest,extra\n",
    }
    draft = uploaded(coordinator, zipped(files))
    assert draft.counts["quarantine"] == 1
    assert 'value="arrest"' in page(coordinator, "mend", draft, table="events", line=2)
    mend(coordinator, draft, {"event_id": "X-1", "child_id": "N-1", "occurred_on": "2026-01-05", "kind": "arrest"}, 2)
    assert read_again(coordinator, draft).counts == {
        "new": 2, "same": 0, "different": 0, "hidden": 0, "withdrawn": 0, "quarantine": 0,
    }  # fmt: skip


def _workbook() -> tuple[str, bytes]:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        for name, lines in (("children", [["child_id"], ["N-1"], ["N-2"]]), ("events", _LINES)):
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(lines):
                sheet.write_row(row, 0, cells)
    return "register.xlsx", target.getvalue()


def _parquet(tmp_path: Path) -> tuple[str, bytes]:
    names, *lines = _LINES
    values = ", ".join(f"({', '.join(repr(cell) for cell in line)})" for line in lines)
    path = tmp_path / "events.parquet"
    duckdb.sql(f"select * from (values {values}) t({', '.join(names)})").write_parquet(str(path))
    return "register.zip", zipped({"children.csv": "child_id\nN-1\nN-2\n", "events.parquet": path.read_bytes()})


_LINES = [
    ["event_id", "child_id", "occurred_on", "kind", "harm"],
    ["X-1", "N-1", "2026-01-05", "arrest", "none"],
    ["X-2", "N-2", "2026-01-06", "sexualabuse", "known"],
]


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_rows_of_a_workbook_and_of_parquet_are_mended(coordinator: Client, tmp_path: Path, kind: str) -> None:
    name, content = _workbook() if kind == "xlsx" else _parquet(tmp_path)
    draft = uploaded(coordinator, content, name)
    (entry,) = folders.reading_of(draft)["quarantine"]
    mend(coordinator, draft, RIGHT, entry["line"])
    assert read_again(coordinator, draft).counts["quarantine"] == 0
    with reading.open_draft(draft).con as con:
        found = con.execute("select event_id, kind, occurred_on from store.events order by 1").fetchall()
    assert found == [("X-1", "arrest", date(2026, 1, 5)), ("X-2", "sexual_abuse", date(2026, 1, 6))]


def test_extra_columns_are_shown_and_kept(coordinator: Client) -> None:
    files = {
        "children.csv": "child_id,shoe size\nN-1,38\n",
        "events.csv": "event_id,child_id,occurred_on,kind,my note\nX-1,N-1,2026-01-05,no,a\n",
    }
    draft = uploaded(coordinator, zipped(files))
    assert "the contract names no such column" in page(coordinator, "mend", draft, table="events", line=2).lower()
    mend(
        coordinator,
        draft,
        {"event_id": "X-1", "child_id": "N-1", "occurred_on": "2026-01-05", "kind": "arrest", "my note": 'b, "c"'},
        2,
    )
    read_again(coordinator, draft)
    with reading.open_draft(draft).con as con:
        assert con.execute('select "my note" from store.events').fetchone() == ('b, "c"',)


@pytest.mark.parametrize(("table", "line"), [("events", 99), ("events", 1), ("nothing", 2), ("services", 2)])
def test_no_such_row(coordinator: Client, bad_register: bytes, table: str, line: int) -> None:
    draft = uploaded(coordinator, bad_register)
    assert coordinator.get(where("mend", draft, table, line)).status_code == 404
    assert coordinator.post(where("leave-out", draft, table, line), {"why": "x"}).status_code == 404


def test_nobody_else_mends_it(coordinator: Client, world: World, signed_in: Callable[..., Client], bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    world.manager.role = "coordinator"
    world.manager.save()
    assert mend(signed_in(world.manager), draft, RIGHT).status_code == 404
    assert mend(signed_in(world.partner), draft, RIGHT).status_code == 403
    assert not folders.stored_mends(draft)


def test_the_read_only_partnership_refuses(coordinator: Client, world: World, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    session = coordinator.session
    session["partnership"] = world.published.pk
    session.save()
    assert mend(coordinator, draft, RIGHT).status_code == 403


def test_signed_out_what_was_typed_is_kept(client: Client, coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    response = mend(client, draft, RIGHT)
    assert response.status_code == 401
    assert "What you typed is kept" in response.content.decode()


def test_the_upload_itself_stays_as_it_came(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    mend(coordinator, draft, RIGHT)
    read_again(coordinator, draft)
    text = (folders.upload_of(draft) / "events.csv").read_text("utf-8")
    assert [row["kind"] for row in csv.DictReader(io.StringIO(text))] == ["sexual_abuse", "sexualabuse", "arrest"]
