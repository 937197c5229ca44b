"""Whom a person may see: grounds that follow from the records, restrictions, and views in an emergency."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import Role


class Basis(models.TextChoices):
    """Why a person may see a child."""

    ALLOCATION = "allocation", "allocated to the child"
    TEAM = "team", "in a team that works with the child"
    AGENCY = "agency", "in an agency that is involved with the child"
    MEETING = "meeting", "in an agency that met about the child"


class Ground(models.Model):
    """One ground on which somebody may see a child, as the child's records give it today: a person's, a team's or an agency's.

    A projection of the records: replaced with every write to the child's record, so that a list of 100,000 children asks one
    index. Names are those that the records carry. A team's name is prefixed with its agency's: "agency / team".
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE)
    child_id = models.CharField(max_length=200)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    holder = models.CharField(max_length=300)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partnership", "basis", "holder", "child_id"]),
            models.Index(fields=["partnership", "child_id"]),
        ]


class Restriction(models.Model):
    """A record that only named people may see: somebody here knows the child, say. Lifted, never deleted."""

    partnership = models.ForeignKey(Partnership, models.PROTECT)
    child_id = models.CharField(max_length=200)
    why = models.TextField()
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    allowed = models.ManyToManyField(Person, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partnership", "child_id"])]


class EmergencyView(models.Model):
    """A record opened without a ground, with a reason and for some hours. The child's manager is shown it, and notes so."""

    partnership = models.ForeignKey(Partnership, models.PROTECT)
    child_id = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, related_name="emergency_views")
    why = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partnership", "child_id"]), models.Index(fields=["person", "until"])]


class FactorDemand(models.Model):
    """A role whose people must sign in with a second factor, in one partnership. One person's own demand stands at the person."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="factor_demands")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["partnership", "role"], name="one_demand_a_role")]
