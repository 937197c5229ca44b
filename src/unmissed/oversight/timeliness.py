"""Timeliness: how long assessments take to complete, and apart from it how long children in view wait for a review (¶30, ¶31)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from unmissed.oversight.figure import Column, Figure, Shape, Sheet, Unanswered, Value, sheet
from unmissed.oversight.ground import Ground, renamed
from unmissed.oversight.question import questions
from unmissed.oversight.survival import Curve, survival
from unmissed.words import listed, month_in_words, percent

TARGET = (90.0, 95.0)
"""Tower Hamlets' target in percent (F.4 ¶30)."""

Group = Literal["month", "agency", "level", "kind"]
_MEDIAN, _P90 = 0.5, 0.9


@dataclass(frozen=True)
class Measure:
    """What is timed: completion or review. `times` is the question with one row a duration, `limit` the policy's limit."""

    name: str
    times: str
    limit: str
    done: str
    groups: dict[Group, str]


COMPLETION = Measure(
    "completion",
    "completion_times",
    "completion_days",
    "completed",
    {
        "month": "The month in which they began.",
        "agency": "The agency that assesses, as recorded.",
        "level": "The child's level on the day on which the assessment began, by what was then known.",
        "kind": "Screening, assessment or review.",
    },
)
REVIEW = Measure(
    "review",
    "review_times",
    "review_days",
    "reviewed",
    {
        "month": "The month in which the interval began.",
        "agency": "The agency of the assessment after which the interval runs.",
        "level": "The child's level when the interval began, by what was then known.",
    },
)


def timeliness(ground: Ground) -> Sheet:
    """Completion and review by month, agency and level (completion also by kind), and their curves."""
    answers: list[Figure | Unanswered] = []
    for measure in (COMPLETION, REVIEW):
        answers += [by_group(ground, measure, group) for group in measure.groups]
        answers.append(curve(ground, measure))
    return sheet("timeliness", answers)


def by_group(ground: Ground, measure: Measure, group: Group) -> Figure | Unanswered:
    """Counts, share within the limit, median and 90th percentile of one measure, by one group."""
    name = f"{measure.name}-by-{group}"
    question = questions()[measure.name]
    if group == "agency":
        question = replace(question, needs=(*question.needs, "assessments.agency"))
    lacking = ground.why_not(question)
    if lacking:
        return Unanswered(name, f"The register cannot say: {lacking} (as known on {ground.as_of}).", lacks=True)
    rows = [_with_survival(row, _calendar_limit(ground, measure)) for row in ground.rows(measure.name, by=group)]
    if not rows:
        return Unanswered(name, ground.none(question), lacks=False)
    return _told(ground.shown(question, rows), measure, group, _limit(ground, measure))


def _with_survival(row: Sequence[Any], limit: int | None) -> tuple[Value, ...]:
    """The counts of a group, then the estimates: the share by the limit, the median and the 90th percentile."""
    *counts, days, done = row
    estimate = survival(days, done)
    share = None if limit is None else round(100 * (1 - estimate.left_after(limit)), 1)
    return (*counts, share, estimate.day_by_which(_MEDIAN), estimate.day_by_which(_P90))


def _calendar_limit(ground: Ground, measure: Measure) -> int | None:
    """The limit in calendar days; None where the policy counts working days, which durations do not."""
    return ground.setting(measure.limit) if ground.policy[measure.limit].unit == "days" else None


def _told(figure: Figure, measure: Measure, group: Group, limit: str) -> Figure:
    """The figure of a group: its first column named, its title, its target and its shape."""
    first = Column(group, "month" if group == "month" else "text", measure.groups[group])
    title = _headline(figure, measure, limit, group)
    return replace(
        figure,
        name=f"{measure.name}-by-{group}",
        title=title,
        columns=renamed(figure.columns, "grouped", first),
        notes=(f"The limit is {limit}. The target is {TARGET[0]:g} to {TARGET[1]:g} percent (F.4 ¶30).", *_apart(figure, group)),
        target=TARGET,
        shape=Shape("line", group, ("share",), unless="not_yet") if group == "month" else Shape("bars", group, ("share",)),
    )


def _headline(figure: Figure, measure: Measure, limit: str, group: Group) -> str:
    shares = _settled(figure, group)
    if not shares:
        return f"Too early to say how many were {measure.done} within {limit}"
    (low, worst), (high, best) = min(shares), max(shares)
    met = sum(share >= TARGET[0] for share, _ in shares)
    if len(shares) == 1:
        goal = f"the target is {TARGET[0]:g} to {TARGET[1]:g}"
        return f"{percent(low).capitalize()} {measure.done} within {limit} ({_said(worst)}); {goal}"
    spread = f"{percent(low)} ({_said(worst)}) to {percent(high)} ({_said(best)})"
    return (
        f"{measure.done.capitalize()} within {limit}: {spread}; target met in {met or 'none'} of {len(shares)} {_plural(group)}"
    )


def _settled(figure: Figure, group: Group) -> list[tuple[float, str]]:
    """The shares that a title may compare. A month in which limits still run is too early: only its quick ones are decided."""
    return [
        (row["share"], row["grouped"])  # type: ignore[misc]
        for row in figure.records()
        if row["share"] is not None and not (group == "month" and row["not_yet"])
    ]


def _apart(figure: Figure, group: Group) -> list[str]:
    """What is in no share, so that nobody takes the share for the whole."""
    waiting = sum(figure.values("not_yet"))
    notes = (
        [f"{waiting:,} not completed whose limit has not passed are in no share; the estimate counts them."] if waiting else []
    )
    early = [_said(str(row["grouped"])) for row in figure.records() if row["not_yet"]] if group == "month" else []
    return notes + ([f"Too early, for limits are still running, and compared in no title: {listed(early)}."] if early else [])


def curve(ground: Ground, measure: Measure) -> Figure | Unanswered:
    """The survival curve: the share not yet completed or reviewed after each day on which something was."""
    name = f"{measure.name}-curve"
    question = questions()[measure.times]
    lacking = ground.why_not(question)
    rows = [] if lacking else ground.rows(measure.name, by="all")
    if lacking or not rows:
        because = (
            f"The register cannot say: {lacking} (as known on {ground.as_of})."
            if lacking
            else ground.none(questions()[measure.name])
        )
        return Unanswered(name, because, lacks=bool(lacking))
    *_, days, done = rows[0]
    estimate = survival(days, done)
    if not estimate.days:
        return Unanswered(name, f"None has been {measure.done} yet.", lacks=False)
    return _curve_figure(ground, measure, name, estimate)


def _curve_figure(ground: Ground, measure: Measure, name: str, estimate: Curve) -> Figure:
    limit, days = _limit(ground, measure), ground.setting(measure.limit)
    summary = questions()[measure.name]
    columns = (
        Column("day", "days", "Days since the start."),
        Column("at_risk", "count", f"Not {measure.done} before that day, and watched that long."),
        Column("done", "count", f"{measure.done.capitalize()} on that day."),
        Column(
            "still_waiting", "percent", f"Not {measure.done} by the end of that day (survival estimate).", of=("at_risk", "done")
        ),
    )
    steps = zip(estimate.days, estimate.at_risk, estimate.ended, estimate.left, strict=True)
    median = estimate.day_by_which(_MEDIAN)
    left = round(100 * estimate.left_after(days), 1)
    half = f"Half were {measure.done} within {median} days" if median is not None else f"Fewer than half have been {measure.done}"
    rows = [(d, n, e, round(100 * s, 1)) for d, n, e, s in steps]
    figure = ground.shown(replace(summary, columns=columns), rows)
    return replace(
        figure,
        name=name,
        title=f"{half}; after {days} days {percent(left)} were still waiting",
        denominator=f"{estimate.of:,} in all, those still open counted for as long as they have been open",
        notes=(f"The limit is {limit}. Days are calendar days.",),
        shape=Shape("steps", "day", ("still_waiting",), limit=_calendar_limit(ground, measure), unit="percent"),
    )


def _limit(ground: Ground, measure: Measure) -> str:
    return str(ground.policy[measure.limit])


def _said(name: str) -> str:
    return month_in_words(name).replace("_", " ")


def _plural(group: Group) -> str:
    return {"month": "months", "agency": "agencies", "level": "levels", "kind": "kinds"}[group]
