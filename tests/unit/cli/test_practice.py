"""`unmissed practice`: draw, fill, read, and take the audits into the register."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from unmissed.cli import main, practice

DRAW = ("--rule", "level >= medium or harm >= suspected", "--seed", "7", "--as-of", "2018-02-01")


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command stands in `unmissed`, also where main has not got it yet."""
    if not any(group.name == "practice" for group in main.app.registered_groups):
        monkeypatch.setattr(main.app, "registered_groups", [*main.app.registered_groups])
        main.app.add_typer(practice.app, name="practice")


def fill(path: Path, **overall: str) -> None:
    """Answer every question partly and grade."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        grading = {"grade": "good", "auditor": "=AU1", "audited_on": "2018-02-05"} | overall
        row.update(grading if row["question"] == "overall" else {"answer": "partly"})
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_from_the_draw_to_the_register(unmissed: Run, register: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    drawn = unmissed("practice", "sample", register, *DRAW, "--size", 3, "--out", form)
    assert drawn.status == 0, drawn.err
    assert "takes 1 child under 18; 3 were asked for: all are drawn by the seed `7`" in drawn.out
    assert "not to be passed on" in drawn.out
    assert f"1 blank form in {form}" in drawn.err
    fill(form, second_grade="inadequate", second_auditor="AU2", moderated_grade="requires_improvement")
    audits = register / "practice_audits.csv"
    read = unmissed("practice", "read", form, "--register-out", audits)
    assert read.status == 0, read.err
    assert "1 audit: 1 requires improvement" in read.out
    assert "undefined: fewer than 2 audits have a second grade" in read.out
    assert "No audit set an action." in read.out
    (row,) = csv.DictReader(audits.read_text().splitlines())
    assert row["audit_id"].startswith("PA-20180201-")
    assert (row["child_id"], row["assessment_id"], row["audited_on"]) == ("A", "A1", "2018-02-05")
    assert (row["grade"], row["auditor"]) == ("requires_improvement", "'=AU1")
    assert unmissed("practice", "sample", register, *DRAW, "--size", 1).status == 0  # the register takes the rows in


def test_the_same_draw_writes_the_same_bytes(unmissed: Run, register: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    for path in (one, two):
        assert unmissed("practice", "sample", register, *DRAW, "--size", 1, "--out", path).status == 0
    assert one.read_bytes() == two.read_bytes()


def test_an_error_in_a_form_leaves_nothing_behind_and_shows_no_value(unmissed: Run, register: Path, tmp_path: Path) -> None:
    form, out = tmp_path / "form.csv", tmp_path / "audits.csv"
    unmissed("practice", "sample", register, *DRAW, "--size", 1, "--out", form)
    fill(form, grade="Canarysurname")
    read = unmissed("practice", "read", form, "--register-out", out)
    assert read.status == 2
    assert "column grade: expected one of inadequate" in read.err
    assert "Canarysurname" not in read.err + read.out
    assert not out.exists()


@pytest.mark.parametrize(
    ("rule", "size", "message"), [("level >= huge", 1, "expected a level"), ("level >= low", 0, "a sample of 0")]
)
def test_wrong_use_is_status_2(unmissed: Run, register: Path, rule: str, size: int, message: str) -> None:
    ran = unmissed("practice", "sample", register, "--rule", rule, "--size", size, "--seed", "1", "--as-of", "2018-02-01")
    assert ran.status == 2
    assert message in ran.err
