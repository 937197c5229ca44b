"""Before a decision: the page that shows what removing a child from a list, or closing an involvement, would leave open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from unmissed.register.schema import Column
from unmissed.web.access.pages import PageRequest, page
from unmissed.web.access.selectors import names_of
from unmissed.web.clock import today
from unmissed.web.findings.decisions import DECISIONS, Decision, DecisionForm
from unmissed.web.findings.models import Standing
from unmissed.web.findings.presenters import effects
from unmissed.web.findings.preview import preview_of
from unmissed.web.people.models import Partnership
from unmissed.web.people.roles import May
from unmissed.web.record.actions import ConflictError, correct
from unmissed.web.record.models import MODELS, Record
from unmissed.web.record.values import ValuesError, demand_sound, in_words
from unmissed.web.record.words import label, value_words

_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "version"})


@page(May.RECORD, looks="before a decision")
def preview_decision(request: PageRequest, child_id: str, table: str, record_id: str) -> HttpResponse:
    """Two steps without scripts: what is to be decided, then what it would do, with the reasons to be typed."""
    decision, record = _found(request.partnership, child_id, table, record_id)
    doing, day = request.POST.get("step") == "do", today(request.partnership)
    form = DecisionForm(request.POST or None, decision=decision, day=day, reasons=doing)
    context = _context(request, decision, record, child_id) | {"form": form}
    if not form.is_bound or not sound_but_for_reasons(form, record, form.values):
        return render(request, "findings/decide.html", context)
    if doing and form.is_valid():
        return _decided(request, form, record)
    context |= consequences(request.partnership, child_id, record, form.values()) | {"hidden": carried(request, record)}
    asks = form if doing else DecisionForm(decision=decision, day=day, reasons=True)
    return render(request, "findings/before.html", context | {"form": asks, "chosen": _chosen(decision, request)})


def sound_but_for_reasons(form: forms.Form, record: Record, values: Callable[[], Mapping[str, Any]]) -> bool:
    """Whether everything but the typed reasons is as the form and the contract want it; what is not is said on the form."""
    form.is_valid()
    if set(form.errors) - {"why"}:
        return False
    try:
        demand_sound(record.table, record.values() | dict(values()), record.partnership)
    except ValuesError as error:
        for name, fault in error.faults.items():
            form.add_error(name if name in form.fields else None, fault)
        return False
    return True


def consequences(partnership: Partnership, child_id: str, record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the part of the page that tells of a decision needs: its effects, and how many checks the record cannot answer."""
    preview = preview_of(partnership, child_id, record.table.name, record.record_id, values)
    told = Standing.objects.filter(partnership=partnership, child_id=child_id).values_list("not_assessed", flat=True).first()
    return {"effects": effects(preview, today(partnership)), "not_assessed": len(told or [])}


def changed_meanwhile(request: PageRequest, conflict: ConflictError, yours: dict[str, Any], back: str) -> HttpResponse:
    """Somebody else changed the record: both stand on the page, and what was typed goes on with the newer version."""
    theirs = conflict.theirs
    columns = [theirs.table.column(name) for name in yours if theirs.table.has(name)]
    context = {
        "by": theirs.entered_by.name if theirs.entered_by else "A loaded register",
        "when": f"{timezone.localtime(theirs.entered_at):%-d %B %Y at %H:%M}",
        "theirs": [(label(column), _said(column, theirs.values()[column.name])) for column in columns],
        "yours": [(label(column), _said(column, yours[column.name])) for column in columns],
        "hidden": [
            *((name, value) for name, value in request.POST.items() if name not in _NOT_TYPED),
            ("version", theirs.version),
        ],
        "keep": request.path,
        "record": back,
    }
    return render(request, "design/409.html", context, status=409)


def _found(partnership: Partnership, child_id: str, table: str, record_id: str) -> tuple[Decision, Record]:
    decision = DECISIONS.get(table)
    if decision is None:
        raise Http404
    model = MODELS[table]
    own = {model.table.id.name: record_id, "child_id": child_id, decision.day: None}
    record = model.objects.filter(partnership=partnership, **own).first()
    if record is None:
        raise Http404
    return decision, record


def _decided(request: PageRequest, form: DecisionForm, record: Record) -> HttpResponse:
    """The decision is written, unless somebody else wrote meanwhile."""
    child = reverse("child", args=[record.values()["child_id"]])
    values = dict(form.values())
    try:
        correct(record=record, values=values, version=version_seen(request), why=form.cleaned_data["why"], by=request.person)
    except ConflictError as conflict:
        return changed_meanwhile(request, conflict, values, child)
    messages.success(request, f"{form.decision.says(form.decision.done, record)} What it leaves open stands among the findings.")
    return HttpResponseRedirect(child)


def version_seen(request: PageRequest) -> int:
    """The version of the record that the person saw; 0, which is none, where the page did not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _context(request: PageRequest, decision: Decision, record: Record, child_id: str) -> dict[str, Any]:
    name = names_of(request.partnership, [child_id])[child_id]
    heading = decision.heading.format(child=name, it=record.values()[decision.it])
    return {
        "heading": heading,
        "keep": decision.says(decision.keep, record),
        "does": decision.says(decision.does, record),
        "back": reverse("child", args=[child_id]),
        "version": record.version,
    }


def carried(request: PageRequest, record: Record) -> list[tuple[str, str]]:
    """What was chosen, as hidden fields carry it on, with the version of the record that the person saw first."""
    typed = {name: str(value) for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "step", "why"}}
    return list(({"version": str(record.version)} | typed).items())


def _chosen(decision: Decision, request: PageRequest) -> str:
    return "; ".join(in_words(request.POST[name]) for name in decision.codes if request.POST.get(name))


def _said(column: Column, value: Any) -> str:
    return value_words(column, value) or "not recorded"
