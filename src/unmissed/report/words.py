"""How the report says things: days, spans and the state of a child in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from unmissed.engine.finding import Finding
from unmissed.policy.model import Policy
from unmissed.report.child import Child, Entry
from unmissed.words import counted

UNKNOWN = "not in this register: unknown"


@dataclass(frozen=True)
class Fact:
    """One fact about a child as known on the as-of date: what it is about, its words, and a class for its look."""

    about: str
    says: str
    look: str


def in_words(day: date) -> str:
    """6 October 2016."""
    return f"{day.day} {day:%B %Y}"


def days_of(finding: Finding, as_of: date) -> int:
    """How many days a finding has been or was open, up to and including the as-of date."""
    return days_open(finding.opened_on, finding.closed_on, as_of)


def days_open(opened_on: date, closed_on: date | None, as_of: date) -> int:
    """The days of an interval that is closed, or still open on the as-of date, which then counts."""
    return ((closed_on or as_of + timedelta(days=1)) - opened_on).days


def ahead(finding: Finding) -> str:
    """What introduces the sentence of a finding that has not opened yet, since it tells of what has not happened; else empty."""
    if finding.state != "due":
        return ""
    on = in_words(finding.opened_on)
    if finding.severity == "strength":
        return f"Will be noted on {on} if this holds until then:"
    return f"Unless something is done, on {on}:"


def when(finding: Finding, as_of: date) -> str:
    """Since when and for how long; of one that has not opened, in how many days."""
    if finding.state == "due":
        return f"In {counted((finding.opened_on - as_of).days, 'day')}."
    for_days = counted(days_of(finding, as_of), "day")
    if finding.closed_on is None:
        since = "Noted" if finding.severity == "strength" else "Open"
        return f"{since} since {in_words(finding.opened_on)}: {for_days}."
    return f"{in_words(finding.opened_on)} to {in_words(finding.closed_on)}: {for_days}."


def facts(child: Child, tables: Collection[str]) -> Iterator[Fact]:
    """Harm, level, in sight, served: each said apart, and unknown where the register cannot say."""
    yield Fact("Harm on record", _harm(child) or _nothing(tables, "events", "assessments", otherwise="none"), "harm")
    yield Fact("Level", _level(child) or _nothing(tables, "assessments", otherwise="never assessed"), "level")
    in_sight = _running(child, "sight", "on no list")
    yield Fact("In sight", in_sight or _nothing(tables, "monitoring", otherwise="on no list"), "plain")
    yield Fact("Services", _running(child, "services", "none") or _nothing(tables, "services", otherwise="none"), "plain")
    if child.days_unprotected:
        yield Fact("Unprotected", f"{counted(child.days_unprotected, 'day')} in all", "plain")


def _nothing(tables: Collection[str], *needed: str, otherwise: str) -> str:
    return otherwise if set(needed) <= set(tables) else UNKNOWN


def _harm(child: Child) -> str | None:
    harm = child.on("harm")
    last = {kind: max((e.from_on for e in harm if e.detail.endswith(kind)), default=None) for kind in ("known", "suspected")}
    return "; ".join(f"{kind}, last on {in_words(day)}" for kind, day in last.items() if day) or None


def _level(child: Child) -> str | None:
    levels = child.on("level")
    return f"{levels[-1].label}, since {in_words(levels[-1].from_on)}" if levels else None


def _running(child: Child, line: str, otherwise: str) -> str | None:
    entries = child.on(line)
    running = dict.fromkeys(e.label for e in entries if e.until_on is None)
    if running:
        return ", ".join(running)
    ended = max((e.until_on for e in entries if e.until_on), default=None)
    return f"{otherwise} since {in_words(ended)}" if ended else None


def with_values(text: str, policy: Policy) -> str:
    """A text of a check with the policy's values in place of their names: within 14 days, not within action_days."""
    names = "|".join(setting.name for setting in policy)
    return re.sub(rf"\b({names})\b", lambda match: str(policy[match[1]]).replace("_", " "), text)


def record_words(entry: Entry) -> str:
    """What a record of a life is, beside its id: MACE, 3 January 2018 to 5 October 2018."""
    if entry.until_on:
        return f"{entry.label}, {in_words(entry.from_on)} to {in_words(entry.until_on)}"
    return f"{entry.label}, {in_words(entry.from_on)}"
