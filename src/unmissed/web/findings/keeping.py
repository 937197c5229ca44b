"""Keeping what the engine says of children: findings with their history, and standings. The same for one child and for many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from unmissed.checks.catalogue import SEVERITIES
from unmissed.engine.finding import Finding as Found
from unmissed.engine.standing import Standing as EngineStanding
from unmissed.web.findings.models import Finding, FindingEvent, Standing
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import Child

FOLLOWED = ("opened_on", "closed_on", "severity", "unprotected", "because", "evidence")
"""What a finding may say anew; who it is about and what it is never changes."""
_KEY = ("partnership", "child_id")
WITHOUT_ACTION = "harm-without-action"
"""The check whose open finding the tracker counts by itself."""


@dataclass(frozen=True)
class Seen:
    """What the engine says of one child."""

    findings: Sequence[Found]
    standing: EngineStanding
    not_assessed: Collection[str]


def keep_all(partnership: Partnership, seen: Mapping[str, Seen], now: datetime) -> None:
    """Write the findings and standings of these children, in the transaction that is open.

    Others who look at one of them wait for its standing, so that what was seen later is also what is kept last.
    """
    found = Finding.objects.filter(partnership=partnership, child_id__in=seen)
    kept = {(row.child_id, row.finding_id): row for row in found}
    said = {(child_id, one.finding_id): one for child_id, look in seen.items() for one in look.findings}
    _appeared(partnership, [one for key, one in said.items() if key not in kept], now)
    _followed([(kept[key], one) for key, one in said.items() if key in kept], now)
    _gone([row for key, row in kept.items() if key not in said and row.gone_at is None], now)
    _keep_standings(partnership, seen, now)


def looked_at(partnership: Partnership, children: Collection[str]) -> dict[str, datetime]:
    """When each child was last looked at; their standings are locked until the transaction ends."""
    held = Standing.objects.select_for_update().filter(partnership=partnership, child_id__in=children).order_by("pk")
    return dict(held.values_list("child_id", "looked_at"))


def _appeared(partnership: Partnership, found: Iterable[Found], now: datetime) -> None:
    rows = Finding.objects.bulk_create(
        Finding(
            partnership=partnership,
            finding_id=one.finding_id,
            child_id=one.child_id,
            check_name=one.check,
            first_seen_at=now,
            **_said(one),
        )
        for one in found
    )
    FindingEvent.objects.bulk_create(FindingEvent(finding=row, at=now, kind="appeared", said=_dates(row)) for row in rows)


def _followed(pairs: Iterable[tuple[Finding, Found]], now: datetime) -> None:
    changed, events = [], []
    for row, one in pairs:
        said = _said(one)
        if row.gone_at is None and all(getattr(row, name) == value for name, value in said.items()):
            continue
        kind = _difference(row, one)
        for name, value in said.items():
            setattr(row, name, value)
        row.gone_at = None
        changed.append(row)
        events += [FindingEvent(finding=row, at=now, kind=kind, said=_dates(row))] if kind else []
    Finding.objects.bulk_update(changed, [*FOLLOWED, "gone_at"], batch_size=50)
    FindingEvent.objects.bulk_create(events)


def _gone(rows: list[Finding], now: datetime) -> None:
    if rows:
        Finding.objects.filter(pk__in=[row.pk for row in rows]).update(gone_at=now)
        FindingEvent.objects.bulk_create(FindingEvent(finding=row, at=now, kind="gone") for row in rows)


def _said(found: Found) -> dict[str, Any]:
    return {name: getattr(found, name) for name in FOLLOWED} | {"evidence": list(found.evidence)}


def _difference(row: Finding, found: Found) -> str:
    if row.gone_at is not None or (row.closed_on and not found.closed_on):
        return "reopened"
    if found.closed_on and not row.closed_on:
        return "closed"
    return "moved" if (row.opened_on, row.closed_on) != (found.opened_on, found.closed_on) else ""


def _dates(row: Finding) -> str:
    return f"{row.opened_on} to {row.closed_on}" if row.closed_on else f"{row.opened_on}"


def _keep_standings(partnership: Partnership, seen: Mapping[str, Seen], now: datetime) -> None:
    rows = list(_standings(partnership, seen, now))
    written = [field.name for field in Standing._meta.concrete_fields if field.name not in {"id", *_KEY}]
    Standing.objects.bulk_create(rows, update_conflicts=True, unique_fields=_KEY, update_fields=written)


def _standings(partnership: Partnership, seen: Mapping[str, Seen], now: datetime) -> Iterator[Standing]:
    children = Child.objects.filter(partnership=partnership, child_id__in=seen)
    for child_id, name, born in children.values_list("child_id", "name", "date_of_birth"):
        look = seen[child_id]
        own = {"not_assessed": sorted(look.not_assessed), "looked_at": now, "name": name or "", "date_of_birth": born}
        yield Standing(partnership=partnership, child_id=child_id, **standing_values(look.standing, look.findings), **own)


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
        "without_action": any(found.check == WITHOUT_ACTION for found in opened),
        "worst": min((SEVERITIES.index(found.severity) for found in opened), default=9),
        "longest_open_since": min((found.opened_on for found in opened), default=None),
    }
