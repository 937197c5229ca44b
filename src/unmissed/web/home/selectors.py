"""What needs a person today: asked by index alone, so that it costs the same with 400 children and with 100,000."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from unmissed.web.access.models import EmergencyView
from unmissed.web.access.selectors import emergency_views_to_note, names_in_sight, names_of
from unmissed.web.clock import today
from unmissed.web.findings.agreeing import answers_to, asked_of
from unmissed.web.findings.models import Agreement, Finding
from unmissed.web.findings.selectors import NOBODY, due_soon, in_state, of_my_team, on_my_children
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May, may
from unmissed.web.referrals.models import Sent
from unmissed.web.referrals.selectors import Waiting, unread_answers, waiting

MOST = 40
"""So many of each kind; what lies beyond stands in the room of its kind, and Home says so."""


@dataclass(frozen=True)
class Needs:
    """Everything that needs the person, and the names of the children whom it is about."""

    open: Sequence[Finding] = ()
    due: Sequence[Finding] = ()
    waiting: Sequence[Waiting] = ()
    answers: Sequence[Sent] = ()
    emergencies: Sequence[EmergencyView] = ()
    to_agree: Sequence[Agreement] = ()
    agreed: Sequence[Agreement] = ()
    unheld: int = 0
    names: dict[str, str] = field(default_factory=dict)
    more: bool = False


def needs_of(person: Person, partnership: Partnership) -> Needs:
    """What needs the person in this partnership; nothing where the role does no casework, or nothing here can be changed."""
    if partnership.read_only or not may(person.role, May.ANSWER_FINDING):
        return Needs()
    day = today(partnership)
    mine = on_my_children(person, partnership).select_related("assigned_to")
    still = in_state(mine, "open", day).exclude(severity="strength")
    opened, due = list(still[: MOST + 1]), list(due_soon(mine, day)[: MOST + 1])
    found = waiting(person, partnership, MOST + 1)
    emergencies = list(emergency_views_to_note(person))
    to_agree, agreed = list(asked_of(person, partnership)[:MOST]), list(answers_to(person, partnership)[:MOST])
    children = {each.child_id for part in (found, opened, due, to_agree, agreed) for each in part}
    opened_by_others = names_in_sight(person, partnership, [each.child_id for each in emergencies])
    return Needs(
        open=opened[:MOST],
        due=due[:MOST],
        waiting=found[:MOST],
        answers=list(unread_answers(person).select_related("answered_by", "partnership")[:MOST]),
        emergencies=emergencies,
        to_agree=to_agree,
        agreed=agreed,
        unheld=_unheld(person, partnership),
        names=opened_by_others | names_of(partnership, children),
        more=max(len(opened), len(due), len(found)) > MOST,
    )


def _unheld(person: Person, partnership: Partnership) -> int:
    """Critical findings of the person's team that nobody holds, for those who could give them to somebody."""
    if person.team is None or not may(person.role, May.ASSIGN):
        return 0
    rows: QuerySet[Any, Any] = in_state(of_my_team(person, partnership), "open", today(partnership))
    return rows.filter(severity="critical", holder=NOBODY).order_by().count()
