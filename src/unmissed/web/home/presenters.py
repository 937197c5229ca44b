"""What needs a person today, line by line in the order of the days, each with its one next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from unmissed.web.access.pages import PageRequest, why_not
from unmissed.web.findings.models import Finding
from unmissed.web.findings.presenters import title_of
from unmissed.web.home.selectors import Needs
from unmissed.web.people.roles import May, Role
from unmissed.web.referrals import words
from unmissed.web.referrals.presenters import line as waiting_line


@dataclass(frozen=True)
class Line:
    """One thing that needs the person: its day, the child, what it is, what it says, and the one next step."""

    day: date
    child: str
    child_href: str
    what: str
    says: str
    severity: str
    quiet: str
    step: str
    href: str


@dataclass(frozen=True)
class Place:
    """Where somebody without casework goes on from Home."""

    title: str
    says: str
    href: str


def lines_of(needs: Needs, day: date) -> list[Line]:
    """What waits now, the longest waiting first."""
    found = [*_findings(needs), *_waiting(needs, day), *_answers(needs), *_emergencies(needs)]
    return sorted(found, key=lambda line: (line.day, line.child, line.what, line.href))


def due_lines_of(needs: Needs) -> list[Line]:
    """What falls due soon, the next first."""
    return [_finding(row, needs, "What to do before") for row in needs.due]


def places_of(request: PageRequest) -> list[Place]:
    """The rooms of roles that do no casework, as far as they are open here."""
    rooms = _PLACES.get(Role(request.person.role), ())
    return [Place(title, says, reverse(name)) for title, says, name, needs in rooms if why_not(request, needs) is None]


_FIGURES = (
    "Figures",
    "Children by level and harm, what is open and for how long. No child can be recognised in them.",
    "figures",
    May.SEE_FIGURES,
)
_PLACES: dict[Role, tuple[tuple[str, str, str, May], ...]] = {
    Role.ANALYST: (_FIGURES,),
    Role.ADMINISTRATOR: (
        ("Administration", "Agencies, people, roles and the values of the policy.", "administration", May.ADMINISTER),
    ),
    Role.AUDITOR: (
        ("Findings", "What is open, falls due and was closed, for every child.", "findings", May.SEE_CHILDREN),
        ("Trail", "Who looked, who changed, who took out and who was refused.", "trail", May.SEE_TRAIL),
        _FIGURES,
    ),
}


def _findings(needs: Needs) -> Iterator[Line]:
    for row in needs.open:
        yield _finding(row, needs, "Record what was done" if row.acknowledged_at else "Acknowledge")


def _finding(row: Finding, needs: Needs, step: str) -> Line:
    target = {"Acknowledge": "acknowledge-finding"}.get(step, "finding")
    return Line(
        day=row.opened_on,
        child=needs.names[row.child_id],
        child_href=reverse("child", args=[row.child_id]),
        what=title_of(row.check_name),
        says=row.because,
        severity=row.severity,
        quiet="acknowledged, still open" if row.acknowledged_at else "",
        step=step,
        href=reverse(target, args=[row.child_id, row.finding_id]),
    )


def _waiting(needs: Needs, day: date) -> Iterator[Line]:
    for each in needs.waiting:
        told = waiting_line(each, needs.names, day)
        yield Line(each.since, told.child, told.child_href, told.what, told.says, "", "", told.step, told.href)


def _answers(needs: Needs) -> Iterator[Line]:
    for sent in needs.answers:
        assert sent.answered_on is not None
        what = f"Your {words.SENT[sent.table_name]} was {words.ANSWERS[sent.answer]}"
        reason = words.REASONS.get(sent.reason, "")
        says = f"{reason}. {sent.why}" if reason else sent.why
        yield Line(sent.answered_on, sent.about or "A child", "", what, says, "", "", "Read it", reverse("sent", args=[sent.pk]))


def _emergencies(needs: Needs) -> Iterator[Line]:
    for view in needs.emergencies:
        yield Line(
            day=timezone.localdate(view.opened_at),
            child=needs.names.get(view.child_id, f"Number {view.child_id}"),
            child_href=reverse("child", args=[view.child_id]) if view.child_id in needs.names else "",
            what="Opened in an emergency",
            says=f"{view.person.name}: {view.why}",
            severity="",
            quiet="",
            step="Note it",
            href=reverse("emergency-views"),
        )
