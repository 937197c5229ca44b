"""Pages for administrators, and the policy for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from unmissed.policy.model import PolicyError
from unmissed.web.access.pages import PageRequest, page, why_not
from unmissed.web.administration import actions, selectors
from unmissed.web.administration.forms import AgencyForm, DefaultForm, PersonForm, PolicyForm, RolesForm, TeamForm
from unmissed.web.administration.rechecking import progress_of
from unmissed.web.people.models import Person
from unmissed.web.people.roles import May
from unmissed.web.trail.action import RefusedError


@page(May.ADMINISTER)
def administration(request: PageRequest) -> HttpResponse:
    """Where administration begins."""
    context = selectors.overview(request.partnership) | {"recheck": progress_of(request.partnership)}
    return render(request, "administration/administration.html", context)


@page(May.ADMINISTER)
def agencies(request: PageRequest) -> HttpResponse:
    """Agencies and their teams."""
    return render(request, "administration/agencies.html", {"agencies": selectors.agencies_of(request.partnership)})


@page(May.ADMINISTER)
def add_agency(request: PageRequest) -> HttpResponse:
    """Add an agency."""
    form = AgencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.add_agency(by=request.person, **form.cleaned_data)
        except RefusedError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{made.name} is added.")
            return redirect("agencies")
    return _asked(request, "Add an agency", form, "agencies")


@page(May.ADMINISTER)
def add_team(request: PageRequest, agency_id: int) -> HttpResponse:
    """Add a team to an agency."""
    agency = selectors.agencies_of(request.partnership).filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.add_team(agency=agency, by=request.person, **form.cleaned_data)
        except RefusedError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{made.name} is added to {agency.name}.")
            return redirect("agencies")
    return _asked(request, f"Add a team to {agency.name}", form, "agencies")


@page(May.ADMINISTER)
def people(request: PageRequest) -> HttpResponse:
    """Everybody who signs in."""
    words = request.GET.get("words", "").strip()
    found = selectors.people_of(request.partnership, words)
    return render(request, "administration/people.html", {"people": found, "words": words})


@page(May.ADMINISTER)
def add_person(request: PageRequest) -> HttpResponse:
    """Add a person; the one-time password is shown once, on the answer to this very form."""
    form = PersonForm(request.POST if request.method == "POST" else None, partnership=request.partnership)
    if form.is_valid():
        try:
            made, password = actions.add_person(by=request.person, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return _one_time_password(request, made, password)
    return _asked(request, "Add a person", form, "people")


@page(May.ADMINISTER)
def person(request: PageRequest, person_id: int) -> HttpResponse:
    """One person, and everything that can be done about the person's account."""
    row = _person(request, person_id)
    context = {"who": row, "second_factor": selectors.second_factor_words(row), "own": row.pk == request.person.pk}
    return render(request, "administration/person.html", context)


@page(May.ADMINISTER)
def change_person(request: PageRequest, person_id: int) -> HttpResponse:
    """Change a person's name, role or place."""
    row = _person(request, person_id)
    form = PersonForm(request.POST if request.method == "POST" else None, partnership=request.partnership, person=row)
    if form.is_valid():
        try:
            actions.change_person(person=row, by=request.person, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row.name} is changed.")
            return redirect("person", person_id=row.pk)
    return _asked(request, f"Change {row.name}", form, "person", person_id=row.pk)


@page(May.ADMINISTER)
def act_on_person(request: PageRequest, person_id: int, act: str) -> HttpResponse:
    """One of the buttons on a person's page."""
    row = _person(request, person_id)
    if act not in _ACTS:
        raise Http404
    if request.method == "POST":
        if act == "reset-password":
            return _one_time_password(request, row, actions.reset_password(person=row, by=request.person))
        words, do = _ACTS[act]
        do(person=row, by=request.person)
        messages.success(request, f"{row.name}: {words}.")
    return redirect("person", person_id=row.pk)


_ACTS: dict[str, tuple[str, Any]] = {
    "deactivate": ("may no longer sign in", actions.deactivate),
    "reactivate": ("may sign in again", actions.reactivate),
    "reset-password": ("has a one-time password", actions.reset_password),
    "end-lock-out": ("may try again", actions.end_lock_out),
    "reset-second-factor": ("has no second factor any more", actions.reset_second_factor),
    "require-second-factor": (
        "must have a second factor",
        lambda *, person, by: actions.require_second_factor(person=person, required=True, by=by),
    ),
    "waive-second-factor": (
        "need not have a second factor",
        lambda *, person, by: actions.require_second_factor(person=person, required=False, by=by),
    ),
}
"""What a button does, and what is said when it is done."""


@page(May.ADMINISTER)
def second_factor_roles(request: PageRequest) -> HttpResponse:
    """The roles that must have a second factor."""
    initial = {"roles": selectors.factor_roles(request.partnership)}
    form = RolesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.require_second_factor_of(roles=form.cleaned_data["roles"], by=request.person)
        messages.success(request, "The choice is kept. Whoever lacks a second factor is asked to set one up on the next page.")
        return redirect("administration")
    return _asked(request, "Second factor by role", form, "administration")


@page(May.SEE_POLICY)
def policy(request: PageRequest) -> HttpResponse:
    """Every time limit and threshold in force, with its source."""
    lines = selectors.policy_lines(request.partnership)
    changes = why_not(request, May.ADMINISTER) is None
    context = {"lines": lines, "changes": changes, "recheck": progress_of(request.partnership)}
    return render(request, "administration/policy.html", context)


@page(May.ADMINISTER)
def policy_value(request: PageRequest, value_name: str) -> HttpResponse:
    """Change one value of the policy."""
    line = _policy_line(request, value_name)
    form = PolicyForm(request.POST if request.method == "POST" else None, setting=line.now, source=line.local_source)
    if form.is_valid():
        unit = form.cleaned_data.get("unit", line.now.unit)
        source = form.cleaned_data["source"]
        try:
            actions.set_policy_value(name=value_name, value=form.typed(), unit=unit, source=source, by=request.person)
        except PolicyError as error:
            form.add_error("value", str(error)[:1].upper() + str(error)[1:])
        else:
            return _policy_changed(request)
    return render(request, "administration/policy_value.html", {"line": line, "form": form, "back": DefaultForm()})


@page(May.ADMINISTER)
def policy_default(request: PageRequest, value_name: str) -> HttpResponse:
    """Go back to the default of one value."""
    line = _policy_line(request, value_name)
    back = DefaultForm(request.POST if request.method == "POST" else None)
    if back.is_valid():
        actions.clear_policy_value(name=value_name, why=back.cleaned_data["why"], by=request.person)
        return _policy_changed(request)
    form = PolicyForm(setting=line.now, source=line.local_source)
    return render(request, "administration/policy_value.html", {"line": line, "form": form, "back": back})


def _policy_line(request: PageRequest, name: str) -> selectors.PolicyLine:
    for line in selectors.policy_lines(request.partnership):
        if line.name == name:
            return line
    raise Http404


def _policy_changed(request: PageRequest) -> HttpResponse:
    messages.success(request, "The policy is changed. Every child is checked again now, beside everything else.")
    return redirect("policy")


def _person(request: PageRequest, person_id: int) -> Person:
    found = selectors.person_of(request.partnership, person_id)
    if found is None:
        raise Http404
    return found


def _one_time_password(request: PageRequest, who: Person, password: str) -> HttpResponse:
    response = render(request, "administration/one_time_password.html", {"who": who, "password": password})
    response["Cache-Control"] = "no-store"
    return response


def _asked(request: PageRequest, title: str, form: Any, back: str, **kwargs: Any) -> HttpResponse:
    context = {"heading": title, "form": form, "back": reverse(back, kwargs=kwargs)}
    return render(request, "administration/form.html", context)
