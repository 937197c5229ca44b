"""Forms of the trail and of administration."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from unmissed.policy.model import LEVELS, Setting
from unmissed.web.administration.entries import Asked
from unmissed.web.design.fields import DayField, DesignForm, word
from unmissed.web.people.models import Agency, Partnership, Person, Team
from unmissed.web.people.roles import Role
from unmissed.web.trail.models import Act


class TrailForm(DesignForm):
    """What part of the trail is asked for; nothing is required."""

    says_optional = False

    person = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Anybody")
    child = forms.CharField(label="Child’s number", required=False, max_length=200)
    act = forms.ChoiceField(
        label="What was done", required=False, choices=[("", "Anything"), *((act.value, act.label) for act in Act)]
    )
    from_day = DayField(label="From", required=False)
    to_day = DayField(label="To", required=False)

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        super().__init__(data)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(partnership=partnership)

    def asked(self) -> Asked:
        """The filter; what cannot be understood is left out, and the form says so."""
        if not self.is_bound:
            return Asked()
        self.full_clean()
        given = self.cleaned_data
        person = given.get("person")
        return Asked(
            person_id=person.pk if person else None,
            child_id=given.get("child", ""),
            act=given.get("act", ""),
            from_day=given.get("from_day"),
            to_day=given.get("to_day"),
        )


class AgencyForm(DesignForm):
    """An agency."""

    name = forms.CharField(max_length=100, help_text="As the record's rows name it")
    kind = forms.ChoiceField(choices=Agency._meta.get_field("kind").flatchoices, widget=forms.RadioSelect)


class TeamForm(DesignForm):
    """A team."""

    name = forms.CharField(max_length=100, help_text="As the record's rows name it")


class PersonForm(DesignForm):
    """A person who signs in, in which role and where."""

    sign_in = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]*$",
        label="Sign-in name",
        max_length=60,
        help_text="Small letters, digits, dots and hyphens",
        error_messages={"invalid": "Sign-in name must be small letters, digits, dots and hyphens, like j.mills"},
    )
    name = forms.CharField(label="Full name", max_length=100)
    role = forms.ChoiceField(choices=Role.choices)
    agency = forms.ModelChoiceField(Agency.objects.none(), required=False, empty_label="None")
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="None")
    worker_id = forms.CharField(
        label="Worker’s number in the record",
        required=False,
        max_length=200,
        help_text="The one under which children are allocated to this person",
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, person: Person | None = None) -> None:
        names = ("name", "role", "agency", "team", "worker_id")
        super().__init__(data, initial={name: getattr(person, name) for name in names} if person else None)
        agency, team = self.fields["agency"], self.fields["team"]
        assert isinstance(agency, forms.ModelChoiceField)
        assert isinstance(team, forms.ModelChoiceField)
        agency.queryset = Agency.objects.filter(partnership=partnership)
        team.queryset = Team.objects.filter(agency__partnership=partnership).select_related("agency")
        team.label_from_instance = lambda one: f"{one.agency} / {one}"  # type: ignore[method-assign, assignment]
        if person:
            del self.fields["sign_in"]

    def clean(self) -> dict[str, Any]:
        """A team belongs to the agency."""
        given = super().clean() or {}
        team = given.get("team")
        if team and team.agency != given.get("agency"):
            self.add_error("team", "Select a team of the agency")
        return given


class RolesForm(DesignForm):
    """The roles whose people must sign in with a second factor."""

    roles = forms.MultipleChoiceField(
        label="Who must sign in with a second factor?",
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class PolicyForm(DesignForm):
    """A local value, in its unit, with where it comes from."""

    value = forms.CharField(label="Local value", max_length=1_000)
    unit = forms.ChoiceField(
        label="Counted in", choices=[("days", "Days"), ("working_days", "Working days")], widget=forms.RadioSelect
    )
    source = forms.CharField(
        label="Where the local value comes from",
        help_text="For example: procedure 4.2, agreed by the board on 3 September 2026",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, setting: Setting, source: str = "") -> None:
        shown = ", ".join(setting.value) if isinstance(setting.value, tuple) else str(setting.value)
        super().__init__(data, initial={"value": shown, "unit": setting.unit, "source": source})
        self.setting = setting
        if setting.unit not in {"days", "working_days"}:
            del self.fields["unit"]
        if setting.unit == "level":
            self.fields["value"] = _level_field()
        if setting.unit == "codes":
            self.fields["value"].help_text = "Codes with commas between them"

    def typed(self) -> Any:
        """The value as the policy takes it; what is no number where one is expected stays text, and the policy refuses it."""
        text: str = self.cleaned_data["value"].strip()
        if self.setting.unit == "codes":
            return [code.strip() for code in text.split(",") if code.strip()]
        digits = text.isascii() and text.isdigit()
        return int(text) if self.setting.unit != "level" and digits else text


def _level_field() -> forms.ChoiceField:
    field = forms.ChoiceField(
        label="Local value", choices=[(level, level.replace("_", " ")) for level in LEVELS], widget=forms.RadioSelect
    )
    word(field)
    return field


class KeptForm(DesignForm):
    """From which day a table is kept here, and why that is true."""

    since = DayField(label="Kept here from")
    why = forms.CharField(
        label="Why that is true",
        help_text="For example: every list in use on that day was entered, and the MACE meeting keeps it here since",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, last: date) -> None:
        super().__init__(data)
        self.last = last

    def clean_since(self) -> date:
        """A day that has come."""
        given: date = self.cleaned_data["since"]
        if given > self.last:
            raise forms.ValidationError("Kept here from must be today or in the past")
        return given


class NotKeptForm(DesignForm):
    """Why a table is not kept here after all."""

    why = forms.CharField(label="Why it is not kept here after all", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(DesignForm):
    """Why an entry should not be there."""

    why = forms.CharField(
        label="Why this should not be in the directory", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DefaultForm(DesignForm):
    """Why the default holds again."""

    why = forms.CharField(label="Why the default holds again", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))
