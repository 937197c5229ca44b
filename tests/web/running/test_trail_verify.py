"""`unmissed trail verify` finds whatever somebody with the database file in hand did to the trail, and names it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.web.installation import Installation, seal_printed

DROP = ("drop trigger trail_entry_no_update", "drop trigger trail_entry_no_delete")
BACK = (
    "create trigger trail_entry_no_update before update on trail_entry begin select raise(abort, 'x'); end",
    "create trigger trail_entry_no_delete before delete on trail_entry begin select raise(abort, 'x'); end",
)
COPIED = (
    "insert into trail_entry select {number}, at, partnership_id, person_id, person_name, role, act, what, child_id, subject, "
    "why, detail, seal from trail_entry where number = 2"
)

TAMPERINGS = {
    "a changed row": (["update trail_entry set what = 'nothing' where number = 3"], "entry 3 is not as it was written"),
    "a changed moment": (["update trail_entry set at = '2020-01-01 00:00:00' where number = 2"], "entry 2 is not as it was"),
    "a deleted row": (["delete from trail_entry where number = 2"], "entries 2 to 2 are missing"),
    "a deleted beginning": (["delete from trail_entry where number = 1"], "entries 1 to 1 are missing"),
    "a deleted tail": (["delete from trail_entry where number >= 4"], "the trail ends at entry 3, but its head says 5"),
    "an inserted row": ([COPIED.format(number=6)], "entry 6 is not as it was written"),
    "rows that changed places": (
        [
            "update trail_entry set number = 99 where number = 2",
            "update trail_entry set number = 2 where number = 3",
            "update trail_entry set number = 3 where number = 99",
        ],
        "entry 2 is not as it was written",
    ),
    "everything gone": (["delete from trail_entry"], "the trail ends at entry 0, but its head says 5"),
    "the head set back": (
        ["delete from trail_entry where number >= 4",
         "update trail_head set number = 3, last_seal = (select seal from trail_entry where number = 3)"],
        "the head, which says where the trail ends, is not as it was written",
    ),
    "the head gone": (["delete from trail_head"], "the head, which says where the trail ends, is missing"),
}  # fmt: skip


def test_an_untouched_trail_holds_and_says_what_to_write_down(installation: Installation) -> None:
    ran = installation.unmissed("trail", "verify")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    again = installation.unmissed("trail", "verify", "--expect", seal_printed(ran.stdout))
    assert again.returncode == 0, again.stdout


UNPROTECTED = {
    f"without {name}": ([f"drop trigger {name}"], f"its trigger {name} is missing")
    for table in ("trail_entry", "record_earlierversion")
    for name in (f"{table}_no_update", f"{table}_no_delete")
}
VERIFIED_EACH = """
import sys, json
from django.db import connection
from unmissed.web.running.trail import verify_trail
found = {}
for name, file in json.load(sys.stdin).items():
    connection.close()
    connection.settings_dict["NAME"] = file
    found[name] = verify_trail().faults
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def faults(filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is found after each tampering with a copy, all by one process."""
    copies = {}
    for number, (how, (statements, _)) in enumerate([*TAMPERINGS.items(), *UNPROTECTED.items()]):
        copy = Installation(Path(shutil.copytree(filled_once, tmp_path_factory.mktemp("tampered") / str(number))))
        copy.tamper(*([*DROP, *statements, *BACK] if how in TAMPERINGS else statements))
        copies[how] = str(copy.file)
    found: dict[str, list[str]] = json.loads(Installation(filled_once).python(VERIFIED_EACH, json.dumps(copies)))
    return found


@pytest.mark.parametrize("how", [*TAMPERINGS, *UNPROTECTED])
def test_tampering_is_found_and_named(faults: dict[str, list[str]], how: str) -> None:
    said = (TAMPERINGS | UNPROTECTED)[how][1]
    assert any(said in fault for fault in faults[how]), faults[how]


def test_the_command_fails_and_names_each_fault(installation: Installation) -> None:
    installation.tamper(
        *DROP, "update trail_entry set what = 'nothing' where number = 3", "delete from trail_entry where number = 5"
    )
    ran = installation.unmissed("trail", "verify")
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [
        "tampered with: entry 3 is not as it was written, or what stood before it is not",
        "tampered with: the trail ends at entry 4, but its head says 5",
        *(
            "tampered with: the database no longer protects trail_entry: "
            f"its trigger trail_entry_no_{act} is missing or switched off"
            for act in ("delete", "update")
        ),
    ]


def test_a_trail_sealed_anew_by_somebody_with_the_key_is_found_by_what_was_written_down(installation: Installation) -> None:
    before = seal_printed(installation.unmissed("trail", "verify").stdout)
    installation.tamper(*DROP, "delete from trail_entry", "delete from trail_head", *BACK)
    installation.python(
        "from unmissed.web.trail.chain import append; from unmissed.web.trail.models import Act\n"
        "for page in range(5): append(Act.VIEW, f'other page {page}', by=None)"
    )
    assert installation.unmissed("trail", "verify").returncode == 0
    ran = installation.unmissed("trail", "verify", "--expect", before)
    assert ran.returncode == 1
    assert "entry 5 does not carry the seal that was expected" in ran.stdout
    missing = installation.unmissed("trail", "verify", "--expect", "77:" + "0" * 64)
    assert "entry 77, which was expected, is missing" in missing.stdout


@pytest.mark.parametrize("expect", ["5", "x:1", "5:"])
def test_what_is_expected_must_be_a_number_and_a_seal(installation: Installation, expect: str) -> None:
    ran = installation.unmissed("trail", "verify", "--expect", expect)
    assert (ran.returncode, "--expect takes NUMBER:SEAL" in ran.stderr) == (2, True)
