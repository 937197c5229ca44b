"""`unmissed report` as a person uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from unmissed.cli import reports
from unmissed.oversight.figure import OversightError
from unmissed.report.atomic import OutputError


def run(*arguments: object):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(reports.app, [str(each) for each in arguments])


def test_the_inspection_list_as_csv_names_no_one_and_says_that_it_stays(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    ran = run("inspection", register, "--as-of", "2018-06-01", "--out", out)
    assert ran.exit_code == 0, ran.output
    assert "not to be passed on" in ran.stderr
    text = out.read_text()
    assert text.startswith("child_id,age,")
    assert "\nA,13,,known,2018-01-10,high," in text
    assert "Canary" not in text + ran.output


@pytest.mark.parametrize("quarter", ["2999Q1", "2018-Q1", "2018Q5"])
def test_a_quarter_that_has_not_ended_or_is_none_is_refused(register: Path, quarter: str) -> None:
    assert isinstance(run("board", register, "--quarter", quarter).exception, OversightError)


def test_a_board_report_needs_a_known_ending(register: Path, tmp_path: Path) -> None:
    ran = run("board", register, "--quarter", "2018Q1", "--out", tmp_path / "board.doc")
    assert isinstance(ran.exception, OutputError)


def test_a_workbook_of_children_needs_a_file(register: Path) -> None:
    assert isinstance(run("inspection", register, "--format", "xlsx").exception, OutputError)
