"""The page on which every part stands, served to tests alone, and the address of the faults' pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from tests.web.design.settings import POLICY
from unmissed.web.design.fields import CodeField, DayField, DesignForm, YesNoField

TODAY = date(2026, 11, 12)


class ConcernForm(DesignForm):
    """One field of every kind."""

    raised_on = DayField(label="Date raised", help_text="For example, 27 3 2026", min_year=1990)
    raised_by = CodeField(["child", "parent", "school", "health"], label="Raised by", hints={"school": "Anybody who works there"})
    agency = CodeField([f"team_{letter}" for letter in "abcdefgh"], label="Agency")
    about = CodeField(["level_too_low", "removal"], label="About", required=False)
    child_seen = YesNoField(label="Child seen")
    words = forms.CharField(label="What was said", widget=forms.Textarea, max_length=200, help_text="In their own words")
    plan = forms.CharField(label="Plan", widget=forms.Textarea, required=False)
    times = forms.IntegerField(label="Number of times", min_value=1, required=False)
    reference = forms.CharField(label="Reference", max_length=10)
    email = forms.EmailField(label="Email address", widget=forms.EmailInput({"autocomplete": "email"}))
    told = forms.MultipleChoiceField(
        label="Who was told",
        choices=[("mace", "MACE"), ("police", "Police")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sure = forms.BooleanField(label="I have checked this")
    password = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "current-password"}))
    letter = forms.FileField(label="Letter", required=False)

    def clean(self) -> None:
        """A fault of the form as a whole."""
        if "raised_by" in self.cleaned_data and "about" in self.cleaned_data:
            raise forms.ValidationError("Say what was done, or who will do it")


class FilterForm(DesignForm):
    """What a tracker is filtered by."""

    level = forms.ChoiceField(choices=[("", "Any"), ("high", "High")], required=True)
    team = forms.ChoiceField(choices=[("", "Any"), ("north", "North")], required=True)
    name = forms.CharField(label="Child", required=True)


TYPED = {
    "raised_on-day": "31",
    "raised_on-month": "2",
    "raised_on-year": "2026",
    "raised_by": "child",
    "words": "They <b>said</b>:\n\n    not now",
    "times": "often",
    "email": "nobody",
    "told": ["mace"],
}
"""What somebody typed, and could not send."""


def finding(severity: str, state: str, title: str, **more: object) -> SimpleNamespace:
    """A finding as a presenter hands it to the page."""
    facts = {
        "ahead": "",
        "acts": [],
        "because": "Removed from MACE on 6 October 2026 while last assessed high (7 June 2026).",
        "opened_on": date(2026, 10, 6),
        "closed_on": None,
        "days": 38,
        "unprotected": severity == "critical",
        "why": "In the inquiry's own case a child left the list while harm went on, and nobody looked again.",
        "closes": "Monitored again, or no longer at risk.",
        "cites": ("F.4 ¶25", "F.4 ¶28"),
        "records": [("Left MACE, 6 October 2026", "#"), ("Assessment, 7 June 2026", "")],
        "holder": "",
    }
    return SimpleNamespace(severity=severity, state=state, title=title, **facts | more)


AHEAD = "Unless something is done, on 20 November 2026:"
ACTS = [SimpleNamespace(words="Add an assessment", href="#")]
FINDINGS = [
    finding("critical", "open", "Removed while at risk"),
    finding("serious", "open", "Repeated harm without a new response", holder="J. Mills, since 1 November 2026", days=1),
    finding("watch", "due", "Review overdue", opened_on=date(2026, 11, 20), days=8, ahead=AHEAD, acts=ACTS),
    finding("serious", "closed", "Return interview late", closed_on=date(2026, 11, 1), days=26),
    finding("strength", "open", "Protective practice"),
]
CHILDREN = [
    ("A. K.", 14, "known", "medium", ["low", "low", "medium", "high", "high", "medium", "medium"] * 2, date(2026, 9, 12), 1),
    ("T. R.", 16, "suspected", "low", [None, None, "high", "high", "medium", "low", "low"] * 2, date(2026, 10, 23), 2),
    ("M. O.", 12, "none", "very_high", [*[None] * 10, "none", "very_high", "very_high", "very_high"], date(2026, 11, 12), 0),
    ("S. B.", 15, None, None, [None] * 14, date(2026, 11, 11), 0),
]


def context(state: str) -> dict[str, object]:
    """Everything that the page needs."""
    form = ConcernForm(TYPED) if state == "error" else ConcernForm()
    return {
        "navigation": [("Home", "/", False), ("Tracker", "#", True), ("Findings", "#", False), ("Meetings", "#", False)],
        "person": SimpleNamespace(name="Jo Mills", role_words="Practitioner"),
        "partnership": SimpleNamespace(name="Northshire", read_only=state == "error"),
        "messages": [Message(constants.SUCCESS, "The concern is recorded.")],
        "form": form,
        "filters": FilterForm(auto_id="filter_%s"),
        "findings": FINDINGS,
        "children": CHILDREN,
        "today": TODAY,
    }


def gallery(request: HttpRequest, state: str) -> HttpResponse:
    """The gallery, under the strictest policy."""
    return _strict(render(request, "design/gallery.html", context(state)))


def _strict(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = POLICY
    return response


CONFLICT = {
    "said": "R. Ahmed changed this record while you were writing",
    "at": "12 November 2026, 10:14",
    "theirs": [("Raised by", "parent")],
    "yours": [("Raised by", "school")],
    "keep": "#",
    "record": "#",
    "hidden": [("raised_by", "school")],
}


def fault(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """The page of one fault, without any context but its own."""
    own = CONFLICT if name == "409" else {}
    return lambda request: _strict(render(request, f"design/{name}.html", own))


FAULTS = ("400", "403", "404", "409", "500", "signed-out")
urlpatterns = [
    path("gallery/<str:state>/", gallery),
    *[path(f"fault/{name}/", fault(name)) for name in FAULTS],
]
