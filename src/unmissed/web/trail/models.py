"""The trail: who looked, who changed, who took out, who was refused. Rows are only ever added.

Each entry is sealed with a key over its own words and the seal of the entry before, so that a row changed, taken out or put
in between breaks the chain. The head, sealed too, says where the chain ends, so that a missing end is found as well. The
database itself refuses update and delete (`protection.py`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Act(models.TextChoices):
    """What was done."""

    VIEW = "view", "looked"
    EMERGENCY = "emergency", "opened in an emergency"
    CHANGE = "change", "changed"
    EXPORT = "export", "took out"
    REFUSAL = "refusal", "was refused"
    SIGN_IN = "sign_in", "signed in"
    ACCOUNT = "account", "kept accounts"


class Entry(models.Model):
    """One entry. Everything it needs stands in it: no later change elsewhere can alter what it says.

    `child_id` is empty where it is about no one child; `subject` names a record as table:id, or a page; `why` is the reason
    that the person typed; `detail` holds codes and counts, never the values of a record.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    partnership_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    act = models.CharField(max_length=20, choices=Act.choices)
    what = models.CharField(max_length=60)
    child_id = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    why = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partnership_id", "child_id", "-number"]),
            models.Index(fields=["partnership_id", "person_id", "-number"]),
            models.Index(fields=["partnership_id", "act", "-number"]),
        ]


class Head(models.Model):
    """Where the chain ends: one row. `seal` is over number and last seal."""

    number = models.BigIntegerField(default=0)
    last_seal = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)
