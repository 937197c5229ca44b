"""Why a cell cannot be used and how to mend it, in one sentence for the person who keeps the file.

The database finds the bad rows; these functions explain them. They see only the cells of bad rows, and speak of a value
only where its column is plain.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum

from unmissed.register.cells import DAY_FIRST, EARLIEST, LARGEST, LATEST
from unmissed.register.quarantine import is_shown
from unmissed.register.schema import Column

WRITE_DATE = "Write the day on which it happened as YYYY-MM-DD."
_ISO_LIKE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9:.]+Z?)?")


class DayOrder(Enum):
    """What the dates with slashes in one column say about the order of day and month."""

    ISO = "no dates with slashes"
    DAY_FIRST = "a date proves that days come first, none contradicts"
    OPEN = "no date proves which comes first"
    MONTH_FIRST = "a date proves that months come first"
    MIXED = "some dates prove that days come first, others that months do"


def day_order(slashed: int, proofs: int, contradictions: int) -> DayOrder:
    """The order of one column from its counts: dates with slashes, proofs of days first, contradictions."""
    if not slashed:
        return DayOrder.ISO
    if proofs:
        return DayOrder.MIXED if contradictions else DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if contradictions else DayOrder.OPEN


def missing(column: Column) -> str:
    """The sentence for an empty cell in a required column."""
    return f"{column.name} is empty, and every row needs it. Fill it in."


def out_of_order(column: Column, earlier: Column, values: Mapping[str, object]) -> str:
    """The sentence for a date before the one that it may not precede."""
    return (
        f"{column.name} {values[column.name]} lies before {earlier.name} {values[earlier.name]}. "
        "Correct whichever of the two is wrong."
    )


def orphan(column: Column, value: str, in_quarantine: bool) -> str:
    """The sentence for an id that the referred table lacks."""
    if in_quarantine:
        return f"The row of {column.refers_to} for {value} is itself in quarantine. Mend that row first; this one then counts."
    return (
        f"{column.refers_to} has no row with the {column.name} {value}. "
        f"Add that row to {column.refers_to}, or correct the {column.name} here."
    )


def duplicate(column: Column, value: str) -> str:
    """The sentence for a further row with an id already used."""
    return (
        f"The {column.name} {value} is used by more than one row. The row with the most filled columns was kept. "
        "Give this row its own id, or delete it."
    )


def unreadable(column: Column, text: str, order: DayOrder) -> str:
    """The sentence for a value that is not of its column's type."""
    if column.type == "date":
        return _bad_date(column, text, order)
    expected = _expected(column)
    found = f"{text} is" if is_shown(column, text) else f"The value of {column.name} is"
    return f"{found} {expected}{_suggestion(column, text)}"


def _expected(column: Column) -> str:
    if column.type == "bool":
        return "neither yes nor no. Write yes or no, or leave it empty where it is not known."
    if column.type == "whole":
        return f"no whole number from 0 to {LARGEST}. Write digits only, or leave it empty."
    return f"no value of {column.name}. Use one of: {', '.join(column.codes)}."


def _suggestion(column: Column, text: str) -> str:
    close = get_close_matches(text.lower(), column.codes, n=1) if column.codes and is_shown(column, text) else []
    return f" Perhaps {close[0]} is meant." if close else ""


def _bad_date(column: Column, text: str, order: DayOrder) -> str:
    if not is_shown(column, text):
        return f"The value of {column.name} is no date that can be used. Write the day as YYYY-MM-DD."
    if re.search(DAY_FIRST, text):
        return _slashed(column, text, order)
    if match := _ISO_LIKE.fullmatch(text):
        return _impossible(text, *(int(part) for part in match.groups()))
    if re.fullmatch("[0-9]{5}([.][0-9]*)?", text):
        return f"{text} is a spreadsheet's day number, not a date. Format the column as a date YYYY-MM-DD and save it again."
    return f"{text} is no date. {WRITE_DATE}"


def _slashed(column: Column, text: str, order: DayOrder) -> str:
    day, month, year = (int(part) for part in re.search(DAY_FIRST, text).groups())  # type: ignore[union-attr]
    if order is DayOrder.DAY_FIRST:
        return _impossible(text, year, month, day)
    reason = {
        DayOrder.MIXED: f"some dates in {column.name} have the day first and others the month",
        DayOrder.MONTH_FIRST: f"the dates in {column.name} have the month first",
    }.get(order, f"nothing in {column.name} shows whether the day or the month comes first")
    return f"{text} could be read in two ways: {reason}. Write every date of the column as YYYY-MM-DD."


def _impossible(text: str, year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return f"{text} is no date: there is no month {month}. {WRITE_DATE}"
    if (month, day) == (2, 29) and not calendar.isleap(year):
        return f"{text} is no date: {year} was not a leap year. {WRITE_DATE}"
    last = calendar.monthrange(year, month)[1] if year else 31
    if not 1 <= day <= last:
        return f"{text} is no date: that month has {last} days. {WRITE_DATE}"
    return f"{text} lies outside {EARLIEST} to {LATEST}. {WRITE_DATE}"
