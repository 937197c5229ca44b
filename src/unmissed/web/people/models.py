"""Who works here: partnerships, their agencies and teams, and the people with their roles."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from unmissed.web.people.roles import Role


class Partnership(models.Model):
    """One record that a multi-agency partnership keeps together.

    `read_only`: nothing in it can be changed, and everybody may read it (the inquiry's published cases). `fixed_day`: its
    today never moves. `lacks`: what the register that was loaded did not have, as table → None (the whole table) or a list of
    columns; the checks that need it are not assessed.
    """

    name = models.CharField(max_length=100, unique=True)
    read_only = models.BooleanField(default=False)
    fixed_day = models.DateField(null=True, blank=True)
    lacks = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An agency of a partnership. Its name is the one that the register's rows carry."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="agencies")
    name = models.CharField(max_length=100)
    kind = models.CharField(
        max_length=20,
        choices=[(kind, kind.replace("_", " ")) for kind in ("social_care", "police", "health", "education", "voluntary")],
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["partnership", "name"], name="one_agency_of_a_name")]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team of an agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "name"], name="one_team_of_a_name")]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Finds people by the name with which they sign in."""


class Person(AbstractBaseUser):
    """Somebody who signs in. `worker_id` is the person's identifier in the register's table of workers."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="people")
    sign_in = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=Role.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="people")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="people")
    worker_id = models.CharField(max_length=200, blank=True, default="")
    is_active = models.BooleanField(default=True)
    needs_second_factor = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "sign_in"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def role_words(self) -> str:
        """The role as a page says it."""
        return Role(self.role).label

    @property
    def agency_name(self) -> str:
        """The agency's name; empty where the person has none (an administrator, an analyst)."""
        return self.agency.name if self.agency else ""
