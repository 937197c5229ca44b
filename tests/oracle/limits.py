"""The policy's limits and the calendar they are counted in, for the twins only.

Source: design sections 2 to 4. Calendar days unless a limit says `working_days` (weekends and the bank holidays of
England and Wales left out).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

DAY = timedelta(days=1)

DEFAULTS: dict[str, Any] = {
    "at_risk_level": "medium",
    "sustained_days": 90,
    "event_days": 14,
    "monitor_within_days": 14,
    "recent_harm_days": 180,
    "recognition_days": 28,
    "review_days": 84,
    "downgrade_steps": 2,
    "contradiction_days": 183,
    "advice_days": 30,
    "resolve_days": 10,
    "action_days": 14,
    "repeat_count": 3,
    "repeat_days": 183,
    "service_days": 28,
    "unsafe_protective_factors": (
        "new_relationship",
        "living_with_partner",
        "contact_with_unassessed_adult",
        "child_says_consensual",
    ),
    "completion_days": 90,
    "reactive_count": 3,
    "return_interview_days": 3,
    "concern_days": 28,
    "concern_count": 3,
    "concern_repeat_days": 183,
    "worker_count": 4,
    "worker_days": 730,
    "stable_days": 365,
    "placement_count": 3,
    "placement_days": 365,
    "placement_compare_days": 90,
    "placement_excess": 2,
    "specialist_days": 90,
    "sharing_days": 5,
    "missing_count": 3,
    "absence_count": 10,
    "absence_days": 90,
    "missing_meeting_days": 14,
    "action_default_days": 28,
    "transition_months": 210,
    "practice_days": 28,
    "calm_days": 90,
}


@dataclass(frozen=True)
class Policy:
    """The local limits. `values` overrides defaults by name; `units` says `working_days` where a limit is in them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name, DEFAULTS[name])

    def last_day(self, start: date, name: str) -> date:
        """Day n of a limit whose day 0 is `start`: what happens on it is still within the limit."""
        if self.units.get(name) == "working_days":
            return add_working_days(start, self[name])
        return start + self[name] * DAY

    def first_day(self, end: date, name: str) -> date:
        """The first day of "the n days before `end`", counting `end` as day 0."""
        if self.units.get(name) == "working_days":
            return add_working_days(end, -self[name])
        return end - self[name] * DAY


def add_working_days(start: date, count: int) -> date:
    """The count-th working day after `start` (before it when negative); `start` itself when the count is 0."""
    step = DAY if count > 0 else -DAY
    day = start
    for _ in range(abs(count)):
        day += step
        while day.weekday() >= 5 or day in bank_holidays(day.year):
            day += step
    return day


def birthday(born: date, years: int) -> date:
    """The day on which a child born on `born` turns `years`; born on 29 February: 1 March in other years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def add_months(day: date, months: int) -> date:
    """`day` so many months later, clipped to the month's end."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales of a year from 2012 on, substitute days and single proclaimed days included."""
    easter = easter_sunday(year)
    fixed = {
        _weekday_after(date(year, 1, 1)),
        easter - 2 * DAY,
        easter + DAY,
        date(2020, 5, 8) if year == 2020 else _monday(date(year, 5, 1)),
        {2012: date(2012, 6, 4), 2022: date(2022, 6, 2)}.get(year, _monday(date(year, 5, 25))),
        _monday(date(year, 8, 25)),
    }
    single = {date(2012, 6, 5), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
    return frozenset(fixed | christmas(year) | {day for day in single if day.year == year})


def christmas(year: int) -> set[date]:
    """Christmas Day and Boxing Day, or the weekdays that stand in for them."""
    first = date(year, 12, 25).weekday()
    if first == 4:  # Friday: Boxing Day is a Saturday
        return {date(year, 12, 25), date(year, 12, 28)}
    if first in (5, 6):  # Saturday or Sunday: Monday and Tuesday, whichever stands for which
        return {date(year, 12, 27), date(year, 12, 28 if first == 5 else 26)}
    return {date(year, 12, 25), date(year, 12, 26)}


def easter_sunday(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computation."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _monday(earliest: date) -> date:
    """The first Monday on or after a day."""
    return earliest + (-earliest.weekday() % 7) * DAY


def _weekday_after(day: date) -> date:
    """The day itself, or the Monday after it when it falls on a weekend."""
    return day if day.weekday() < 5 else _monday(day)
