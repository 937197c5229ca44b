"""The judge tells found from late, early, wrongly closed and silent, on findings made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unmissed.replay.judge import Outcome, judge
from unmissed.replay.model import Case, CaseChild, Ending, Expectation, Sighting, Silence
from unmissed.replay.period import Period

CITES = ("F.5 ¶34",)
BY = date(2016, 12, 31)


@dataclass(frozen=True)
class Made:
    """A finding made by hand."""

    opened_on: date
    closed_on: date | None = None
    check: str = "concern-unheeded"
    child_id: str = "C1"
    severity: str = "critical"
    evidence: tuple[str, ...] = ("concerns:1",)
    because: str = "Nobody answered."


def _case(**asks: object) -> Case:
    child = CaseChild("C1", "a child", (), **asks)
    return Case("made", "Made", "Nowhere", CITES, date(2018, 12, 31), (), (child, CaseChild("C2", "another", ())))


def _expecting(**changes: object) -> Case:
    saw = Sighting(Period.parse("2017-05"), "month", "Agreed.", CITES)
    given = {"check": "concern-unheeded", "by": BY, "by_because": "Made.", "cites": CITES, "authorities_saw": saw}
    return _case(expect=(Expectation(**(given | changes)),))


def _one(case: Case, *findings: Made, checks: set[str] | None = None) -> Outcome:
    outcomes = judge(case, findings, checks)
    assert len(outcomes) == 1
    return outcomes[0]


def test_found_on_the_last_day_and_days_are_counted_to_the_first_day_of_the_month_that_the_report_gives() -> None:
    outcome = _one(_expecting(), Made(BY))
    assert (outcome.verdict, outcome.found, outcome.days_before) == ("held", True, (date(2017, 5, 1) - BY).days)


def test_late_by_one_day() -> None:
    outcome = _one(_expecting(), Made(date(2017, 1, 1)))
    assert (outcome.verdict, outcome.found, outcome.days_before) == ("late", False, None)


def test_not_found_at_all_or_about_another_child_or_check() -> None:
    assert _one(_expecting()).verdict == "not_found"
    assert _one(_expecting(), Made(BY, child_id="C2")).verdict == "not_found"
    assert _one(_expecting(), Made(BY, check="voice-missing")).verdict == "not_found"


def test_too_early_is_hindsight_and_no_success() -> None:
    assert _one(_expecting(not_before=BY), Made(date(2016, 12, 30))).verdict == "too_early"
    assert _one(_expecting(not_before=BY), Made(date(2016, 12, 30)), Made(BY)).verdict == "held"


def test_it_must_close_in_its_period() -> None:
    case = _expecting(closes_in=Period.parse("2017-05"))
    assert _one(case, Made(BY)).verdict == "wrong_close"
    assert _one(case, Made(BY, date(2017, 4, 30))).verdict == "wrong_close"
    assert _one(case, Made(BY, date(2017, 6, 1))).verdict == "wrong_close"
    assert _one(case, Made(BY, date(2017, 5, 31))).verdict == "held"


def test_the_finding_that_holds_is_shown_even_when_an_earlier_one_closed_otherwise() -> None:
    first, second = Made(date(2016, 9, 1), date(2016, 9, 2)), Made(date(2016, 10, 1), date(2017, 5, 2))
    outcome = _one(_expecting(closes_in=Period.parse("2017-05")), second, first)
    assert outcome.finding == second


def test_a_severity_that_is_asked_for_must_be_there() -> None:
    assert _one(_expecting(severity="serious"), Made(BY)).verdict == "wrong_severity"
    assert _one(_expecting(severity="critical"), Made(BY)).verdict == "held"


def test_a_silence_holds_and_is_broken() -> None:
    case = _case(silent=(Silence("concern-unheeded", "Answered.", CITES),))
    kept, broken = _one(case, Made(BY, check="voice-missing")), _one(case, Made(BY))
    assert (kept.holds, kept.found) == (True, False)
    assert (broken.holds, broken.found, broken.verdict) == (False, True, "broken")
    assert broken.finding == Made(BY)


def test_a_silence_until_a_day_ends_on_it() -> None:
    case = _case(silent=(Silence("concern-unheeded", "Not yet.", CITES, until=BY),))
    assert _one(case, Made(BY)).holds
    assert not _one(case, Made(date(2016, 12, 30))).holds


def test_nothing_critical_may_be_open_at_the_end() -> None:
    case = _case(at_the_end=(Ending("critical", "Positive.", CITES),))
    assert _one(case, Made(BY, severity="serious")).holds
    assert _one(case, Made(BY, closed_on=case.ends_on)).holds
    assert _one(case, Made(BY)).verdict == "broken"


def test_what_opens_after_the_end_of_the_case_is_a_plan_and_breaks_nothing() -> None:
    case = _case(silent=(Silence("concern-unheeded", "Answered.", CITES),), at_the_end=(Ending("critical", "Positive.", CITES),))
    assert all(outcome.holds for outcome in judge(case, [Made(date(2019, 1, 1))]))


def test_a_check_that_was_not_run_holds_neither_way() -> None:
    assert _one(_expecting(), Made(BY), checks={"voice-missing"}).verdict == "no_such_check"
    silent = _case(silent=(Silence("concern-unheeded", "Answered.", CITES),))
    outcome = _one(silent, checks=set())
    assert (outcome.verdict, outcome.holds) == ("no_such_check", False)


def test_the_row_has_the_eight_columns_of_the_command() -> None:
    assert _one(_expecting(), Made(BY, date(2017, 5, 2))).row() == {
        "case": "made",
        "child_id": "C1",
        "check": "concern-unheeded",
        "expected_by": "2016-12-31",
        "opened_on": "2016-12-31",
        "closed_on": "2017-05-02",
        "found": True,
        "cites": ["F.5 ¶34"],
    }
