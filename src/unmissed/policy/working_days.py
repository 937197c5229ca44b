"""Working days: weekends and the bank holidays of England and Wales left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

FIRST = date(1900, 1, 1)
LAST = date(2199, 12, 31)
"""The calendar's bounds, those of every date in a register. Bank holidays after the announced ones follow their rules."""


@cache
def working_days() -> tuple[date, ...]:
    """Every working day from FIRST to LAST, in order."""
    import holidays  # noqa: PLC0415  the calendars of the world take a tenth of a second, and few policies ask for one

    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST.year, LAST.year + 1))
    return tuple(day for day in _days() if day.weekday() < 5 and day not in closed)


@cache
def working_days_until() -> tuple[int, ...]:
    """For each day from FIRST to the last working day: how many working days there are up to and including it."""
    open_days = set(working_days())
    return tuple(accumulate(day in open_days for day in _days() if day <= working_days()[-1]))


def _days() -> Iterator[date]:
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
