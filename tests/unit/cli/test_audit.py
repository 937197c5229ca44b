"""`unmissed audit`: findings in every format, and what the exit status says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

KEYS = [
    "finding_id",
    "check",
    "child_id",
    "opened_on",
    "closed_on",
    "severity",
    "unprotected",
    "evidence",
    "because",
    "cites",
    "state",
]
AS_OF = ("--as-of", "2018-06-01")
ONE = ("--check", "removed-while-at-risk")


def test_json_lines_have_the_keys_of_a_finding_and_its_state(unmissed: Run, register: Path) -> None:
    ran = unmissed("audit", register, *AS_OF, *ONE, "--format", "jsonl")
    (finding,) = [json.loads(line) for line in ran.out.splitlines()]
    assert list(finding) == KEYS
    assert (finding["check"], finding["child_id"], finding["opened_on"]) == ("removed-while-at-risk", "A", "2018-03-01")
    assert (finding["closed_on"], finding["state"], finding["severity"], finding["unprotected"]) == (
        None,
        "open",
        "critical",
        True,
    )
    assert finding["evidence"][0] == "monitoring:M1"
    assert "Removed from MACE on 1 March 2018" in finding["because"]
    assert ran.status == 0


def test_what_was_not_assessed_is_said_on_standard_error_and_not_among_the_findings(unmissed: Run, register: Path) -> None:
    ran = unmissed("audit", register, *AS_OF, "--format", "jsonl")
    assert "worker-turnover" in ran.err
    assert "no table workers" in ran.err
    assert "not assessed" not in ran.out


def test_what_a_chosen_check_did_not_need_is_said_to_be_unread(unmissed: Run, register: Path) -> None:
    (register / "workers.csv").write_text("allocation_id,child_id,worker_id,role,started_on\n", "utf-8")
    ran = unmissed("audit", register, *AS_OF, *ONE)
    for told in (ran.out, ran.err):
        assert "not read, because the chosen checks do not need it" in told
        assert "workers" in told
    assert "not read" not in unmissed("audit", register, *AS_OF).err
    assert "not read" not in unmissed("audit", register, *AS_OF, *ONE, "--format", "html", "--out", register / "a.html").err


def test_names_are_there_for_a_chosen_check_too(unmissed: Run, register: Path) -> None:
    assert "Ada Canarysurname" in unmissed("audit", register, *AS_OF, *ONE, "--with-names").out


def test_csv_holds_the_same_findings(unmissed: Run, register: Path) -> None:
    lines = unmissed("audit", register, *AS_OF, "--format", "jsonl").out.splitlines()
    rows = list(csv.DictReader(io.StringIO(unmissed("audit", register, *AS_OF, "--format", "csv").out)))
    assert [row["finding_id"] for row in rows] == [json.loads(line)["finding_id"] for line in lines]


def test_as_of_leaves_out_what_became_known_later(unmissed: Run, register: Path) -> None:
    ran = unmissed("audit", register, "--as-of", "2018-02-28", *ONE, "--format", "jsonl")
    assert ran.out == ""


def test_only_the_children_asked_for(unmissed: Run, register: Path) -> None:
    ran = unmissed("audit", register, *AS_OF, "--child", "B", "--format", "jsonl")
    assert {json.loads(line)["child_id"] for line in ran.out.splitlines()} <= {"B"}


@pytest.mark.parametrize("name", ["f.jsonl", "f.csv", "f.xlsx", "f.html"])
def test_the_ending_of_the_file_chooses_the_format(unmissed: Run, register: Path, tmp_path: Path, name: str) -> None:
    ran = unmissed("audit", register, *AS_OF, "--out", tmp_path / name)
    assert ran.status == 0
    assert (tmp_path / name).stat().st_size > 0
    assert ran.out == ""


def test_two_runs_give_identical_bytes(unmissed: Run, register: Path, tmp_path: Path) -> None:
    for name in ("f.jsonl", "f.csv", "f.xlsx", "f.html"):
        for folder in ("one", "two"):
            (tmp_path / folder).mkdir(exist_ok=True)
            unmissed("audit", register, *AS_OF, "--out", tmp_path / folder / name)
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_fail_on_gives_status_1_when_such_a_finding_or_a_graver_one_is_open(unmissed: Run, register: Path) -> None:
    assert unmissed("audit", register, *AS_OF, *ONE, "--fail-on", "critical").status == 1
    assert unmissed("audit", register, *AS_OF, *ONE, "--fail-on", "watch").status == 1
    assert unmissed("audit", register, "--as-of", "2018-02-28", *ONE, "--fail-on", "watch").status == 0
    serious = ("--check", "removed-without-reassessment")
    assert unmissed("audit", register, *AS_OF, *serious, "--fail-on", "critical").status == 0


def test_quarantined_rows_give_status_3_and_are_counted(unmissed: Run, register: Path) -> None:
    (register / "events.csv").write_text("event_id,child_id,occurred_on,kind,harm\nE1,A,2019-02-29,disclosure,known\n")
    ran = unmissed("audit", register, *AS_OF, *ONE, "--format", "jsonl")
    assert ran.status == 3
    assert "quarantine" in ran.err
    assert "events" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", "1 June"), "1 June"),
        (("--check", "removed-while-risk"), "removed-while-at-risk"),
        (("--format", "pdf"), "pdf"),
        (("--child", "nobody"), "not in the register"),
        (("--policy", "none.yaml"), "none.yaml cannot be read"),
        (("--checks", "nowhere"), "does not exist"),
        (("--fail-on", "strength"), "strength"),
        (("--out", "no/such/folder/f.csv"), "cannot be written"),
    ],
)
def test_wrong_use_gives_status_2_and_says_what_to_do(
    unmissed: Run, register: Path, arguments: tuple[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = unmissed("audit", register, *AS_OF, *arguments)
    assert ran.status == 2
    assert said in " ".join(ran.err.replace("│", " ").split())
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("make", ["missing", "empty", "no_children", "binary"])
def test_unreadable_input_gives_status_2_and_writes_nothing(unmissed: Run, tmp_path: Path, make: str) -> None:
    folder = tmp_path / "input"
    if make != "missing":
        folder.mkdir()
    if make == "no_children":
        (folder / "events.csv").write_text("event_id,child_id,occurred_on,kind\n")
    if make == "binary":
        (folder / "children.csv").write_bytes(bytes(range(256)) * 40)
    out = tmp_path / "out.csv"
    ran = unmissed("audit", folder, "--out", out)
    assert ran.status == 2
    assert ran.err.startswith("unmissed: ")
    assert "Traceback" not in ran.err
    assert not out.exists()


def test_a_local_policy_changes_what_is_found(unmissed: Run, register: Path, tmp_path: Path) -> None:
    policy = tmp_path / "local.yaml"
    policy.write_text("at_risk_level: very_high\nsustained_days: 0\n")
    (register / "events.csv").write_text("event_id,child_id,occurred_on,kind,harm\n")
    (register / "assessments.csv").write_text(
        "assessment_id,child_id,kind,started_on,completed_on,level,harm\nA1,A,assessment,2018-01-02,2018-01-10,high,none\n"
    )
    assert unmissed("audit", register, *AS_OF, *ONE, "--format", "jsonl").out != ""
    assert unmissed("audit", register, *AS_OF, *ONE, "--policy", policy, "--format", "jsonl").out == ""


def test_a_name_is_shown_only_on_request(unmissed: Run, register: Path, tmp_path: Path) -> None:
    plain, named = tmp_path / "plain.html", tmp_path / "named.html"
    unmissed("audit", register, *AS_OF, "--out", plain)
    unmissed("audit", register, *AS_OF, "--out", named, "--with-names")
    assert "Canarysurname" not in plain.read_text()
    assert "Canarysurname" in named.read_text()
    assert "Canarysummary" not in named.read_text()
