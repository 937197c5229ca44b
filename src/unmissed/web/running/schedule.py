"""The work beside the server: every partnership is looked at once a night, and after a change that concerns every child; children
whose last look was cut off, trails that somebody wants verified, and what somebody wants counted before a decision, at once.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.models import Min
from django.utils import timezone

from unmissed.web.administration.actions import note_verified
from unmissed.web.administration.entries import waiting_to_verify
from unmissed.web.administration.previewing import count_where_asked
from unmissed.web.administration.rechecking import note_checked, recheck_needed
from unmissed.web.findings.models import Standing
from unmissed.web.findings.recheck import recheck, refresh_all_changed
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May, may
from unmissed.web.quiet import place
from unmissed.web.record.models import Child
from unmissed.web.running.trail import verify_trail

EVERY_SECONDS = 30
BEGINS_AT_HOUR = 1
"""Not at midnight: backups and the clocks' changing are best left behind."""

_log = logging.getLogger("unmissed")


def run(*, while_parent: int = 0, sleep: Callable[[float], None] = time.sleep) -> None:
    """Work until the process ends; with `while_parent`, until that process is no longer this one's parent."""
    while not while_parent or os.getppid() == while_parent:
        try:
            close_old_connections()
            work(timezone.localtime())
        except (DatabaseError, InterfaceError) as error:  # tried again at the next turn, on a connection of its own
            _log.error("the scheduler cannot reach the database: %s at %s", type(error).__name__, place(error))
            connection.close()
        sleep(EVERY_SECONDS)


def work(now: datetime) -> None:
    """What is to be done now."""
    refresh_all_changed()
    verify_where_asked()
    for partnership in Partnership.objects.order_by("pk"):
        count_where_asked(partnership)
        if recheck_needed(partnership):
            note_checked(partnership, recheck(partnership))
        elif is_due(partnership, now):
            recheck(partnership)


def verify_where_asked() -> None:
    """Go through the trail once for everybody who has asked for it."""
    asked = [(partnership, entry) for partnership in Partnership.objects.all() if (entry := waiting_to_verify(partnership))]
    if not asked:
        return
    found = verify_trail()
    people = Person.objects.in_bulk([entry.person_id for _, entry in asked])
    for partnership, entry in asked:
        by = people.get(entry.person_id or 0)
        if by is not None and may(by.role, May.VERIFY_TRAIL):
            note_verified(found=found, partnership=partnership, by=by)


def is_due(partnership: Partnership, now: datetime) -> bool:
    """Whether children were last looked at on an earlier day, or never; a fixed day needs only the first look."""
    last = Standing.objects.filter(partnership=partnership).aggregate(last=Min("looked_at"))["last"]
    if last is None:
        return Child.objects.filter(partnership=partnership).exists()
    if partnership.fixed_day or now.hour < BEGINS_AT_HOUR:
        return False
    return bool(timezone.localtime(last).date() < now.date())
