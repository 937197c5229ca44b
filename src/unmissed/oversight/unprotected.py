"""Days unprotected by check, agency, team and month, and beside them what was done well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from unmissed.checks.catalogue import Check
from unmissed.engine.needs import counts_from
from unmissed.oversight.figure import Column, Figure, Shape, Sheet, Unanswered, sheet
from unmissed.oversight.ground import Ground, renamed
from unmissed.words import counted, listed, month_in_words, percent

_BOTH = ("days_unprotected", "days_of_strength")


def unprotected(ground: Ground) -> Sheet:
    """The four figures. The ground must have been made with the checks whose findings are counted."""
    limits = [*_not_assessed(ground), *_found_from(ground)]
    answers = [by_check(ground), by_month(ground), by_worker(ground, "agency"), by_worker(ground, "team")]
    return sheet("unprotected", [each.limited(*limits) if isinstance(each, Figure) else each for each in answers])


def by_check(ground: Ground) -> Figure | Unanswered:
    """Days, children and findings of each check that leaves a child unprotected, and of each strength."""
    figure = ground.figure("unprotected_checks")
    if isinstance(figure, Unanswered):
        return figure
    days = sum(ground.run.days_unprotected().values())
    children = len(ground.run.days_unprotected())
    strengths = sum(row["findings"] for row in figure.records() if row["kind"] == "strength")  # type: ignore[misc]
    title = f"{counted(days, 'day')} unprotected of {counted(children, 'child')}, and {counted(strengths, 'strength')} found"
    return replace(figure.titled(title), shape=Shape("bars", "check", ("days",), colour="kind"))


def by_month(ground: Ground) -> Figure | Unanswered:
    """Month by month."""
    figure = ground.figure("unprotected_months")
    if isinstance(figure, Unanswered):
        return figure
    days = list(zip(figure.values("days_unprotected"), figure.values("month"), strict=True))
    (most, worst), (last, month) = max(days), days[-1]
    title = f"Most days unprotected in {month_in_words(worst)}, {most:,}; {last:,} in {month_in_words(month)} so far"
    return replace(figure.titled(title), shape=Shape("line", "month", _BOTH))


def by_worker(ground: Ground, which: Literal["agency", "team"]) -> Figure | Unanswered:
    """By the agency or the team that was working with the child on the day."""
    figure, name = ground.figure("unprotected_workers", team=which == "team"), f"unprotected-by-{which}"
    if isinstance(figure, Unanswered):
        return replace(figure, name=name)
    shares = dict(zip(figure.values("worker"), figure.values("share_of_days"), strict=True))
    title = f"On {percent(shares.get('no agency involved', 0.0))} of the days unprotected no agency was involved"
    columns = renamed(figure.columns, "worker", Column(which, "text", f"The {which}, or no agency involved."))
    return replace(figure.titled(title), name=name, columns=columns, shape=Shape("bars", which, _BOTH))


def _not_assessed(ground: Ground) -> list[str]:
    names = [check.name for check in _counted(ground) if check.name in ground.run.not_assessed]
    return [f"Not assessed, and so in no number: {listed(names)}."] if names else []


def _found_from(ground: Ground) -> list[str]:
    """The checks that find nothing before a day, so that a month before it is not taken for a good one."""
    days: dict[date, list[str]] = {}
    for check in _counted(ground):
        since = counts_from(check, ground.run.register)
        if since and check.name not in ground.run.not_assessed:
            days.setdefault(since[0], []).append(check.name)
    return [
        f"In no number before {day:%-d %B %Y}, from when on the register holds whole what it takes: {listed(names)}."
        for day, names in sorted(days.items())
    ]


def _counted(ground: Ground) -> list[Check]:
    """The checks whose findings the figures count."""
    return [check for check in ground.run.checks if check.unprotected or check.severity == "strength"]
