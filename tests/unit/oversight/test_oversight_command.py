"""`unmissed oversight`: every command in every format, its exit status, and no identifier anywhere."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from unmissed.synthetic.generate import generate

AS_OF = ("--as-of", "2025-06-30")
SHEETS = {
    "timeliness": 9,
    "coverage": 3,
    "thresholds": 2,
    "stability": 3,
    "stepdown": 3,
    "unprotected": 4,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic register of sixty children."""
    folder = tmp_path_factory.mktemp("made") / "register"
    generate(60, 7, folder, "csv")
    return folder


@pytest.mark.parametrize("name", SHEETS)
def test_json_holds_every_figure_with_its_definition(unmissed: Run, made: Path, name: str) -> None:
    ran = unmissed("oversight", name, made, *AS_OF, "--format", "json")
    assert ran.status == 0, ran.err
    told = json.loads(ran.out)
    assert len(told["figures"]) + len(told["unanswered"]) == SHEETS[name]
    for figure in told["figures"]:
        assert figure["title"]
        assert figure["definition"]
        assert figure["denominator"]
        assert [list(row) for row in figure["rows"]] == [[column["name"] for column in figure["columns"]]] * len(figure["rows"])


@pytest.mark.parametrize("name", SHEETS)
def test_csv_holds_one_figure_and_says_which_others_there_are(unmissed: Run, made: Path, name: str) -> None:
    told = json.loads(unmissed("oversight", name, made, *AS_OF, "--format", "json").out)
    ran = unmissed("oversight", name, made, *AS_OF, "--format", "csv")
    rows = list(csv.reader(io.StringIO(ran.out)))
    first = told["figures"][0]
    assert rows[0] == [column["name"] for column in first["columns"]]
    assert len(rows) == len(first["rows"]) + 1
    assert all(figure["figure"] in ran.err for figure in told["figures"][1:])


@pytest.mark.parametrize("name", SHEETS)
def test_the_table_says_what_is_seen_and_of_what(unmissed: Run, made: Path, name: str) -> None:
    told = json.loads(unmissed("oversight", name, made, *AS_OF, "--format", "json").out)
    text = " ".join(unmissed("oversight", name, made, *AS_OF).out.split())
    for figure in told["figures"]:
        assert figure["title"] in text
        assert figure["denominator"] in text


def test_one_figure_to_a_file_by_its_ending(unmissed: Run, made: Path, tmp_path: Path) -> None:
    out = tmp_path / "levels.csv"
    ran = unmissed("oversight", "timeliness", made, *AS_OF, "--figure", "completion-by-level", "--out", out)
    assert (ran.status, ran.out) == (0, "")
    assert out.read_text().startswith("level,begun,within,late,")


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_picture_has_its_data_beside_it(unmissed: Run, made: Path, tmp_path: Path, ending: str) -> None:
    pytest.importorskip("vl_convert", reason="vl-convert is not installed: pictures are not drawn")
    path = tmp_path / f"months.{ending}"
    ran = unmissed("oversight", "timeliness", made, *AS_OF, "--figure", "review-by-month", "--picture", path)
    assert ran.status == 0, ran.err
    assert path.stat().st_size > 2_000
    assert (tmp_path / "months-table.csv").read_text().startswith("month,begun,within,late,not_yet,left,share")


def test_a_rule_and_a_file_of_rules(unmissed: Run, made: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("- {name: our protocol, rule: level >= medium and age < 16}\n")
    ran = unmissed("oversight", "thresholds", made, *AS_OF, "--rules", rules, "--rule", "harm = known", "--format", "csv")
    assert [row["rule"] for row in csv.DictReader(io.StringIO(ran.out))] == ["our protocol", "harm = known"]


def test_the_target_of_a_local_policy_is_used(unmissed: Run, made: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("completion_days: 10\n")
    assert "within 10 days" in unmissed("oversight", "timeliness", made, *AS_OF, "--policy", policy).out


def test_who_is_absent_and_no_identifier_is_shown(unmissed: Run, register: Path, tmp_path: Path) -> None:
    """The canary: A is named by child_id, the unknown one by the line; neither number nor name is anywhere."""
    path = tmp_path / "police.csv"
    path.write_text("nhs_number,name,since\n943 476 5919,Ada Canarysurname,2018-01-01\n4010232137,Canaryunknown,2018-01-01\n")
    for form in ("table", "csv", "json"):
        for figure in ((), ("--figure", "absent-known"), ("--figure", "absent-unknown")):
            named = ("--list", path, "--on", "nhs_number", "--name", "police list", "--dated", "since")
            ran = unmissed("oversight", "absent", register, "--as-of", "2018-06-01", *named, "--format", form, *figure)
            assert ran.status == 0, ran.err
            for secret in ("9434765919", "943 476", "4010232137", "Canary"):
                assert secret not in ran.out + ran.err
    known = unmissed(
        "oversight", "absent", register, "--as-of", "2018-06-01", *named, "--figure", "absent-known", "--format", "csv"
    )
    (row,) = csv.DictReader(io.StringIO(known.out))
    assert (row["child_id"], row["line"], row["level"], row["served"]) == ("A", "2", "high", "")


def test_quarantined_rows_give_status_3(unmissed: Run, register: Path) -> None:
    (register / "events.csv").write_text("event_id,child_id,occurred_on,kind,harm\nE1,A,2019-02-29,disclosure,known\n")
    ran = unmissed("oversight", "thresholds", register, "--as-of", "2018-06-01")
    assert ran.status == 3
    assert "in quarantine: 1 row" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("timeliness", "--figure", "nothing"), "there is no figure nothing; there are completion-by-month"),
        (("timeliness", "--picture", "x.pdf"), ".svg or .png"),
        (("timeliness", "--format", "xlsx"), "xlsx"),
        (("timeliness", "--as-of", "1 June"), "1 June"),
        (("timeliness", "--out", "no/such/folder/f.csv"), "cannot be written"),
        (("thresholds", "--rule", "level is high"), "found `is`"),
        (("thresholds", "--rules", "none.yaml"), "none.yaml cannot be read"),
        (("thresholds", "--figure", "left-out", "--picture", "x.svg"), "is a list and has no picture"),
        (("absent", "--list", "none.csv", "--on", "upn"), "none.csv cannot be read"),
        (("stability",), "stability cannot be counted"),
    ],
)
def test_wrong_use_gives_status_2_and_says_what_to_do(
    unmissed: Run, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    command, *more = arguments
    ran = unmissed("oversight", command, register, "--as-of", "2018-06-01", *more)
    assert ran.status == 2
    assert said in " ".join(ran.err.replace("│", " ").split())
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", SHEETS)
def test_an_empty_register_is_told_in_a_sentence_and_never_as_an_empty_table(unmissed: Run, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "children.csv").write_text("child_id,date_of_birth\n")
    ran = unmissed("oversight", name, folder, *AS_OF)
    assert (ran.status, ran.out) == (2, "")
    assert "the register holds no child that can be used" in ran.err


@pytest.mark.parametrize("name", sorted(set(SHEETS) - {"coverage"}))
def test_children_without_records_give_a_sentence(unmissed: Run, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "bare"
    folder.mkdir()
    (folder / "children.csv").write_text("child_id,date_of_birth\nA,2010-01-01\n")
    ran = unmissed("oversight", name, folder, *AS_OF)
    text = ran.out + ran.err
    assert "no table" in text or "none of" in text or "No finding" in text
    assert "0 of" not in text


def test_csv_of_nothing_is_refused_rather_than_written_empty(unmissed: Run, register: Path, tmp_path: Path) -> None:
    (register / "assessments.csv").write_text("assessment_id,child_id,kind,started_on,completed_on,level,harm\n")
    (register / "events.csv").write_text("event_id,child_id,occurred_on,kind,harm\n")
    out = tmp_path / "none.csv"
    ran = unmissed("oversight", "thresholds", register, "--as-of", "2018-06-01", "--out", out)
    assert ran.status == 2
    assert "No child was ever at risk" in ran.err
    assert not out.exists()
