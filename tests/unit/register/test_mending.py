"""Loading a register with mends: by table and line, whatever kind of file the row stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from unmissed.register.loading import Register, load_register
from unmissed.register.mending import load_mended, row_at
from unmissed.register.quarantine import RegisterError

EVENTS = """event_id,child_id,occurred_on,kind,my note

X-1,N-1,2026-01-05,arrest,"two
lines"
X-2,N-1,soon,arrest,a
X-3,N-1,2026-01-07,"arrest
X-4,N-1,2026-01-08,arrest,d
"""
"""Lines 3 (to 4), 5, 6 and 7; the quotation mark in line 6 is never closed."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "children.csv").write_text("child_id\nN-1\n", "utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    return tmp_path


def events(register: Register) -> list[tuple[str, str, str]]:
    with register.con as con:
        return con.execute('select event_id, occurred_on::varchar, "my note" from store.events order by 1').fetchall()


def test_without_mends_it_is_the_register_itself(folder: Path) -> None:
    plain, mended = load_register(folder), load_mended(folder, {})
    assert (mended.quarantine, mended.notices) == (plain.quarantine, plain.notices)
    assert events(mended) == events(plain) == [("X-1", "2026-01-05", "two\nlines"), ("X-4", "2026-01-08", "d")]


def test_a_mend_replaces_the_cells_that_it_names_and_every_other_row_keeps_its_line(folder: Path) -> None:
    mended = load_mended(folder, {"events": {5: {"occurred_on": "2026-01-06"}}})
    assert [entry.line for entry in mended.quarantine] == [6]
    assert [row[:2] for row in events(mended)] == [("X-1", "2026-01-05"), ("X-2", "2026-01-06"), ("X-4", "2026-01-08")]


def test_a_line_that_could_not_be_split_is_mended_or_left_out(folder: Path) -> None:
    cells = {"event_id": "X-3", "child_id": "N-1", "occurred_on": "2026-01-07", "kind": "arrest"}
    mended = load_mended(folder, {"events": {6: cells, 5: None}})
    assert mended.quarantine == ()
    assert [row[0] for row in events(mended)] == ["X-1", "X-3", "X-4"]


def test_a_mend_that_is_bad_itself_goes_to_quarantine_with_its_line(folder: Path) -> None:
    mended = load_mended(folder, {"events": {5: {"occurred_on": "2026-02-30"}, 6: None}})
    assert [(entry.line, entry.column) for entry in mended.quarantine] == [(5, "occurred_on")]


def test_mends_of_tables_and_lines_that_are_not_there_change_nothing(folder: Path) -> None:
    mended = load_mended(folder, {"services": {2: None}, "events": {99: {"kind": "arrest"}}})
    assert mended.quarantine == load_register(folder).quarantine


def test_a_row_is_found_by_its_line(folder: Path) -> None:
    found = {"event_id": "X-1", "child_id": "N-1", "occurred_on": "2026-01-05", "kind": "arrest", "my note": "two\nlines"}
    assert row_at(folder, "events", 3) == found
    assert row_at(folder, "events", 6) == dict.fromkeys(("event_id", "child_id", "occurred_on", "kind", "my note"), "")
    assert row_at(folder, "events", 4) is None
    assert row_at(folder, "services", 2) is None


def test_a_register_without_children_stays_none(folder: Path) -> None:
    (folder / "children.csv").unlink()
    with pytest.raises(RegisterError, match="not children"):
        load_mended(folder, {"events": {5: None}})
