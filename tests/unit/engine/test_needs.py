"""Reading only what the chosen checks need: the same findings as from everything, and silence that never looks like safety."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from unmissed.checks.catalogue import Check, catalogue, read_check
from unmissed.engine.audit import audit
from unmissed.engine.finding import Finding
from unmissed.engine.needs import tables_read
from unmissed.register.loading import Register, load_register
from unmissed.register.schema import schema
from unmissed.synthetic.generate import generate

AS_OF = date(2024, 3, 31)
CHECKS = {check.name: check for check in catalogue()}

LOCAL = """/*
title: Anything at all
asks: Is there a row?
why: A local check.
cites: []
severity: watch
unprotected: false
opens: There is an event.
closes: Never.
parameters: []
needs: [events]
because: "An event."
*/
select child_id, 'events:' || event_id as opened_by, occurred_on as opened_on, null::date as closed_on, []::varchar[] as evidence
from (select columns('.*') from events)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated register of Parquet files, in which some rows are damaged: of columns that few checks read, and of ids."""
    place = tmp_path_factory.mktemp("register")
    generate(150, 3, place)
    for table, change in {
        "events": "select * replace (case when event_id like '%-003' then 'elsewhere' else kind end as kind)",
        "assessments": "select * replace (case when assessment_id like '%7-002' then 'unheard' else trigger end as trigger)",
        "workers": "select * replace (case when child_id = 'C0000005' then 'C9999999' else child_id end as child_id)",
    }.items():
        _rewrite(place / f"{table}.parquet", change)
    return place


def _rewrite(path: Path, change: str) -> None:
    with duckdb.connect() as con:
        con.execute(f"create table t as {change} from read_parquet('{path}')")
        con.execute(f"copy t to '{path}' (format parquet)")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated register in which every row is sound."""
    place = tmp_path_factory.mktemp("sound")
    generate(150, 4, place)
    return place


@pytest.fixture(scope="module")
def whole(folder: Path) -> Register:
    """All of the damaged register."""
    return load_register(folder)


@pytest.fixture(scope="module")
def whole_sound(sound: Path) -> Register:
    """All of the sound register."""
    return load_register(sound)


def found(register: Register, check: Check) -> list[Finding]:
    """What one check finds."""
    return list(audit(register, as_of=AS_OF, checks=[check]).findings())


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_finds_the_same_in_what_is_read_for_it_alone(name: str, sound: Path, whole_sound: Register) -> None:
    narrow = load_register(sound, tables_read([CHECKS[name]]))
    assert narrow.unread
    assert narrow.held
    assert found(narrow, CHECKS[name]) == found(whole_sound, CHECKS[name])


@pytest.mark.parametrize("name", ["review-overdue", "harm-without-action", "worker-turnover", "past-harm-omitted"])
def test_rows_that_a_whole_reading_sets_aside_are_set_aside(name: str, folder: Path, whole: Register) -> None:
    narrow = load_register(folder, tables_read([CHECKS[name]]))
    assert narrow.quarantine == tuple(entry for entry in whole.quarantine if entry.table not in narrow.unread)
    assert narrow.quarantine
    assert found(narrow, CHECKS[name]) == found(whole, CHECKS[name])


def test_what_was_not_read_is_not_assessed(sound: Path) -> None:
    narrow = load_register(sound, tables_read([CHECKS["worker-turnover"]]))
    run = audit(narrow, as_of=AS_OF, checks=[CHECKS["worker-turnover"], CHECKS["harm-without-action"]])
    assert list(run.not_assessed) == ["harm-without-action"]
    assert "the register was read without" in run.not_assessed["harm-without-action"]
    assert "events" in run.not_assessed["harm-without-action"]


def test_a_table_of_which_a_column_was_left_out_is_not_assessed(sound: Path) -> None:
    reading = {**tables_read([CHECKS["harm-without-action"]])}
    reading["events"] = reading["events"] - {"harm"}
    run = audit(load_register(sound, reading), as_of=AS_OF, checks=[CHECKS["harm-without-action"]])
    assert run.not_assessed == {"harm-without-action": "the register was read without events"}


def test_a_missing_table_is_missing_and_not_unread(sound: Path, tmp_path: Path) -> None:
    for path in sound.iterdir():
        if path.stem not in {"workers", "actions", "assessment_factors"}:
            (tmp_path / path.name).symlink_to(path)
    narrow = load_register(tmp_path, tables_read([CHECKS["worker-turnover"]]))
    assert "assessments" in narrow.unread
    assert not {"actions", "assessment_factors"} & narrow.unread
    assert (
        "the register has no table workers"
        in audit(narrow, as_of=AS_OF, checks=[CHECKS["worker-turnover"]]).not_assessed["worker-turnover"]
    )


def test_a_local_check_is_given_whole_tables(tmp_path: Path) -> None:
    (tmp_path / "anything-at-all.sql").write_text(LOCAL, "utf-8")
    check = read_check(tmp_path / "anything-at-all.sql")
    assert tables_read([check])["events"] == {column.name for column in schema()["events"].columns}
    assert "summary" not in tables_read([CHECKS["harm-without-action"]])["events"]
