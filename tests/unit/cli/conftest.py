"""The command line as a person uses it: arguments in; status, output and errors out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from unmissed.cli import main


@dataclass(frozen=True)
class Ran:
    """What a run of the command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def unmissed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `unmissed` with arguments."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["unmissed", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main.run()
        captured = capfd.readouterr()
        status = left.value.code
        return Ran(status if isinstance(status, int) else 0 if status is None else 1, captured.out, captured.err)

    return run


TABLES = {
    "children": "child_id,date_of_birth,nhs_number,name\nA,2004-06-15,9434765919,Ada Canarysurname\nB,2005-01-01,,\n",
    "assessments": (
        "assessment_id,child_id,kind,started_on,completed_on,level,harm\n"
        "A1,A,assessment,2018-01-02,2018-01-10,high,known\nB1,B,assessment,2018-01-02,2018-01-10,low,none\n"
    ),
    "events": "event_id,child_id,occurred_on,kind,harm,summary\nE1,A,2018-01-05,disclosure,known,Canarysummary\n",
    "monitoring": (
        "entry_id,child_id,list,added_on,removed_on,removal_reason,removal_decision\n"
        "M1,A,MACE,2018-01-12,2018-03-01,risk_reduced,single_agency\n"
    ),
}
"""A register in which CHILD A was removed from MACE while at risk, and many tables are missing."""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A folder with a small register."""
    folder = tmp_path / "register"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text)
    return folder
