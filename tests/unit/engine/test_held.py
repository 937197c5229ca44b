"""Which timelines a run holds, and when it gives them back."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from tests.generative.registers import random_register
from unmissed.checks.catalogue import catalogue
from unmissed.engine.audit import audit
from unmissed.engine.held import HeldTimelines
from unmissed.register.loading import register_from_rows
from unmissed.register.timeline import timelines, times_read


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """A connection that holds the views and macros of a run, and no timeline."""
    return audit(register_from_rows(random_register(5, 3)), as_of=date(2020, 12, 31), checks=catalogue()[:1]).con


def held(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The timelines that are there: table or view."""
    found = con.execute("select table_name, table_type from information_schema.tables").fetchall()
    return {name: kind for name, kind in found if name in timelines()}


def test_after_a_run_none_is_left(con: duckdb.DuckDBPyConnection) -> None:
    assert held(con) == {}


def test_one_read_in_a_single_place_is_a_view(con: duckdb.DuckDBPyConnection) -> None:
    HeldTimelines(con, ["select child_id from levels", "from birthdays", "from birthdays"])
    assert held(con) == {"levels": "VIEW", "assessed": "VIEW", "birthdays": "LOCAL TEMPORARY"}


def test_one_that_is_made_anew_is_never_a_table_and_reads_as_often_as_it_is_read(con: duckdb.DuckDBPyConnection) -> None:
    HeldTimelines(con, ["from levels", "from levels"])
    assert held(con) == {"levels": "VIEW", "assessed": "LOCAL TEMPORARY"}


def test_one_that_a_macro_reads_is_a_table(con: duckdb.DuckDBPyConnection) -> None:
    HeldTimelines(con, ["from runs_of('monitored')"])
    assert held(con) == {"monitored": "LOCAL TEMPORARY"}


def test_one_that_only_tables_read_is_given_back_at_once(con: duckdb.DuckDBPyConnection) -> None:
    HeldTimelines(con, ["from at_risk", "from at_risk"])
    assert held(con) == {"at_risk": "LOCAL TEMPORARY"}


def test_what_is_read_through_a_view_stays_with_it(con: duckdb.DuckDBPyConnection) -> None:
    run = HeldTimelines(con, ["from levels join assessed using (record)", "from at_risk"])
    assert {"levels", "assessed"} <= set(held(con))
    assert held(con)["at_risk"] == "VIEW"
    run.keep_for(["from at_risk"])
    assert "levels" in held(con)
    run.keep_for([])
    assert held(con) == {}


def test_a_comment_reads_nothing() -> None:
    assert times_read("levels", ["-- from levels\nselect 1"]) == 0
