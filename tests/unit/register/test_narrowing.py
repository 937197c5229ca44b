"""A narrower reading: what it leaves out, what it may not leave out, and when it reads everything after all."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from unmissed.register.loading import Register, load_register
from unmissed.register.narrowing import with_what_they_need

WANTED = {"events": {"harm"}}
SPOILT = "'\\xC3\\x28'::blob"
CHILDREN = "select 'C1' as child_id, 'Ada' as name"


def held(register: Register, table: str) -> set[str]:
    """The columns that a loaded table holds."""
    return {row[0] for row in register.con.execute(f"describe store.{table}").fetchall()}


def written(folder: Path, **tables: str) -> Path:
    """A folder with each table as Parquet, from SQL."""
    for name, sql in {"children": CHILDREN, **tables}.items():
        duckdb.execute(f"copy ({sql}) to '{folder / name}.parquet' (format parquet)")
    return folder


def event(event_id: str = "E1", child: str = "C1", **values: str) -> str:
    """SQL of one event; other columns by name, as SQL."""
    others = {"kind": "'arrest'", "harm": "'known'", "summary": "null::varchar", **values}
    columns = ", ".join(f"{value} as {name}" for name, value in others.items())
    return f"select '{event_id}' as event_id, '{child}' as child_id, date '2020-01-01' as occurred_on, {columns}"


def both(*events: str) -> str:
    """SQL of several events."""
    return " union all ".join(events)


def test_only_what_is_wanted_and_what_it_stands_on_is_held(tmp_path: Path) -> None:
    register = load_register(written(tmp_path, events=event(), workers="select 1 as a"), WANTED)
    assert held(register, "events") == {"event_id", "child_id", "occurred_on", "harm", "recorded_on"}
    assert register.unread == {"workers"}
    assert register.tables == {"children", "events"}
    assert not register.quarantine


def test_what_a_table_refers_to_is_read_with_it() -> None:
    assert set(with_what_they_need({"actions": ["due_on"]})) == {"children", "actions", "meetings"}
    assert "completed_on" in with_what_they_need({"assessment_factors": ["factor"]})["assessments"]
    assert "completed_on" in with_what_they_need({"assessments": ["level"]})["assessments"]


@pytest.mark.parametrize(
    "events",
    [
        both(event(), event("E2", kind="'elsewhere'")),
        both(event(), event("E2", child="C2")),
        both(event(), event(summary="'told in full'", harm="'suspected'")),
        both(event(harm="'suspected'"), event(summary="'told in full'")),
        both(event(), f"select * replace (null::varchar as event_id) from ({event()})"),
    ],
    ids=["a fault in a column not wanted", "an orphan", "the second is fuller", "the fuller is known", "an id missing"],
)
def test_at_the_first_suspicion_everything_is_read(events: str, tmp_path: Path) -> None:
    folder = written(tmp_path, events=events)
    whole, narrow = load_register(folder), load_register(folder, WANTED)
    assert whole.quarantine
    assert narrow.quarantine == whole.quarantine
    assert not narrow.held
    rows = "select * from store.events"
    assert narrow.con.execute(rows).fetchall() == whole.con.execute(rows).fetchall()


def test_a_csv_file_is_always_held_whole(tmp_path: Path) -> None:
    (tmp_path / "children.csv").write_text("child_id\nC1\n", "utf-8")
    (tmp_path / "events.csv").write_text("event_id,child_id,occurred_on,kind\nE1,C1,2020-01-01,arrest\n", "utf-8")
    register = load_register(tmp_path, WANTED)
    assert "summary" in held(register, "events")
    assert not register.held


def test_a_file_that_only_whole_reading_finds_damaged_is_set_aside_then(tmp_path: Path) -> None:
    spoilt = event(summary=SPOILT)
    folder = written(tmp_path, events=both(spoilt, event("E2", child="C2", summary=SPOILT)))
    narrow, whole = load_register(folder, WANTED), load_register(folder)
    assert narrow.quarantine == whole.quarantine
    assert narrow.tables == whole.tables
    assert narrow.con.execute("select count(*) from store.events").fetchone() == (0,)
