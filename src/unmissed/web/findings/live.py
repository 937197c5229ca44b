"""Keeping findings live: after a change the child is looked at again, and what is different is kept.

The look itself writes no judgement: it copies what the engine says. It runs outside the change's own transaction, so that a
change never waits for it or fails with it; a child whose look was cut off stays in `Changed` and is looked at again later.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from unmissed.engine.one_child import Look
from unmissed.web.clock import today
from unmissed.web.findings.engines import engine_for
from unmissed.web.findings.keeping import Seen, keep_all, looked_at
from unmissed.web.findings.models import Standing
from unmissed.web.findings.policy import policy_of
from unmissed.web.people.models import Partnership
from unmissed.web.record.keeping import keeping_of
from unmissed.web.record.models import Changed, KeptTable
from unmissed.web.record.rows import rows_of


def on_change(*, partnership: Partnership, child_id: str, **_: Any) -> None:
    """Look at a child whose record was just changed."""
    refresh(partnership, child_id)


def look(partnership: Partnership, child_id: str) -> Look:
    """What the engine says of the child today. Nothing is written."""
    rows, keeping = rows_of(partnership, child_id), keeping_of(partnership)
    with engine_for(policy_of(partnership)) as engine:
        return engine.look(rows, as_of=today(partnership), keeping=keeping)


def refresh(partnership: Partnership, child_id: str) -> None:
    """Look at one child and keep what is different; not where somebody else looked later and has kept already."""
    now = timezone.now()
    seen = look(partnership, child_id)
    with transaction.atomic():
        last = looked_at(partnership, [child_id]).get(child_id)
        if last is None or last <= now:
            keep_all(partnership, {child_id: Seen(seen.findings, seen.standing, seen.not_assessed)}, now)
        Changed.objects.filter(partnership=partnership, child_id=child_id, at__lte=now).delete()


def refresh_changed(partnership: Partnership, child_id: str) -> None:
    """Look again at a child whose last look was cut off, or came before it was decided what is kept here: until the whole recheck
    has come to the child, a check that is now assessed must not seem to have found nothing.
    """
    cut_off = Changed.objects.filter(partnership=partnership, child_id=child_id)
    if cut_off.exists() or (partnership.lacks and _looked_at_before_decision(partnership, child_id)):
        refresh(partnership, child_id)


def _looked_at_before_decision(partnership: Partnership, child_id: str) -> bool:
    decided = KeptTable.objects.filter(partnership=partnership).aggregate(last=Max("decided_at"))["last"]
    if decided is None:
        return False
    return Standing.objects.filter(partnership=partnership, child_id=child_id, looked_at__lt=decided).exists()
