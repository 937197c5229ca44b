"""Forms of referrals and concerns."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

from unmissed.register.schema import schema
from unmissed.web.design.fields import CodeField, DayField, DesignForm, NamedField, word
from unmissed.web.findings.forms import reasons_box
from unmissed.web.people.models import Partnership
from unmissed.web.record.forms import ANOTHER_RECEIVER, receivers_of
from unmissed.web.referrals import words
from unmissed.web.referrals.actions import About
from unmissed.web.referrals.matching import Described

_NOTES = "Say what was seen, heard or found, by whom, and when. Put the action on whoever causes the harm."


class AboutForm(DesignForm):
    """Whom it is about: asked only where the page does not know the child."""

    name = forms.CharField(label="Child’s name", max_length=200)
    date_of_birth = DayField(label="Date of birth", required=False, help_text="If you know it, for example 27 3 2012")
    nhs_number = forms.CharField(label="NHS number", required=False, help_text="If you know it: 10 digits")

    def __init__(self, *args: Any, child_id: str, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_id, self.day = child_id, day
        if child_id:
            for name in ("name", "date_of_birth", "nhs_number"):
                del self.fields[name]

    def clean_date_of_birth(self) -> date | None:
        """A day that has been."""
        return _in_past(self.cleaned_data["date_of_birth"], self.day, "Date of birth")

    def clean_nhs_number(self) -> str:
        """Ten digits; a wrong check digit may be a slip of whoever gave it, and is kept."""
        number = re.sub(r"\s", "", self.cleaned_data["nhs_number"])
        if number and not (number.isascii() and number.isdigit() and len(number) == 10):
            raise forms.ValidationError("NHS number must be 10 digits, like 943 476 5919")
        return number

    @property
    def about(self) -> About:
        """The child, as the actions take it."""
        if self.child_id:
            return About(child_id=self.child_id)
        given = self.cleaned_data
        return About(described=Described(given["name"].strip(), given["date_of_birth"], given["nhs_number"]))


class ReferralForm(AboutForm):
    """A referral."""

    kind = CodeField(schema()["referrals"].column("kind").codes, words.KINDS, label="What you ask for")
    referred_to = forms.CharField(label="Referred to", max_length=200, help_text="The agency, team, list or service")
    notes = forms.CharField(
        label="What you know",
        help_text=_NOTES,
        error_messages={"required": "Say what you know: whoever decides has nothing else to go by"},
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=8000,
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed, known = self.fields["referred_to"], receivers_of(partnership)
        if known:  # whom it opens the record to follows from the exact name
            named = NamedField(known, other=ANOTHER_RECEIVER, label=typed.label, help_text=typed.help_text)
            word(named)
            self.fields["referred_to"] = named


class ConcernForm(AboutForm):
    """A concern."""

    raised_on = DayField(label="Day on which it was raised")
    raised_by = CodeField(schema()["concerns"].column("raised_by").codes, words.RAISED_BY, label="Who raised it")
    about_what = CodeField(schema()["concerns"].column("about").codes, words.ABOUT, label="What it is about")
    asserted_level = CodeField(
        schema()["concerns"].column("asserted_level").codes, label="The level that they say is right", required=False
    )
    notes = forms.CharField(
        label="What was said", help_text=_NOTES, required=False, widget=forms.Textarea(attrs={"rows": 6}), max_length=8000
    )

    def clean_raised_on(self) -> date | None:
        """A day that has been."""
        return _in_past(self.cleaned_data["raised_on"], self.day, "Day on which it was raised")

    def values(self) -> dict[str, Any]:
        """The columns of the record."""
        given = self.cleaned_data
        level = given["asserted_level"] or None
        columns = {name: given[name] for name in ("raised_on", "raised_by")}
        return columns | {"about": given["about_what"], "asserted_level": level, "notes": given["notes"] or None}


class DecideForm(DesignForm):
    """The decision on a referral, with its reasons."""

    outcome = CodeField(schema()["referrals"].column("outcome").codes, words.OUTCOMES, label="Decision")
    reason = CodeField(schema()["referrals"].column("reason").codes, words.REASONS, label="Recorded reason, if you decline")
    why = reasons_box("Your reasons", "Whoever referred reads them. Name the evidence, and what happens next for the child.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not self.is_bound or self.data.get("outcome") == "declined"

    def values(self) -> dict[str, Any]:
        """What the record would say today, but for the day."""
        return {"outcome": self.cleaned_data["outcome"], "reason": self.cleaned_data.get("reason") or None}


class AnswerForm(DesignForm):
    """The answer to a concern."""

    response = CodeField(schema()["concerns"].column("response").codes, words.RESPONSES, label="Answer")
    why = reasons_box("Your reasons", "Whoever raised the concern reads them.")


class ReasonsForm(DesignForm):
    """Typed reasons alone: a challenge, or the answer to one."""

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = reasons_box(label, hint)
        word(self.fields["why"])


def _in_past(day: date | None, today: date, label: str) -> date | None:
    if day and day > today:
        raise forms.ValidationError(f"{label} must be today or in the past")
    return day
