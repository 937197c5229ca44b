"""Timelines by hand: runs that merge, what is left without others, the level on each day, and being at risk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from unmissed.policy.model import default_policy
from unmissed.policy.sql import policy_macros
from unmissed.register.known import as_of_view
from unmissed.register.loading import register_from_rows
from unmissed.register.schema import schema
from unmissed.register.timeline import macros, needed_timelines, timelines

Spell = tuple[int, int | None, str]
"""From, until (None: still running) and record."""


def day(number: int) -> date:
    """The day of that number; day 1 is 1 January 2019."""
    return date(2018, 12, 31) + timedelta(number)


def number(when: date | None) -> int | None:
    """The number of a day, None for none."""
    return None if when is None else (when - day(0)).days


# Macros over spells


def spells_of(*spells: Spell, child: str = "A") -> str:
    """SQL that gives the spells of a child."""
    rows = ", ".join(f"('{child}', {start}, {end or 'null'}, '{record}')" for start, end, record in spells)
    empty = "('', 1, 2, '')"
    return (
        "select child_id, date '2018-12-31' + from_day::integer as from_on, date '2018-12-31' + until_day::integer as until_on,"
        f" record from (values {rows or empty}) as t (child_id, from_day, until_day, record) where child_id <> ''"
    )


def asked(sql: str) -> list[tuple[Any, ...]]:
    """The rows of a statement that may use the shared macros, days as numbers."""
    con = duckdb.connect(":memory:")
    con.execute(macros())
    rows = con.execute(sql).fetchall()
    return [tuple(number(value) if isinstance(value, date) else value for value in row) for row in rows]


def merged(*spells: Spell) -> list[tuple[Any, ...]]:
    """The merged runs of one child: from, until, first and last record."""
    columns = "from_on, until_on, record, last_record"
    return asked(f"with given as ({spells_of(*spells)}) select {columns} from merged('given') order by from_on")


def without(kept: list[Spell], taken: list[Spell]) -> list[tuple[Any, ...]]:
    """What is left of the runs kept outside those taken: from, until, record."""
    return asked(
        f"with k as ({spells_of(*kept)}), t as ({spells_of(*taken)}), kept as (from merged('k')), taken as (from merged('t'))"
        " select from_on, until_on, record from without('kept', 'taken') order by from_on"
    )


@pytest.mark.parametrize(
    ("spells", "runs"),
    [
        ([], []),
        ([(1, 5, "a")], [(1, 5, "a", "a")]),
        ([(1, 5, "a"), (7, 9, "b")], [(1, 5, "a", "a"), (7, 9, "b", "b")]),
        ([(1, 5, "a"), (5, 9, "b")], [(1, 9, "a", "b")]),
        ([(1, 5, "a"), (6, 9, "b")], [(1, 5, "a", "a"), (6, 9, "b", "b")]),
        ([(1, 9, "a"), (3, 5, "b")], [(1, 9, "a", "a")]),
        ([(1, 9, "a"), (2, 3, "b"), (8, 12, "c")], [(1, 12, "a", "c")]),
        ([(1, None, "a"), (3, 5, "b"), (9, None, "c")], [(1, None, "a", "c")]),
        ([(4, 9, "b"), (4, 6, "a"), (9, 11, "a")], [(4, 11, "a", "a")]),
        ([(3, 3, "a"), (5, 4, "b")], []),
        ([(4, None, "same"), (4, 8, "same")], [(4, None, "same", "same")]),
    ],
    ids=[
        "none",
        "one",
        "two apart",
        "touching",
        "a day apart",
        "one inside another",
        "one over the end of another",
        "still running",
        "begun on one day",
        "empty and turned round",
        "two of one record begun on one day",
    ],
)
def test_spells_that_overlap_or_touch_become_one_run(spells: list[Spell], runs: list[tuple[Any, ...]]) -> None:
    assert merged(*spells) == runs
    assert merged(*reversed(spells)) == runs
    columns = "from_on, until_on, record"
    without_last = asked(f"with given as ({spells_of(*spells)}) select {columns} from runs_of('given') order by from_on")
    assert without_last == [run[:3] for run in runs]


def test_two_children_never_merge() -> None:
    one, other = spells_of((1, 5, "a")), spells_of((3, 9, "b"), child="B")
    rows = asked(f"with given as ({one} union all {other}) select child_id, from_on, until_on from merged('given') order by 1")
    assert rows == [("A", 1, 5), ("B", 3, 9)]


@pytest.mark.parametrize(
    ("kept", "taken", "left"),
    [
        ([(1, 9, "k")], [], [(1, 9, "k")]),
        ([], [(1, 9, "t")], []),
        ([(1, 9, "k")], [(1, 9, "t")], []),
        ([(3, 6, "k")], [(1, 9, "t")], []),
        ([(1, 9, "k")], [(3, 5, "t")], [(1, 3, "k"), (5, 9, "t")]),
        ([(1, 9, "k")], [(1, 5, "t")], [(5, 9, "t")]),
        ([(1, 9, "k")], [(5, 9, "t")], [(1, 5, "k")]),
        ([(5, 9, "k")], [(1, 5, "t")], [(5, 9, "k")]),
        ([(1, 9, "k")], [(9, 12, "t")], [(1, 9, "k")]),
        ([(1, None, "k")], [(3, 5, "t"), (7, None, "u")], [(1, 3, "k"), (5, 7, "t")]),
        ([(1, 4, "k"), (8, None, "l")], [(2, 9, "t")], [(1, 2, "k"), (9, None, "t")]),
        ([(1, None, "k")], [(3, 5, "t"), (5, 7, "u")], [(1, 3, "k"), (7, None, "u")]),
    ],
    ids=[
        "nothing taken",
        "nothing kept",
        "all taken",
        "taken beyond both ends",
        "taken from the middle",
        "taken from the start",
        "taken to the end",
        "taken until the start",
        "taken from the end on",
        "taken twice, the second for good",
        "one taken run over two kept ones",
        "two taken that touch",
    ],
)
def test_what_is_left_begins_with_the_record_that_uncovered_it(kept: list[Spell], taken: list[Spell], left: list[Spell]) -> None:
    assert without(kept, taken) == left


@pytest.mark.parametrize(
    ("runs", "counted"),
    [
        ([], []),
        ([(1, 5), (5, 9), (12, None)], [1, 5, 12]),
        ([(1, None), (5, 9)], [1]),
        ([(1, 9), (5, 7), (7, 12), (9, 10)], [1, 9]),
        ([(1, 9), (5, 30), (10, 20), (20, 25)], [1, 10, 20]),
    ],
    ids=["none", "one after another", "one that never ends", "within the first", "within one that does not count"],
)
def test_of_runs_one_at_a_time_counts(runs: list[tuple[int, int | None]], counted: list[int]) -> None:
    rows = spells_of(*((start, end, "r") for start, end in runs))
    given = f"select child_id, from_on as begun_on, until_on as ended_on from ({rows})"
    other = "select 'B', date '2019-01-02', null::date"
    found = asked(f"with given as ({given} union all {other}) select child_id, begun_on from one_at_a_time('given') order by all")
    assert found == [*(("A", start) for start in counted), ("B", 2)]


def test_a_date_and_a_code_are_read_as_a_person_reads_them() -> None:
    con = duckdb.connect(":memory:")
    con.execute(macros())
    assert con.execute("select in_words(date '2016-10-06'), said('very_high')").fetchone() == ("6 October 2016", "very high")


# Timelines over a register


def timeline(name: str, as_of: int = 1000, **rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """From, until and record of a timeline of one child, as known on a day."""
    register = register_from_rows({"children": [{"child_id": "A"}], **rows})
    assert not register.quarantine
    con = register.con.cursor()
    for statement in policy_macros(default_policy()):
        con.execute(statement)
    con.execute(macros())
    for table in schema():
        con.execute(f"create temp view {table.name} as {as_of_view(table, schema(), day(as_of))}")
    for needed in needed_timelines([name]):
        con.execute(needed.statement())
    found = con.execute(f"select from_on, until_on, record from {name} order by from_on, record").fetchall()
    return [(number(start), number(end), record.partition(":")[2]) for start, end, record in found]


def assessed(name: str, completed: int | None, level: str | None, **more: Any) -> dict[str, Any]:
    """An assessment started on the day before the one on which it completed."""
    row = {"assessment_id": name, "child_id": "A", "kind": "review", "started_on": day((completed or 2) - 1), "level": level}
    return row | {"completed_on": day(completed) if completed else None} | more


def harmed(name: str, occurred: int, **more: Any) -> dict[str, Any]:
    """An event with known harm."""
    return {"event_id": name, "child_id": "A", "occurred_on": day(occurred), "kind": "other", "harm": "known"} | more


def test_the_level_is_that_of_the_last_completed_assessment_that_records_one() -> None:
    rows = [assessed("a", 10, "high"), assessed("b", 20, None), assessed("c", 30, "low"), assessed("d", None, "very_high")]
    assert timeline("levels", assessments=rows) == [(10, 30, "a"), (30, None, "c")]


def test_an_assessment_known_after_a_later_one_never_sets_the_level() -> None:
    rows = [assessed("a", 10, "low"), assessed("b", 20, "high", recorded_on=day(50)), assessed("c", 30, "medium")]
    assert timeline("levels", assessments=rows) == [(10, 30, "a"), (30, None, "c")]


def test_an_assessment_known_late_sets_the_level_from_the_day_on_which_it_was_known() -> None:
    rows = [assessed("a", 10, "low"), assessed("b", 20, "high", recorded_on=day(25))]
    assert timeline("levels", assessments=rows) == [(10, 25, "a"), (25, None, "b")]
    assert timeline("levels", as_of=24, assessments=rows) == [(10, None, "a")]


def test_of_two_completed_on_one_day_the_later_id_sets_the_level() -> None:
    rows = [assessed("b", 10, "high"), assessed("a", 10, "low")]
    spells = [spell for spell in timeline("levels", assessments=rows) if spell[0] != spell[1]]
    assert spells == [(10, None, "b")]


@pytest.mark.parametrize(
    ("level", "runs"), [("none", []), ("low", []), ("medium", [(10, None, "a")]), ("very_high", [(10, None, "a")])]
)
def test_at_risk_from_medium(level: str, runs: list[Spell]) -> None:
    assert timeline("at_risk", assessments=[assessed("a", 10, level)]) == runs


def test_at_risk_from_medium_to_high_is_one_run_until_low() -> None:
    rows = [assessed("a", 10, "medium"), assessed("b", 40, "high"), assessed("c", 70, "low")]
    assert timeline("at_risk", assessments=rows) == [(10, 70, "a")]


def test_harm_puts_a_child_at_risk_from_the_day_on_which_it_is_known() -> None:
    assert timeline("at_risk", events=[harmed("e", 10, recorded_on=day(15))]) == [(15, None, "e")]
    assert timeline("at_risk", events=[harmed("e", 10, harm="none")]) == []


@pytest.mark.parametrize(("completed", "until"), [(99, None), (100, 100)], ids=["day 89 after the harm", "day 90 after the harm"])
def test_a_low_level_ends_the_risk_through_harm_ninety_days_after_it(completed: int, until: int | None) -> None:
    rows = [assessed("a", completed, "low")]
    assert timeline("at_risk", events=[harmed("e", 10)], assessments=rows) == [(10, until, "e")]


def test_a_low_level_of_an_assessment_that_did_not_know_of_the_harm_ends_nothing() -> None:
    harm = harmed("e", 10, recorded_on=day(150))
    assert timeline("at_risk", events=[harm], assessments=[assessed("a", 149, "low")]) == [(150, None, "e")]
    assert timeline("at_risk", events=[harm], assessments=[assessed("a", 200, "none")]) == [(150, 200, "e")]


def test_harm_that_an_assessment_finds_is_on_record_from_its_completion() -> None:
    rows = [assessed("a", 10, "low", harm="suspected"), assessed("b", 99, "low"), assessed("c", 100, "none")]
    assert timeline("at_risk", assessments=rows) == [(10, 100, "a")]


def test_two_reasons_to_be_at_risk_are_one_run_and_a_gap_makes_two() -> None:
    events = [harmed("e", 20), harmed("f", 300)]
    rows = [assessed("a", 10, "high"), assessed("b", 50, "low"), assessed("c", 110, "low")]
    assert timeline("at_risk", events=events, assessments=rows) == [(10, 110, "a"), (300, None, "f")]


def test_every_timeline_stands_after_those_that_it_reads() -> None:
    made: list[str] = []
    for name, each in timelines().items():
        assert {needed.name for needed in needed_timelines([each.sql])} - {name} <= set(made)
        made.append(name)
