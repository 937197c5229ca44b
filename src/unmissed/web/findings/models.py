"""What the checks say, kept: each finding with its history, and where each child stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from unmissed.web.people.models import Partnership, Person

STANDS = models.Q(gone_at=None, closed_on=None)
"""Open, or falling due."""
CLOSED = models.Q(gone_at=None, closed_on__isnull=False)
HELD = models.Q(gone_at=None, assigned_to__isnull=False)


class Finding(models.Model):
    """One finding of the engine as it was last looked at (see `engine.finding`). Never removed: `gone_at` says since when the
    record no longer gives it, because something in it was corrected. Its state follows from its dates and the day.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, db_index=False)
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
    assigned_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="findings_held", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "child_id", "finding_id"], name="one_row_a_finding")
        ]
        # Most findings are closed, and most pages ask for those that are not: their indexes hold nothing else.
        indexes: ClassVar = [
            models.Index(fields=["partnership", "child_id"], name="findings_of_child", condition=STANDS),
            models.Index(fields=["partnership", "opened_on", "id"], name="findings_opened", condition=STANDS),
            # Severities happen to stand in the order of their gravity by the alphabet, strengths left out.
            models.Index(fields=["partnership", "severity", "opened_on", "id"], name="findings_gravest", condition=STANDS),
            models.Index(
                fields=["partnership", "check_name", "opened_on", "child_id"], name="findings_by_check", condition=STANDS
            ),
            models.Index(fields=["partnership", "closed_on", "opened_on", "id"], name="findings_closed", condition=CLOSED),
            models.Index(fields=["assigned_to", "closed_on"], name="findings_held", condition=HELD),
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


_WORST = ("worst", "longest_open_since", "child_id")
_COUNTED = (
    "level", "harm", "at_risk", "kept_in_sight", "served", "without_action", "last_assessed_on", "next_review_on"
)  # fmt: skip


def _tracked(name: str, *columns: str, **also: bool) -> models.Index:
    """An index of children in view, of whom something more may hold."""
    holds = {"in_view": True} | also
    return models.Index(fields=["partnership", *columns, *holds], name=f"tracked_{name}", condition=models.Q(**holds))


class Standing(models.Model):
    """Where a child stands (see `engine.standing`): the row of the tracker, with its open findings counted."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, db_index=False)
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
    without_action = models.BooleanField(default=False)
    """Whether harm stands on the record without an action: harm-without-action is open."""
    worst = models.PositiveSmallIntegerField(default=9)
    """The place of the gravest open finding's severity, 0 for critical; 9 where none is open."""
    longest_open_since = models.DateField(null=True)
    not_assessed = models.JSONField(default=list)
    looked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["partnership", "child_id"], name="one_standing_a_child")]
        # What a list shows in an order, and what a figure counts. The condition stands among the columns too, since SQLite asks
        # it of each row again; the first covers the filters as well: a count then reads an index, and no row.
        indexes: ClassVar = [
            _tracked("worst", *_WORST, *_COUNTED),
            _tracked("level", "level", *_WORST),
            _tracked("harm", "harm", *_WORST),
            _tracked("name", "name", "child_id"),
            _tracked("age", "date_of_birth", "child_id"),
            _tracked("reviewed", "last_assessed_on", "child_id"),
            _tracked("due", "next_review_on", "child_id"),
            _tracked("child", "child_id"),
            _tracked("unlisted", *_WORST, at_risk=True, kept_in_sight=False),
            _tracked("without_action", *_WORST, without_action=True),
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
