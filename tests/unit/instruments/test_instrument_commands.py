"""The three commands as a person uses them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from unmissed.cli import compare, instruments, score
from unmissed.instruments.errors import InstrumentError
from unmissed.instruments.library import library
from unmissed.pictures.picture import PictureError

ANSWERS = """
age: 12
harm: known
indicators:
  controlling_person: {current: yes, past: no}
  late_return: yes
"""
CHILDREN = "child_id,date_of_birth\nA,2008-01-01\nB,\n"
EVENTS = "event_id,child_id,occurred_on,kind,harm\nE1,A,2019-12-20,controlling_relationship,suspected\nE2,A,2019-12-20,arrest,\n"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.setenv("COLUMNS", "250")
    group = typer.Typer(pretty_exceptions_enable=False)
    for name, command in {"instruments": instruments.command, "score": score.command, "compare": compare.command}.items():
        group.command(name)(command)
    return group


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(ANSWERS)
    return tmp_path / "a.yaml"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / "children.csv").write_text(CHILDREN)
    (folder / "events.csv").write_text(EVENTS)
    return folder


def run(app: typer.Typer, *arguments: object, status: int = 0) -> Result:
    found = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert found.exit_code == status, (found.output, found.exception)
    return found


def test_instruments_lists_every_tool_with_how_sure_we_are(app: typer.Typer) -> None:
    out = run(app, "instruments").stdout
    assert all(name in out for name in library())
    assert "◐ read in part" in out


def test_instruments_shows_one_in_full(app: typer.Typer) -> None:
    out = run(app, "instruments", "seraf").stdout
    assert "Category 4: significant risk  →  high on the common scale" in out
    assert "open      What categories 3 and 4 ask for." in out


def test_instruments_prints_a_file_that_can_be_read_again(app: typer.Typer, tmp_path: Path) -> None:
    out = run(app, "instruments", "croydon", "--file").stdout
    (tmp_path / "ours.yaml").write_text(out.replace("id: croydon", "id: ours"))
    assert "ours: Child Sexual Exploitation" in run(app, "instruments", "ours", "--tools", tmp_path).stdout


def test_instruments_lists_the_vocabulary(app: typer.Typer) -> None:
    out = run(app, "instruments", "--vocabulary").stdout
    assert "missing_overnight" in out
    assert "evidence of harm" in out


def test_score_gives_reasons_and_no_bare_number(app: typer.Typer, answers: Path) -> None:
    out = run(app, "score", "croydon", answers).stdout
    assert out.startswith("Croydon (◐): medium risk\n")
    assert "raised to medium risk: No child under 13 may be low." in out
    assert "strategy discussion (harm is known)" in out


def test_score_as_json(app: typer.Typer, answers: Path) -> None:
    data = json.loads(run(app, "score", "croydon", answers, "--format", "json").stdout)
    assert (data["level"], data["harm"], data["certainty"]) == ("medium", "known", "partly_read")


def test_compare_shows_every_tool(app: typer.Typer, answers: Path) -> None:
    out = run(app, "compare", answers).stdout
    assert "The same answers are low under SERAF and medium under Croydon" in out
    assert all(tool.short.split()[0] in out for tool in library().values())


def test_compare_as_csv_and_json_and_for_some_tools(app: typer.Typer, answers: Path) -> None:
    rows = list(
        csv.reader(io.StringIO(run(app, "compare", answers, "--tool", "seraf", "--tool", "core", "--format", "csv").stdout))
    )
    assert [row[0] for row in rows] == ["tool", "Unmissed core", "SERAF"]
    data = json.loads(run(app, "compare", answers, "--tool", "seraf", "--format", "json").stdout)
    assert data["rows"][0]["local_level"] == "category_2"


def test_compare_draws_a_picture_with_its_table_beside(app: typer.Typer, answers: Path, tmp_path: Path) -> None:
    found = run(app, "compare", answers, "--picture", tmp_path / "levels.svg")
    assert "The same answers are low under SERAF and medium under Croydon" in (tmp_path / "levels.svg").read_text()
    table = list(csv.reader(io.StringIO((tmp_path / "levels-table.csv").read_text())))
    assert len(table) == len(library()) + 1
    assert "levels-table.csv" in found.stderr


def test_compare_over_a_register(app: typer.Typer, register: Path, tmp_path: Path) -> None:
    found = run(
        app, "compare", "--register", register, "--as-of", "2019-12-31", "--picture", tmp_path / "r.png", "--format", "csv"
    )
    rows = {row[0]: row for row in csv.reader(io.StringIO(found.stdout))}
    assert rows["SERAF"][1:8] == ["1", "0", "0", "0", "0", "1", "0"]
    assert rows["Croydon"][1:8] == ["0", "0", "0", "0", "0", "2", "0"]
    assert rows["as recorded"][6] == "2"
    assert (tmp_path / "r.png").read_bytes().startswith(b"\x89PNG")
    assert "the register has no assessment_factors" in found.stderr


def test_compare_one_child_of_a_register(app: typer.Typer, register: Path) -> None:
    out = run(app, "compare", "--register", register, "--as-of", "2019-12-31", "--child", "A", "--format", "json").stdout
    seraf = next(row for row in json.loads(out)["rows"] if row["tool"] == "seraf")
    assert (seraf["level"], seraf["harm"], seraf["could_be"]) == ("none", "suspected", "high")
    assert any("events:E1" in note for note in seraf["guardrails"])


def test_compare_says_that_rows_are_in_quarantine(app: typer.Typer, register: Path) -> None:
    (register / "events.csv").write_text(EVENTS + "E3,A,someday,arrest,\n")
    run(app, "compare", "--register", register, "--as-of", "2019-12-31", status=3)


def test_compare_over_an_empty_register(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "children.csv").write_text("child_id\n")
    out = run(app, "compare", "--register", tmp_path, "--as-of", "2019-12-31").stdout
    assert "The register has no children to compare" in out


@pytest.mark.parametrize("arguments", [("compare",), ("compare", "a.yaml", "--register", "there")])
def test_compare_wants_one_of_the_two(app: typer.Typer, arguments: tuple[str, ...]) -> None:
    assert "one of the two" in run(app, *arguments, status=2).output


def test_compare_does_not_know_that_child(app: typer.Typer, register: Path) -> None:
    found = run(app, "compare", "--register", register, "--child", "Canarysurname", status=2)
    assert "is not in the register" in found.output
    assert "Canarysurname" not in found.output


def test_a_wrong_tool_or_picture_is_refused_before_anything_is_read(app: typer.Typer, answers: Path, tmp_path: Path) -> None:
    wrong = CliRunner().invoke(app, ["score", "serf", str(answers)])
    assert isinstance(wrong.exception, InstrumentError)
    assert "Did you mean seraf?" in str(wrong.exception)
    ending = CliRunner().invoke(app, ["compare", str(tmp_path / "none.yaml"), "--picture", "levels.pdf"])
    assert isinstance(ending.exception, PictureError)
    assert "a picture is .svg or .png, found .pdf" in str(ending.exception)
