"""Files that are asked where they lie: the same rows as tables give, and a table at the first doubt."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from unmissed.engine.audit import audit
from unmissed.register.loading import Register, load_register
from unmissed.register.quarantine import RegisterError
from unmissed.register.schema import schema
from unmissed.synthetic.generate import generate

CHILD = {"child_id": "'C1'", "date_of_birth": "date '2008-02-29'", "nhs_number": "null::varchar", "name": "'Ada'"}
EVENT = {
    "event_id": "'E1'",
    "child_id": "'C1'",
    "occurred_on": "date '2020-01-01'",
    "kind": "'arrest'",
    "harm": "'known'",
    "perpetrator_identified": "false",
    "summary": "null::varchar",
    "recorded_on": "date '2020-01-02'",
}
EPISODE = {
    "episode_id": "'M1'",
    "child_id": "'C1'",
    "started_on": "date '2020-01-01'",
    "ended_on": "date '2020-01-01'",
}
TABLES = {"children": CHILD, "events": EVENT, "missing_episodes": EPISODE}


def written(folder: Path, *changed: tuple[str, dict[str, str]]) -> Path:
    """A folder with one row in each of three tables, and a further row for each of `changed`, all as Parquet."""
    for name, columns in TABLES.items():
        rows = [columns, *(columns | values for table, values in changed if table == name)]
        sql = " union all ".join("select " + ", ".join(f"{value} as {column}" for column, value in row.items()) for row in rows)
        duckdb.execute(f"copy ({sql}) to '{folder / name}.parquet' (format parquet)")
    return folder


def damage(file: Path) -> None:
    """Make the values of a Parquet file unreadable, and leave the description of them at its end."""
    whole = file.read_bytes()
    file.write_bytes(whole[:4] + b"\xff" * 40 + whole[44:])


def contents(register: Register) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in order."""
    names = [table.name for table in schema()]
    return {name: register.con.execute(f"select * from store.{name} order by all").fetchall() for name in names}


def test_a_sound_register_stays_in_place_with_the_same_rows(tmp_path: Path) -> None:
    generate(60, 3, tmp_path)
    tables, views = load_register(tmp_path), load_register(tmp_path, in_place=True)
    assert set(views.in_place) == views.tables == tables.tables
    assert not tables.in_place
    assert contents(views) == contents(tables)
    assert views.columns == tables.columns
    assert views.notices == tables.notices


def test_the_findings_are_the_same(tmp_path: Path) -> None:
    generate(60, 3, tmp_path)
    runs = [audit(load_register(tmp_path, in_place=place), as_of=date(2025, 9, 30)) for place in (False, True)]
    first, second = (list(run.findings()) for run in runs)
    assert first == second
    assert first


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("children", {"child_id": "''"}),
        ("children", {"child_id": "null"}),
        ("children", {"child_id": "' C2'"}),
        ("children", {"child_id": "'C1'"}),
        ("children", {"child_id": "'C2'", "nhs_number": "'9434765918'"}),
        ("children", {"child_id": "'C2'", "date_of_birth": "date '0208-02-28'"}),
        ("events", {"event_id": "'E2'", "kind": "'elsewhere'"}),
        ("events", {"event_id": "'E2'", "harm": "'Known'"}),
        ("events", {"event_id": "'E2'", "harm": "''"}),
        ("events", {"event_id": "'E2'", "child_id": "'C9'"}),
        ("events", {"event_id": "'E2'", "child_id": "' C1'"}),
        ("events", {"event_id": "'E2'", "occurred_on": "null"}),
        ("events", {"event_id": "'E2'", "summary": "'told twice '"}),
        ("missing_episodes", {"episode_id": "'M2'", "ended_on": "date '2019-12-31'"}),
    ],
)
def test_at_a_doubt_it_is_read_into_a_table_and_judged_as_ever(tmp_path: Path, table: str, values: dict[str, str]) -> None:
    written(tmp_path, (table, values))
    plainly, chosen = load_register(tmp_path), load_register(tmp_path, in_place=True)
    assert table not in chosen.in_place
    assert chosen.quarantine == plainly.quarantine
    assert chosen.notices == plainly.notices
    assert contents(chosen) == contents(plainly)


def test_what_refers_to_a_damaged_table_is_judged_without_it(tmp_path: Path) -> None:
    agreed = "' G1' as meeting_id, 'police' as agency, 'visit' as action, date '2020-01-01' as set_on"
    action = f"select 'A1' as action_id, 'C1' as child_id, {agreed}"
    duckdb.execute(f"copy ({action}) to '{written(tmp_path) / 'actions.parquet'}' (format parquet)")
    held = "select 'G1' as meeting_id, 'C1' as child_id, date '2020-01-01' as held_on, 'strategy' as kind"
    duckdb.execute(f"copy ({held}) to '{tmp_path / 'meetings.parquet'}' (format parquet, compression uncompressed)")
    damage(tmp_path / "meetings.parquet")
    plainly, chosen = load_register(tmp_path), load_register(tmp_path, in_place=True)
    assert "meetings" not in chosen.tables
    assert chosen.quarantine == plainly.quarantine
    assert contents(chosen) == contents(plainly)
    assert chosen.con.execute("select meeting_id from store.actions").fetchall() == [("G1",)]


def test_a_column_of_another_type_or_that_the_contract_does_not_know_is_a_doubt(tmp_path: Path) -> None:
    written(tmp_path)
    duckdb.execute(f"copy (select 1 as child_id) to '{tmp_path / 'children.parquet'}' (format parquet)")
    duckdb.execute(f"copy (select 'C1' as child_id, 'blue' as eyes) to '{tmp_path / 'children.parquet'}' (format parquet)")
    assert "children" not in load_register(tmp_path, in_place=True).in_place


def test_text_files_become_tables(tmp_path: Path) -> None:
    (tmp_path / "children.csv").write_text("child_id\nC1\n")
    assert not load_register(tmp_path, in_place=True).in_place


def test_a_file_that_changes_while_it_is_asked_is_refused(tmp_path: Path) -> None:
    register = load_register(written(tmp_path), in_place=True)
    assert register.in_place
    os.utime(tmp_path / "events.parquet", (1, 1))
    with pytest.raises(RegisterError, match=r"events\.parquet changed while it was read"):
        audit(register, as_of=date(2020, 6, 30), checks=[])


def test_a_file_that_goes_while_it_is_asked_is_refused(tmp_path: Path) -> None:
    register = load_register(written(tmp_path), in_place=True)
    (tmp_path / "events.parquet").unlink()
    with pytest.raises(RegisterError, match="changed while it was read"):
        register.demand_unchanged()


def test_findings_are_told_from_what_the_run_holds(tmp_path: Path) -> None:
    generate(60, 3, tmp_path)
    run = audit(load_register(tmp_path, in_place=True), as_of=date(2025, 9, 30))
    for file in tmp_path.iterdir():
        file.unlink()
    assert any(finding.closed_on and finding.because for finding in run.findings())
