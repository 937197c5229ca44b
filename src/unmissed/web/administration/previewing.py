"""What a decision that a table is kept here would open: asked for, counted from the whole record, and shown before it is taken.

A large record takes half a minute to read, so the scheduler counts it beside everything else; a small one is counted at once.
Both ways leave in the trail what was asked and what was counted, and the page says what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from unmissed.checks.catalogue import Check, catalogue
from unmissed.engine.audit import audit
from unmissed.engine.finding import Finding
from unmissed.engine.needs import counts_from, read_by, why_not_assessed
from unmissed.register.keeping import Keeping
from unmissed.register.loading import Register
from unmissed.register.schema import Table, schema
from unmissed.web.access.words import moment
from unmissed.web.administration.actions import ASKED_TO_COUNT, COUNTED, ask_to_count, note_counted
from unmissed.web.administration.entries import number_before
from unmissed.web.clock import today
from unmissed.web.findings.policy import policy_of
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May, Role, may
from unmissed.web.record.deciding import KEPT, NOT_KEPT
from unmissed.web.record.keeping import keeping_of, lacking
from unmissed.web.record.models import Child
from unmissed.web.record.register import register_of
from unmissed.web.trail.models import Entry

STANDS_FOR = timedelta(days=1)
"""So long what was asked waits, and what was counted is shown: then the record is another."""
AT_ONCE = 2_500
"""A record of up to so many children is counted while the person waits: a second or so."""


@dataclass(frozen=True)
class Opens:
    """What one check would find: open findings and their children, and how many of them go back to before the day."""

    title: str
    findings: int
    children: int
    earlier: int


@dataclass(frozen=True)
class Preview:
    """What was asked of a table, and why; `opens` is None while it waits. `at` is when it was asked, or counted, in words."""

    since: date
    why: str
    at: str
    opens: tuple[Opens, ...] | None


def last_preview(partnership: Partnership, table: str) -> Preview | None:
    """The last one of a table; None where none was asked for today, or the table was decided about since."""
    last = _lately(partnership).filter(subject=f"table:{table}").order_by("-number").first()
    if last is None or last.what not in {ASKED_TO_COUNT, COUNTED}:
        return None
    opens = tuple(Opens(**one) for one in last.detail["opens"]) if last.what == COUNTED else None
    return Preview(date.fromisoformat(last.detail["since"]), last.why, moment(last.at), opens)


def asked_for(*, table: str, since: date, why: str, by: Person) -> Preview | None:
    """What keeping the table here from a day would open: counted now in a small record, otherwise asked for, and it waits."""
    stands = last_preview(by.partnership, table)
    if Child.objects.filter(partnership=by.partnership).count() <= AT_ONCE:
        note_counted(table=table, since=since, why=why, opens=_counted(by.partnership, table, since), by=by)
    elif stands is None or stands.since != since:
        ask_to_count(table=table, since=since, why=why, by=by)
    return last_preview(by.partnership, table)


def count_where_asked(partnership: Partnership) -> None:
    """Count what somebody waits for, a table after the other."""
    last = {entry.subject: entry for entry in _lately(partnership).order_by("number")}
    waiting = [entry for entry in last.values() if entry.what == ASKED_TO_COUNT]
    people = Person.objects.select_related("partnership").in_bulk([entry.person_id for entry in waiting])
    for entry in waiting:
        by, table = people.get(entry.person_id or 0), entry.subject.partition(":")[2]
        if by is not None and may(by.role, May.KEEP_TABLES):
            since = date.fromisoformat(entry.detail["since"])
            note_counted(table=table, since=since, why=entry.why, opens=_counted(partnership, table, since), by=by)


def _counted(partnership: Partnership, table: str, since: date) -> list[dict[str, Any]]:
    """What would open, as the trail keeps it."""
    return [asdict(one) for one in would_open(partnership, schema()[table], since)]


def _lately(partnership: Partnership) -> QuerySet[Entry]:
    """What was asked, counted and decided of tables. Looked for only among those who may decide."""
    who = Person.objects.filter(partnership=partnership, role__in=[role for role in Role if may(role, May.KEEP_TABLES)])
    theirs = Entry.objects.filter(partnership_id=partnership.pk, person_id__in=list(who.values_list("pk", flat=True)))
    since = number_before(timezone.now() - STANDS_FOR)
    return theirs.filter(number__gt=since, what__in=[ASKED_TO_COUNT, COUNTED, KEPT, NOT_KEPT])


def would_open(partnership: Partnership, table: Table, since: date) -> list[Opens]:
    """What the checks that need the table would find, were it kept here from `since`. Nothing is written."""
    now, day = keeping_of(partnership), today(partnership)
    what = frozenset(lacking(partnership, table))
    then = Keeping(now.never - what, {**now.since, **dict.fromkeys(what, since)})
    checks = checks_needing(table)
    register = register_of(partnership, then, {name for check in checks for name in read_by(check)})
    try:
        opened = [check for check in checks if _is_opened(check, register, day)]
        found = list(audit(register, as_of=day, policy=policy_of(partnership), checks=opened).findings())
    finally:
        register.con.close()
    return list(_opens(opened, [one for one in found if one.state == "open"], since))


def checks_needing(table: Table) -> list[Check]:
    """The checks that need the table."""
    return [check for check in catalogue() if any(need.partition(".")[0] == table.name for need in check.needs)]


def _is_opened(check: Check, register: Register, day: date) -> bool:
    """Whether the check rests on what the decision is about, and could be assessed after it."""
    return counts_from(check, register) is not None and why_not_assessed(check, register, day) is None


def _opens(checks: Sequence[Check], found: Sequence[Finding], since: date) -> Iterator[Opens]:
    for check in checks:
        own = [one for one in found if one.check == check.name]
        yield Opens(check.title, len(own), len({one.child_id for one in own}), sum(one.opened_on == since for one in own))
