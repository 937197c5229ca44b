"""The sentence of a finding: facts put into words, in SQL."""

from __future__ import annotations

import duckdb
import pytest

from unmissed.engine.sentence import sentence_sql
from unmissed.register.timeline import macros


def told(template: str, facts: str = "1 as nothing") -> str:
    """The sentence that `template` makes of one row of facts."""
    con = duckdb.connect(":memory:")
    con.execute(macros())
    types = {row[0]: row[1] for row in con.execute(f"describe select {facts}").fetchall()}
    row = con.execute(f"select {sentence_sql(template, types)} from (select {facts}) as found").fetchone()
    assert row is not None
    return str(row[0])


def test_a_date_is_written_out() -> None:
    assert told("Removed on {day}.", "date '2016-10-06' as day") == "Removed on 6 October 2016."


@pytest.mark.parametrize(
    ("fact", "read"),
    [("'very high'", "very high"), ("3", "3"), ("true", "true"), ("2.5::decimal(3, 1)", "2.5")],
    ids=["text", "number", "boolean", "decimal"],
)
def test_any_other_fact_reads_as_it_is(fact: str, read: str) -> None:
    assert told("Level {fact}.", f"{fact} as fact") == f"Level {read}."


@pytest.mark.parametrize("missing", ["null::date", "null::varchar", "null::integer"])
def test_a_missing_fact_is_said_to_be_missing_and_leaves_the_sentence_whole(missing: str) -> None:
    assert told("From {fact} to {end}.", f"{missing} as fact, 'the end' as \"end\"") == "From not recorded to the end."


def test_a_fact_may_come_twice_and_first() -> None:
    assert told("{agency} told {agency}.", "'Police' as agency") == "Police told Police."


def test_quotes_and_signs_of_the_sentence_stay_text() -> None:
    template = "The child's view: '%s' || \\ ; -- {fact}"
    assert told(template, "1 as fact") == "The child's view: '%s' || \\ ; -- 1"


def test_what_stands_in_a_fact_is_never_taken_for_sql_or_for_another_fact() -> None:
    assert told("Agency {agency}.", "'O''Brien {secret} || 1' as agency, 'x' as secret") == "Agency O'Brien {secret} || 1."


def test_braces_that_name_no_fact_stay() -> None:
    assert told("A set {} and { spaced }.") == "A set {} and { spaced }."


def test_an_empty_sentence_is_empty() -> None:
    assert told("") == ""


def test_a_fact_that_the_check_does_not_give_is_named() -> None:
    with pytest.raises(KeyError, match="unknown"):
        sentence_sql("Since {unknown}.", {"since": "DATE"})
