"""What needs a person today, line by line in the order of the days, each with its one next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils import timezone

from unmissed.report.words import ahead
from unmissed.web.access.pages import PageRequest, why_not
from unmissed.web.findings.acts import Act, Offers
from unmissed.web.findings.agreement import does_in_words
from unmissed.web.findings.models import Agreement, Finding
from unmissed.web.findings.presenters import as_found, checks_by_name, days_of, title_of
from unmissed.web.home.selectors import Needs
from unmissed.web.people.roles import May, Role
from unmissed.web.referrals import words
from unmissed.web.referrals.presenters import line as waiting_line
from unmissed.words import counted


@dataclass(frozen=True)
class Line:
    """One thing that needs the person: its day, the child, what it is, what it says, and the one next step.

    A finding has more: its own page at `what_href`; `when`, how long it is open or until it opens; `ahead`, which introduces
    what has not happened; and `acts`, the forms that record what closes it. `step` is empty where these are the next step.
    """

    day: date
    child: str
    child_href: str
    what: str
    says: str
    severity: str
    quiet: str
    step: str
    href: str
    what_href: str = ""
    when: str = ""
    ahead: str = ""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where somebody without casework goes on from Home."""

    title: str
    says: str
    href: str


def lines_of(needs: Needs, day: date, offers: Offers) -> list[Line]:
    """What waits now, the longest waiting first."""
    found = [
        *(_open(row, needs, day, offers) for row in needs.open),
        *_waiting(needs, day),
        *_answers(needs),
        *_agreements(needs),
        *_emergencies(needs),
    ]
    return sorted(found, key=lambda line: (line.day, line.child, line.what, line.href))


def due_lines_of(needs: Needs, day: date, offers: Offers) -> list[Line]:
    """What falls due soon, the next first."""
    return [_finding(row, needs, day, offers, "Read what to do before") for row in needs.due]


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


def _open(row: Finding, needs: Needs, day: date, offers: Offers) -> Line:
    line = _finding(row, needs, day, offers, "Read what closes it")
    if row.acknowledged_at:
        return line
    href = reverse("acknowledge-finding", args=[row.child_id, row.finding_id])
    return replace(line, step="Acknowledge", href=href)


def _finding(row: Finding, needs: Needs, day: date, offers: Offers, otherwise: str) -> Line:
    """The first of the acts that close it stands as its step; where nothing can be recorded here, `otherwise`."""
    found = as_found(row, day)
    acts = offers.on(found, checks_by_name().get(row.check_name))[:1]
    days, href = counted(days_of(row, day), "day"), reverse("finding", args=[row.child_id, row.finding_id])
    return Line(
        day=row.opened_on,
        child=needs.names[row.child_id],
        child_href=reverse("child", args=[row.child_id]),
        what=title_of(row.check_name),
        says=row.because,
        severity=row.severity,
        quiet="acknowledged, still open" if row.acknowledged_at else "",
        step="" if acts else otherwise,
        href=href,
        what_href=href,
        when=f"in {days}" if found.state == "due" else f"open for {days}",
        ahead=ahead(found),
        acts=acts,
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


def _agreements(needs: Needs) -> Iterator[Line]:
    for asked in needs.to_agree:
        says = f"{asked.asked_by.name}, {asked.asked_by.agency_name or asked.asked_by.role_words}: {asked.why}"
        title = f"Your agreement is asked for: {does_in_words(asked)}"
        yield _agreement(asked, needs, what=title, says=says, step="Agree or not")
    for asked in needs.agreed:
        became = "agreed to, and recorded" if asked.answer == "agreed" else "not agreed to, not recorded"
        says = f"{asked.asked_of.name}: {asked.answer_why}"
        yield _agreement(asked, needs, what=f"{does_in_words(asked)}: {became}", says=says, step="Read it")


def _agreement(asked: Agreement, needs: Needs, *, what: str, says: str, step: str) -> Line:
    return Line(
        day=asked.answered_on or asked.asked_on,
        child=needs.names[asked.child_id],
        child_href=reverse("child", args=[asked.child_id]),
        what=what,
        says=says,
        severity="",
        quiet="",
        step=step,
        href=reverse("agreement", args=[asked.child_id, asked.pk]),
    )


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
