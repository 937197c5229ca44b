"""`unmissed instruments`, `score` and `compare`: tools on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from unmissed.instruments.library import library

ANSWERS = """
age: 14
harm: suspected
indicators:
  late_return: yes
  missing_overnight: {current: no, past: yes, months_ago: 9}
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS)
    return path


def plain(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def test_every_tool_is_listed_and_can_be_shown(unmissed: Run) -> None:
    listed = unmissed("instruments")
    assert listed.status == 0
    for tool in library().values():
        assert tool.id in listed.out or tool.name in listed.out
    shown = unmissed("instruments", "seraf").out
    assert "Category 1: not at risk" in shown
    assert "open" in shown


def test_an_unknown_tool_is_refused_with_the_nearest(unmissed: Run) -> None:
    ran = unmissed("instruments", "serraf")
    assert ran.status == 2
    assert "seraf" in ran.err
    assert "Traceback" not in ran.err


def test_a_score_is_never_a_bare_number(unmissed: Run, answers: Path) -> None:
    ran = unmissed("score", "seraf", answers)
    assert ran.status == 0
    assert "Category 1: not at risk" in ran.out
    assert all(not line.strip().isdigit() for line in ran.out.splitlines())


def test_compare_gives_every_tool_and_its_reasons(unmissed: Run, answers: Path) -> None:
    ran = unmissed("compare", answers, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == len(library())
    assert all(row["why"] for row in rows)
    assert json.loads(unmissed("compare", answers, "--format", "json").out)["finding"]


def test_a_narrow_terminal_is_told_where_the_sentences_are(unmissed: Run, answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "what the" in unmissed("compare", answers).out
    monkeypatch.setenv("COLUMNS", "90")
    narrow = plain(unmissed("compare", answers).out)
    assert "what the mapping loses" in narrow
    assert "--format csv or json" in narrow


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_picture_has_its_table_beside_it(unmissed: Run, answers: Path, tmp_path: Path, ending: str) -> None:
    assert unmissed("compare", answers, "--picture", tmp_path / f"levels.{ending}").status == 0
    assert (tmp_path / f"levels.{ending}").stat().st_size > 1000
    assert (tmp_path / "levels-table.csv").read_text().startswith("tool,")


def test_a_whole_register_is_compared(unmissed: Run, register: Path) -> None:
    ran = unmissed("compare", "--register", register, "--as-of", "2018-06-01", "--format", "json")
    assert ran.status == 0
    told = {row["tool"] for row in json.loads(ran.out)["rows"]}
    assert {tool.short for tool in library().values()} <= told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("age: old\n", "age"),
        ("indicators: {no_such_sign: yes}\n", "no such indicator"),
        ("- 1\n", "answers"),
        ("harm: [", "line"),
    ],
)
def test_wrong_answers_are_refused_with_the_mend(unmissed: Run, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(text)
    ran = unmissed("score", "seraf", path)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
