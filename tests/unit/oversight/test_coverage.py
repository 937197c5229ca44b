"""Coverage: by hand, and on random registers against the plain reading of the terms."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.generative.registers import random_register
from tests.oracle.child import Child
from tests.oracle.terms import at_risk, harm_on_record, level, monitored, running
from tests.unit.oversight.conftest import Known, row_of
from tests.unit.oversight.test_stepdown import _eighteen
from unmissed.oversight.coverage import coverage
from unmissed.oversight.figure import OversightError
from unmissed.oversight.ground import ground
from unmissed.register.loading import register_from_rows

CHILDREN = [{"child_id": name, "date_of_birth": "2005-01-01"} for name in "ABC"] + [
    {"child_id": "OLD", "date_of_birth": "2000-01-01"}
]


def assessed(child: str, level_: str, **given: object) -> dict[str, object]:
    return {
        "child_id": child,
        "kind": "assessment",
        "started_on": "2018-01-01",
        "completed_on": "2018-01-10",
        "level": level_,
    } | given


def test_children_by_level_and_harm_worked_by_hand(known: Known) -> None:
    rows = {
        "children": CHILDREN,
        "assessments": [assessed("A", "high", harm="known"), assessed("B", "high", harm="known"), assessed("OLD", "high")],
        "monitoring": [
            {"child_id": "A", "list": "MACE", "added_on": "2018-02-01"},
            {"child_id": "B", "list": "MACE", "added_on": "2018-02-01", "removed_on": "2018-03-01"},
        ],
        "services": [{"child_id": "A", "service": "x", "kind": "advocacy", "started_on": "2018-02-01"}],
    }
    sheet = coverage(known(rows, "2018-04-01"))
    row = row_of(sheet.figure("coverage"), level="high")
    assert (row["harm"], row["children"], row["both"], row["only_monitored"], row["only_served"], row["neither"]) == (
        "known",
        2,
        1,
        0,
        0,
        1,
    )
    assert row["share_monitored"] == 50.0
    assert row_of(sheet.figure("coverage"), level="not assessed")["children"] == 1
    (unlisted,) = sheet.figure("at-risk-unlisted").records()
    assert (unlisted["child_id"], unlisted["days"], unlisted["last_removed_on"]) == ("B", 32, date(2018, 3, 1))
    assert sheet.figure("at-risk-unlisted").title == "1 of 2 children at risk on no list"
    assert sheet.figure("coverage").title == "1 child of 3 on a list; 2 on no list and without a service"


def test_declined_and_why(known: Known) -> None:
    def referral(made: str, outcome: str, **given: object) -> dict[str, object]:
        return {
            "child_id": "A",
            "made_on": made,
            "decided_on": made,
            "referred_to": "x",
            "kind": "service",
            "outcome": outcome,
        } | given

    referrals = [
        referral("2018-01-05", "declined", reason="below_threshold"),
        referral("2018-01-10", "declined", reason="below_threshold"),
        referral("2018-02-01", "accepted"),
        referral("2018-03-01", "declined"),
    ]
    figure = coverage(
        known({"children": CHILDREN, "assessments": [assessed("A", "high")], "referrals": referrals}, "2018-04-01")
    ).figure("declined-referrals")
    below = row_of(figure, reason="below_threshold")
    assert (below["declined"], below["children"], below["at_risk"], below["accepted_since"], below["share_at_risk"]) == (
        2,
        1,
        1,
        2,
        50.0,
    )
    assert row_of(figure, reason="not recorded")["accepted_since"] == 0
    assert figure.title == "3 referrals declined, 2 of them (66.7 percent) while the child was at risk"


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_are_those_of_the_plain_terms(seed: int) -> None:
    rows, as_of = random_register(seed, 50), date(2019, 9, 1)
    sheet = coverage(ground(register_from_rows(rows), as_of=as_of))
    cells: Counter[tuple[str, str, str]] = Counter()
    unlisted = set()
    for person in rows["children"]:
        own = {table: [row for row in each if row.get("child_id") == person["child_id"]] for table, each in rows.items()}
        child = Child(person["child_id"], own)
        if child.date_of_birth and _eighteen(child.date_of_birth) <= as_of:
            continue
        now = child.on(as_of)
        degrees = {harm.degree for harm in harm_on_record(now)}
        harm = "known" if "known" in degrees else "suspected" if degrees else "none"
        on_list, served = monitored(now), bool(running(now, "services"))
        place = {(True, True): "both", (True, False): "only_monitored", (False, True): "only_served"}.get(
            (on_list, served), "neither"
        )
        cells[level(now) or "not assessed", harm, place] += 1
        if at_risk(now) and not on_list:
            unlisted.add(child.child_id)
    places = ("both", "only_monitored", "only_served", "neither")
    found = {
        (row["level"], row["harm"], place): row[place]
        for row in sheet.figure("coverage").records()
        for place in places
        if row[place]
    }
    assert found == dict(cells)
    assert set(sheet.figure("at-risk-unlisted").values("child_id")) == unlisted


def test_what_is_lacking_is_unknown_and_not_no(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", "high")]}
    sheet = coverage(known(rows, "2018-04-01", lacks=["services", "statuses"]))
    assert "no table services" in sheet.unanswered["coverage"]
    figure = sheet.figure("at-risk-unlisted")
    assert (figure.values("served"), figure.values("on_protection_plan")) == ((None,), (None,))
    assert "Not known: served, for the register has no table services." in figure.limits
    with pytest.raises(OversightError, match="coverage cannot be counted"):
        coverage(known({"children": CHILDREN}, "2018-04-01", lacks=["monitoring", "referrals"]))


def test_an_empty_table_is_known_to_be_empty(known: Known) -> None:
    sheet = coverage(known({"children": CHILDREN}, "2018-04-01"))
    assert row_of(sheet.figure("coverage"), level="not assessed")["neither"] == 3
    assert sheet.unanswered["at-risk-unlisted"] == "No child at risk is on no list."
