"""What the tracker is narrowed to and how it is sorted: read from the address, and written back into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django import forms

from unmissed.web.access.models import Basis
from unmissed.web.access.sight import team_holder
from unmissed.web.design.environment import said
from unmissed.web.design.fields import DesignForm
from unmissed.web.findings.presenters import checks_by_name
from unmissed.web.people.models import Partnership

LEVELS = ("very_high", "high", "medium", "low", "none", "unknown")
HARMS = ("known", "suspected", "none")
DAYS = ("28", "56", "84", "183")
SORTS = ("open", "name", "age", "level", "harm", "reviewed", "due")
"""By what is open and how long (the worst first, the longest open first); by name; and so on. Never by a score."""
_YES = {"yes": "Yes", "no": "No"}
_ANY = [("", "Any")]
FIGURES = {
    "risk": "at risk and on no list",
    "due": "reviews fall due in 14 days",
    "harm": "harm without action",
}
"""What the figures on top lead to."""


@dataclass(frozen=True)
class Sift:
    """What the tracker shows. Empty: not narrowed. `held` is a ground's holder, `days` since the last assessment."""

    text: str = ""
    level: str = ""
    harm: str = ""
    agency: str = ""
    team: str = ""
    open: str = ""
    days: str = ""
    monitored: str = ""
    served: str = ""
    figure: str = ""
    sort: str = "open"
    turn: str = ""
    page: int = 1

    def query(self, **changes: Any) -> str:
        """The address's question with some of it changed; what is as always is left out. A change begins at page 1."""
        changed = replace(self, **({"page": 1} | changes))
        plain = Sift()
        given = {f.name: v for f in fields(Sift) if (v := getattr(changed, f.name)) != getattr(plain, f.name)}
        return f"?{urlencode(given)}"

    @property
    def narrowed(self) -> dict[str, str]:
        """What narrows the list, by name: neither its order nor its page."""
        return {f.name: v for f in fields(Sift) if f.name not in {"sort", "turn", "page"} and (v := getattr(self, f.name))}

    @property
    def codes(self) -> dict[str, str]:
        """What narrows the list as the trail says it: that a name was typed, and never which."""
        return self.narrowed | ({"text": "typed"} if self.text else {})


class SiftForm(DesignForm):
    """The filter panel. A value that is no choice counts as not chosen: an old address still shows a list."""

    says_optional = False

    text = forms.CharField(label="Name or identifier", max_length=100, required=False)
    level = forms.ChoiceField(label="Level", required=False)
    harm = forms.ChoiceField(label="Harm", required=False)
    agency = forms.ChoiceField(label="Agency", required=False)
    team = forms.ChoiceField(label="Team", required=False)
    open = forms.ChoiceField(label="Open findings", required=False)
    days = forms.ChoiceField(label="Not reviewed for", required=False)
    monitored = forms.ChoiceField(label="On a list", required=False, choices=[*_ANY, *_YES.items()])
    served = forms.ChoiceField(label="Service running", required=False, choices=[*_ANY, *_YES.items()])

    def __init__(self, data: Mapping[str, Any], *, partnership: Partnership) -> None:
        super().__init__(data, auto_id="sift-%s")
        checks = [(name, check.title) for name, check in checks_by_name().items() if check.severity != "strength"]
        agencies = [(agency.name, agency.name) for agency in partnership.agencies.all()]
        teams = partnership.agencies.exclude(teams=None).values_list("name", "teams__name").order_by("teams__name", "name")
        self._offer("level", [(code, "Not assessed" if code == "unknown" else said(code).capitalize()) for code in LEVELS])
        self._offer("harm", [(code, "None on record" if code == "none" else code.capitalize()) for code in HARMS])
        self._offer("agency", agencies)
        self._offer("team", [(team_holder(agency, team), f"{team}, {agency}") for agency, team in teams])
        self._offer(
            "open",
            [("any", "Any open"), ("critical", "Any critical"), ("nothing", "None open"), *sorted(checks, key=lambda c: c[1])],
        )
        self._offer("days", [(days, f"{days} days") for days in DAYS])
        for name in ("sort", "turn", "figure"):  # what is sorted stays sorted when the list is narrowed
            if data.get(name):
                self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.full_clean()
        for field in self.fields.values():
            field.required = True  # nobody has to filter: to call each question optional would say nothing

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*_ANY, *choices]

    def sift(self) -> Sift:
        """What is asked for."""
        own = {name: str(self.cleaned_data[name]).strip() for name in self.fields if self.is_sound(name) and name not in _OTHERS}
        sort, page = str(self.data.get("sort", "")), str(self.data.get("page", ""))
        figure = str(self.data.get("figure", ""))
        return Sift(
            **own,
            figure=figure if figure in FIGURES else "",
            sort=sort if sort in SORTS else "open",
            turn="down" if self.data.get("turn") == "down" else "",
            page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) else 1,
        )

    def is_sound(self, name: str) -> bool:
        """Whether a value was given that can be used."""
        return self.is_valid() or name not in self.errors

    def chosen(self, sift: Sift) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """What narrows the list in words, each with the address that takes it away."""
        for name, value in sift.narrowed.items():
            if name == "figure":
                yield "Figure", [(FIGURES[value].capitalize(), sift.query(figure=""))]
            else:
                words = dict(getattr(self.fields[name], "choices", ())).get(value, value)
                yield str(self.fields[name].label), [(words, sift.query(**{name: ""}))]


_OTHERS = frozenset({"sort", "turn", "figure"})


def holder_of(sift: Sift) -> Iterator[tuple[Basis, str]]:
    """The grounds that an agency or a team in the filter stands for."""
    if sift.agency:
        yield Basis.AGENCY, sift.agency
    if sift.team:
        yield Basis.TEAM, sift.team
