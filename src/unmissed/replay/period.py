"""A date as a report gives it: a day, a month, a year, or a span of them, and how precisely it was given."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year", "relative"]
"""How a report dates a fact. `relative`: only its order or its distance to another fact is given."""

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Period:
    """The days on which something may have happened, both ends included. `text` is how the case file writes it."""

    first: date
    last: date
    text: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"the period {self.text!r} ends before it begins")

    @classmethod
    def parse(cls, text: str) -> Period:
        """`2018`, `2018-10`, `2018-10-31` or two of them joined by a slash. ValueError for anything else."""
        begin, _, end = text.partition("/")
        return cls(_first(begin), _last(end or begin), text)

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.first <= day <= self.last

    @property
    def precision(self) -> Precision:
        """How narrow the period is: one day, within one month, or wider."""
        if self.first == self.last:
            return "day"
        return "month" if (self.first.year, self.first.month) == (self.last.year, self.last.month) else "year"

    def __str__(self) -> str:
        begin, _, end = self.text.partition("/")
        return f"{_words(begin)} to {_words(end)}" if end else _words(begin)


def day(text: str) -> date:
    """An ISO date. ValueError, in words for a person, for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"found {text!r}, expected a date as YYYY-MM-DD") from None


def _parts(text: str) -> tuple[int, int | None, int | None]:
    match = _PART.fullmatch(text)
    if match is None:
        raise ValueError(f"found {text!r}, expected YYYY, YYYY-MM, YYYY-MM-DD or two of them joined by a slash")
    year, month, day_ = match.groups()
    return int(year), int(month) if month else None, int(day_) if day_ else None


def _first(text: str) -> date:
    year, month, day_ = _parts(text)
    return date(year, month or 1, day_ or 1)


def _last(text: str) -> date:
    year, month, day_ = _parts(text)
    month = month or 12
    return date(year, month, day_ or monthrange(year, month)[1])


def _words(text: str) -> str:
    year, month, day_ = _parts(text)
    if month is None:
        return str(year)
    name = f"{date(year, month, 1):%B} {year}"
    return name if day_ is None else f"{day_} {name}"
