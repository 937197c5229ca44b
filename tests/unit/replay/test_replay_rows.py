"""The register of a case, the readings of its dates, and the timeliness of the Tower Hamlets months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from unmissed.register.schema import schema
from unmissed.replay.figures import MonthShare, monthly_completion
from unmissed.replay.library import load_cases
from unmissed.replay.model import Case
from unmissed.replay.period import Period
from unmissed.replay.rows import Reading, case_register

CASES = load_cases()
SMALL = [case for case in CASES if case.id != "tower-hamlets-months"]


def _case(case_id: str) -> Case:
    return load_cases([case_id])[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_table_is_there_and_every_row_is_its_childs(case: Case) -> None:
    rows = case_register(case)
    assert set(rows) == set(schema().tables)
    children = {row["child_id"] for row in rows["children"]}
    assert children == {child.child_id for child in case.children}
    assert {row["child_id"] for table, each in rows.items() for row in each if table != "service_directory"} == children


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.id)
@pytest.mark.parametrize("reading", ["earliest", "assumed", "latest"])
def test_every_reading_keeps_the_order_of_the_dates_in_a_row(case: Case, reading: Reading) -> None:
    for table, rows in case_register(case, reading).items():
        for column in schema()[table].columns:
            for row in rows:
                if column.not_before and row.get(column.name):
                    assert row[column.not_before] <= row[column.name]


def test_a_reading_moves_a_month_to_its_first_or_last_day() -> None:
    removed = {
        reading: [
            row["removed_on"] for row in case_register(_case("durham-meeting-list"), reading)["monitoring"] if row["removed_on"]
        ]
        for reading in ("earliest", "assumed", "latest")
    }
    assert removed == {"earliest": ["2018-10-01"] * 2, "assumed": ["2018-10-31"] * 2, "latest": ["2018-10-31"] * 2}


def test_several_rows_for_one_fact_keep_their_days_in_every_reading() -> None:
    raised = [row["raised_on"] for row in case_register(_case("warwickshire"), "earliest")["concerns"]]
    assert raised == ["2016-07-01", "2016-08-30", "2016-09-27", "2016-10-25", "2016-11-29", "2016-12-20"]


def test_the_months_range_from_exactly_27_to_exactly_87_percent() -> None:
    case = _case("tower-hamlets-months")
    shares = monthly_completion(case_register(case)["assessments"], 90, case.ends_on)
    assert [share.month for share in shares] == [f"2018-{month:02}" for month in range(6, 13)] + [
        "2019-01",
        "2019-02",
        "2019-03",
    ]
    assert (min(share.within for share in shares), max(share.within for share in shares)) == (27, 87)
    assert {share.decided for share in shares} == {100}
    assert [(figure.figure, figure.percent) for figure in case.figures] == [("lowest", 27), ("highest", 87)]


def test_the_late_ones_are_expected_and_the_others_silent() -> None:
    case = _case("tower-hamlets-months")
    rows = {row["child_id"]: row for row in case_register(case)["assessments"]}
    for child in case.children:
        row = rows[child.child_id]
        limit = date.fromisoformat(row["started_on"]) + timedelta(days=90)
        late = not row["completed_on"] or date.fromisoformat(row["completed_on"]) > limit
        assert bool(child.expect) == late
        assert bool(child.silent) == (not late)
        assert all(each.by == each.not_before == limit + timedelta(days=1) for each in child.expect)
    finishes = {
        (date.fromisoformat(r["completed_on"]) - date.fromisoformat(r["started_on"])).days
        for r in rows.values()
        if r["completed_on"]
    }
    assert {90, 92} <= finishes  # both sides of the limit are there; on day 91 a finding would close as it opens
    assert any(row["abandoned_on"] for row in rows.values())


def test_completion_counts_the_limit_itself_and_what_is_not_yet_decided_in_no_month() -> None:
    rows = [
        {"started_on": "2018-06-01", "completed_on": "2018-08-30"},  # day 90
        {"started_on": "2018-06-01", "completed_on": "2018-08-31"},  # day 91
        {"started_on": "2018-06-02", "abandoned_on": "2018-06-20"},  # never completed
        {"started_on": "2018-12-01"},  # its limit has not passed
        {"started_on": "2018-12-01", "completed_on": "2018-12-20"},
        {"started_on": "2018-12-01", "completed_on": "2019-01-15"},  # in time, but not known yet
    ]
    assert monthly_completion(rows, 90, date(2018, 12, 31)) == [
        MonthShare("2018-06", 3, 1),
        MonthShare("2018-12", 1, 1),
    ]


@pytest.mark.parametrize(
    ("within", "decided", "percent"), [(1, 3, 33), (2, 3, 67), (1, 8, 13), (0, 5, 0), (5, 5, 100), (27, 100, 27)]
)
def test_a_percentage_is_whole_and_a_half_goes_up(within: int, decided: int, percent: int) -> None:
    assert MonthShare("2018-06", decided, within).percent == percent


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "words"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31), "year", "2018"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month", "February 2016"),
        ("2018-10-31", date(2018, 10, 31), date(2018, 10, 31), "day", "31 October 2018"),
        ("2019-11/2019-12", date(2019, 11, 1), date(2019, 12, 31), "year", "November 2019 to December 2019"),
    ],
)
def test_a_period_is_as_wide_as_it_is_written(text: str, first: date, last: date, precision: str, words: str) -> None:
    period = Period.parse(text)
    assert (period.first, period.last, period.precision, str(period)) == (first, last, precision, words)
    assert period.holds(first)
    assert period.holds(last)
    assert not period.holds(last + timedelta(days=1))


@pytest.mark.parametrize("text", ["", "October", "2018-13", "2018-1", "2018-02-30", "2019/2018"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Period.parse(text)
