"""The titles of the board report, worked out from nothing but what is shown."""

from __future__ import annotations

from typing import Any

from unmissed.oversight.figure import Figure, Value
from unmissed.oversight.suppression import HIDDEN
from unmissed.words import counted, month_in_words, percent

_LOW_AND_HIGH = {
    "completion": ("share", "Assessments completed within the limit"),
    "review": ("share", "Reviews completed within the limit"),
    "coverage": ("share_monitored", "On a multi-agency list"),
    "stepdown": ("share_any", "Steps down followed by harm, going missing, a referral, a list or a higher level"),
    "stays": ("share_stable", "Lasting long enough to be called stable"),
    "thresholds": ("share_left_out", "Children at risk whom a rule would leave out of sight"),
}
_MOST = {
    "declined-referrals": ("declined", "referral", "Declined most"),
    "unprotected-by-agency": ("days_unprotected", "day", "Most days unprotected"),
}
"""Figure → the column whose most is told, in what unit, and how."""


def headline(figure: Figure) -> str:
    """What is seen in a figure that may leave, as a sentence without an end mark."""
    kind = figure.name.partition("-by-")[0] if figure.name not in _MOST else figure.name
    if kind in _LOW_AND_HIGH:
        return _low_and_high(figure, *_LOW_AND_HIGH[kind])
    if figure.name in _MOST:
        return _most(figure, *_MOST[figure.name])
    own = {
        "unprotected-months": _by_month,
        "unprotected-checks": _by_check,
        "workers-held": _too_many,
        "placements-begun": _too_many,
        "records": _records,
    }
    return own[figure.name](figure)


def _low_and_high(figure: Figure, column: str, says: str) -> str:
    shares = [(row[column], named(figure, row)) for row in _settled(figure) if _is_number(row[column])]
    if not shares:
        return f"{says}: too few to show, or too early to say"
    (low, worst), (high, best) = min(shares), max(shares)
    goal = f"; the target is {figure.target[0]:g} to {figure.target[1]:g}" if figure.target else ""
    if low == high:
        return f"{says}: {percent(low)}{goal}"
    return f"{says}: from {percent(low)} ({worst}) to {percent(high)} ({best}){goal}"


def _settled(figure: Figure) -> list[dict[str, Any]]:
    """The rows that may be compared: months whose limits still run, or may, are too early."""
    early = figure.columns[0].name == "month" and any(column.name == "not_yet" for column in figure.columns)
    return [row for row in figure.records() if not early or row["not_yet"] == 0]


def _most(figure: Figure, column: str, unit: str, says: str) -> str:
    shown = [(row[column], named(figure, row)) for row in figure.records() if _is_number(row[column])]
    if not shown:
        return f"{says}: too few to show"
    number, name = max(shown)
    return f"{says}: {name}, {counted(number, unit)}"  # type: ignore[arg-type]


def _by_month(figure: Figure) -> str:
    last = figure.records()[-1]
    days, strength = last["days_unprotected"], last["days_of_strength"]
    return f"{_said(days)} days unprotected in {month_in_words(str(last['month']))}, {_said(strength)} days under a strength"


def _by_check(figure: Figure) -> str:
    shown = {
        kind: [row for row in figure.records() if row["kind"] == kind and _is_number(row["children"])]
        for kind in ("unprotected", "strength")
    }
    told = []
    for kind, says in (("unprotected", "Most children unprotected"), ("strength", "most with a strength")):
        if shown[kind]:
            most = max(shown[kind], key=lambda row: (row["children"], str(row["check"])))
            told.append(f"{says}: {most['check']}, {most['children']:,}")
    return "; ".join(told) if told else "Children unprotected and strengths: too few to show"


def _too_many(figure: Figure) -> str:
    name = figure.columns[0].name
    what = {"workers": "social worker", "placements": "placement"}[name]
    shown = [row for row in figure.records() if _is_number(row["children"])]
    if not shown:
        return f"How many children had one {what} or more: too few to show"
    most: dict[str, Any] = max(shown, key=lambda row: (row["children"], row[name]))
    return f"More children had {counted(most[name], what)} than any other number: {most['children']:,}"


def _records(figure: Figure) -> str:
    faults = figure.values("in_quarantine")
    if HIDDEN in faults:
        return "Some rows could not be used and are in no figure"
    return f"{counted(sum(faults), 'row')} could not be used and {'is' if sum(faults) == 1 else 'are'} in no figure"


def named(figure: Figure, row: dict[str, Any]) -> str:
    """What a row is called: its first column, and the column that parts it further."""
    shape = figure.shape
    assert shape is not None
    names = [month_in_words(_text(row[shape.x])), *([_text(row[shape.colour])] if shape.colour else [])]
    if shape.colour == "harm":
        names[1] += " harm" if names[1] != "none" else ""
        names[1] = names[1].replace("none", "no harm")
    return ", ".join(names)


def _text(value: Value) -> str:
    return "not recorded" if value is None else str(value).replace("_", " ")


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _said(value: Value) -> str:
    return f"{value:,}" if isinstance(value, int) else "a hidden number of"
