"""Forms for signing in, for the own account, for emergencies and for restrictions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from unmissed.web.access.actions import HOURS, LEAST_REASON
from unmissed.web.design.fields import DesignForm
from unmissed.web.people.models import Person


class SignInForm(DesignForm):
    """The name and password with which somebody signs in."""

    sign_in = forms.CharField(
        label="Sign-in name",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class CodeForm(DesignForm):
    """The code that an authenticator app shows."""

    code = forms.RegexField(
        r"^\d{6}$",
        label="Six-digit code",
        help_text="Your authenticator app shows a new one every 30 seconds",
        error_messages={"invalid": "The code must be six digits, like 123456"},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-5"}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__({**data.dict(), "code": data.get("code", "").replace(" ", "")} if data else None, **kwargs)


class ReplaceForm(CodeForm):
    """The code of a new key that takes the place of another: a screen left open must not be enough for that."""

    password_now = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data)
        self.person = person

    def clean_password_now(self) -> str:
        """The password in use, if it is."""
        given: str = self.cleaned_data["password_now"]
        if not self.person.check_password(given):
            raise forms.ValidationError("This is not the password in use")
        return given


class NewPasswordForm(DesignForm):
    """A new password, twice; with the one in use where it was not given a moment ago."""

    password_now = forms.CharField(
        label="Password in use", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    password_new = forms.CharField(
        label="New password",
        help_text="At least 12 characters. Three words that do not belong together are good",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="New password again", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data)
        self.person = person
        if person.must_change_password:
            del self.fields["password_now"]

    def clean_password_now(self) -> str:
        """The password in use, if it is."""
        given: str = self.cleaned_data["password_now"]
        if not self.person.check_password(given):
            raise forms.ValidationError("This is not the password in use")
        return given

    def clean_password_new(self) -> str:
        """The new password, if it is good enough and new."""
        given: str = self.cleaned_data["password_new"]
        validate_password(given, self.person)
        if self.person.check_password(given):
            raise forms.ValidationError("Choose a password other than the one in use")
        return given

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        given = super().clean() or {}
        if "password_new" in given and "password_again" in given and given["password_new"] != given["password_again"]:
            self.add_error("password_again", "Both new passwords must be the same")
        return given


class EmergencyForm(DesignForm):
    """Why a record must be opened without a ground, and for how long."""

    child_id = forms.CharField(label="Child’s number in the record", max_length=200)
    why = forms.CharField(
        label="Why must you see this record now?",
        help_text="The child’s manager reads this. Say what happened and what you need to know",
        error_messages={
            "required": "Say why you must see this record now",
            "min_length": "Say more: the reason must be %(limit_value)d characters or more",
        },
        min_length=LEAST_REASON,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hours = forms.TypedChoiceField(
        label="For how long?",
        coerce=int,
        initial=HOURS[0],
        error_messages={"required": "Select for how long"},
        choices=[(hours, "1 hour" if hours == 1 else f"{hours} hours") for hours in HOURS],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, child_id: str = "") -> None:
        super().__init__(data)
        if child_id:
            del self.fields["child_id"]


class RestrictForm(DesignForm):
    """Who may still see a record, and why nobody else may."""

    why = forms.CharField(
        label="Why must others not see this record?",
        help_text="For example: somebody who works here knows the family. Name no one",
        error_messages={"required": "Say why others must not see this record"},
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    people = forms.MultipleChoiceField(
        label="Who may see it",
        help_text="You may see it yourself in any case",
        error_messages={"required": "Select who may see it"},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, people: Iterable[tuple[Person, bool]]) -> None:
        listed = list(people)
        super().__init__(data, initial={"people": [str(person.pk) for person, works in listed if works]})
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(person.pk), person.name) for person, _ in listed]
        self.listed = listed

    @property
    def groups(self) -> dict[str, list[dict[str, object]]]:
        """The people by agency, as checkboxes take them; whoever works with the child says so."""
        chosen = {str(each) for each in self["people"].value() or ()}
        found: dict[str, list[dict[str, object]]] = {}
        for person, works in sorted(self.listed, key=lambda pair: (pair[0].agency_name, not pair[1], pair[0].name)):
            words = f"{person.name}, {person.role_words}{', works with the child' if works else ''}"
            item = {"value": str(person.pk), "text": words, "checked": str(person.pk) in chosen}
            found.setdefault(person.agency_name or "No agency", []).append(item)
        return found


class LiftForm(DesignForm):
    """Why a record need no longer be restricted."""

    why = forms.CharField(
        label="Why may others see it again?",
        max_length=1_000,
        error_messages={"required": "Say why others may see it again"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
