"""The trail as a person may read it: filtered, newest first, a page at a time, and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from unmissed.web.access.models import Restriction
from unmissed.web.access.sight import children_of_work
from unmissed.web.access.words import moment
from unmissed.web.administration.saying import role_words, sentence
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import SEES_EVERY_CHILD, May, Role, may
from unmissed.web.trail.models import Act, Entry

ON_A_PAGE = 50
_AT_ONCE = 2_000
VERIFIED, ASKED_TO_VERIFY = "verified the trail", "asked to verify the trail"
ASKS_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What part of the trail is asked for. `to` is the last day that counts."""

    person_id: int | None = None
    child_id: str = ""
    act: str = ""
    from_day: date | None = None
    to_day: date | None = None

    def said(self) -> dict[str, Any]:
        """The filter as an entry of the trail keeps it."""
        told = {"person_id": self.person_id, "act": self.act, "from": self.from_day, "to": self.to_day}
        return {name: str(value) for name, value in told.items() if value}


@dataclass(frozen=True)
class Page:
    """One page of entries. `older` is the number to go on before, `newer` the one to go back after; None where there is none."""

    lines: list[Line]
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class Line:
    """One entry as a page shows it."""

    number: int
    at: str
    who: str
    role: str
    what: str
    child_id: str
    why: str


def entries_for(person: Person, partnership: Partnership, asked: Asked) -> QuerySet[Entry]:
    """The entries that the person may read: a manager those about children of the own work, others all of the partnership's.

    In a partnership that everybody may read, only what people of one's own partnership did there.
    """
    found = _of(partnership, asked)
    if partnership.pk != person.partnership_id:
        found = found.filter(person_id__in=Person.objects.filter(partnership=person.partnership_id).values("pk"))
    else:
        found = found.filter(_seen(person, partnership))
    return _asked(found, asked)


def _of(partnership: Partnership, asked: Asked) -> QuerySet[Entry]:
    """The partnership's entries. Where nothing else narrows them, nearly all are its own: then reading back from the end finds a
    page at once, while an index by partnership would have to be sorted, which the sum keeps the database from using.
    """
    if asked.person_id or asked.child_id or asked.act:
        return Entry.objects.filter(partnership_id=partnership.pk)
    return Entry.objects.alias(whose=F("partnership_id") + Value(0)).filter(whose=partnership.pk)


def _seen(person: Person, partnership: Partnership) -> Q:
    standing = Restriction.objects.filter(partnership=partnership, lifted_at=None)
    hidden = standing.exclude(Q(allowed=person) | Q(set_by=person))
    if person.role in SEES_EVERY_CHILD:
        return ~Q(Exists(hidden.filter(child_id=OuterRef("child_id"))))
    named = standing.filter(Q(allowed=person) | Q(set_by=person))
    seen = set(children_of_work(person)) | set(named.values_list("child_id", flat=True))
    return Q(child_id__in=sorted(seen - set(hidden.values_list("child_id", flat=True))))


def _asked(found: QuerySet[Entry], asked: Asked) -> QuerySet[Entry]:
    if asked.person_id:
        found = found.filter(person_id=asked.person_id)
    if asked.child_id:
        found = found.filter(child_id=asked.child_id)
    if asked.act:
        found = found.filter(act=asked.act)
    if asked.from_day:
        found = found.filter(number__gt=number_before(_midnight(asked.from_day)))
    if asked.to_day:
        found = found.filter(number__lte=number_before(_midnight(asked.to_day + timedelta(days=1))))
    return found


def number_before(moment_: datetime) -> int:
    """The number of the last entry before a moment, 0 where there is none: entries are in the order of their moments, so the
    trail is halved again and again, and a million entries need twenty looks.
    """
    low, high = 0, Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    while low < high:
        middle = (low + high + 1) // 2
        at = Entry.objects.filter(number__gte=middle).order_by("number").values_list("at", flat=True)[:1]
        low, high = (middle, high) if at[0] < moment_ else (low, middle - 1)
    return low


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def page_of(found: QuerySet[Entry], *, before: int | None = None, after: int | None = None) -> Page:
    """The newest entries, those older than `before`, or those newer than `after`. Pages go by number, so that they stay what they
    are while the trail grows.
    """
    if after is not None:
        rows = list(found.filter(number__gt=after).order_by("number")[: ON_A_PAGE + 1])
        more, rows = len(rows) > ON_A_PAGE, rows[:ON_A_PAGE][::-1]
        return _page(rows, older=bool(rows), newer=more)
    older = found.filter(number__lt=before) if before is not None else found
    rows = list(older.order_by("-number")[: ON_A_PAGE + 1])
    return _page(rows[:ON_A_PAGE], older=len(rows) > ON_A_PAGE, newer=before is not None)


def _page(rows: list[Entry], *, older: bool, newer: bool) -> Page:
    first, last = (rows[0].number, rows[-1].number) if rows else (None, None)
    return Page([line(row) for row in rows], last if older else None, first if newer else None)


def line(entry: Entry) -> Line:
    """An entry in words."""
    return Line(
        number=entry.number,
        at=moment(entry.at),
        who=entry.person_name or "not signed in",
        role=role_words(entry.role),
        what=sentence(entry),
        child_id=entry.child_id,
        why=entry.why or str(entry.detail.get("because", "")),
    )


HEAD = ("number", "at", "person", "role", "act", "what", "says", "child_id", "subject", "why")


def as_csv(found: QuerySet[Entry], last: int) -> Iterator[str]:
    """The entries up to number `last` as lines of CSV, newest first, read a part at a time."""
    yield _csv_line(HEAD)
    below = last + 1
    while rows := list(found.filter(number__lt=below).order_by("-number")[:_AT_ONCE]):
        for row in rows:
            who = (row.number, row.at.isoformat(timespec="seconds"), row.person_name, role_words(row.role))
            yield _csv_line((*who, row.act, row.what, sentence(row), row.child_id, row.subject, row.why))
        below = rows[-1].number


def _csv_line(values: tuple[Any, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([_harmless(value) for value in values])
    return text.getvalue()


def _harmless(value: object) -> str:
    """A value that a spreadsheet does not take for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) or text.startswith(("\t", "\r", "\n")) else text


def last_verified(partnership: Partnership) -> dict[str, Any] | None:
    """What the last verification found, and when; None before the first."""
    last = _verifications(partnership, VERIFIED).first()
    return None if last is None else {"at": moment(last.at), "by": last.person_name, **last.detail}


def waiting_to_verify(partnership: Partnership) -> Entry | None:
    """The last entry that asked for a verification, where none was finished since; a day later it asks for nothing any more."""
    lately = _verifications(partnership, ASKED_TO_VERIFY, VERIFIED).filter(number__gt=number_before(timezone.now() - ASKS_FOR))
    last = lately.first()
    return last if last and last.what == ASKED_TO_VERIFY else None


def _verifications(partnership: Partnership, *whats: str) -> QuerySet[Entry]:
    """Entries about verifying, the newest first. Looked for only among those who may verify."""
    who = Person.objects.filter(partnership=partnership, role__in=[role for role in Role if may(role, May.VERIFY_TRAIL)])
    mine = Entry.objects.filter(partnership_id=partnership.pk, person_id__in=list(who.values_list("pk", flat=True)))
    return mine.filter(act=Act.VIEW, what__in=whats).order_by("-number")
