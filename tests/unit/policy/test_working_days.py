"""Limits as SQL macros, in calendar days and in working days."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from unmissed.policy.model import Policy, default_policy, override
from unmissed.policy.sql import policy_macros
from unmissed.policy.working_days import working_days


def asked(policy: Policy, expression: str) -> object:
    con = duckdb.connect()
    for statement in policy_macros(policy):
        con.execute(statement)
    row = con.execute(f"select {expression}").fetchone()
    assert row is not None
    return row[0]


def working(days: int) -> Policy:
    return override(default_policy(), {"review_days": {"value": days, "unit": "working_days"}})


def test_calendar_days_count_every_day() -> None:
    assert asked(default_policy(), "review_days_after(date '2018-01-01')") == date(2018, 1, 1) + timedelta(84)
    assert asked(default_policy(), "review_days_before(date '2018-03-26')") == date(2018, 1, 1)


@pytest.mark.parametrize(
    ("start", "days", "last_day"),
    [
        (date(2026, 3, 30), 13, date(2026, 4, 20)),  # over Good Friday and Easter Monday
        (date(2026, 3, 30), 15, date(2026, 4, 22)),
        (date(2019, 12, 24), 1, date(2019, 12, 27)),  # over Christmas and Boxing Day
        (date(2019, 12, 28), 1, date(2019, 12, 30)),  # from a Saturday
        (date(2022, 6, 1), 1, date(2022, 6, 6)),  # over the four days of the Platinum Jubilee
        (date(2018, 1, 2), 0, date(2018, 1, 2)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start: date, days: int, last_day: date) -> None:
    assert asked(working(days), f"review_days_after(date '{start}')") == last_day


@pytest.mark.parametrize("day", [date(2026, 4, 20), date(2026, 4, 19), date(2026, 4, 18), date(2019, 12, 26)])
@pytest.mark.parametrize("days", [1, 5, 20])
def test_looking_back_reaches_the_first_day_from_which_the_limit_still_reaches(day: date, days: int) -> None:
    earliest = asked(working(days), f"review_days_before(date '{day}')")
    assert isinstance(earliest, date)
    passed = [d for d in working_days() if earliest < d <= day]
    assert len(passed) == days - (0 if day in working_days() else 1)


def test_other_values_are_constants() -> None:
    assert asked(default_policy(), "at_risk_level()") == 2
    assert asked(default_policy(), "rank('very_high')") == 4
    assert asked(default_policy(), "rank(null)") is None
    assert asked(default_policy(), "worker_count()") == 4
    assert asked(default_policy(), "list_contains(unsafe_protective_factors(), 'new_relationship')") is True
