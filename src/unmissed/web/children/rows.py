"""A row of the tracker as the page and the export write it down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from unmissed.report.words import days_open
from unmissed.web.access.words import called
from unmissed.web.children.identity import age_on
from unmissed.web.children.listing import Listed, Opened, Scope, findings_of
from unmissed.web.children.sifting import Sift
from unmissed.web.design.environment import short
from unmissed.web.findings.acts import Act, Offers, offers_to
from unmissed.web.findings.models import Finding, Standing
from unmissed.web.findings.presenters import as_found, checks_by_name, title_of
from unmissed.words import counted

STEPS = 12
"""How many steps the drawn level history has: a year in months."""
_STEP = timedelta(days=365) / STEPS
_HEADS = (
    ("Child", "name", False), ("Age", "age", True), ("Harm", "harm", False), ("Level", "level", False), ("Last year", "", False),
    ("Reviewed", "reviewed", False), ("Review due", "due", False), ("In sight", "", False), ("Served", "", False),
    ("Open findings", "open", False),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One child in the list. `history` is one level, or None, for each month of the last year, the oldest first."""

    child_id: str
    name: str
    age: str
    harm: str
    level: str | None
    history: tuple[str | None, ...]
    reviewed: str
    due: str
    late: bool
    in_sight: str
    served: str
    open_findings: int
    worst: str
    first: str
    first_href: str
    more: int
    acts: tuple[Act, ...]


def rows_of(scope: Scope, page: Listed) -> list[Row]:
    """The rows of a page, each with the acts that close the finding it names."""
    found = findings_of(scope, [row.child_id for row in page.rows])
    named = Finding.objects.filter(pk__in=[opened[0].pk for opened in found.values()])
    firsts, offers = {each.child_id: each for each in named}, offers_to(scope.person, scope.partnership).for_all(named)
    return [_row(row, found.get(row.child_id, []), scope.day, first=firsts.get(row.child_id), offers=offers) for row in page.rows]


def _row(row: Standing, found: Sequence[Opened], day: date, *, first: Finding | None, offers: Offers) -> Row:
    return Row(
        child_id=row.child_id,
        name=called(row.child_id, row.name),
        age=str(age_on(row.date_of_birth, day)) if row.date_of_birth else "",
        harm=row.harm,
        level=row.level or None,
        history=history(row.level_history, day),
        reviewed=counted((day - row.last_assessed_on).days, "day") if row.last_assessed_on else "never",
        due=short(row.next_review_on) if row.next_review_on else "",
        late=bool(row.next_review_on and row.next_review_on < day),
        in_sight=", ".join(dict.fromkeys(row.lists)) or ("protection plan" if row.kept_in_sight else "no"),
        served="yes" if row.served else "no",
        open_findings=len(found),
        worst=first.severity if first else "",
        first=f"{title_of(first.check_name)}, {counted(days_open(first.opened_on, None, day), 'day')}" if first else "",
        first_href=reverse("finding", args=[first.child_id, first.finding_id]) if first else "",
        more=max(len(found) - 1, 0),
        acts=offers.on(as_found(first, day), checks_by_name().get(first.check_name)) if first else (),
    )


def history(changes: Iterable[Sequence[str]], day: date) -> tuple[str | None, ...]:
    """The level at the end of each of the last twelve months, from the days on which it became another."""
    known = sorted((date.fromisoformat(on), level) for on, level in changes)
    ends = [day - _STEP * (STEPS - 1 - step) for step in range(STEPS)]
    return tuple(next((level for on, level in reversed(known) if on <= end), None) for end in ends)


def heads(sift: Sift) -> list[tuple[str, str, str, bool]]:
    """The heads of the table: words, the address that sorts by it, how it is sorted, and whether it holds numbers."""
    made = []
    for words, sort, numeric in _HEADS:
        here = bool(sort) and sift.sort == sort
        turn = "down" if here and not sift.turn else ""
        sorted_as = ("descending" if sift.turn else "ascending") if here else ""
        made.append((words, sift.query(sort=sort, turn=turn) if sort else "", sorted_as, numeric))
    return made


EXPORTED = (
    "child_id", "name", "date_of_birth", "age", "level", "level_on", "indicated_level", "harm", "harm_on", "at_risk",
    "kept_in_sight", "lists", "served", "services", "statuses", "social_worker", "last_assessed_on", "next_review_on",
    "open_findings", "open_critical", "longest_open_since", "findings", "not_assessed",
)  # fmt: skip
"""The columns of the export."""


def exported(scope: Scope, rows: Iterable[Standing]) -> Iterator[list[Any]]:
    """The rows of the export: a part at a time, with the open findings of each child in words."""
    part: list[Standing] = []
    for row in rows:
        part.append(row)
        if len(part) == 500:
            yield from _part(scope, part)
            part = []
    yield from _part(scope, part)


def _part(scope: Scope, rows: Sequence[Standing]) -> Iterator[list[Any]]:
    found = findings_of(scope, [row.child_id for row in rows])
    for row in rows:
        opened = [f"{title_of(f.check_name)} since {f.opened_on.isoformat()}" for f in found.get(row.child_id, ())]
        made: Mapping[str, Any] = {
            "age": age_on(row.date_of_birth, scope.day) if row.date_of_birth else None,
            "findings": tuple(opened),
            "not_assessed": tuple(row.not_assessed),
        }
        yield [_plain(made[name] if name in made else getattr(row, name)) for name in EXPORTED]


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else None if value == "" else value
