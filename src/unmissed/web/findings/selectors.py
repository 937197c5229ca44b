"""Findings as pages ask for them, always within what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from unmissed.web.access.models import Basis, Ground, Restriction
from unmissed.web.access.selectors import names_of
from unmissed.web.access.sight import children_of_work, team_holder, visible
from unmissed.web.findings.models import Finding
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import SEES_EVERY_CHILD

A_PAGE = 50
MOST_COUNTED = 10_000
"""A list is counted and paged up to here: nobody reads further, and counting a million rows would make everybody wait."""
DUE_DAYS = 14
NOBODY = 0
"""The `holder` of a finding that nobody has."""
FEW = 900
"""How many children a question may name one by one."""


@dataclass(frozen=True)
class Wanted:
    """What a list of findings is narrowed to. Empty: everything. `held_by` is a person's key, or `nobody`."""

    whose: str = "mine"
    state: str = "open"
    severity: str = ""
    check: str = ""
    held_by: str = ""
    page: int = 1


@dataclass(frozen=True)
class Listed:
    """One page of findings, how many there are (at most `MOST_COUNTED`), and how many pages."""

    findings: list[Finding]
    names: dict[str, str]
    count: int
    pages: int

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count >= MOST_COUNTED


def listed(person: Person, partnership: Partnership, wanted: Wanted, day: date) -> Listed:
    """The page of findings that is asked for: the gravest and longest open first, the next to fall due, the last closed."""
    rows = narrowed(person, partnership, wanted, day)
    count = rows.order_by()[:MOST_COUNTED].count()
    pages = max(1, -(-count // A_PAGE))
    start = (min(max(wanted.page, 1), pages) - 1) * A_PAGE
    page = list(rows.select_related("assigned_to")[start : start + A_PAGE])
    return Listed(page, names_of(partnership, {row.child_id for row in page}), count, pages)


def narrowed(person: Person, partnership: Partnership, wanted: Wanted, day: date) -> QuerySet[Finding]:
    """The findings that are asked for, in their order."""
    rows: QuerySet[Any, Any] = in_state(_whose(person, partnership, wanted.whose), wanted.state, day)
    if wanted.severity:
        rows = rows.filter(severity=wanted.severity)
    if wanted.severity != "strength" or wanted.state == "due":
        rows = rows.exclude(severity="strength")  # a strength falls not due: it may be noted
    if wanted.check:
        rows = rows.filter(check_name=wanted.check)
    if wanted.held_by:
        nobodys = wanted.held_by == "nobody"
        rows = rows.filter(holder=NOBODY) if nobodys else rows.filter(assigned_to=int(wanted.held_by))
    return rows


def in_state(rows: QuerySet[Finding], state: str, day: date) -> QuerySet[Finding]:
    """Findings that are due, open or closed on a day, in the order in which a list shows them."""
    rows = rows.filter(gone_at=None)
    if state == "closed":
        return rows.filter(closed_on__isnull=False).order_by("-closed_on", "-opened_on", "-pk")
    if state == "due":
        return rows.filter(closed_on=None, opened_on__gt=day).order_by("opened_on", "pk")
    # Nearly all that stand are open: asked for by its day alone, SQLite would read them all and sort them.
    begun = rows.filter(closed_on=None).annotate(since=Coalesce("opened_on", day)).filter(since__lte=day)
    return begun.order_by("severity", "opened_on", "pk")


def in_sight(person: Person, partnership: Partnership) -> QuerySet[Finding]:
    """Every finding of every child whom the person may see."""
    few = few_in_sight(person, partnership)
    if few is not None:
        return of_children(person, partnership, few)
    return _with_holder(Finding.objects.filter(visible(person, partnership), partnership=partnership))


def of_children(person: Person, partnership: Partnership, children: Iterable[str]) -> QuerySet[Finding]:
    """Findings of some children, as far as the person may see them.

    The children are asked for by themselves, in a question within the question: a database that knows nothing of how many rows
    there are would otherwise go through all that are open of everybody.
    """
    theirs = Finding.objects.filter(visible(person, partnership), partnership=partnership, child_id__in=sorted(children))
    return _with_holder(Finding.objects.filter(pk__in=theirs.values("pk")))


def _with_holder(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """With the key of who has a finding as `holder`, so that no index of those that nobody has is taken for a short way."""
    return rows.annotate(holder=Coalesce("assigned_to_id", NOBODY))


def few_in_sight(person: Person, partnership: Partnership) -> list[str] | None:
    """The children whom the person may see, where they are few; one that is restricted to others may be among them."""
    if partnership.read_only or person.role in SEES_EVERY_CHILD:
        return None
    named = Restriction.objects.filter(Q(allowed=person) | Q(set_by=person), partnership=partnership, lifted_at=None)
    children = children_of_work(person) | set(named.values_list("child_id", flat=True))
    return sorted(children) if len(children) <= FEW else None


def on_my_children(person: Person, partnership: Partnership) -> QuerySet[Finding]:
    """Findings given to the person, and of children allocated to the person. Those given to a colleague are the colleague's."""
    allocated = _children(partnership, Basis.ALLOCATION, person.worker_id) if person.worker_id else set[str]()
    mine = Q(holder=person.pk) | Q(holder=NOBODY, child_id__in=sorted(allocated))
    return of_children(person, partnership, allocated | _held_children(person.pk)).filter(mine)


def of_my_team(person: Person, partnership: Partnership) -> QuerySet[Finding]:
    """Findings held by somebody of the person's team, and of children with whom the team works."""
    if person.team is None:
        return on_my_children(person, partnership)
    theirs = _children(partnership, Basis.TEAM, team_holder(person.agency_name, person.team.name))
    held = list(Person.objects.filter(team=person.team).values_list("pk", flat=True))
    of_team = Q(holder__in=held) | Q(child_id__in=sorted(theirs))
    return of_children(person, partnership, theirs | _held_children(*held)).filter(of_team)


def due_soon(rows: QuerySet[Finding], day: date) -> QuerySet[Finding]:
    """Findings that open within the next fourteen days unless something is done before."""
    return in_state(rows, "due", day).filter(opened_on__lte=day + timedelta(days=DUE_DAYS)).exclude(severity="strength")


def holders(partnership: Partnership) -> QuerySet[Person]:
    """Everybody of a partnership who holds a finding that is not closed, by name."""
    held = Finding.objects.filter(assigned_to=OuterRef("pk"), gone_at=None, closed_on=None)
    return Person.objects.filter(Exists(held), partnership=partnership)


def _whose(person: Person, partnership: Partnership, whose: str) -> QuerySet[Finding]:
    asked = {"mine": on_my_children, "team": of_my_team}.get(whose, in_sight)
    return asked(person, partnership)


def _children(partnership: Partnership, basis: Basis, holder: str) -> set[str]:
    rows = Ground.objects.filter(partnership=partnership, basis=basis, holder=holder)
    return set(rows.values_list("child_id", flat=True))


def _held_children(*people: int) -> set[str]:
    """The children of whom somebody holds a finding that stands."""
    return set(Finding.objects.filter(assigned_to__in=people, gone_at=None).values_list("child_id", flat=True))
