"""Days unprotected by check, agency, team and month: by hand, and day by day on random registers."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from tests.generative.registers import random_register
from tests.oracle.child import Child
from tests.unit.oversight.conftest import Known, row_of
from unmissed.checks.catalogue import catalogue
from unmissed.oversight.ground import ground
from unmissed.oversight.unprotected import unprotected
from unmissed.register.loading import register_from_rows

DAY = timedelta(days=1)
CHILD = [{"child_id": "A", "date_of_birth": "2005-01-01"}]


def test_the_days_after_a_removal_worked_by_hand(known: Known) -> None:
    """Removed on 1 March while at risk, as of 10 April: 31 days of March and 10 of April, the police involved until 5 April."""
    rows = {
        "children": CHILD,
        "assessments": [
            {"child_id": "A", "kind": "assessment", "started_on": "2018-01-01", "completed_on": "2018-01-10", "level": "high"}
        ],
        "monitoring": [
            {"child_id": "A", "list": "MACE", "added_on": "2018-01-10", "removed_on": "2018-03-01", "removal_reason": "other"}
        ],
        "involvements": [
            {"child_id": "A", "agency": "police", "team": "missing", "opened_on": "2018-01-01", "closed_on": "2018-04-05"}
        ],
    }
    checks = [check for check in catalogue() if check.name == "removed-while-at-risk"]
    sheet = unprotected(known(rows, "2018-04-10", checks=checks))
    row = row_of(sheet.figure("unprotected-checks"), check="removed-while-at-risk")
    assert (row["kind"], row["findings"], row["children"], row["open_now"], row["days"]) == ("unprotected", 1, 1, 1, 41)
    assert dict(
        zip(
            sheet.figure("unprotected-months").values("month"),
            sheet.figure("unprotected-months").values("days_unprotected"),
            strict=True,
        )
    ) == {
        "2018-03": 31,
        "2018-04": 10,
    }
    by_agency = sheet.figure("unprotected-by-agency")
    assert (
        row_of(by_agency, agency="police")["days_unprotected"],
        row_of(by_agency, agency="no agency involved")["days_unprotected"],
    ) == (35, 6)
    assert by_agency.title == "On 14.6 percent of the days unprotected no agency was involved"
    assert row_of(sheet.figure("unprotected-by-team"), team="police: missing")["days_unprotected"] == 35


@pytest.mark.parametrize("seed", range(2))
def test_every_day_is_counted_as_a_walk_over_the_days_counts_it(seed: int) -> None:
    rows, as_of = random_register(seed, 40), date(2020, 3, 1)
    known_ = ground(register_from_rows(rows), as_of=as_of, checks=catalogue())
    sheet = unprotected(known_)
    days: dict[str, dict[str, set[date]]] = {"unprotected": defaultdict(set), "strength": defaultdict(set)}
    by_check: dict[str, set[tuple[str, date]]] = defaultdict(set)
    for finding in known_.run.findings():
        if finding.state == "due" or not (finding.unprotected or finding.severity == "strength"):
            continue
        end = finding.closed_on or as_of + DAY
        covered = {finding.opened_on + n * DAY for n in range((end - finding.opened_on).days)}
        days["unprotected" if finding.unprotected else "strength"][finding.child_id] |= covered
        by_check[finding.check] |= {(finding.child_id, day) for day in covered}
    assert {row["check"]: row["days"] for row in sheet.figure("unprotected-checks").records()} == {
        k: len(v) for k, v in by_check.items()
    }
    months, agencies, strengths = Counter(), Counter(), Counter()
    for kind, counts in (("unprotected", agencies), ("strength", strengths)):
        for name, covered in days[kind].items():
            child = Child(name, {"involvements": [row for row in rows["involvements"] if row["child_id"] == name]})
            for day in covered:
                months[kind, f"{day:%Y-%m}"] += 1
                open_ = {row["agency"] for row in child.on(day).table("involvements") if row["closed_on"] is None}
                counts.update(open_ or {"no agency involved"})
    found = sheet.figure("unprotected-by-agency").records()
    assert {row["agency"]: row["days_unprotected"] for row in found if row["days_unprotected"]} == dict(agencies)
    assert {row["agency"]: row["days_of_strength"] for row in found if row["days_of_strength"]} == dict(strengths)
    by_month = {
        row["month"]: (row["days_unprotected"], row["days_of_strength"]) for row in sheet.figure("unprotected-months").records()
    }
    for month, counts_ in by_month.items():
        assert counts_ == (months["unprotected", month], months["strength", month])
    assert sum(sheet.figure("unprotected-months").values("days_unprotected")) == sum(known_.run.days_unprotected().values())


def test_no_finding_is_an_answer_and_what_was_not_assessed_is_named(known: Known) -> None:
    assert set(unprotected(known({"children": CHILD}, "2018-01-01", checks=catalogue())).unanswered) == {
        "unprotected-checks",
        "unprotected-months",
        "unprotected-by-agency",
        "unprotected-by-team",
    }
    rows = {
        "children": CHILD,
        "assessments": [
            {"child_id": "A", "kind": "review", "started_on": "2018-01-01", "completed_on": "2018-01-01", "level": "high"}
        ],
    }
    sheet = unprotected(known(rows, "2018-12-31", checks=catalogue(), lacks=["concerns"]))
    assert any("concern-unheeded" in note for note in sheet.figure("unprotected-checks").limits)
