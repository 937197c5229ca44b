"""Forms for any row of any table, made from the schema: what the contract says of a column is what its question asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from unmissed.register.schema import RECORDED_ON, Column, Table
from unmissed.web.design.fields import CodeField, DayField, DesignForm, NamedField, YesNoField, in_sentence
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.models import MODELS, Record
from unmissed.web.record.values import ValuesError
from unmissed.web.record.words import WORKER_COLUMNS, code_words, label, record_words

OWN = frozenset({"child_id", RECORDED_ON})
"""Columns that nobody types: whose row it is, and the day on which it was entered."""
_SHORT, _LONG = 1_000, 20_000
"""Characters of a name and of free text: a slip of the hand is refused, what a register brought along is not."""
_AGENCIES = frozenset({"agency", "agencies", "made_by"})


class ListBox(forms.CharField):
    """A list of names, one to a line; gives a list of texts, or None."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """One to a line."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """The lines that say something."""
        lines = [line.strip() for line in str(value or "").replace(";", "\n").splitlines()]
        return [line for line in lines if line] or None

    def validate(self, value: Any) -> None:
        """Whether there is one where there must be."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """None: a list has no length of characters."""


class RecordForm(DesignForm):
    """The questions of one table. `parts` groups them: what is settled by a date stands with that date."""

    table: Table
    teams: Mapping[str, list[str]]

    def clean(self) -> dict[str, Any]:
        """A team is one of the agency that stands beside it: who sees the child follows from both."""
        given = super().clean() or {}
        agency, of = given.get("agency"), self.teams.get(given.get("team") or "", [])
        if of and agency and agency not in of:
            self.add_error("team", f"{given['team']} is a team of {' and '.join(of)}. Choose a team of {agency}, or none")
        return given

    @property
    def parts(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Headings and their questions; what no later date settles comes first, without a heading."""
        settling = {column.settled_by for column in self.table.columns if column.settled_by} & set(self.fields)
        settled = {column.name: column.settled_by or column.name for column in self.table.columns}
        first = [self[name] for name in self.fields if settled.get(name, name) not in settling]
        yield "", [bound for bound in first if bound.name not in _LAST]
        for day in (column.name for column in self.table.columns if column.name in settling):
            words = in_sentence(label(self.table.column(day))).removesuffix(" on")
            yield f"Once {words}", [self[name] for name in self.fields if settled.get(name, name) == day]
        yield "About this entry", [bound for bound in first if bound.name in _LAST]

    def values(self) -> dict[str, Any]:
        """The answers by column, as the record keeps them; what was left empty is None."""
        return {name: _kept(self.cleaned_data.get(name)) for name in self.fields if self.table.has(name)}

    def take(self, error: ValuesError) -> None:
        """Put what the contract refuses beside the question that it is about."""
        for name, said in error.faults.items():
            self.add_error(name if name in self.fields else None, said)


_LAST = ("source", "notes", "why")


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    return None if value == [] else value


def form_class(table: Table, partnership: Partnership, child_id: str) -> type[RecordForm]:
    """The form of one table for a child of a partnership: every column, also what a loaded register lacked."""
    columns = [column for column in table.columns if _asked(table, column)]
    fields = {column.name: _field(column, partnership, child_id) for column in columns}
    return type(
        "RowForm", (RecordForm,), {**fields, "table": table, "teams": team_agencies(partnership) if table.has("team") else {}}
    )


def _asked(table: Table, column: Column) -> bool:
    return column.name not in OWN and column.name != table.id.name


def initial_of(record: Record) -> dict[str, Any]:
    """What a record says, as the form's first answers. A recorded "not known" cannot be told from no answer, and shows none."""
    return record.values()


def _field(column: Column, partnership: Partnership, child_id: str) -> forms.Field:
    about: dict[str, Any] = {"label": label(column), "help_text": _hint(column), "required": column.required}
    if column.refers_to:
        rows = _rows(column, partnership, child_id)
        return CodeField(list(rows), rows, widget=forms.Select, **about)
    if column.codes and column.type == "code":
        return CodeField(column.codes, {code: code_words(code) for code in column.codes}, **about)
    if column.codes:
        choices = [(code, code_words(code)) for code in column.codes]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **about)
    known = _known(column, partnership)
    if known:
        words, other = known
        return NamedField(words, other=other, many=column.type == "list", **about)
    made: forms.Field = _MADE[column.type](column, about)
    return made


def _known(column: Column, partnership: Partnership) -> tuple[Mapping[str, str], str] | None:
    """The names that the partnership knows for a column, in words, and what any other one is called; None where it knows none.

    Who sees a child follows from these names, letter by letter: they are chosen, and typed only where they are new.
    """
    if column.words:
        return {code: f"{words} ({code})" for code, words in column.words}, "Another answer"
    known, other = (
        (agencies_of(partnership), "Another agency") if column.name in _AGENCIES
        else (workers_of(partnership), "Somebody else") if column.name in WORKER_COLUMNS
        else (teams_of(partnership), "Another team") if column.name == "team"
        else (receivers_of(partnership), ANOTHER_RECEIVER) if column.name == "referred_to"
        else ({}, "")
    )  # fmt: skip
    return (known, other) if known else None


ANOTHER_RECEIVER = "Another team, list or service"


def agencies_of(partnership: Partnership) -> dict[str, str]:
    """The partnership's agencies."""
    return {agency.name: agency.name for agency in partnership.agencies.all()}


def teams_of(partnership: Partnership) -> dict[str, str]:
    """The teams of its agencies, each with the agencies that have a team of this name."""
    return {team: f"{team} ({', '.join(agencies)})" for team, agencies in team_agencies(partnership).items()}


def team_agencies(partnership: Partnership) -> dict[str, list[str]]:
    """Team's name → the agencies that have one."""
    found: dict[str, list[str]] = {}
    teams = partnership.agencies.exclude(teams=None).values_list("teams__name", "name").order_by("teams__name", "name")
    for team, agency in teams:
        found.setdefault(team, []).append(agency)
    return found


def workers_of(partnership: Partnership) -> dict[str, str]:
    """Those who work here and whom the register can name, by their identifier in it."""
    people = Person.objects.filter(partnership=partnership, is_active=True).exclude(worker_id="").select_related("team")
    return {each.worker_id: f"{each.name}{f', {each.team.name}' if each.team else ''} ({each.worker_id})" for each in people}


def receivers_of(partnership: Partnership) -> dict[str, str]:
    """To whom a referral can go: agencies, their teams, the lists that are kept and the services of the directory."""
    lists = MODELS["monitoring"].objects.filter(partnership=partnership).values_list("list", flat=True).distinct()
    services = MODELS["service_directory"].objects.filter(partnership=partnership).values_list("service", flat=True).distinct()
    plain = {name: name for name in (*sorted(lists), *sorted(services))}
    return agencies_of(partnership) | teams_of(partnership) | plain


def _rows(column: Column, partnership: Partnership, child_id: str) -> dict[str, str]:
    """The child's rows that a row may refer to: id → words, the latest first."""
    model = MODELS[column.refers_to or ""]
    first = model.table.first_date
    found = model.every.filter(partnership=partnership, child_id=child_id).order_by(f"-{first.name}" if first else "pk")
    return {r.record_id: record_words(r) + (" (withdrawn)" if r.withdrawn else "") for r in found}


def _text(column: Column, about: dict[str, Any]) -> forms.Field:
    if column.privacy == "sensitive":
        return forms.CharField(max_length=_LONG, widget=forms.Textarea(attrs={"rows": 4}), **about)
    return forms.CharField(max_length=_SHORT, widget=forms.TextInput(attrs={"autocomplete": "off"}), **about)


def _hint(column: Column) -> str:
    """What the column means, where its label does not say it."""
    said = column.meaning.replace(", joined with ;", "")
    return "" if said.rstrip(".").lower() in {label(column).lower(), f"the {label(column).lower()}"} else said


_MADE: Mapping[str, Any] = {
    "id": _text,
    "text": _text,
    "list": lambda column, about: ListBox(widget=forms.Textarea(attrs={"rows": 4}), **about),
    "date": lambda column, about: DayField(**about),
    "bool": lambda column, about: YesNoField(**about),
    "whole": lambda column, about: forms.IntegerField(min_value=0, **about),
}
