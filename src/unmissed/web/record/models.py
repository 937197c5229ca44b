"""The record: a model for each table of the contract, made from its schema, so that a column is named in one place.

A model's table is `record_<table>`, its columns are those of the contract. Beside them stand what the record keeps about
the row itself: its version, who entered it and when, whether it was withdrawn, and unknown columns of a loaded register.
Nothing is ever deleted: a correction is a new version, and the one before goes to `EarlierVersion`, which the database
protects from change.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from unmissed.register.schema import Column, Table, schema
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.fields import ListField


class CurrentRecords(models.Manager["Record"]):
    """Rows as they stand: without those that were withdrawn."""

    def get_queryset(self) -> models.QuerySet[Record]:
        """Rows that were not withdrawn."""
        return super().get_queryset().filter(withdrawn=False)


class Record(models.Model):
    """One row of the register in its current version. `entered_at` and `entered_by` are those of this version.

    `entered_by` is None for a row that came with a loaded register.
    """

    table: ClassVar[Table]

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn = models.BooleanField(default=False)
    extras = models.JSONField(null=True)

    # Their columns come from the schema, which a type checker cannot see: rows are Any.
    objects: ClassVar[models.Manager[Any]] = CurrentRecords()
    every: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    @property
    def record_id(self) -> str:
        """The row's own identifier."""
        return str(getattr(self, self.table.id.name))

    @property
    def subject(self) -> str:
        """The row as findings and the trail name it: table:id."""
        return f"{self.table.name}:{self.record_id}"

    def values(self) -> dict[str, Any]:
        """The row's values by column of the contract, typed."""
        return {column.name: getattr(self, column.name) for column in self.table.columns}


class EarlierVersion(models.Model):
    """A version that a correction or a withdrawal replaced. Dates in `values` are ISO texts. `why` says why it was replaced."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    table_name = models.CharField(max_length=40)
    record_id = models.CharField(max_length=200)
    child_id = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    values = models.JSONField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partnership", "child_id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "table_name", "record_id", "version"], name="one_row_a_version")
        ]


class KeptTable(models.Model):
    """The decision that a table which the loaded register lacked, or lacked columns of, is kept here whole from a day on.

    What ran on `since` or happened afterwards is in the record then; what was before stays unknown. One decision a table: it
    covers every column that was lacking. `decided_by` is None where a loaded register said so of itself.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="kept_tables")
    table_name = models.CharField(max_length=40)
    since = models.DateField()
    why = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["partnership", "table_name"], name="one_decision_a_table")]


class Changed(models.Model):
    """A child whose findings have yet to be looked at again: written with the change, removed once that is done."""

    partnership = models.ForeignKey(Partnership, models.CASCADE)
    child_id = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["partnership", "child_id"], name="one_mark_a_child")]


def _field(column: Column) -> models.Field[Any, Any]:
    optional: dict[str, Any] = {"null": not column.required, "blank": not column.required}
    if column.type == "id":
        return models.CharField(max_length=200, **optional)
    if column.type == "code":
        return models.CharField(max_length=40, choices=[(code, code) for code in column.codes], **optional)
    kind: type[models.Field[Any, Any]] = _KINDS[column.type]
    return kind(**optional)


_KINDS: dict[str, Any] = {
    "text": models.TextField,
    "list": ListField,
    "date": models.DateField,
    "bool": models.BooleanField,
    "whole": models.IntegerField,
}


def _model(table: Table) -> type[Record]:
    """The model of one table: `return_interview` → `ReturnInterview`."""
    indexes = (
        [models.Index(fields=["partnership", "child_id"], name=f"of_child_{table.name}"[:30])] if table.has("child_id") else []
    )
    unique = models.UniqueConstraint(fields=["partnership", table.id.name], name=f"one_{table.name}")
    meta = type("Meta", (), {"db_table": f"record_{table.name}", "indexes": indexes, "constraints": [unique]})
    fields = {column.name: _field(column) for column in table.columns}
    about = {"__module__": __name__, "__doc__": f"A row: {table.one_row}.", "Meta": meta, "table": table}
    name = "".join(part.capitalize() for part in table.name.split("_"))
    return type(name, (Record,), fields | about)


MODELS: dict[str, type[Record]] = {table.name: _model(table) for table in schema()}
"""Table name → its model."""

Child = MODELS["children"]
