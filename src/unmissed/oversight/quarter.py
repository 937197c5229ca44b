"""Calendar quarters, as `2026Q3`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from unmissed.oversight.figure import OversightError


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter; the third is July to September."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day: what was known on it is what the quarter's figures say."""
        year, month = (self.year + 1, 1) if self.number == 4 else (self.year, 3 * self.number + 1)
        return date(year, month, 1) - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.first:%B} to {self.last:%B %Y}"


def parse_quarter(text: str) -> Quarter:
    """The quarter written as `2026Q3`. OversightError for anything else."""
    found = re.fullmatch(r"(19[0-9]{2}|2[0-9]{3})[Qq]([1-4])", text.strip())
    if not found:
        raise OversightError(f"a quarter is written as a year and Q1 to Q4, such as 2026Q3; found {text!r}.")
    return Quarter(int(found[1]), int(found[2]))
