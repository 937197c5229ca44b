"""The other commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from unmissed.cli import main
from unmissed.register.schema import schema


def test_help_names_every_command_and_the_exit_status(unmissed: Run) -> None:
    ran = unmissed("--help")
    assert ran.status == 0
    assert all(name in ran.out for name in main.COMMANDS)
    assert "quarantined" in ran.out


def test_validate_says_what_is_there_and_what_could_not_be_assessed(unmissed: Run, register: Path) -> None:
    ran = unmissed("validate", register)
    assert ran.status == 0
    assert "not assessed: worker-turnover: the register has no table workers" in ran.out


def test_validate_says_where_a_bad_row_is_and_how_to_mend_it(unmissed: Run, register: Path) -> None:
    (register / "events.csv").write_text("event_id,child_id,occurred_on,kind,harm\nE1,A,2019-02-29,disclosure,known\n")
    ran = unmissed("validate", register)
    assert ran.status == 3
    assert "events.csv, line 2" in ran.out
    assert "2019-02-29" in ran.out


def test_schema_lists_tables_and_shows_one(unmissed: Run) -> None:
    listed = unmissed("schema").out
    assert all(table.name in listed for table in schema())
    one = unmissed("schema", "monitoring").out
    assert "single_agency_plan" in one
    assert "removed-while-at-risk" in " ".join(one.split())
    wrong = unmissed("schema", "monitorings")
    assert wrong.status == 2
    assert "Did you mean monitoring?" in " ".join(wrong.err.replace("│", " ").split())


def test_checks_lists_and_shows_one_with_its_sql(unmissed: Run) -> None:
    assert "worker-turnover" in unmissed("checks").out
    shown = unmissed("checks", "removed-while-at-risk").out
    for part in ("F.4 ¶25", "from monitoring", "sustained_days = 90 days", "closes"):
        assert part in shown


def test_explain_shows_the_evidence_rows_and_hides_free_text(unmissed: Run, register: Path) -> None:
    audit = unmissed("audit", register, "--as-of", "2018-06-01", "--check", "harm-recorded-as-risk", "--format", "jsonl")
    assert audit.out == ""
    found = unmissed("audit", register, "--as-of", "2018-06-01", "--check", "removed-while-at-risk", "--format", "jsonl")
    finding = json.loads(found.out)["finding_id"]
    shown = unmissed("explain", register, finding, "--as-of", "2018-06-01")
    assert shown.status == 0
    for part in ("monitoring:M1", "removal_reason", "risk_reduced", "why it matters", "what closes it"):
        assert part in shown.out
    assert "Canary" not in shown.out


def test_explain_refuses_an_id_that_is_not_there(unmissed: Run, register: Path) -> None:
    ran = unmissed("explain", register, "f000", "--as-of", "2018-06-01")
    assert ran.status == 2
    assert "there is no finding f000" in " ".join(ran.err.replace("│", " ").split())


def test_a_new_check_fails_until_it_is_written_and_then_runs_beside_the_catalogue(
    unmissed: Run, register: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "local"
    assert unmissed("new-check", "our-rule", "--in", folder).status == 0
    tried = unmissed("checks", "our-rule", "--checks", folder, "--try")
    assert tried.status == 1
    assert "found 0 findings" in tried.out
    assert "no example shows" in tried.out

    sql = folder / "our-rule.sql"
    sql.write_text(sql.read_text().replace("where false  -- write the condition here", "where events.harm = 'known'"))
    examples = folder / "our-rule.examples.yaml"
    kinds = ("missing_date", "overlap", "near_miss", "not_assessed", "day_of")
    reasons = "without:\n" + "".join(f'  {kind}: "no limit and no spell"\n' for kind in kinds)
    examples.write_text(examples.read_text().replace("without:\n", reasons))
    assert unmissed("checks", "our-rule", "--checks", folder, "--try").status == 0

    found = unmissed("audit", register, "--as-of", "2018-06-01", "--checks", folder, "--check", "our-rule", "--format", "jsonl")
    assert json.loads(found.out)["opened_on"] == "2018-01-05"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Our Rule", "lower-case words"), ("review-overdue", "has a check"), ("our-rule", "exists already")],
)
def test_new_check_overwrites_nothing_and_refuses_a_bad_name(unmissed: Run, tmp_path: Path, name: str, said: str) -> None:
    unmissed("new-check", "our-rule", "--in", tmp_path)
    ran = unmissed("new-check", name, "--in", tmp_path)
    assert ran.status == 2
    assert said in " ".join(ran.err.replace("│", " ").split())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("from events", "from evnts"), "its SQL fails"),
        (("[]::varchar[] as evidence,", ""), "must give evidence as VARCHAR[], found nothing"),
        (("severity: watch", "severity: urgent"), "expected one of critical"),
        (("unprotected: false", "unprotected: perhaps"), "expected true or false"),
        (("needs: [events.harm]", "needs: [events.harms]"), "has no column harms"),
        (("parameters: []", "parameters: [review_dys]"), "no policy value"),
        (("{occurred_on}", "{happened}"), "which its SELECT does not give"),
        (("title: Write", "titel: Write"), "title is missing"),
        (("/*", ""), "does not begin with a header"),
    ],
)
def test_a_local_check_that_is_wrong_is_refused_with_the_mend(
    unmissed: Run, register: Path, tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    folder = tmp_path / "local"
    unmissed("new-check", "our-rule", "--in", folder)
    path = folder / "our-rule.sql"
    path.write_text(path.read_text().replace(*change, 1))
    ran = unmissed("audit", register, "--as-of", "2018-06-01", "--checks", folder, "--check", "our-rule")
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_local_check_may_not_take_the_name_of_one_in_the_catalogue(unmissed: Run, register: Path, tmp_path: Path) -> None:
    unmissed("new-check", "our-rule", "--in", tmp_path)
    (tmp_path / "our-rule.sql").rename(tmp_path / "review-overdue.sql")
    ran = unmissed("audit", register, "--checks", tmp_path)
    assert ran.status == 2
    assert "there is a check of this name already" in ran.err


def test_replay_holds_and_its_rows_have_the_keys_promised(unmissed: Run) -> None:
    ran = unmissed("replay", "--format", "jsonl")
    assert ran.status == 0
    for line in ran.out.splitlines():
        row = json.loads(line)
        assert list(row) == ["case", "child_id", "check", "expected_by", "opened_on", "closed_on", "found", "cites"]
        assert row["found"] is True


def test_replay_refuses_an_unknown_case(unmissed: Run) -> None:
    ran = unmissed("replay", "durhm")
    assert ran.status == 2
    assert "durhm" in ran.err


def test_a_synthetic_register_can_be_audited(unmissed: Run, tmp_path: Path) -> None:
    assert unmissed("synthesize", tmp_path / "made", "--children", "30", "--seed", "7").status == 0
    assert unmissed("audit", tmp_path / "made", "--as-of", "2026-06-30", "--format", "jsonl").status == 0


def test_a_made_up_authority_is_written_whole(unmissed: Run, tmp_path: Path) -> None:
    ran = unmissed("synthesize", tmp_path / "made", "--authority")
    assert ran.status == 0
    assert "400 made-up children of Ellermouth" in ran.out
    assert unmissed("validate", tmp_path / "made").status == 0


def test_an_authority_of_another_size_is_refused(unmissed: Run, tmp_path: Path) -> None:
    ran = unmissed("synthesize", tmp_path / "made", "--authority", "--children", "30")
    assert ran.status == 2
    assert "--children" in ran.err
    assert not (tmp_path / "made").exists()


def test_the_demo_writes_a_report_and_names_it(unmissed: Run, tmp_path: Path) -> None:
    ran = unmissed("demo", "--no-serve", "--out", tmp_path / "demo")
    assert ran.status == 0
    assert str(tmp_path / "demo" / "report.html") in ran.out.replace("\n", "")
    assert "CS-A29" in (tmp_path / "demo" / "report.html").read_text()


def test_a_fault_of_ours_shows_no_value_and_no_traceback(register: Path) -> None:
    broken = (
        "import unmissed.cli.audit as a, unmissed.cli.main as m\ndef f(*x, **y): raise RuntimeError('Canarysurname 9434765919')\n"
    )
    script = broken + "a.load_register = f\nm.run()"
    command = [sys.executable, "-c", script, "audit", str(register)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert "a fault in Unmissed itself (RuntimeError" in finished.stderr
    assert "Canary" not in finished.stdout + finished.stderr


def test_a_reader_that_stops_reading_is_no_fault(tmp_path: Path) -> None:
    script = f"{sys.executable} -m unmissed.cli.main checks | head -1; exit ${{PIPESTATUS[0]}}"
    finished = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "Traceback" not in finished.stderr


def test_no_bar_and_no_colour_when_output_is_no_terminal(register: Path) -> None:
    command = [sys.executable, "-c", "import unmissed.cli.main as m; m.run()", "audit", str(register), "--as-of", "2018-06-01"]
    finished = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "TERM": "xterm-256color"})
    assert "\x1b" not in finished.stdout + finished.stderr
