"""Restricting a record to named people, and lifting that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from unmissed.web.access.actions import lift, restrict
from unmissed.web.access.forms import LiftForm, RestrictForm
from unmissed.web.access.models import Restriction
from unmissed.web.access.pages import PageRequest, page
from unmissed.web.access.selectors import names_of, people_to_name, restriction_of
from unmissed.web.access.words import moment
from unmissed.web.people.models import Person
from unmissed.web.people.roles import May


@page(May.RESTRICT, looks="restriction")
def restriction(request: PageRequest, child_id: str) -> HttpResponse:
    """Restrict a record; where it is restricted, who may see it, and the way to lift that."""
    standing = restriction_of(request.partnership, child_id)
    if standing:
        return _standing(request, child_id, standing, LiftForm())
    people = list(people_to_name(request.partnership, child_id))
    form = RestrictForm(request.POST if request.method == "POST" else None, people=people)
    if not form.is_valid():
        return render(request, "access/restrict.html", {"child_id": child_id, "child": _name(request, child_id), "form": form})
    named = Person.objects.filter(pk__in=form.cleaned_data["people"])
    restrict(child_id=child_id, why=form.cleaned_data["why"], people=named, by=request.person)
    messages.success(request, "The record is restricted. Only the people whom you named see it.")
    return redirect("restriction", child_id=child_id)


@page(May.RESTRICT)
def lift_restriction(request: PageRequest, child_id: str) -> HttpResponse:
    """End the restriction that stands."""
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        lift(child_id=child_id, why=form.cleaned_data["why"], by=request.person)
        messages.success(request, "The restriction is lifted.")
        return redirect("restriction", child_id=child_id)
    standing = restriction_of(request.partnership, child_id)
    if standing is None:
        return redirect("restriction", child_id=child_id)
    return _standing(request, child_id, standing, form)


def _standing(request: PageRequest, child_id: str, standing: Restriction, form: LiftForm) -> HttpResponse:
    names = sorted({standing.set_by.name, *standing.allowed.values_list("name", flat=True)})
    context: dict[str, Any] = {"child_id": child_id, "child": _name(request, child_id)}
    context |= {"restriction": standing, "names": ", ".join(names), "form": form, "moment": moment}
    return render(request, "access/restricted.html", context)


def _name(request: PageRequest, child_id: str) -> str:
    return names_of(request.partnership, [child_id])[child_id]
