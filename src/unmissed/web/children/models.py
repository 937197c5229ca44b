"""What this room keeps of its own: lists that somebody asks for again and again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from unmissed.web.people.models import Person


class SavedFilter(models.Model):
    """A filter of the tracker that a person keeps under a name: "MACE 4 December". `query` is what stands in the address."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1_000)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "name"], name="one_saved_filter_of_a_name")]
