"""After a change that concerns every child: whether they have been checked again, and how far that is.

The scheduler does the checking, in a process of its own (`running/schedule.py`), so that no request waits for it and a server
that is stopped in the middle goes on afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min
from django.utils import timezone

from unmissed.web.access.words import moment
from unmissed.web.administration.actions import POLICY_CHANGED
from unmissed.web.administration.entries import number_before
from unmissed.web.findings.models import Standing
from unmissed.web.findings.recheck import Rechecked
from unmissed.web.people.models import Partnership
from unmissed.web.record.deciding import KEPT, NOT_KEPT
from unmissed.web.record.models import Child
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act, Entry

CHECKED = "checked every child again"
ABOUT_ALL = (POLICY_CHANGED, KEPT, NOT_KEPT)
"""Changes after which every child is checked again."""
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Progress:
    """How far the check of every child is that a change asked for. `at` is when it was finished; empty before."""

    changed: str
    done: int
    children: int
    at: str

    @property
    def finished(self) -> bool:
        """Whether every child was looked at since the change."""
        return self.done >= self.children


def recheck_needed(partnership: Partnership) -> bool:
    """Whether something was changed that concerns every child after some child was last looked at."""
    oldest = Standing.objects.filter(partnership=partnership).aggregate(oldest=Min("looked_at"))["oldest"]
    if oldest is None:
        return False
    since = Entry.objects.filter(partnership_id=partnership.pk, number__gt=number_before(oldest))
    return since.filter(act=Act.CHANGE, what__in=ABOUT_ALL).exists()


def progress_of(partnership: Partnership) -> Progress | None:
    """How far it is after the last such change of this week; None where there was none."""
    lately = Entry.objects.filter(partnership_id=partnership.pk, number__gt=number_before(timezone.now() - SHOWN_FOR))
    change = lately.filter(act=Act.CHANGE, what__in=ABOUT_ALL).order_by("-number").first()
    children = Child.objects.filter(partnership=partnership).count()
    if change is None or not children:
        return None
    done = Standing.objects.filter(partnership=partnership, looked_at__gte=change.at).count()
    checked = lately.filter(act=Act.CHANGE, what=CHECKED, number__gt=change.number).order_by("number").first()
    return Progress(moment(change.at), done, children, moment(checked.at) if checked and done >= children else "")


def note_checked(partnership: Partnership, done: Rechecked) -> None:
    """Note that every child was checked again, and how many of them somebody else had looked at meanwhile."""
    detail = {"kept": done.kept, "passed_over": done.passed_over}
    append(Act.CHANGE, CHECKED, by=None, partnership=partnership, detail=detail)
