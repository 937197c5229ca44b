"""Forms of findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet

from unmissed.checks.catalogue import SEVERITIES
from unmissed.web.design.fields import DesignForm
from unmissed.web.findings.presenters import checks_by_name
from unmissed.web.findings.selectors import Wanted
from unmissed.web.people.models import Person
from unmissed.web.people.roles import Role

WHOSE = [("mine", "Mine"), ("team", "My team’s"), ("all", "All that I may see")]
STATES = [("open", "Open"), ("due", "Falls due"), ("closed", "Closed")]
_ANY = [("", "Any")]


def reasons_box(label: str, hint: str) -> forms.CharField:
    """A box for typed reasons, which are always asked for."""
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


def person_choice(label: str, people: QuerySet[Person], hint: str = "") -> forms.ModelChoiceField[Person]:
    """A list of people to choose one from, each with the agency."""
    field = forms.ModelChoiceField(
        queryset=people.select_related("agency"), label=label, help_text=hint, empty_label="Choose a person"
    )
    field.label_from_instance = _PersonChoice()  # type: ignore[method-assign,assignment]
    return field


class AgreementForm(DesignForm):
    """The second person's answer to a decision."""

    answer = forms.ChoiceField(
        label="Do you agree?",
        choices=[("agree", "Yes, I agree: record it"), ("disagree", "No, I do not agree: leave the record as it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you agree"},
    )
    why = reasons_box("Your reasons", "They stay with the record, beside the reasons of whoever decided.")


class FilterForm(DesignForm):
    """What the list of findings is narrowed to. It is never sent as a form that could be wrong: it only shows what is chosen."""

    whose = forms.ChoiceField(label="Whose", choices=WHOSE, required=True)
    state = forms.ChoiceField(label="State", choices=STATES, required=True)
    severity = forms.ChoiceField(label="Severity", choices=[*_ANY, *((s, s.capitalize()) for s in SEVERITIES)])
    check = forms.ChoiceField(label="Check")
    held_by = forms.ChoiceField(label="Held by")

    def __init__(self, *args: Any, holders: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        checks = [(name, check.title) for name, check in checks_by_name().items()]
        people = [(str(person.pk), person.name) for person in holders]
        self._choices("check", [*_ANY, *checks])
        self._choices("held_by", [("", "Anybody"), ("nobody", "Nobody yet"), *people])

    def wanted(self, asked: Mapping[str, str], page: str) -> Wanted:
        """What was asked for; what is no choice of the form is left out."""
        usual = Wanted()
        chosen = {name: asked[name] for name in self.fields if asked.get(name) in self._codes(name)}
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else usual.page
        return replace(usual, page=number, **chosen)

    def _codes(self, name: str) -> set[str]:
        return {str(code) for code, _ in self[name].field.widget.choices}

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class AcknowledgeForm(DesignForm):
    """A finding that somebody has seen."""

    why = reasons_box(
        "What you know and what happens next", "The finding stays open until the record shows that something was done."
    )


class AssignForm(DesignForm):
    """A finding that is given to somebody."""

    to = forms.ModelChoiceField(label="Give to", queryset=Person.objects.none(), empty_label="Choose a person")
    why = reasons_box("Why, and what is asked", "They read this with the finding.")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people(self, "to", people)


class HandOverForm(DesignForm):
    """Everything that one person holds, given to another."""

    giver = forms.ModelChoiceField(label="From", queryset=Person.objects.none(), empty_label="Choose a person")
    to = forms.ModelChoiceField(label="To", queryset=Person.objects.none(), empty_label="Choose a person")
    why = reasons_box("Why", "For example: leave from Monday; the allocation changes.")

    def __init__(self, *args: Any, givers: QuerySet[Person], takers: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people(self, "giver", givers)
        _people(self, "to", takers)


class _PersonChoice:
    """A person as a list of choices says it: the name with the agency, or the role of somebody without one."""

    def __call__(self, person: Person) -> str:
        return f"{person.name}, {person.agency_name or Role(person.role).label}"


def _people(form: DesignForm, name: str, people: QuerySet[Person]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.label_from_instance = _PersonChoice()  # type: ignore[method-assign,assignment]
    field.queryset = people.select_related("agency")
