"""Figures of a partnership: counted by the database from what is kept of each child, never showing one.

Whoever does not see every child is shown them as they may leave the partnership: without small numbers, and without those from
which a small one could be worked out. What is taken out is always so.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.db.models import Count, Q, QuerySet

from unmissed.checks.catalogue import SEVERITIES, catalogue
from unmissed.oversight.figure import Column, Figure
from unmissed.oversight.suppression import Outgoing, Sum, leaving
from unmissed.oversight.whole import sentences
from unmissed.register.keeping import kept_from
from unmissed.register.schema import schema
from unmissed.web.clock import today
from unmissed.web.findings.models import Finding, Standing
from unmissed.web.findings.presenters import title_of
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import SEES_EVERY_CHILD
from unmissed.web.record.keeping import keeping_of
from unmissed.web.record.words import title
from unmissed.web.referrals.selectors import KINDS, open_of
from unmissed.words import listed

_LEVELS = (*reversed(schema()["assessments"].column("level").codes), "")
_HARMS = ("known", "suspected", "none")
_BANDS = ("under_14_days", "14_to_27_days", "28_to_90_days", "over_90_days")
_JUDGED = ("assessments.level", "assessments.harm", "events.harm")
_CHECKED = tuple(sorted({need for check in catalogue() for need in check.needs}))
_WAITING = ("referrals.decided_on", "referrals.outcome", "concerns.responded_on", "concerns.response", "views.resolved_on")
_SHARES = ("on_a_list_and_served", "on_a_list_only", "served_only", "neither")


def figures_of(person: Person, partnership: Partnership) -> list[Figure]:
    """Every figure, as this person may see it."""
    made = [make(partnership) for make in FIGURES.values()]
    sees_all = person.role in SEES_EVERY_CHILD or partnership.read_only
    return [each.figure for each in made] if sees_all else as_they_leave(made)


def as_they_leave(made: Iterable[Outgoing]) -> list[Figure]:
    """Figures without small numbers, judged together; their titles name no number."""
    outgoing = list(made)
    shown = leaving(outgoing)
    return [replace(figure, title=each.figure.title) for figure, each in zip(shown, outgoing, strict=True)]


def as_csv(partnership: Partnership, name: str) -> str:
    """One figure as CSV, as it may leave; all are judged together, since all can be taken out."""
    shown = as_they_leave(make(partnership) for make in FIGURES.values())
    figure = next(each for each in shown if each.name == name)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(figure.lines())
    return text.getvalue()


def children(partnership: Partnership) -> Outgoing:
    """Children in view by level and harm: on a list, served, both or neither."""
    listed, served = ~Q(lists=[]), Q(served=True)
    parts = (listed & served, listed & ~served, ~listed & served, ~listed & ~served)
    counts = {name: Count("pk", filter=part) for name, part in zip(_SHARES, parts, strict=True)}
    standing: QuerySet[Any, Any] = Standing.objects.filter(partnership=partnership, in_view=True).values("level", "harm")
    rows: list[dict[str, Any]] = list(standing.annotate(children=Count("pk"), **counts))
    found = {(row["level"], row["harm"]): row for row in rows}
    cells = [
        (level.replace("_", " ") or "never assessed", harm, *(found[level, harm][name] for name in ("children", *_SHARES)))
        for level in _LEVELS
        for harm in _HARMS
        if (level, harm) in found
    ]
    columns = (
        Column("level", "text", "Level of the last completed assessment."),
        Column("harm", "text", "The worst harm on record."),
        Column("children", "count", "Children in view."),
        *(Column(name, "count", f"Of them, {name.replace('_', ' ')}.") for name in _SHARES),
    )
    figure = _figure(partnership, "children", "Children in view, by level and harm", columns, cells)
    figure = figure.limited(*_limits(partnership, ever=_JUDGED, now=("monitoring", "services")))
    return Outgoing(figure, sums=(Sum("children", _SHARES),), whole="children")


def open_findings(partnership: Partnership) -> Outgoing:
    """Open findings by check and severity, and for how long they have waited."""
    day = today(partnership)
    rows = Finding.objects.filter(partnership=partnership, gone_at=None, closed_on=None, opened_on__lte=day)
    counted = _counted(rows.exclude(severity="strength").values("check_name", "severity"), "opened_on", day)
    ordered = sorted(counted, key=lambda row: (SEVERITIES.index(row["severity"]), -row["all"], row["check_name"]))
    cells = [(title_of(row["check_name"]), row["severity"], *_waits(row)) for row in ordered]
    columns = (Column("check", "text", "The check."), Column("severity", "text", "Its severity."), *_waiting_columns("findings"))
    figure = _figure(
        partnership, "open-findings", "Open findings, by check and severity, and how long they have waited", columns, cells
    )
    return Outgoing(figure.limited(*_limits(partnership, now=_CHECKED)), sums=(Sum("findings", _BANDS),), whole="findings")


def awaiting(partnership: Partnership) -> Outgoing:
    """Referrals, concerns and challenges that wait for an answer, and for how long."""
    day = today(partnership)
    cells = []
    for kind in KINDS:
        rows = open_of(kind, partnership).order_by().values("partnership")
        cells += [(kind.words, *_waits(row)) for row in _counted(rows, kind.since, day)]
    columns = (Column("what", "text", "What waits."), *_waiting_columns("waiting"))
    figure = _figure(partnership, "awaiting", "Referrals, concerns and challenges that wait for an answer", columns, cells)
    figure = figure.limited(*_limits(partnership, now=_WAITING))
    return Outgoing(figure, sums=(Sum("waiting", _BANDS),), whole="waiting")


FIGURES: dict[str, Callable[[Partnership], Outgoing]] = {
    "children": children,
    "open-findings": open_findings,
    "awaiting": awaiting,
}
"""Name of a figure → what counts it."""


def _limits(partnership: Partnership, *, now: Iterable[str], ever: Iterable[str] = ()) -> Iterator[str]:
    """What the record does not hold whole of what a figure asks: `now` of today alone, `ever` of all that was before too."""
    keeping = keeping_of(partnership)
    never = sorted(
        {each.partition(".")[0] for need in (*now, *ever) for each in (need, need.partition(".")[0]) if each in keeping.never}
    )
    if never:
        yield f"Not held whole here, and counted by the rows that are there: {listed([title(table) for table in never])}."
    yield from sentences(kept_from(keeping.since, ever))


def _counted(rows: QuerySet[Any, Any], since: str, day: date) -> list[dict[str, Any]]:
    """Each group's rows in bands of the days waited."""
    before = {name: day - timedelta(days=days) for name, days in (("a", 14), ("b", 28), ("c", 91))}
    bands = (
        Q(**{f"{since}__gt": before["a"]}),
        Q(**{f"{since}__lte": before["a"], f"{since}__gt": before["b"]}),
        Q(**{f"{since}__lte": before["b"], f"{since}__gt": before["c"]}),
        Q(**{f"{since}__lte": before["c"]}),
    )
    counts = {f"band_{number}": Count("pk", filter=band) for number, band in enumerate(bands)}
    return list(rows.annotate(all=Count("pk"), **counts))


def _waits(row: dict[str, Any]) -> tuple[int, ...]:
    return (row["all"], *(row[f"band_{number}"] for number in range(len(_BANDS))))


def _waiting_columns(what: str) -> tuple[Column, ...]:
    bands = (Column(name, "count", f"Of them, waiting {name.replace('_', ' ')}.") for name in _BANDS)
    return (Column(what, "count", f"How many {what}."), *bands)


def _figure(
    partnership: Partnership, name: str, title: str, columns: tuple[Column, ...], rows: Iterable[tuple[Any, ...]]
) -> Figure:
    return Figure(
        name=name,
        title=title,
        asks=title,
        definition="Counted today from every child in the partnership's record.",
        denominator=title,
        cites=(),
        as_of=today(partnership),
        columns=columns,
        rows=tuple(rows),
    )
