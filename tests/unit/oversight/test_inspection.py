"""The inspection list."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.oversight.conftest import Known, row_of
from unmissed.checks.catalogue import catalogue
from unmissed.oversight.figure import OversightError
from unmissed.oversight.inspection import STAYS, inspection

BORN = "2010-03-01"


def child(name: str, born: str | None = BORN) -> dict[str, Any]:
    return {"child_id": name, "date_of_birth": born}


def assessed(name: str, level: str, harm: str = "none") -> dict[str, Any]:
    days = {"started_on": "2026-01-05", "completed_on": "2026-01-10"}
    return {
        "child_id": name,
        "kind": "assessment",
        "level": level,
        "harm": harm,
        "tool": "Matrix",
        "level_as_recorded": "T1",
        **days,
    }


def harmed(name: str) -> dict[str, Any]:
    return {"child_id": name, "occurred_on": "2020-05-01", "kind": "disclosure", "harm": "suspected"}


def test_every_child_with_a_level_or_harm_or_a_list_is_on_it_and_no_other(known: Known) -> None:
    rows = {
        "children": [child("LOW"), child("NONE"), child("HARM"), child("LISTED"), child("UNKNOWN"), child("GROWN", "2008-01-01")],
        "assessments": [assessed("LOW", "low"), assessed("NONE", "none"), assessed("HARM", "none"), assessed("GROWN", "high")],
        "events": [harmed("HARM")],
        "monitoring": [{"child_id": "LISTED", "list": "MACE", "added_on": "2026-01-01"}],
    }
    figure = inspection(known(rows, "2026-02-28"))
    assert set(figure.values("child_id")) == {"LOW", "HARM", "LISTED"}
    assert figure.about_children
    assert figure.notes[0] == STAYS


def test_a_row_says_who_keeps_the_child_in_sight(known: Known) -> None:
    rows = {
        "children": [child("A")],
        "assessments": [assessed("A", "high", "known")],
        "monitoring": [
            {"child_id": "A", "list": "MACE", "added_on": "2026-01-11"},
            {"child_id": "A", "list": "Tracker", "added_on": "2026-01-11", "removed_on": "2026-02-01"},
        ],
        "workers": [{"child_id": "A", "worker_id": "SW1", "role": "social_worker", "started_on": "2026-01-11"}],
        "placements": [{"child_id": "A", "kind": "foster", "started_on": "2026-01-11"}],
    }
    known_now = known(rows, "2026-02-28", checks=catalogue())
    row = row_of(inspection(known_now), child_id="A")
    assert (row["age"], row["level"], row["tool_label"], row["harm"]) == (15, "high", "T1", "known")
    assert (row["lists"], row["social_worker"], row["placement"]) == ("MACE", "SW1", "foster")
    assert row["at_risk_through_harm"] is True
    found = [each for each in known_now.run.findings() if each.closed_on is None and each.severity != "strength"]
    assert row["open_findings"] == sum(each.opened_on <= known_now.as_of for each in found) > 0


def test_what_the_register_lacks_is_said_and_not_taken_for_none(known: Known) -> None:
    rows = {"children": [child("A")], "assessments": [assessed("A", "high")]}
    figure = inspection(known(rows, "2026-02-28", lacks=["workers", "events"]))
    assert row_of(figure, child_id="A")["social_worker"] is None
    assert any("social worker" in note for note in figure.beside)
    assert any("the register has no table events" in note for note in figure.beside)


def test_a_register_that_can_say_of_nobody_is_a_clear_error(known: Known) -> None:
    with pytest.raises(OversightError, match="cannot be made: the register has no table assessments"):
        inspection(known({"children": [child("A")]}, "2026-02-28", lacks=["assessments", "events", "monitoring"]))


def test_an_empty_list_is_a_clear_error(known: Known) -> None:
    with pytest.raises(OversightError, match="the inspection list is empty on 2026-02-28"):
        inspection(known({"children": [child("A")], "assessments": [assessed("A", "none")]}, "2026-02-28"))
