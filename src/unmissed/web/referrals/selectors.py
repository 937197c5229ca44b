"""What waits for a decision or an answer, and what became of what one sent in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from unmissed.web.access.sight import visible
from unmissed.web.findings.models import Finding
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May, Role, may
from unmissed.web.record.models import MODELS, Record
from unmissed.web.referrals.models import Sent

MOST = 200
"""A list of what waits shows so many of each kind, the longest waiting first."""


@dataclass(frozen=True)
class Kind:
    """One kind of thing that waits: its table, the day since when, and what says that it still waits."""

    table: str
    since: str
    open: Q
    words: str
    page: str


KINDS = (
    Kind("referrals", "made_on", Q(decided_on=None, outcome=None), "Referral to decide", "decide-referral"),
    Kind("concerns", "raised_on", Q(responded_on=None, response=None), "Concern to answer", "answer-concern"),
    Kind(
        "views",
        "given_on",
        Q(resolved_on=None, about="threshold", position="disagrees"),
        "Challenge to answer",
        "answer-challenge",
    ),
)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits."""

    kind: Kind
    record: Record
    child_id: str
    since: date


def waiting(person: Person, partnership: Partnership, most: int = MOST) -> list[Waiting]:
    """What the person may decide or answer, the longest waiting first; nothing for those who may not decide."""
    if not may(person.role, May.DECIDE):
        return []
    found = [each for kind in KINDS for each in _of_kind(kind, person, partnership, most)]
    return sorted(found, key=lambda each: (each.since, each.kind.table, each.record.pk))


def open_of(kind: Kind, partnership: Partnership) -> QuerySet[Record]:
    """Every record of a kind that waits, asked so that the index of what waits answers."""
    return MODELS[kind.table].objects.filter(kind.open, partnership=partnership).order_by(kind.since, "pk")


def sent_by(person: Person) -> QuerySet[Sent]:
    """What the person sent in, and what a loaded register says that the person's agency did."""
    own = Q(by=person)
    if person.role == Role.PARTNER and person.agency_name:
        own |= Q(by=None, agency=person.agency_name, partnership=person.partnership_id)
    return Sent.objects.filter(own)


def unread_answers(person: Person) -> QuerySet[Sent]:
    """Answers that the person has not read yet, the oldest first."""
    return sent_by(person).filter(read_at=None, answered_on__isnull=False).order_by("answered_on", "pk")


def opened_by(sent: Sent) -> list[Finding]:
    """The findings that rest on a record that was sent in, and stand."""
    rows = Finding.objects.filter(partnership=sent.partnership, child_id=sent.child_id, gone_at=None).order_by(
        "severity", "opened_on"
    )
    return [row for row in rows if row.evidence[:1] == [f"{sent.table_name}:{sent.record_id}"]]


def _of_kind(kind: Kind, person: Person, partnership: Partnership, most: int) -> list[Waiting]:
    rows = open_of(kind, partnership).filter(visible(person, partnership))[:most]
    return [Waiting(kind, row, row.values()["child_id"], row.values()[kind.since]) for row in rows]
