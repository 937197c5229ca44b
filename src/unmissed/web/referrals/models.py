"""What people sent in, so that they are told what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from unmissed.web.people.models import Partnership, Person


class Sent(models.Model):
    """A referral or concern that somebody sent in, and the answer that they are told.

    `by` is None for a referral of a loaded register, which tells everybody of `agency` instead. `about` is the child as the
    sender wrote the name: the sender may not see the record. `answer` and `reason` are codes of the register, `why` the
    reasons that were typed. `read_at` says when the sender read the answer.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    table_name = models.CharField(max_length=40)
    record_id = models.CharField(max_length=200)
    child_id = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    agency = models.CharField(max_length=100, blank=True)
    sent_on = models.DateField()
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    why = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)
    challenged_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "table_name", "record_id"], name="one_notice_a_record")
        ]
        indexes: ClassVar = [
            models.Index(fields=["by", "read_at", "answered_on"], name="sent_by_person"),
            models.Index(fields=["partnership", "agency", "by", "read_at"], name="sent_by_agency"),
        ]
