"""How numbers, months and lists are said, wherever something is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_IRREGULAR = {"child": "children", "has": "have", "was": "were", "is": "are"}


def counted(number: int, what: str) -> str:
    """`1 child`, `2 children`, `1,000 days`."""
    return f"{number:,} {what if number == 1 else plural(what)}"


def plural(what: str) -> str:
    """`children`, `days`, `were`."""
    return _IRREGULAR.get(what, what + "s")


def percent(share: float | None) -> str:
    """`27 percent`, `3.5 percent`; without a share, `not decided`."""
    return "not decided" if share is None else f"{share:g} percent"


def month_in_words(month: str) -> str:
    """`2018-06` as June 2018; anything else as it is."""
    try:
        return f"{date.fromisoformat(month + '-01'):%B %Y}"
    except ValueError:
        return month


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; with another word before the last."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
