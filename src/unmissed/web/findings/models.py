"""What the checks say, kept: each finding with its history, and where each child stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from unmissed.web.people.models import Partnership, Person


class Finding(models.Model):
    """One finding of the engine as it was last looked at (see `engine.finding`). Never removed: `gone_at` says since when the
    record no longer gives it, because something in it was corrected. Its state follows from its dates and the day.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE)
    finding_id = models.CharField(max_length=20)
    child_id = models.CharField(max_length=200)
    check_name = models.CharField(max_length=60)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    severity = models.CharField(max_length=10)
    unprotected = models.BooleanField()
    evidence = models.JSONField(default=list)
    because = models.TextField()
    first_seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="findings_held")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "child_id", "finding_id"], name="one_row_a_finding")
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "gone_at", "closed_on", "opened_on"]),
            # The list of findings: severities happen to stand in the order of their gravity by the alphabet, strengths left out.
            models.Index(fields=["partnership", "gone_at", "closed_on", "severity", "opened_on", "id"], name="findings_gravest"),
            models.Index(
                fields=["partnership", "gone_at", "closed_on", "check_name", "severity", "opened_on"], name="findings_by_check"
            ),
            models.Index(fields=["assigned_to", "gone_at", "closed_on"], name="findings_held"),
        ]


class FindingEvent(models.Model):
    """Something that happened to a finding: it appeared, closed, opened again, went, was acknowledged, given to somebody.

    `why` is the reason that a person typed; `said` the finding's dates or holder, as a page shows them.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(
        max_length=14,
        choices=[(k, k) for k in ("appeared", "closed", "reopened", "moved", "gone", "acknowledged", "assigned", "handed_over")],
    )
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True)
    said = models.CharField(max_length=200, blank=True)


class Standing(models.Model):
    """Where a child stands (see `engine.standing`): the row of the tracker, with its open findings counted."""

    partnership = models.ForeignKey(Partnership, models.CASCADE)
    child_id = models.CharField(max_length=200)
    name = models.TextField(blank=True)
    date_of_birth = models.DateField(null=True)
    level = models.CharField(max_length=10, blank=True)
    level_on = models.DateField(null=True)
    indicated_level = models.CharField(max_length=10, blank=True)
    level_history = models.JSONField(default=list)
    harm = models.CharField(max_length=10, default="none")
    harm_on = models.DateField(null=True)
    at_risk = models.BooleanField(default=False)
    in_view = models.BooleanField(default=False)
    last_assessed_on = models.DateField(null=True)
    next_review_on = models.DateField(null=True)
    lists = models.JSONField(default=list)
    kept_in_sight = models.BooleanField(default=False)
    services = models.JSONField(default=list)
    served = models.BooleanField(default=False)
    statuses = models.JSONField(default=list)
    social_worker = models.CharField(max_length=200, blank=True)
    workers_in_two_years = models.PositiveIntegerField(default=0)
    open_findings = models.PositiveIntegerField(default=0)
    open_critical = models.PositiveIntegerField(default=0)
    worst = models.PositiveSmallIntegerField(default=9)
    """The place of the gravest open finding's severity, 0 for critical; 9 where none is open."""
    longest_open_since = models.DateField(null=True)
    not_assessed = models.JSONField(default=list)
    looked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["partnership", "child_id"], name="one_standing_a_child")]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "in_view", "worst", "longest_open_since", "child_id"]),
            models.Index(fields=["partnership", "in_view", "level"]),
            models.Index(fields=["partnership", "in_view", "harm"]),
            models.Index(fields=["partnership", "in_view", "last_assessed_on"]),
            models.Index(fields=["partnership", "in_view", "next_review_on"]),
        ]


class PolicyValue(models.Model):
    """A local value of the policy, in place of the default. Changed by an action; the default's source stays beside it."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="policy_values")
    name = models.CharField(max_length=60)
    value = models.JSONField()
    unit = models.CharField(max_length=14)
    source = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["partnership", "name"], name="one_value_of_a_name")]


class Agreement(models.Model):
    """A decision that a second person, of another agency, was asked to agree to: kept whole, whatever came of it.

    `values` is what the record would say by column, dates as ISO text; `version` the one of the record that was looked at;
    `opens` the checks whose findings it would open. `answer` is empty while it waits. Days are the partnership's. `read_at` says
    when the person who asked read the answer. Nothing stands in the record before it is agreed to.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    table_name = models.CharField(max_length=40)
    record_id = models.CharField(max_length=200)
    child_id = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    values = models.JSONField()
    opens = models.JSONField(default=list)
    why = models.TextField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="agreements_asked")
    asked_of = models.ForeignKey(Person, models.PROTECT, related_name="agreements_to_give")
    asked_on = models.DateField()
    answer = models.CharField(max_length=10, blank=True, choices=[(a, a) for a in ("agreed", "refused", "taken_back")])
    answered_on = models.DateField(null=True)
    answer_why = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "table_name", "record_id"],
                condition=models.Q(answer=""),
                name="one_agreement_waits_a_record",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_of", "answer"], name="agreements_to_give"),
            models.Index(fields=["asked_by", "read_at"], name="agreements_to_read"),
            models.Index(fields=["partnership", "child_id"], name="agreements_of_child"),
        ]
