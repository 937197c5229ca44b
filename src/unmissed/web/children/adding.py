"""Adding a child: after a look whether the child is in the record already."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from unmissed.web.access.pages import PageRequest, page
from unmissed.web.access.sight import verdict
from unmissed.web.access.words import called
from unmissed.web.children.actions import add_child as add_child_action
from unmissed.web.children.actions import look_for
from unmissed.web.children.likely import Likely, likely
from unmissed.web.findings.difference import say
from unmissed.web.people.roles import May
from unmissed.web.record.actions import new_id
from unmissed.web.record.forms import RecordForm, form_class
from unmissed.web.record.models import MODELS
from unmissed.web.record.values import ValuesError
from unmissed.web.trail.action import RefusedError


@page(May.RECORD)
def add_child(request: PageRequest) -> HttpResponse:
    """Ask who the child is; show who may be the same; add the child once the person says that none of them is."""
    base = form_class(MODELS["children"].table, request.partnership, "")
    form = base(request.POST if request.method == "POST" else None)
    made, found, status = _id_of_new(request), Likely((), False), 200
    if form.is_valid():
        _demand_something(form)
    if form.is_bound and form.is_valid():
        found = likely(request.person, request.partnership, form.values())
        look_for(by=request.person, found=len(found.seen), hidden=found.hidden)
        if (not found or request.POST.get("another") == "yes") and _added(request, form, made):
            return _to_the_child(request, made)
        status = 409 if found else 422
    elif form.is_bound:
        status = 422
    context = {"form": form, "found": found, "made": made, "called": called}
    return render(request, "children/add_child.html", context, status=status)


def _demand_something(form: RecordForm) -> None:
    """A child nobody could find again is refused."""
    values = form.values()
    if not any(values.get(name) for name in ("name", "nhs_number", "upn")):
        form.add_error("name" if "name" in form.fields else None, forms.ValidationError("Enter a name, an NHS number or a UPN"))


def _id_of_new(request: PageRequest) -> str:
    sent = request.POST.get("made", "")
    return sent if len(sent) == len(new_id()) and sent.isalnum() else new_id()


def _added(request: PageRequest, form: RecordForm, made: str) -> bool:
    if MODELS["children"].every.filter(partnership=request.partnership, child_id=made).exists():
        return True  # the form was sent twice
    try:
        add_child_action(values=form.values(), by=request.person, child_id=made)
    except ValuesError as error:
        form.take(error)
    except RefusedError as error:
        form.add_error(None, str(error))
    return not form.errors


def _to_the_child(request: PageRequest, made: str) -> HttpResponse:
    done = "The child is in the record. Add now what is known: an assessment, an event, who works with the child."
    say(request, made, done, {})
    allowed = verdict(request.person, request.partnership, made).allowed
    return redirect("child", made) if allowed else redirect("tracker")
