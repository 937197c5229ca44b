"""How what was sent in and what waits is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from unmissed.web.access.sight import verdict
from unmissed.web.clock import today
from unmissed.web.findings.presenters import in_a_line
from unmissed.web.people.models import Person
from unmissed.web.record.values import in_words
from unmissed.web.referrals import words
from unmissed.web.referrals.models import Sent
from unmissed.web.referrals.selectors import Waiting, opened_by


@dataclass(frozen=True)
class Line:
    """One thing that waits: whom it is about, what it is, since when and for how many days, and its one next step."""

    child: str
    child_href: str
    what: str
    says: str
    since: date
    days: int
    step: str
    href: str


@dataclass(frozen=True)
class Told:
    """What became of something that one sent in.

    `opened` are the findings that it opened or will open, in half a line each, for those who see the child; for others the number
    of those that have opened.
    """

    what: str
    about: str
    child_href: str
    sent_on: date
    state: str
    answered_on: date | None
    answered_by: str
    reason: str
    why: str
    opened: tuple[str, ...]
    opened_count: int
    can_challenge: bool
    challenged_on: date | None
    unread: bool
    href: str


def line(each: Waiting, names: Mapping[str, str], day: date) -> Line:
    """One thing that waits, for a list or for Home."""
    return Line(
        child=names[each.child_id],
        child_href=reverse("child", args=[each.child_id]),
        what=each.kind.words,
        says=waiting_in_words(each),
        since=each.since,
        days=(day - each.since).days,
        step=_STEPS[each.kind.table],
        href=reverse(each.kind.page, args=[each.child_id, each.record.record_id]),
    )


_STEPS = {"referrals": "Decide", "concerns": "Answer", "views": "Answer"}


def waiting_in_words(each: Waiting) -> str:
    """What it asks: `Monitoring, to MACE, from Northshire Police`."""
    values = each.record.values()
    if each.kind.table == "referrals":
        sender = f", from {values['made_by']}" if values["made_by"] else ""
        return f"{words.KINDS[values['kind']].partition(':')[0]}, to {values['referred_to']}{sender}"
    if each.kind.table == "concerns":
        level = f", saying that the level should be {in_words(values['asserted_level'])}" if values["asserted_level"] else ""
        return f"{words.ABOUT[values['about']]}, raised by {words.BY[values['raised_by']]}{level}"
    return f"{values['agency']} disagrees with the threshold"


def told(sent: Sent, person: Person) -> Told:
    """What became of it, as its sender is told: findings by name only to somebody who sees the child."""
    sees = verdict(person, sent.partnership, sent.child_id).allowed
    day = today(sent.partnership)
    opened = [row for row in opened_by(sent) if row.severity != "strength"] if sent.answered_on else []
    return Told(
        what=words.SENT[sent.table_name],
        about=sent.about or "a child",
        child_href=reverse("child", args=[sent.child_id]) if sees else "",
        sent_on=sent.sent_on,
        state=words.ANSWERS[sent.answer] if sent.answered_on else "received",
        answered_on=sent.answered_on,
        answered_by=sent.answered_by.name if sent.answered_by else "",
        reason=words.REASONS.get(sent.reason, ""),
        why=sent.why,
        opened=tuple(in_a_line(row, day) for row in opened) if sees else (),
        opened_count=sum(row.opened_on <= day for row in opened),
        can_challenge=sent.answer == "declined" and sent.challenged_on is None,
        challenged_on=sent.challenged_on,
        unread=sent.answered_on is not None and sent.read_at is None,
        href=reverse("sent", args=[sent.pk]),
    )


def all_told(sent: Iterable[Sent], person: Person) -> list[Told]:
    """What became of each."""
    return [told(each, person) for each in sent]
