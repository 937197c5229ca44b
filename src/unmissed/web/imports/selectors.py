"""What this room's pages ask of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from unmissed.web.findings.models import Standing
from unmissed.web.imports.background import FEW
from unmissed.web.imports.models import LIVES, Draft
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.models import MODELS, Changed


@dataclass(frozen=True)
class Progress:
    """How many of the children whom a load touched were looked at since."""

    done: int
    children: int

    @property
    def finished(self) -> bool:
        """Whether all were."""
        return self.done >= self.children


def open_drafts(person: Person, partnership: Partnership) -> QuerySet[Draft]:
    """The person's uploads that are not finished."""
    since = timezone.now() - LIVES
    return Draft.objects.filter(person=person, partnership=partnership, outcome="", created_at__gt=since).order_by("-created_at")


def loaded_drafts(partnership: Partnership) -> QuerySet[Draft]:
    """The registers loaded last, by whomever."""
    found = Draft.objects.filter(partnership=partnership, outcome="loaded").select_related("person")
    return found.order_by("-finished_at")[:5]


def draft_of(person: Person, token: str) -> Draft:
    """The person's own draft; to everybody else there is none."""
    draft = Draft.objects.filter(person=person, token=token).select_related("partnership", "person").first()
    if draft is None:
        raise Http404
    return draft


def progress_of(draft: Draft) -> Progress:
    """How far the look at the children has come: what is marked is still to be looked at, or was not since."""
    children, since = int(draft.counts.get("children", 0)), draft.finished_at or timezone.now()
    if children <= FEW:
        waiting = Changed.objects.filter(partnership=draft.partnership, at__lte=since).count()
        return Progress(max(children - waiting, 0), children)
    return _whole(draft.partnership, since)


def _whole(partnership: Partnership, since: datetime) -> Progress:
    """A whole run looks at every child of the record."""
    children = MODELS["children"].objects.filter(partnership=partnership).count()
    return Progress(Standing.objects.filter(partnership=partnership, looked_at__gte=since).count(), children)
