"""Looking at every child of a partnership at once: every night, because days pass, and after a register was loaded.

The whole record is read into one run of the engine; what it says is kept a few hundred children at a time, each in a transaction
of its own, so that nobody's work waits for it. Children who were changed or looked at since the reading began are passed over:
what was seen of them is newer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter

from django.db import transaction
from django.utils import timezone

from unmissed.engine.audit import Audit, audit
from unmissed.engine.finding import Finding as Found
from unmissed.engine.standing import standings
from unmissed.web.clock import today
from unmissed.web.findings.keeping import Seen, keep_all, looked_at
from unmissed.web.findings.live import refresh
from unmissed.web.findings.policy import policy_of
from unmissed.web.people.models import Partnership
from unmissed.web.record.grounds import replace_grounds_of
from unmissed.web.record.models import Changed
from unmissed.web.record.register import register_of

AT_ONCE = 250
"""Children kept in one transaction: about a tenth of a second."""
REST = 0.25
"""After each transaction a quarter of its time is left to those who wait to write."""

Batch = dict[str, Seen]


@dataclass(frozen=True)
class Rechecked:
    """How many children were looked at and kept, and how many passed over because something newer was known of them."""

    kept: int
    passed_over: int


def recheck(partnership: Partnership, *, on_batch: Callable[[int], None] = lambda children: None) -> Rechecked:
    """Look at every child as of today. `on_batch` is told how many children each batch had."""
    began = timezone.now()
    register = register_of(partnership)
    kept = passed = 0
    try:
        run = audit(register, as_of=today(partnership), policy=policy_of(partnership))
        for batch in _batches(run):
            started = time.monotonic()
            newly = _keep(partnership, batch, began)
            kept, passed = kept + newly, passed + len(batch) - newly
            on_batch(len(batch))
            time.sleep(REST * (time.monotonic() - started))
    finally:
        register.con.close()
    return Rechecked(kept, passed)


def refresh_all_changed() -> int:
    """Look again at every child whose last look was cut off; gives how many there were."""
    cut_off = list(Changed.objects.select_related("partnership").order_by("pk"))
    for mark in cut_off:
        refresh(mark.partnership, mark.child_id)
    return len(cut_off)


def _batches(run: Audit) -> Iterator[Batch]:
    seen = _seen(run)
    while batch := dict(islice(seen, AT_ONCE)):
        yield batch


def _seen(run: Audit) -> Iterator[tuple[str, Seen]]:
    """Each child with its findings; children and findings both come in the order of child_id, and most children have some."""
    every = list(standings(run))  # nothing else may use the run's connection meanwhile
    found = groupby(run.findings(), key=attrgetter("child_id"))
    child, own = next(found, ("", iter(())))
    for standing in every:
        findings: list[Found] = []
        if child == standing.child_id:
            findings = list(own)
            child, own = next(found, ("", iter(())))
        yield standing.child_id, Seen(findings, standing, run.not_assessed)


def _keep(partnership: Partnership, batch: Batch, began: datetime) -> int:
    with transaction.atomic():
        newer = {child for child, at in looked_at(partnership, batch).items() if at >= began}
        newer |= set(Changed.objects.filter(partnership=partnership, child_id__in=batch).values_list("child_id", flat=True))
        ours = {child: seen for child, seen in batch.items() if child not in newer}
        keep_all(partnership, ours, began)
        replace_grounds_of(partnership, list(batch))
    return len(ours)
