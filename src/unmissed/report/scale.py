"""The time axis of a drawing: where a day stands, and which months are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240)
"""Months between two written dates: the smallest is taken that writes at most `_MOST_TICKS` of them."""
_MOST_TICKS = 14
_OF_AS_OF = 11
"""How near, in percent, no month is written beside the as-of date: on a phone a drawing is 460 pixels wide."""


@dataclass(frozen=True)
class Tick:
    """A month or year: `place` is a percentage of the width, `strong` marks the beginning of a year.

    `anchor` is how the text stands to its place (start, middle, end), so that none is cut at an edge; it may be empty.
    """

    place: str
    text: str
    strong: bool
    anchor: str


@dataclass(frozen=True)
class Scale:
    """The days drawn: from `first` up to, and not including, `end`. `as_of` is the last day that anything is known of."""

    first: date
    end: date
    as_of: date

    def share(self, day: date) -> float:
        """Where the beginning of `day` stands, from 0 to 100, clipped to what is drawn."""
        days = (min(max(day, self.first), self.end) - self.first).days
        return 100 * days / (self.end - self.first).days

    def ticks(self) -> Iterator[Tick]:
        """The months to mark; they are not written at the edge, nor where the as-of date is written."""
        months = (self.end.year - self.first.year) * 12 + self.end.month - self.first.month
        step = next((step for step in _STEPS if months / step <= _MOST_TICKS), _STEPS[-1])
        for month in range(self.first.year * 12, self.end.year * 12 + 12, step):
            day = date(month // 12, month % 12 + 1, 1)
            if self.first <= day < self.end:
                free = self.share(day) < 97 and abs(self.share(day) - self.share(self.as_of + DAY)) > _OF_AS_OF
                text = str(day.year) if day.month == 1 else f"{day:%b}"
                yield Tick(percent(self.share(day)), text if free else "", day.month == 1, anchor(self.share(day)))


def scale_over(days: Iterable[date], as_of: date) -> Scale:
    """A scale that shows all these days and the as-of date, from the first of a month, with a little room after the last.

    What lies further ahead than a sixth of what lies behind (or three months) stands at the edge: the past keeps its room.
    """
    every = [*days, as_of]
    behind = (as_of - min(every)).days
    end = min(max(every), as_of + max(behind // 6, 92) * DAY)
    return Scale(min(every).replace(day=1), end + max(behind // 30, 10) * DAY, as_of)


def anchor(share: float) -> str:
    """How a text that belongs to a place is set."""
    return "start" if share < 2.5 else "end" if share > 95 else "middle"


def percent(share: float) -> str:
    """A share as SVG writes it, as short as it can be: 12.5%."""
    return f"{share:.2f}".rstrip("0").rstrip(".") + "%"
