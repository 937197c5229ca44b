"""The cases run through the engine: all that must be found is found, all that must be silent is silent, in every reading."""

from __future__ import annotations

import pytest

from unmissed.checks.catalogue import catalogue
from unmissed.policy.model import default_policy, override
from unmissed.replay.library import load_cases
from unmissed.replay.model import CaseError
from unmissed.replay.rows import Reading
from unmissed.replay.run import ReplayResult, replay

DATED = [case.id for case in load_cases() if not any(child.cohort for child in case.children)]
"""The cases whose dates the report gives; those of a cohort are synthetic and have one reading."""


def _told(result: ReplayResult) -> list[tuple[object, ...]]:
    return [(each.case, each.child_id, each.check, each.verdict, each.finding) for each in result.failures]


def test_every_case_holds(replayed: ReplayResult) -> None:
    assert _told(replayed) == []
    assert replayed.holds


@pytest.mark.parametrize("reading", ["earliest", "latest"])
def test_every_case_holds_however_the_reports_months_are_read(reading: Reading) -> None:
    assert _told(replay(DATED, reading=reading)) == []


def test_every_check_that_a_case_asks_about_is_in_the_catalogue(replayed: ReplayResult) -> None:
    assert replayed.missing_checks == ()
    asked = {outcome.check for outcome in replayed.outcomes if outcome.asks in ("opens", "silent")}
    assert asked <= {check.name for check in catalogue()}


def test_without_checks_nothing_holds() -> None:
    empty = replay(["durham-tracker", "bristol"], checks=[])
    assert not empty.holds
    assert {each.verdict for each in empty.outcomes if each.asks in ("opens", "silent")} == {"no_such_check"}


def test_a_check_taken_away_is_named_and_fails_what_rests_on_it() -> None:
    fewer = replay(["warwickshire"], checks=[check for check in catalogue() if check.name != "concern-unheeded"])
    assert fewer.missing_checks == ("concern-unheeded",)
    assert {(each.check, each.verdict) for each in fewer.failures} == {("concern-unheeded", "no_such_check")}


def test_the_family_of_cs_a1_was_unheeded_for_months_before_the_council_agreed(replayed: ReplayResult) -> None:
    rows = {row["check"]: row for row in replayed.rows() if row["child_id"] == "CS-A1"}
    assert rows["concern-unheeded"]["opened_on"] == "2016-08-27"  # the day after 28 days from the first concern
    assert rows["concern-unheeded"]["closed_on"] == "2017-05-31"
    days = {each.check: each.days_before for each in replayed.outcomes if each.child_id == "CS-A1" and each.days_before}
    assert days == {"concern-unheeded": 247, "recognition-delay": 247}


def test_the_rows_hold_the_columns_of_the_command_and_no_silence_that_was_kept(replayed: ReplayResult) -> None:
    rows = replayed.rows()
    assert {tuple(row) for row in rows} == {
        ("case", "child_id", "check", "expected_by", "opened_on", "closed_on", "found", "cites")
    }
    assert all(row["found"] for row in rows)
    assert all(row["opened_on"] <= row["expected_by"] for row in rows if row["expected_by"])


def test_only_the_cases_named_are_run() -> None:
    assert [each.case.id for each in replay(["bristol"]).cases] == ["bristol"]
    with pytest.raises(CaseError, match="no case called atlantis"):
        replay(["atlantis"])


def test_for_people_the_synthetic_children_of_the_months_share_one_row(replayed: ReplayResult) -> None:
    brief = replayed.brief_rows()
    months = [row for row in brief if row["case"] == "tower-hamlets-months"]
    assert [row["child_id"] for row in months] == ["TH: 403 of 403 children", "", ""]
    assert [row for row in brief if row not in months] == [
        row for row in replayed.rows() if row["case"] != "tower-hamlets-months"
    ]


def test_the_figures_fail_when_another_limit_gives_other_shares() -> None:
    policy = override(default_policy(), {"completion_days": 60})
    wrong = [each for each in replay(["tower-hamlets-months"], policy=policy, checks=[]).failures if each.asks == "figure"]
    assert [each.check for each in wrong] == ["lowest monthly completion, 27 percent", "highest monthly completion, 87 percent"]
    assert not any(each.found for each in wrong)
