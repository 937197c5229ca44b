"""The tracker's rows: every child in view whom the person may see, narrowed, sorted and counted by the database.

Nothing here goes through the whole list in Python. A page is found by its keys from an index, then read; whoever sees every
child is counted as all of them less the few restricted ones, so that a count does not ask about each child.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from unmissed.web.access.models import Ground, Restriction
from unmissed.web.access.sight import visible
from unmissed.web.children.sifting import Sift, holder_of
from unmissed.web.findings.models import STANDS, Finding, Standing
from unmissed.web.findings.selectors import FEW, few_in_sight
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import SEES_EVERY_CHILD

A_PAGE = 50
DUE_DAYS = 14


@dataclass(frozen=True)
class Listed:
    """One page of the tracker: its rows in their order, how many children there are in all, and the pages."""

    rows: list[Standing]
    count: int
    page: int
    pages: int


@dataclass(frozen=True)
class Scope:
    """Whose list it is, on which day."""

    person: Person
    partnership: Partnership
    day: date

    @property
    def sees_all(self) -> bool:
        """Whether only restricted records can be out of sight."""
        return self.partnership.read_only or self.person.role in SEES_EVERY_CHILD

    def in_view(self) -> QuerySet[Standing]:
        """Every child in view, also those out of sight: to be narrowed before it is shown."""
        rows = Standing.objects.filter(partnership=self.partnership, in_view=True)
        return rows if self.few is None else rows.filter(child_id__in=self.few)

    @cached_property
    def few(self) -> list[str] | None:
        """The children of the person's own work where they are few: named, so that the database looks at nobody else's."""
        return few_in_sight(self.person, self.partnership)

    def seen(self) -> Q:
        """The condition of sight."""
        return visible(self.person, self.partnership)

    @cached_property
    def hidden(self) -> list[str]:
        """The children in view whom somebody who sees all does not see: restricted, and not for this person."""
        restricted = Restriction.objects.filter(partnership=self.partnership, lifted_at=None).values("child_id")
        return list(self.in_view().filter(child_id__in=restricted).exclude(self.seen()).values_list("child_id", flat=True))

    def count(self, rows: QuerySet[Standing]) -> int:
        """How many of the rows the person may see."""
        if not self.sees_all:
            return rows.filter(self.seen()).count()
        return rows.count() - (rows.filter(child_id__in=self.hidden).count() if self.hidden else 0)


def listed(scope: Scope, sift: Sift, in_view: int | None = None) -> Listed:
    """The page asked for; the last one where it lies beyond it. `in_view`: how many there are unless narrowed, if known."""
    rows = narrowed(scope, sift)
    count = scope.count(rows) if sift.narrowed or in_view is None else in_view
    pages = max(1, -(-count // A_PAGE))
    page = min(sift.page, pages)
    keys = list(keys_of(scope, rows, sift, (page - 1) * A_PAGE, A_PAGE))
    found = {row.pk: row for row in Standing.objects.filter(pk__in=keys)}
    return Listed([found[key] for key in keys if key in found], count, page, pages)


def keys_of(scope: Scope, rows: QuerySet[Standing], sift: Sift, start: int, most: int) -> Iterator[int]:
    """The keys of a part of the sorted list. Codes are sorted group by group: their order is not that of the alphabet."""
    parts = groups(rows, sift)
    for group in parts:
        ordered = group.filter(scope.seen()).order_by(*_order(sift)).values_list("pk", flat=True)
        if start and len(parts) > 1:
            many = scope.count(group)
            if start >= many:
                start -= many
                continue
        part = list(ordered[start : start + most])
        yield from part
        start, most = 0, most - len(part)
        if most <= 0:
            return


def groups(rows: QuerySet[Standing], sift: Sift) -> list[QuerySet[Standing]]:
    """The list in groups that follow one another; one group where a column sorts it."""
    codes = {"level": ("very_high", "high", "medium", "low", "none", ""), "harm": ("known", "suspected", "none")}.get(sift.sort)
    if codes is None:
        return [rows]
    made = [rows.filter(**{sift.sort: code}) for code in codes]
    return made[::-1] if sift.turn else made


_COLUMNS = {"name": "name", "age": "date_of_birth", "reviewed": "last_assessed_on", "due": "next_review_on"}


def _order(sift: Sift) -> list[OrderBy]:
    column = _COLUMNS.get(sift.sort)
    if column is not None:
        first = F(column).desc(nulls_last=True) if sift.turn else F(column).asc(nulls_first=True)
        return [first, F("child_id").desc() if sift.turn else F("child_id").asc()]
    down = bool(sift.turn) and sift.sort == "open"
    names = ("worst", "longest_open_since", "child_id")
    return [F(name).desc() if down else F(name).asc() for name in names]


def narrowed(scope: Scope, sift: Sift) -> QuerySet[Standing]:
    """The children in view that the filter asks for, also those out of sight."""
    rows = scope.in_view()
    for condition in _conditions(scope, sift):
        rows = rows.filter(condition)
    return rows


def _conditions(scope: Scope, sift: Sift) -> Iterator[Q]:
    if sift.text:
        yield _named(scope, sift.text)
    if sift.level:
        yield Q(level="" if sift.level == "unknown" else sift.level)
    if sift.harm:
        yield Q(harm=sift.harm)
    for basis, holder in holder_of(sift):
        held = Ground.objects.filter(partnership=scope.partnership, basis=basis, holder=holder)
        yield Q(child_id__in=held.values("child_id"))
    if sift.days:
        before = scope.day - timedelta(days=int(sift.days))
        yield Q(LessThan(Coalesce("last_assessed_on", date.min), before))
    if sift.monitored:
        yield Q(kept_in_sight=sift.monitored == "yes")
    if sift.served:
        yield Q(served=sift.served == "yes")
    if sift.open:
        yield _open(scope, sift.open)
    if sift.figure:
        yield figure_condition(scope, sift.figure)


def _named(scope: Scope, text: str) -> Q:
    """Children of a name or identifier: looked up once where they are few, since the database looks at every name for them."""
    like = Q(name__icontains=text) | Q(child_id__icontains=text)
    found = list(scope.in_view().filter(like).order_by().values_list("child_id", flat=True)[: FEW + 1])
    return Q(child_id__in=found) if len(found) <= FEW else like


def _open(scope: Scope, what: str) -> Q:
    plain = {"any": Q(worst__lt=9), "critical": Q(worst=0), "nothing": Q(worst=9)}.get(what)
    return plain if plain is not None else Q(child_id__in=_with(scope, what).values("child_id"))


def _with(scope: Scope, check: str) -> QuerySet[Finding]:
    opened = Q(gone_at=None, closed_on=None, opened_on__lte=scope.day)
    return Finding.objects.filter(opened, partnership=scope.partnership, check_name=check)


def figure_condition(scope: Scope, figure: str) -> Q:
    """The condition of a figure on top."""
    if figure == "risk":
        return Q(at_risk=True, kept_in_sight=False)
    if figure == "due":
        return Q(next_review_on__gte=scope.day, next_review_on__lte=scope.day + timedelta(days=DUE_DAYS))
    return Q(without_action=True)


def figures(scope: Scope) -> dict[str, int]:
    """The figures on top: children in view, and of these each kind that falls out of sight."""
    rows = scope.in_view()
    kinds = {name: figure_condition(scope, name) for name in ("risk", "due", "harm")}
    if scope.sees_all:  # each has an index of its own
        return {"": scope.count(rows)} | {name: scope.count(rows.filter(kind)) for name, kind in kinds.items()}
    counted = {name: Count("pk", filter=kind) for name, kind in kinds.items()}  # whom the person sees is looked up once
    found = rows.filter(scope.seen()).aggregate(every=Count("pk"), **counted)
    return {"": found.pop("every"), **found}


class Opened(NamedTuple):
    """What the list says of an open finding."""

    child_id: str
    severity: str
    opened_on: date
    check_name: str
    pk: int


def findings_of(scope: Scope, children: list[str]) -> dict[str, list[Opened]]:
    """The open findings of some children, the gravest and longest open first; strengths left out."""
    rows = Finding.objects.filter(STANDS, partnership=scope.partnership, child_id__in=children).values_list(*Opened._fields)
    found: dict[str, list[Opened]] = {}
    for row in sorted(Opened(*each) for each in rows):
        if row.opened_on <= scope.day and row.severity != "strength":
            found.setdefault(row.child_id, []).append(row)
    return found


def every(scope: Scope, sift: Sift, at_once: int = 1_000) -> Iterator[Standing]:
    """The whole list in its order, read a part at a time."""
    rows = narrowed(scope, sift)
    for group in groups(rows, sift):
        ordered = group.filter(scope.seen()).order_by(*_order(sift))
        yield from ordered.iterator(chunk_size=at_once)
