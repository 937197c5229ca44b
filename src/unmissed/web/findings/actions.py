"""What people do with a finding: say that they have seen it, give it to somebody, hand all of one person's over.

None of it closes a finding. Only the child's record does.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from unmissed.web.findings.holders import could_hold
from unmissed.web.findings.models import Finding, FindingEvent
from unmissed.web.people.models import Person
from unmissed.web.people.roles import May
from unmissed.web.record.actions import demand_sight
from unmissed.web.trail.action import RefusedError, action
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act


@dataclass(frozen=True)
class HandedOver:
    """How many findings went over, and how many stayed because the other person does not see the child."""

    moved: int
    stayed: int


@action(May.ANSWER_FINDING)
def acknowledge(*, finding: Finding, why: str, by: Person) -> Finding:
    """Note that `by` has seen the finding, with a reason. It stays open until the record says that something was done.

    Raises RefusedError where `by` may not see the child, the finding is no longer open, or no reason was given.
    """
    row = _current(finding, by, why)
    row.acknowledged_at = timezone.now()
    row.save(update_fields=["acknowledged_at"])
    FindingEvent.objects.create(finding=row, at=row.acknowledged_at, kind="acknowledged", by=by, why=why)
    _trail("acknowledged a finding", row, by, why)
    return row


@action(May.ASSIGN)
def assign(*, finding: Finding, to: Person, by: Person, why: str) -> Finding:
    """Give the finding to somebody, with a reason.

    Raises RefusedError where `by` may not see the child, or `to` may not see it in ordinary work or may not act on findings.
    """
    row = _current(finding, by, why)
    if not could_hold(to, by.partnership, row.child_id):
        raise RefusedError(f"{to.name} does not see this child's record, so cannot be given its findings. Choose somebody else.")
    _give(row, to, by, why, "assigned")
    return row


@action(May.ASSIGN)
def hand_over(*, giver: Person, to: Person, by: Person, why: str) -> HandedOver:
    """Give all that `giver` holds to `to`: open findings and those that fall due.

    Findings of children whom `by` or `to` may not see stay, and are counted. Raises RefusedError where none can go.
    """
    _demand_reason(why)
    if giver.pk == to.pk:
        raise RefusedError("Choose two different people.")
    held = _held(giver, by)
    going = [row for row in held if _may_go(row, to, by)]
    if not going:
        raise RefusedError(f"{to.name} sees none of the children whose findings {giver.name} holds. Nothing was handed over.")
    for row in going:
        _give(row, to, by, why, "handed_over")
    return HandedOver(len(going), len(held) - len(going))


def _held(giver: Person, by: Person) -> list[Finding]:
    rows = Finding.objects.select_for_update(of=("self",)).filter(assigned_to=giver, gone_at=None, closed_on=None)
    return list(rows.filter(partnership=by.partnership).order_by("child_id", "opened_on", "pk"))


def _may_go(row: Finding, to: Person, by: Person) -> bool:
    try:
        demand_sight(by, row.child_id)
    except RefusedError:
        return False
    return could_hold(to, by.partnership, row.child_id)


def _current(finding: Finding, by: Person, why: str) -> Finding:
    """The finding as it stands, locked; RefusedError where it cannot be answered."""
    demand_sight(by, finding.child_id)
    _demand_reason(why)
    row = Finding.objects.select_for_update(of=("self",)).filter(pk=finding.pk, partnership=by.partnership).first()
    if row is None:
        raise RefusedError("There is no such finding in your partnership.")
    if row.closed_on or row.gone_at:
        raise RefusedError("This finding is no longer open: the record was changed meanwhile. There is nothing left to do here.")
    return row


def _demand_reason(why: str) -> None:
    if not why.strip():
        raise RefusedError("A reason is needed, so that others can follow it. Write one and send it again.")


def _give(row: Finding, to: Person, by: Person, why: str, kind: str) -> None:
    row.assigned_to = to
    row.save(update_fields=["assigned_to"])
    FindingEvent.objects.create(finding=row, at=timezone.now(), kind=kind, by=by, to=to, why=why, said=to.name)
    _trail({"assigned": "gave a finding to somebody", "handed_over": "handed a finding over"}[kind], row, by, why, to)


def _trail(what: str, row: Finding, by: Person, why: str, to: Person | None = None) -> None:
    append(
        Act.CHANGE,
        what,
        by=by,
        partnership=by.partnership,
        child_id=row.child_id,
        subject=f"findings:{row.finding_id}",
        why=why,
        detail={"check": row.check_name} | ({"to": to.pk} if to else {}),
    )
