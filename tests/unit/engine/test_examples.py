"""The examples of every check hold, and what a header says is what its SQL does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import duckdb
import pytest

from unmissed.checks.catalogue import Check, catalogue
from unmissed.engine.examples import KINDS, NOT_ASSESSED, Example, differences, read_examples
from unmissed.policy.model import default_policy
from unmissed.policy.sql import macro_names, policy_macros
from unmissed.register.known import STORE, as_of_view
from unmissed.register.schema import Column, Table, schema
from unmissed.register.timeline import macros, needed_timelines, timelines

TYPES = {"date": "date", "bool": "boolean", "whole": "integer", "list": "varchar[]"}
BIRTHDAY = "children.date_of_birth"
"""Read for every check, to end its findings at the 18th birthday; a register without it is assessed all the same."""

every_check = pytest.mark.parametrize("check", catalogue(), ids=lambda check: check.name)


def _examples() -> Iterator[tuple[Check, Example]]:
    for check in catalogue():
        for example in read_examples(check).examples:
            yield check, example


def _named(check: Check, example: Example) -> str:
    return f"{check.name}: {example.name}"


@pytest.mark.parametrize(
    ("check", "example"), [pytest.param(check, example, id=_named(check, example)) for check, example in _examples()]
)
def test_the_example_holds(check: Check, example: Example) -> None:
    assert differences(check, example) == []


@every_check
def test_a_check_shows_every_kind_of_example_or_says_why_it_cannot(check: Check) -> None:
    examples = read_examples(check)
    assert examples.kinds_left_out() == set()
    assert set(examples.without) <= set(KINDS)
    assert all(len(reason.split()) > 3 for reason in examples.without.values()), "a reason is a sentence"


@every_check
def test_the_names_of_its_examples_differ(check: Check) -> None:
    names = [example.name for example in read_examples(check).examples]
    assert len(set(names)) == len(names)


@every_check
def test_an_example_that_fires_expects_a_finding_and_one_that_is_silent_none(check: Check) -> None:
    for example in read_examples(check).examples:
        if "fires" in example.shows:
            assert example.expect, example.name
        if "silent" in example.shows:
            assert example.expect == [], example.name
        assert ("not_assessed" in example.shows) == (example.expect == NOT_ASSESSED), example.name


@every_check
def test_a_sentence_is_compared_in_full(check: Check) -> None:
    expected = [wanted for e in read_examples(check).examples if isinstance(e.expect, list) for wanted in e.expect]
    assert any("because" in wanted for wanted in expected)
    assert any("severity" in wanted for wanted in expected)


# What a header says


@every_check
def test_the_parameters_are_the_policy_values_that_the_sql_and_its_timelines_use(check: Check) -> None:
    used = {s.name for s in default_policy() if any(re.search(rf"\b{m}\(", _read_text(check)) for m in macro_names(s))}
    assert set(check.parameters) == used


def _read_text(check: Check) -> str:
    """The SQL of a check and of every timeline that it reads, without comments."""
    texts = [check.sql, *(timeline.sql for timeline in needed_timelines([check.sql]))]
    return re.sub(r"--[^\n]*", "", "\n".join(texts))


READ_BUT_NOT_NEEDED = {
    "rapid-downgrade": ({"assessments.harm"}, "it leaves out what assessments say of the harm on record"),
    "essential-details-missing": (
        {table.name for table in schema() if table.dated and table.name != "assessments"},
        "a table that is missing can only make the first known record later",
    ),
    "return-interview-late": ({"missing_episodes.kind"}, "it is only told, and an episode without it is one all the same"),
    "action-overdue": ({"actions.meeting_id"}, "it is only evidence, and an action agreed elsewhere has none"),
}
"""Check → what its SQL names although it can be assessed without it, and why. An entry that has become untrue fails."""


@every_check
def test_the_needs_are_what_the_sql_and_its_timelines_read(check: Check) -> None:
    read = {f"{table}.{column}" for table, column in _optional_columns() if check.name in _unbound_without(table, column)}
    with_columns = {column.partition(".")[0] for column in read}
    read |= {t.name for t in schema() if t.name not in with_columns and check.name in _unbound_without(t.name, None)}
    allowed, _ = READ_BUT_NOT_NEEDED.get(check.name, (set(), ""))
    assert set(check.needs) <= read, "needed but not read"
    assert read - set(check.needs) - {BIRTHDAY, "children"} == allowed


def test_what_is_read_but_not_needed_is_about_checks_that_exist() -> None:
    assert set(READ_BUT_NOT_NEEDED) <= {check.name for check in catalogue()}


def test_a_lacking_column_and_a_lacking_table_are_noticed() -> None:
    """Were nothing ever unbound, the test of the needs would hold for a header that needs nothing."""
    assert "harm-without-action" in _unbound_without("events", "harm")
    assert "harm-without-action" in _unbound_without("meetings", None)
    assert "harm-without-action" not in _unbound_without("views", None)


def _optional_columns() -> Iterator[tuple[str, str]]:
    """Table and column of every optional column that can be taken away: `assessed` leaves two out by their names."""
    excluded = re.search(r"exclude \(([^)]*)\)", timelines()["assessed"].sql)
    never_read = set(re.findall(r"\w+", excluded[1])) if excluded else set()
    for table in schema():
        carried = {"recorded_on", "source", "notes"}
        names = [c.name for c in table.columns if not c.required and c.name not in carried | never_read]
        yield from ((table.name, name) for name in names)


@cache
def _unbound_without(table: str, column: str | None) -> frozenset[str]:
    """The checks whose SQL cannot be bound when the register as known lacks a column, or a whole table."""
    con = _empty_register()
    lost = _lost(schema()[table], column)
    con.execute(f"drop view {table}")
    if column:
        con.execute(f"create view {table} as select * exclude ({', '.join(lost)}) from ({_known(schema()[table])})")
    naming = re.compile(rf"\b({'|'.join(lost)})\b")
    _make_timelines(con, naming)
    readers = [check for check in catalogue() if naming.search(_read_text(check))]
    unbound = frozenset(check.name for check in readers if not _binds(con, f"describe\n{check.sql}"))
    con.execute(f"create or replace view {table} as {_known(schema()[table])}")
    return unbound


def _lost(table: Table, column: str | None) -> list[str]:
    """The names that go with a column (a date takes the day on which it was known with it), or that of the table."""
    if column is None:
        return [table.name]
    later = table.column(column) in table.later_dates
    return [column, *([table.column(column).known_name] if later else [])]


@cache
def _empty_register() -> duckdb.DuckDBPyConnection:
    """A register without rows as known on a day, with the policy and the macros."""
    con = duckdb.connect(":memory:")
    con.execute(f"create schema {STORE}; create temp macro as_of() as date '2020-12-31'")
    for statement in policy_macros(default_policy()):
        con.execute(statement)
    con.execute(macros())
    for table in schema():
        con.execute(f"create table {STORE}.{table.name} ({', '.join(map(_declared, table.columns))})")
        con.execute(f"create view {table.name} as {_known(table)}")
    return con


def _known(table: Table) -> str:
    return as_of_view(table, schema(), date(2020, 12, 31))


def _declared(column: Column) -> str:
    return f'"{column.name}" {TYPES.get(column.type, "varchar")}'


def _make_timelines(con: duckdb.DuckDBPyConnection, lost: re.Pattern[str]) -> None:
    """The timelines as views, each where it can be bound. `assessed` is read in part: `passed_on`, which it makes of a column,
    goes with that, and the others stay."""
    for name in timelines():
        con.execute(f"drop view if exists {name}")
    for name, timeline in timelines().items():
        lines = [line for line in timeline.sql.splitlines() if not (" as passed_on" in line and lost.search(line))]
        _binds(con, f"create view {name} as\n" + "\n".join(lines))


def _binds(con: duckdb.DuckDBPyConnection, sql: str) -> bool:
    try:
        con.execute(sql)
    except (duckdb.BinderException, duckdb.CatalogException):
        return False
    return True
