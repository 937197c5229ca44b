"""Every question explains itself, gives the columns that its header declares, and is asked by somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.generative.registers import random_register
from unmissed.checks.catalogue import catalogue
from unmissed.oversight import absent, coverage, stability, stepdown, thresholds, timeliness, unprotected
from unmissed.oversight.figure import Column, Figure, Sheet
from unmissed.oversight.ground import Ground, ground
from unmissed.oversight.question import questions
from unmissed.register.loading import register_from_rows
from unmissed.register.schema import schema

ESTIMATED = {"completion": 3, "review": 3, "stays": 2}
"""Questions that give two lists, of days and of what ended, in place of so many columns of survival estimates."""


@pytest.fixture(scope="module")
def everything() -> Ground:
    """A random register on which every sheet has been asked."""
    return ground(register_from_rows(random_register(3, 60)), as_of=date(2020, 3, 1), checks=catalogue())


@pytest.fixture(scope="module")
def sheets(everything: Ground) -> list[Sheet]:
    lines = [absent.Line(2, "c0001"), absent.Line(3, "c0002"), absent.Line(4, "c0003"), absent.Line(5, "nobody")]
    modules = (timeliness.timeliness, coverage.coverage, thresholds.thresholds, stability.stability, stepdown.stepdown)
    return [
        *(ask(everything) for ask in modules),
        absent.absent(everything, lines, "child_id"),
        unprotected.unprotected(everything),
    ]


def figures(sheets: list[Sheet]) -> Iterator[Figure]:
    return (figure for sheet in sheets for figure in sheet.figures)


@pytest.mark.parametrize("name", questions())
def test_a_header_says_what_is_asked_counted_and_cited(name: str) -> None:
    question = questions()[name]
    assert question.asks.endswith("?")
    assert question.definition.endswith((".", ")"))
    assert question.denominator
    assert question.cites
    assert all(re.fullmatch(r"F\.[45] ¶\d\d", cite) for cite in question.cites)
    for need in question.needs:
        table, _, column = need.partition(".")
        assert table in schema().tables
        assert not column or schema()[table].has(column), need
    for column in question.columns:
        assert column.meaning
        assert set(column.of) <= {each.name for each in question.columns}, column.name


@pytest.mark.parametrize("name", questions())
def test_the_select_gives_the_columns_of_the_header(name: str, everything: Ground, sheets: list[Sheet]) -> None:
    question = questions()[name]
    values = {name: value for name, value in {"by": "month", "team": True}.items() if f"${name}" in question.sql}
    found = [each[0] for each in everything.con.execute(question.sql, values or None).description]
    declared = [column.name for column in question.columns]
    if name in ESTIMATED:
        declared = [*declared[: -ESTIMATED[name]], "days_each", "done_each"]
    assert found == declared


def test_every_question_is_asked_by_a_module_or_read_by_another() -> None:
    folder = Path(timeliness.__file__).parent
    code = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    read = {name for question in questions().values() for name in question.reads}
    assert [name for name in questions() if f'"{name}"' not in code and name not in read] == []


def test_every_percentage_names_the_counts_that_it_is_made_of(sheets: list[Sheet]) -> None:
    """A small count must take its percentage with it when it is suppressed."""
    for figure in figures(sheets):
        for column in figure.columns:
            assert column.kind != "percent" or column.of, f"{figure.name}.{column.name}"


def test_a_list_of_children_or_lines_is_marked_and_nothing_else_names_a_child(sheets: list[Sheet]) -> None:
    listing = {"at-risk-unlisted", "left-out", "stepdowns", "absent-known", "absent-unknown"}
    assert {figure.name for figure in figures(sheets) if figure.about_children} <= listing
    for figure in figures(sheets):
        names = {str(value) for row in figure.rows for value in row if str(value).startswith("c00")}
        assert figure.about_children or not names, figure.name


def test_every_figure_says_what_is_seen(sheets: list[Sheet]) -> None:
    for figure in figures(sheets):
        question = questions().get(figure.name.replace("-", "_"))
        assert question is None or figure.title != question.title, figure.name
        assert re.search(r"\d|no|none", figure.title, re.IGNORECASE), figure.title
        assert figure.rows


def test_two_runs_and_any_order_of_rows_give_the_same_figures() -> None:
    rows = random_register(5, 30)
    turned = {table: list(reversed(each)) for table, each in rows.items()}
    first, second = (
        [
            ask(ground(register_from_rows(each), as_of=date(2020, 3, 1))).figures
            for ask in (timeliness.timeliness, stepdown.stepdown)
        ]
        for each in (rows, turned)
    )
    assert first == second


def test_what_becomes_known_later_changes_no_figure() -> None:
    """The figures of a day are those of a register from which everything known later was taken away."""
    day = date(2019, 6, 1)
    rows = random_register(6, 40)
    early = {
        table: [row for row in each if "recorded_on" not in row or not row["recorded_on"] or row["recorded_on"] <= day]
        for table, each in rows.items()
    }
    kept = {row["assessment_id"] for row in early["assessments"]}
    early["assessment_factors"] = [row for row in early["assessment_factors"] if row["assessment_id"] in kept]
    meetings = {row["meeting_id"] for row in early["meetings"]}
    early["actions"] = [row for row in early["actions"] if row["meeting_id"] is None or row["meeting_id"] in meetings]
    early["practice_audits"] = [
        row for row in early["practice_audits"] if not row["assessment_id"] or row["assessment_id"] in kept
    ]
    assert sum(map(len, early.values())) < sum(map(len, rows.values()))
    for ask in (timeliness.timeliness, coverage.coverage, thresholds.thresholds, stepdown.stepdown, stability.stability):
        whole, cut = (ask(ground(register_from_rows(each), as_of=day)).figures for each in (rows, early))
        assert whole == cut


def test_an_unknown_kind_of_column_and_an_uneven_row_are_refused() -> None:
    with pytest.raises(ValueError, match="expected one of text"):
        Column("x", "colour", "no kind")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="have not 1 values"):
        Figure("f", "t", "a?", "d.", "of", (), date(2020, 1, 1), (Column("x", "text", "m"),), (("a", "b"),))
