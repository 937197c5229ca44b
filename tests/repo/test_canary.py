"""The canary: a child's surname, numbers and story are in the register, everything is made to fail, and no output holds them.

Habit 6 of the house: an error says what was found, what was expected and what to do, and never a child's details.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Ran, Run, unmissed

__all__ = ["unmissed"]

SURNAME, NHS_NUMBER, UPN, STORY = "Canarysurname", "9434765910", "A950000178309", "Canarystory"
BORN, BORN_DAY_FIRST = "2004-06-15", "15/06/2004"
SECRETS = (SURNAME, NHS_NUMBER, UPN, STORY, BORN, BORN_DAY_FIRST, "15 June 2004", "943 476 5910")

CHILDREN = f"child_id,date_of_birth,nhs_number,upn,name\nA,{BORN},{NHS_NUMBER},{UPN},Ada {SURNAME}\n"
ASSESSMENTS = (
    "assessment_id,child_id,kind,started_on,completed_on,level,harm,rationale,notes\n"
    f"A1,A,assessment,2018-01-02,2018-01-10,high,known,{STORY},{SURNAME}\n"
)
EVENTS = f"event_id,child_id,occurred_on,kind,harm,summary\nE1,A,2018-01-05,disclosure,known,{STORY} {SURNAME}\n"
MONITORING = f"entry_id,child_id,list,added_on,removed_on,notes\nM1,A,MACE,2018-01-12,2018-03-01,{STORY}\n"
SOUND = {"children": CHILDREN, "assessments": ASSESSMENTS, "events": EVENTS, "monitoring": MONITORING}

FAULTS: dict[str, dict[str, str]] = {
    "nothing wrong but the check digits": {},
    "a date of birth that is no date": {"children": CHILDREN.replace(BORN, f"{BORN_DAY_FIRST} {SURNAME}")},
    "dates of birth day first": {"children": CHILDREN.replace(BORN, BORN_DAY_FIRST)},
    "a duplicated child": {"children": CHILDREN + f"A,{BORN},{NHS_NUMBER},,Eve {SURNAME}\n"},
    "a ragged row": {"children": CHILDREN + f"B,{BORN},{SURNAME}\n"},
    "a row of too many cells": {"events": EVENTS + f"E2,A,2018-01-05,disclosure,known,{STORY},{SURNAME},{NHS_NUMBER}\n"},
    "an open quote": {"events": EVENTS + f'E2,A,2018-01-05,disclosure,known,"{STORY} {SURNAME}\n'},
    "a file without a header": {"events": EVENTS.split("\n")[1] + "\n"},
    "children without a header": {"children": CHILDREN.split("\n")[1] + "\n"},
    "a missing required value": {"events": EVENTS.replace("disclosure", "")},
    "an orphan": {"events": EVENTS.replace("E1,A,", "E1,Z,")},
    "an end before a start": {"monitoring": MONITORING.replace("2018-03-01", "2017-03-01")},
    "no children": {"children": ""},
}


@pytest.fixture(params=list(FAULTS))
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "register"
    folder.mkdir()
    for name, text in {**SOUND, **FAULTS[request.param]}.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def broken_check(folder: Path) -> Path:
    """A local check whose SQL fails on the very values that must not be told."""
    folder.mkdir()
    header = (
        "title: t\nasks: a\nwhy: w\ncites: [here]\nseverity: watch\nunprotected: false\nopens: o\ncloses: c\nparameters: []\n"
        "needs: []\nbecause: b"
    )
    sql = (
        "select child_id, 'children:A' as opened_by, cast(name as date) as opened_on, null::date as closed_on,\n"
        "[]::varchar[] as evidence from children"
    )
    (folder / "failing.sql").write_text(f"/*\n{header}\n*/\n{sql}\n")
    return folder


def everything(unmissed: Run, register: Path, out: Path) -> Iterator[Ran]:
    as_of = ("--as-of", "2018-06-01")
    yield unmissed("validate", register)
    for name in ("f.jsonl", "f.csv", "f.html"):
        yield unmissed("audit", register, *as_of, "--out", out / name)
    yield unmissed("audit", register, *as_of)
    yield unmissed("audit", register, *as_of, "--checks", broken_check(out / "local"))
    yield unmissed("audit", register, *as_of, "--child", SURNAME[::-1])
    yield unmissed("explain", register, "f000", *as_of)
    yield unmissed("compare", "--register", register, *as_of)
    yield unmissed("oversight", "coverage", register, *as_of)


def test_no_output_tells_who_the_child_is(unmissed: Run, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for ran in everything(unmissed, register, out):
        told = [secret for secret in SECRETS if secret in ran.out + ran.err]
        assert not told, f"{told} stands in the output"
        assert "Traceback" not in ran.err
    for file in out.glob("f.*"):
        told = [secret for secret in SECRETS if secret in file.read_text("utf-8")]
        assert not told, f"{told} stands in {file.name}"
