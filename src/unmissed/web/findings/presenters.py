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
from unmissed.oversight.suppression import FEWEST
from unmissed.policy.model import Policy
from unmissed.report.words import ahead, days_open, with_values
from unmissed.report.words import in_words as day_in_words
from unmissed.web.access.words import called
from unmissed.web.findings.acts import Act, Offers
from unmissed.web.findings.like import AFTER, Followed
from unmissed.web.findings.models import Finding, FindingEvent
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import MODELS, Record
from unmissed.web.record.words import record_words
from unmissed.words import listed

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

SOON = timedelta(days=90)
"""How far ahead a page that tells of a write looks."""


@dataclass(frozen=True)
class Shown:
    """A finding as the page's macro takes it. `days` is how long it has been open, was open, or is until it opens.

    `ahead` introduces the sentence of one that has not opened; `acts` are the forms that record what closes it.
    """

    title: str
    ahead: str
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
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Happened:
    """One line of a finding's history."""

    at: str
    what: str
    by: str
    why: str


@dataclass(frozen=True)
class Effect:
    """One line of what a decision would do: which safeguard, and why. `ahead` introduces the sentence of one that opens later.

    `folded`: it stays as it is and is not critical, so that the page can put it away behind what would change.
    """

    does: str
    title: str
    ahead: str
    because: str
    severity: str
    cites: tuple[str, ...]
    folded: bool = False


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


def days_of(row: Finding | Found, day: date) -> int:
    """How many days until it opens; else for how many it has been or was open. The day itself counts while it is open, as it
    does among days unprotected and in every report.
    """
    if row.opened_on > day:
        return (row.opened_on - day).days
    return days_open(row.opened_on, row.closed_on, day)


def as_found(row: Finding, day: date) -> Found:
    """A kept finding as the engine gives it, with its state on the day."""
    check = checks_by_name().get(row.check_name)
    return Found(
        finding_id=row.finding_id,
        check=row.check_name,
        child_id=row.child_id,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        severity=row.severity,  # type: ignore[arg-type]  # written from the engine's own
        unprotected=row.unprotected,
        evidence=tuple(row.evidence),
        because=row.because,
        cites=check.cites if check else (),
        state=state_of(row, day),  # type: ignore[arg-type]  # gone where the record no longer gives it
    )


def shown(
    found: Found,
    day: date,
    policy: Policy,
    *,
    kept: Finding | None,
    name: str = "",
    records: Iterable[tuple[str, str]] = (),
    offers: Offers | None = None,
) -> Shown:
    """A finding for the page. `kept` is the one with its history and holder, none for a past day; `records` are those behind it,
    in words, each with its address.
    """
    check = checks_by_name().get(found.check)
    return Shown(
        title=title_of(found.check),
        ahead=ahead(found),
        because=found.because,
        opened_on=found.opened_on,
        closed_on=found.closed_on,
        state=found.state,
        days=days_of(found, day),
        severity=found.severity,
        unprotected=found.unprotected,
        why=check.why if check else "",
        closes=with_values(check.closes, policy) if check else "",
        cites=found.cites,
        records=tuple(records),
        holder=_holder(kept),
        acknowledged=kept is not None and kept.acknowledged_at is not None,
        href=reverse("finding", args=[found.child_id, found.finding_id]) if kept else "",
        child=called(found.child_id, name),
        child_href=reverse("child", args=[found.child_id]),
        acts=offers.on(found, check) if offers else (),
    )


def _holder(kept: Finding | None) -> str:
    if kept is None:
        return "Not shown for a past day"
    return kept.assigned_to.name if kept.assigned_to else ""


def in_a_line(row: Finding, day: date) -> str:
    """A finding in half a line: `Review overdue, open since 3 January 2026`."""
    found = as_found(row, day)
    on = day_in_words(row.opened_on)
    when = {
        "due": ahead(found).rstrip(":"),
        "open": f"{'noted' if row.severity == 'strength' else 'open'} since {on}",
        "closed": f"{on} to {day_in_words(row.closed_on)}" if row.closed_on else "",
        "gone": "no longer given",
    }[state_of(row, day)]
    return f"{title_of(row.check_name)}, {when[:1].lower()}{when[1:]}"


def records_of(partnership: Partnership, row: Finding) -> list[tuple[str, str]]:
    """The records that a finding rests on, in words; each leads to its own page, with all its versions."""
    return [_record_shown(found) for subject in row.evidence if (found := _record(partnership, row.child_id, subject))]


def _record(partnership: Partnership, child_id: str, subject: str) -> Record | None:
    table, _, record_id = subject.partition(":")
    model = MODELS[table]
    own = {"child_id": child_id, model.table.id.name: record_id}  # of the child's own record the two are one
    return model.every.filter(partnership=partnership, **own).first()


def _record_shown(record: Record) -> tuple[str, str]:
    href = reverse("record", args=[record.values()["child_id"], record.table.name, record.record_id])
    return record_words(record) + (", since withdrawn" if record.withdrawn else ""), href


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
    """A preview line by line: what opens, what closes, what stays.

    What falls due all the same, but only later, is left out, and so are strengths that stay: nobody decides by them.
    """
    soon = [found for found in preview.stays if found.opened_on <= day + SOON and found.severity != "strength"]
    parts = (("opens", preview.opens), ("closes", preview.closes), ("stays", soon))
    return [_effect(does, found, day) for does, part in parts for found in sorted(part, key=_gravest)]


def _effect(does: str, found: Found, day: date) -> Effect:
    later = found.opened_on > day
    said = _STRENGTHS_LATER if found.severity == "strength" else _LATER
    introduced = ahead(found)
    if does == "closes" and introduced:
        introduced = f"Otherwise, on {day_in_words(found.opened_on)}:"
    return Effect(
        does=said[does] if later else does,
        title=title_of(found.check),
        ahead=introduced,
        because=found.because,
        severity=found.severity,
        cites=found.cites,
        folded=does == "stays" and found.severity != "critical",
    )


_LATER = {"opens": "would fall due", "closes": "no longer falls due", "stays": "still falls due"}
_STRENGTHS_LATER = {"opens": "may be noted", "closes": "no longer to be noted", "stays": "may still be noted"}


def like_in_words(told: Followed | None) -> tuple[str, str]:
    """What was recorded after like decisions: what is counted, and what followed. Both are empty where too few are known."""
    if told is None:
        return "", ""
    which = "like decisions with this reason" if told.reason else "decisions of this kind, whatever their reason,"
    of = f"the last {told.decisions:,}" if told.last else f"{told.decisions:,}"
    return f"In the {AFTER.days} days after {of} {which} in this partnership:", _what_followed(told)


def _what_followed(told: Followed) -> str:
    """`5 were followed by harm, fewer than 5 by going missing, none by a new referral or a higher level.`"""
    parts = [(_of_decisions(count), words) for words, count in told.after.items() if count]
    if never := [words for words, count in told.after.items() if not count]:
        parts.append(("none", listed(never, "or")))
    counted = ", ".join(f"{many}{'' if place else _were(many)} by {words}" for place, (many, words) in enumerate(parts))
    unknown = f"Not known here: {listed(told.unknown)}." if told.unknown else ""
    return " ".join(part for part in (f"{counted}." if counted else "", unknown) if part)


def _were(many: str) -> str:
    return " was followed" if many == "none" else " were followed"


def _of_decisions(count: int) -> str:
    return f"fewer than {FEWEST}" if count < FEWEST else f"{count:,}"


def _gravest(found: Found) -> tuple[int, date, str]:
    return ("critical", "serious", "watch", "strength").index(found.severity), found.opened_on, found.finding_id
