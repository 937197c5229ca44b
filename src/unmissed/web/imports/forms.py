"""What this room asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from unmissed.register.faults import missing
from unmissed.register.loading import register_from_rows
from unmissed.register.schema import Column, Table
from unmissed.web.design.fields import DesignForm
from unmissed.web.imports.unpacking import LARGEST_UPLOAD
from unmissed.web.record.values import in_words
from unmissed.web.record.words import label as label_of


class UploadForm(DesignForm):
    """The register to load."""

    file = forms.FileField(
        label="The register",
        help_text="A .zip of its folder with a CSV or Parquet file for each table, or one .xlsx workbook with a sheet for each.",
        error_messages={"required": "Select the file of the register", "missing": "Select the file of the register"},
        widget=forms.FileInput(attrs={"accept": ".zip,.xlsx", "class": "govuk-!-width-full"}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """The file, where it is not too large."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError(f"The file must be smaller than {LARGEST_UPLOAD // (1024 * 1024)} MB")
        return file


class MendForm(DesignForm):
    """Every cell of one row, as text; `table` says what may stand in it. Extra columns come after those of the contract."""

    def __init__(self, table: Table, names: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="cell", **kwargs)
        self.table = table
        for name in names:
            self.fields[name] = _cell(table.column(name) if table.has(name) else None, name)

    def clean(self) -> dict[str, Any]:
        """Ask the contract about this row alone; what concerns other rows is asked when the whole is read again."""
        given = super().clean() or {}
        cells: dict[str, str] = {name: given.get(name, "") for name in self.fields}
        for column, sentence in faults_of(self.table, cells):
            self.add_fault(column, sentence)
        return cells

    def add_fault(self, column: str, sentence: str) -> None:
        """Say what is wrong beside the cell, once; a code's answers stand there already."""
        if column not in self.errors:
            self.add_error(column if column in self.fields else None, without_codes(self.table, column, sentence))


def without_codes(table: Table, column: str, sentence: str) -> str:
    """A sentence about a code without the list of all its answers."""
    codes = table.column(column).codes if table.has(column) else ()
    return sentence.replace(f" Use one of: {', '.join(codes)}.", "")


def faults_of(table: Table, cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the contract has against a row by itself: column and sentence."""
    rows: dict[str, list[Mapping[str, str]]] = {table.name: [cells]}
    if table.name != "children":
        rows["children"] = [{"child_id": cells.get("child_id") or "any"}]
    register = register_from_rows(rows)
    register.con.close()
    return [(entry.column, entry.sentence) for entry in register.quarantine if entry.table == table.name]


class LeaveOutForm(DesignForm):
    """Why a row is not loaded."""

    why = forms.CharField(label="Why this row is left out", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AcceptForm(DesignForm):
    """That the person knows which rows stay out."""

    knows = forms.BooleanField(
        label="I know that the rows in quarantine stay out of the record",
        error_messages={"required": "Tick that the rows in quarantine stay out, or mend them first"},
    )


class DownloadForm(DesignForm):
    """How the register is taken out, and why."""

    kind = forms.ChoiceField(
        label="In which form",
        choices=[("zip", "A .zip with a CSV file for each table"), ("xlsx", "One .xlsx workbook with a sheet for each table")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select in which form"},
    )
    why = forms.CharField(
        label="Why it is taken out",
        max_length=500,
        help_text="It is kept in the trail.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _cell(column: Column | None, name: str) -> forms.Field:
    label = in_words(name).capitalize() if column is None else _LABELS.get(name, label_of(column))
    long = column is not None and column.type == "text" and column.name in {"notes", "summary", "rationale", "detail"}
    widget: forms.Widget = forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput()
    needed = column is not None and column.required
    said = {"required": missing(column)} if column and needed else {}
    return forms.CharField(label=label, required=needed, help_text=_hint(column), widget=widget, error_messages=said)


def _hint(column: Column | None) -> str:
    if column is None:
        return "The contract names no such column; it is kept as text."
    if column.type == "code":
        return f"One of: {', '.join(column.codes)}"
    return _HINTS.get(column.type, "")


_LABELS = {"child_id": "Child’s number"}
_HINTS = {
    "date": "YYYY-MM-DD, like 2026-03-09",
    "bool": "yes, no, or empty where it is not known",
    "whole": "A whole number",
    "list": "Joined with ;",
}
