"""A register on its way in: what was uploaded and not yet put into the record."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from unmissed.web.people.models import Partnership, Person

LIVES = timedelta(days=1)
"""So long a draft is kept; then its files are removed."""


def new_token() -> str:
    """The name of a draft and of its folder: drawn, so that nobody guesses it."""
    return secrets.token_hex(16)


class Draft(models.Model):
    """An upload that one person looks through and mends before it is loaded. Only that person sees it.

    The rows themselves, the mends and the reading lie in its folder (`folders.py`) and go with it. `counts` says how many rows
    were read, or, once it is loaded, what was loaded; `outcome` is empty while the person still works on it.
    """

    token = models.CharField(max_length=32, unique=True, default=new_token)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    file_name = models.CharField(max_length=100)
    counts = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, blank=True, choices=[(word, word) for word in ("loaded", "discarded")])
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-created_at"])]

    @property
    def until(self) -> datetime:
        """When its files are removed."""
        return self.created_at + LIVES

    @property
    def is_open(self) -> bool:
        """Whether it can still be mended and loaded."""
        return not self.outcome and self.created_at + LIVES > timezone.now()
