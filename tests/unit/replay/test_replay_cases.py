"""The case files: every row of the design's table is asked for, and no day is given for a fact that the report does not give."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest

from unmissed.register.schema import schema
from unmissed.replay.library import load_cases
from unmissed.replay.model import Case, CaseChild, CaseError, Expectation
from unmissed.replay.period import Period
from unmissed.replay.records import NUMBER

# Section 5 of the design: case, child, check, at the latest (None: the case file derives it), paragraphs.
DESIGN_TABLE = [
    ("durham-meeting-list", "CS-A29", "removed-while-at-risk", "2018-10-31", "25"),
    ("durham-meeting-list", "CS-A29", "removed-by-one-agency", "2018-10-31", "25"),
    ("durham-meeting-list", "CS-A29", "rapid-downgrade", None, "25 32"),
    ("durham-meeting-list", "CS-A29", "repeated-harm", None, "32"),
    ("durham-meeting-list", "CS-A29", "harm-without-action", None, "32"),
    ("durham-meeting-list", "CS-A118", "removed-while-at-risk", "2018-10-31", "25"),
    ("durham-meeting-list", "CS-A118", "harm-without-action", None, "32"),
    ("durham-meeting-list", "CS-A118", "repeated-harm", None, "32"),
    ("durham-meeting-list", "CS-A114", "harm-without-action", None, "32"),
    ("durham-meeting-list", "CS-A114", "repeated-harm", None, "32"),
    ("durham-meeting-list", "CS-A50", "level-below-evidence", None, "32"),
    ("durham-meeting-list", "CS-A50", "recognition-delay", None, "32"),
    ("durham-meeting-list", "CS-A50", "harm-without-action", None, "32"),
    ("durham-meeting-list", "CS-A50", "protective-practice", "2019-12-31", "32"),
    ("durham-tracker", "DUR-11", "screened-out-with-harm", "2019-12-31", "26"),
    ("durham-tracker", "DUR-11", "not-monitored", "2019-12-31", "26"),
    ("durham-tracker", "DUR-11", "level-below-evidence", "2019-12-31", "26"),
    ("durham-tracker", "DUR-M1", "not-monitored", None, "26 27"),
    ("durham-tracker", "DUR-M2", "not-monitored", None, "26 27"),
    ("durham-no-perpetrator-rule", "DUR-NP1", "perpetrator-required", None, "25"),
    ("st-helens", "CS-A26", "removed-while-at-risk", "2016-10-31", "28"),
    ("st-helens", "CS-A26", "reason-contradicts-assessment", "2016-10-31", "28"),
    ("st-helens", "CS-A26", "placement-raised-risk", None, "35"),
    ("st-helens", "CS-A26", "specialist-placement-delayed", None, "35"),
    ("st-helens", "CS-A27", "placed-without-shared-assessment", None, "36"),
    ("st-helens", "CS-A27", "unassessed-adult-contact", None, "36"),
    ("st-helens", "CS-A71", "unsafe-protective-factor", "2019-01-31", "36"),
    ("st-helens", "SH-LOW", "declined-for-threshold", None, "28"),
    ("st-helens", "SH-LOW", "left-without-service", None, "28"),
    ("swansea", "CS-A24", "removed-while-at-risk", None, "29"),
    ("swansea", "CS-A24", "past-harm-omitted", None, "33"),
    ("swansea", "CS-A25", "removed-while-at-risk", None, "29"),
    ("warwickshire", "CS-A1", "concern-unheeded", "2016-12-31", "34"),
    ("warwickshire", "CS-A1", "recognition-delay", None, "34"),
    ("warwickshire", "CS-A1", "worker-turnover", None, "34"),
    ("warwickshire", "CS-A1", "placement-instability", None, "34"),
    ("warwickshire", "CS-A1", "persistent-missing", None, "34"),
    ("tower-hamlets", "CS-A81", "essential-details-missing", "2018-07-31", "37"),
    ("tower-hamlets", "CS-A81", "level-below-evidence", "2018-07-31", "37"),
    ("tower-hamlets", "CS-A81", "closed-against-advice", "2018-09-30", "37"),
    ("tower-hamlets", "CS-A81", "reactive-only", None, "37"),
    ("bristol", "CS-A59", "protective-practice", None, "38"),
]
CLOSES_IN = [
    ("st-helens", "CS-A26", "specialist-placement-delayed", "2018-10"),
    ("warwickshire", "CS-A1", "recognition-delay", "2017-05"),
]
CASES = load_cases()
CHILDREN = [(case, child) for case in CASES for child in case.children if not child.cohort]
RECORDS = [(child.child_id, record) for _, child in CHILDREN for record in child.records]


def _child(case_id: str, child_id: str) -> CaseChild:
    return next(child for case, child in CHILDREN if case.id == case_id and child.child_id == child_id)


def _expectation(case_id: str, child_id: str, check: str) -> Expectation:
    found = [each for each in _child(case_id, child_id).expect if each.check == check]
    assert len(found) == 1, f"{child_id} should expect {check} once"
    return found[0]


@pytest.mark.parametrize(("case_id", "child_id", "check", "by", "paragraphs"), DESIGN_TABLE)
def test_every_row_of_the_design_is_expected(case_id: str, child_id: str, check: str, by: str | None, paragraphs: str) -> None:
    expectation = _expectation(case_id, child_id, check)
    if by:
        assert expectation.by <= date.fromisoformat(by)
    assert {cite.split("¶")[1] for cite in expectation.cites} & set(paragraphs.split())


@pytest.mark.parametrize(("case_id", "child_id", "check", "period"), CLOSES_IN)
def test_the_design_says_when_two_of_them_close(case_id: str, child_id: str, check: str, period: str) -> None:
    assert _expectation(case_id, child_id, check).closes_in == Period.parse(period)


def test_bristol_ends_without_a_critical_finding() -> None:
    assert [ending.severity for ending in _child("bristol", "CS-A59").at_the_end] == ["critical"]


def test_protective_practice_of_cs_a50_is_not_expected_before_2019() -> None:
    expectation = _expectation("durham-meeting-list", "CS-A50", "protective-practice")
    assert expectation.not_before == date(2019, 1, 1)
    assert expectation.by.year == 2019


def test_cases_come_in_the_order_of_the_report_and_by_id() -> None:
    assert [case.id for case in CASES][:3] == ["durham-meeting-list", "durham-tracker", "durham-no-perpetrator-rule"]
    assert [case.id for case in load_cases(["swansea", "bristol"])] == ["swansea", "bristol"]


def test_an_unknown_case_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CaseError, match=r"no case called atlantis; expected one of durham-meeting-list, .*bristol"):
        load_cases(["atlantis", "swansea"])


def test_every_file_is_named_after_its_case() -> None:
    names = {each.name for each in files("unmissed.replay").joinpath("cases").iterdir()}
    assert names == {f"{case.id}.yaml" for case in CASES}


@pytest.mark.parametrize(("child_id", "record"), RECORDS)
def test_a_record_is_a_fact_or_wholly_assumed_and_never_both(child_id: str, record: object) -> None:
    assert bool(record.fact) != bool(record.wholly_assumed), child_id
    assert bool(record.fact) == bool(record.cites) == bool(record.precision), child_id
    if record.wholly_assumed:
        assert not record.assumed
        assert not record.dated


@pytest.mark.parametrize(("child_id", "record"), RECORDS)
def test_every_day_that_the_report_does_not_give_is_told_as_assumed(child_id: str, record: object) -> None:
    if record.wholly_assumed:
        return
    dates = {name for row in record.rows for name in row if schema()[record.table].column(name).type == "date"}
    exact = {name for name, period in record.dated.items() if period.first == period.last}
    assert dates - exact <= set(record.assumed), child_id
    for name, period in record.dated.items():
        assert all(period.holds(date.fromisoformat(row[name])) for row in record.rows), (child_id, name)


def test_more_than_one_row_for_a_fact_says_why_there_are_so_many() -> None:
    several = {
        (child_id, record.table)
        for child_id, record in RECORDS
        if len(record.rows) > 1 and record.fact and NUMBER not in record.assumed
    }
    # CS-A1's nine workers are the report's own number; CS-A71's two factors are two names for one reason
    assert several == {("CS-A1", "workers"), ("CS-A71", "assessment_factors")}


def test_the_report_gives_no_day_so_no_fact_claims_one() -> None:
    assert {record.precision for _, record in RECORDS if record.fact} == {"month", "year", "relative"}


@pytest.mark.parametrize(("case", "child"), CHILDREN, ids=lambda each: getattr(each, "id", getattr(each, "child_id", "")))
def test_a_child_is_asked_about_within_the_case(case: Case, child: CaseChild) -> None:
    assert all(expectation.by <= case.ends_on for expectation in child.expect)
    checks = [silence.check for silence in child.silent if silence.until is None]
    assert not set(checks) & {expectation.check for expectation in child.expect}
    assert len(checks) == len(set(checks))


def test_every_paragraph_from_24_is_replayed() -> None:
    """¶21 to ¶23 describe tools and training; they tell of no child."""
    cited = {cite for case in CASES for cite in case.cites}
    assert {int(cite.split("¶")[1]) for cite in cited} == set(range(24, 39))
    assert all(cite.startswith("F.4" if int(cite.split("¶")[1]) <= 31 else "F.5") for cite in cited)


def test_a_child_never_puts_herself_at_risk_and_harm_is_never_described() -> None:
    text = "\n".join(each.read_text("utf-8") for each in files("unmissed.replay").joinpath("cases").iterdir())
    forbidden = (
        r"absconded|themselves at risk|boyfriend|promiscu|sexually active|lifestyle|insert|exposed|Grindr|refus\w+ to engage"
    )
    assert re.findall(forbidden, text, re.IGNORECASE) == []
