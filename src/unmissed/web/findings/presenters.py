"""How a finding is told on a page: the same sentence everywhere, with what it rests on and what closes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.urls import reverse
from django.utils import timezone

from unmissed.checks.catalogue import Check, catalogue
from unmissed.engine.finding import Finding as Found
from unmissed.engine.one_child import Preview
from unmissed.policy.model import Policy
from unmissed.report.words import in_words as day_in_words
from unmissed.report.words import with_values
from unmissed.web.access.words import called
from unmissed.web.findings.models import Finding, FindingEvent
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import MODELS, Record
from unmissed.web.record.values import in_words

_NAMED = {
    "assessments": "Assessment", "assessment_factors": "Factor", "events": "Event", "missing_episodes": "Missing episode",
    "concerns": "Concern", "referrals": "Referral", "monitoring": "Monitoring", "involvements": "Involvement",
    "views": "View", "placements": "Placement", "services": "Service", "workers": "Worker", "meetings": "Meeting",
    "actions": "Action", "statuses": "Status", "practice_audits": "Practice audit", "children": "Child’s own record",
}  # fmt: skip
_HAPPENED = {
    "appeared": "First seen",
    "closed": "Closed by the record",
    "reopened": "Open again",
    "moved": "Its dates changed with the record",
    "gone": "No longer given by the record, after a correction",
    "acknowledged": "Acknowledged",
    "assigned": "Given to",
    "handed_over": "Handed over to",
}

_SOON = timedelta(days=90)


@dataclass(frozen=True)
class Shown:
    """A finding as the page's macro takes it. `days` is how long it has been open, was open, or is until it opens."""

    title: str
    because: str
    opened_on: date
    closed_on: date | None
    state: str
    days: int
    severity: str
    unprotected: bool
    why: str
    closes: str
    cites: tuple[str, ...]
    records: tuple[tuple[str, str], ...]
    holder: str
    acknowledged: bool
    href: str
    child: str
    child_href: str


@dataclass(frozen=True)
class Happened:
    """One line of a finding's history."""

    at: str
    what: str
    by: str
    why: str


@dataclass(frozen=True)
class Effect:
    """One line of what a decision would do: which safeguard, why, and whether only later."""

    does: str
    title: str
    because: str
    later: str
    severity: str
    cites: tuple[str, ...]


@cache
def checks_by_name() -> Mapping[str, Check]:
    """The catalogue by name."""
    return {check.name: check for check in catalogue()}


def title_of(check: str) -> str:
    """A check's title; its name in words where a later version no longer has it."""
    known = checks_by_name().get(check)
    return known.title if known else check.replace("-", " ").capitalize()


def state_of(row: Finding, day: date) -> str:
    """due, open, closed, or gone: the record no longer gives it."""
    if row.gone_at is not None:
        return "gone"
    if row.closed_on is not None:
        return "closed"
    return "due" if row.opened_on > day else "open"


def days_of(row: Finding, day: date) -> int:
    """How many days until it opens, or how many it has been or was open, the first and the last counted."""
    if row.opened_on > day:
        return (row.opened_on - day).days
    return ((row.closed_on or day + timedelta(days=1)) - row.opened_on).days


def shown(row: Finding, day: date, policy: Policy, *, name: str = "", records: Iterable[tuple[str, str]] = ()) -> Shown:
    """A finding for the page. `records` are those behind it, in words, each with its address."""
    check = checks_by_name().get(row.check_name)
    return Shown(
        title=title_of(row.check_name),
        because=row.because,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        state=state_of(row, day),
        days=days_of(row, day),
        severity=row.severity,
        unprotected=row.unprotected,
        why=check.why if check else "",
        closes=with_values(check.closes, policy) if check else "",
        cites=check.cites if check else (),
        records=tuple(records),
        holder=row.assigned_to.name if row.assigned_to else "",
        acknowledged=row.acknowledged_at is not None,
        href=reverse("finding", args=[row.child_id, row.finding_id]),
        child=called(row.child_id, name),
        child_href=reverse("child", args=[row.child_id]),
    )


def records_of(partnership: Partnership, row: Finding) -> list[tuple[str, str]]:
    """The records that a finding rests on, in words; each leads to the child's page."""
    href = reverse("child", args=[row.child_id])
    return [(words, href) for subject in row.evidence if (words := _record_words(partnership, row.child_id, subject))]


def _record_words(partnership: Partnership, child_id: str, subject: str) -> str:
    table, _, record_id = subject.partition(":")
    model = MODELS[table]
    found = model.every.filter(partnership=partnership, child_id=child_id, **{model.table.id.name: record_id}).first()
    return record_in_words(found) if found else ""


def record_in_words(record: Record) -> str:
    """A record as one says it: `Monitoring (MACE), 3 January 2018`."""
    values = record.values()
    first = record.table.first_date
    about = next((values[name] for name in ("list", "service", "kind", "agency", "about", "level") if values.get(name)), "")
    words = _NAMED.get(record.table.name, in_words(record.table.name).capitalize())
    words += f" ({in_words(str(about))})" if about else ""
    return f"{words}, {day_in_words(values[first.name])}" if first and values[first.name] else words


def history(events: Iterable[FindingEvent]) -> list[Happened]:
    """A finding's history, the newest first."""
    return [
        Happened(
            at=f"{timezone.localtime(event.at):%-d %B %Y, %H:%M}",
            what=f"{_HAPPENED[event.kind]} {event.to.name}" if event.to else _HAPPENED[event.kind],
            by=event.by.name if event.by else "",
            why=event.why,
        )
        for event in events
    ]


def effects(preview: Preview, day: date) -> list[Effect]:
    """A preview line by line: what opens, what closes, what stays. What falls due all the same, but only later, is left out."""
    soon = [found for found in preview.stays if found.opened_on <= day + _SOON]
    parts = (("opens", preview.opens), ("closes", preview.closes), ("stays", soon))
    return [_effect(does, found, day) for does, part in parts for found in sorted(part, key=_gravest)]


def _effect(does: str, found: Found, day: date) -> Effect:
    later = found.opened_on > day
    return Effect(
        does={"opens": "would fall due", "closes": "no longer falls due", "stays": "still falls due"}[does] if later else does,
        title=title_of(found.check),
        because=found.because,
        later=f"on {day_in_words(found.opened_on)}, unless it is done before" if later else "",
        severity=found.severity,
        cites=found.cites,
    )


def _gravest(found: Found) -> tuple[int, date, str]:
    return ("critical", "serious", "watch", "strength").index(found.severity), found.opened_on, found.finding_id
