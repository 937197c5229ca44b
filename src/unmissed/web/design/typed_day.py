"""A day as somebody typed it. It stands apart from the forms: mypy cannot take a named tuple and a form in one module."""

from __future__ import annotations

from typing import NamedTuple

PARTS = ("day", "month", "year")


class TypedDay(NamedTuple):
    """A date as it was typed, in three boxes: kept as it is until it makes sense."""

    day: str
    month: str
    year: str

    def missing(self) -> tuple[str, ...]:
        """The boxes that were left empty."""
        return tuple(part for part, typed in zip(PARTS, self, strict=True) if not typed)
