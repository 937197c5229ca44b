"""Keeping findings live: after a change the child is looked at again, and what is different is kept.

The look itself writes no judgement: it copies what the engine says. It runs outside the change's own transaction, so that a
change never waits for it or fails with it; a child whose look was cut off stays in `Changed` and is looked at again later.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from unmissed.checks.catalogue import SEVERITIES
from unmissed.engine.finding import Finding as Found
from unmissed.engine.one_child import ChildEngine, Look
from unmissed.engine.standing import Standing as EngineStanding
from unmissed.policy.model import Policy
from unmissed.web.clock import today
from unmissed.web.findings.models import Finding, FindingEvent, Standing
from unmissed.web.findings.policy import policy_of
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import Changed, Child
from unmissed.web.record.rows import rows_of

_local = threading.local()
_FOLLOWED = ("opened_on", "closed_on", "severity", "unprotected", "because")


def on_change(*, partnership: Partnership, child_id: str, **_: Any) -> None:
    """Look at a child whose record was just changed."""
    refresh(partnership, child_id)


def engine_for(policy: Policy) -> ChildEngine:
    """This thread's engine, kept warm while the policy is the same."""
    warm: tuple[Policy, ChildEngine] | None = getattr(_local, "engine", None)
    if warm is None or warm[0] != policy:
        if warm:
            warm[1].close()
        warm = policy, ChildEngine(policy=policy)
        _local.engine = warm
    return warm[1]


def look(partnership: Partnership, child_id: str) -> Look:
    """What the engine says of the child today. Nothing is written."""
    return engine_for(policy_of(partnership)).look(rows_of(partnership, child_id), as_of=today(partnership))


def refresh(partnership: Partnership, child_id: str) -> None:
    """Look at one child and keep what is different."""
    now = timezone.now()
    seen = look(partnership, child_id)
    with transaction.atomic():
        keep(partnership, child_id, seen, now)
        Changed.objects.filter(partnership=partnership, child_id=child_id, at__lte=now).delete()


def refresh_changed(partnership: Partnership, child_id: str) -> None:
    """Look again at a child whose last look was cut off, if it was."""
    if Changed.objects.filter(partnership=partnership, child_id=child_id).exists():
        refresh(partnership, child_id)


def keep(partnership: Partnership, child_id: str, seen: Look, now: datetime) -> None:
    """Write the findings and the standing of one child, in the transaction that is open."""
    kept = {row.finding_id: row for row in Finding.objects.filter(partnership=partnership, child_id=child_id)}
    for found in seen.findings:
        row = kept.pop(found.finding_id, None)
        if row is None:
            _appeared(partnership, found, now)
        else:
            _followed(row, found, now)
    for row in kept.values():
        if row.gone_at is None:
            row.gone_at = now
            row.save(update_fields=["gone_at"])
            FindingEvent.objects.create(finding=row, at=now, kind="gone")
    _keep_standing(partnership, child_id, seen, now)


def _appeared(partnership: Partnership, found: Found, now: datetime) -> None:
    row = Finding.objects.create(
        partnership=partnership,
        finding_id=found.finding_id,
        child_id=found.child_id,
        check_name=found.check,
        evidence=list(found.evidence),
        first_seen_at=now,
        **{name: getattr(found, name) for name in _FOLLOWED},
    )
    FindingEvent.objects.create(finding=row, at=now, kind="appeared", said=_dates(found))


def _followed(row: Finding, found: Found, now: datetime) -> None:
    kind = _difference(row, found)
    changed = [name for name in _FOLLOWED if getattr(row, name) != getattr(found, name)]
    if not changed and row.evidence == list(found.evidence) and row.gone_at is None:
        return
    for name in changed:
        setattr(row, name, getattr(found, name))
    row.evidence, row.gone_at = list(found.evidence), None
    row.save()
    if kind:
        FindingEvent.objects.create(finding=row, at=now, kind=kind, said=_dates(found))


def _difference(row: Finding, found: Found) -> str:
    if row.gone_at is not None or (row.closed_on and not found.closed_on):
        return "reopened"
    if found.closed_on and not row.closed_on:
        return "closed"
    return "moved" if (row.opened_on, row.closed_on) != (found.opened_on, found.closed_on) else ""


def _dates(found: Found) -> str:
    return f"{found.opened_on} to {found.closed_on}" if found.closed_on else f"{found.opened_on}"


def _keep_standing(partnership: Partnership, child_id: str, seen: Look, now: datetime) -> None:
    child = Child.objects.filter(partnership=partnership, child_id=child_id).values("name", "date_of_birth").first()
    if child is None:
        return
    values = standing_values(seen.standing, seen.findings) | {"not_assessed": sorted(seen.not_assessed), "looked_at": now}
    values |= {"name": child["name"] or "", "date_of_birth": child["date_of_birth"]}
    Standing.objects.update_or_create(partnership=partnership, child_id=child_id, defaults=values)


def standing_values(standing: EngineStanding, findings: Iterable[Found]) -> dict[str, Any]:
    """The columns of the tracker's row: what the engine's standing says, and the open findings counted (strengths left out)."""
    opened = [found for found in findings if found.state == "open" and found.severity != "strength"]
    return {
        "level": standing.level or "",
        "level_on": standing.level_on,
        "indicated_level": standing.indicated_level or "",
        "level_history": [[day.isoformat(), level] for day, level in standing.level_history],
        "harm": standing.harm,
        "harm_on": standing.harm_recorded_on,
        "at_risk": standing.at_risk,
        "in_view": standing.in_view,
        "last_assessed_on": standing.last_assessed_on,
        "next_review_on": standing.next_review_due_on,
        "lists": list(standing.lists),
        "kept_in_sight": standing.kept_in_sight,
        "services": list(standing.services),
        "served": standing.served,
        "statuses": list(standing.statuses),
        "social_worker": standing.worker_id or "",
        "workers_in_two_years": standing.social_workers,
        "open_findings": len(opened),
        "open_critical": sum(found.severity == "critical" for found in opened),
        "worst": min((SEVERITIES.index(found.severity) for found in opened), default=9),
        "longest_open_since": min((found.opened_on for found in opened), default=None),
    }
