"""Before a decision: the page that shows what removing a child from a list, or closing an involvement, would leave open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from unmissed.register.schema import Column
from unmissed.web.access.pages import PageRequest, page
from unmissed.web.access.selectors import names_of
from unmissed.web.clock import today
from unmissed.web.findings.agreeing import ask_agreement, decide, opened_today, values_of, waiting_on
from unmissed.web.findings.decisions import DECISIONS, Decision, DecisionForm, chosen_in_words
from unmissed.web.findings.difference import say, stood
from unmissed.web.findings.holders import people_who_could_agree
from unmissed.web.findings.like import followed
from unmissed.web.findings.models import Agreement, Standing
from unmissed.web.findings.presenters import effects, like_in_words
from unmissed.web.findings.preview import preview_of
from unmissed.web.people.models import Partnership
from unmissed.web.people.roles import May
from unmissed.web.record.actions import ConflictError
from unmissed.web.record.models import MODELS, Record
from unmissed.web.record.values import ValuesError, demand_sound
from unmissed.web.record.words import label, value_words
from unmissed.web.trail.action import RefusedError

_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "version"})


@page(May.RECORD, looks="before a decision")
def preview_decision(request: PageRequest, child_id: str, table: str, record_id: str) -> HttpResponse:
    """Two steps without scripts: what is to be decided, then what it would do, with the reasons to be typed."""
    decision, record = _found(request.partnership, child_id, table, record_id)
    doing, day = request.POST.get("step") == "do", today(request.partnership)
    again = _sent_before(request, record)
    first = DecisionForm(request.POST or None, decision=decision, day=day, reasons=False, initial=again)
    context = _context(request, decision, record, child_id) | {"waits": waiting_on(request.partnership, table, record_id)}
    if context["waits"] or not first.is_bound or not sound_but_for_reasons(first, record, first.values):
        return render(request, "findings/decide.html", context | {"form": first, "again": again.get("pk", "")})
    told = consequences(request.partnership, child_id, record, first.values())
    seconds = people_who_could_agree(request.person, child_id) if told["opened"] else None
    form = DecisionForm(
        request.POST if doing else None,
        decision=decision,
        day=day,
        reasons=True,
        seconds=seconds,
        initial={"why": again.get("why")},
    )
    if doing and form.is_valid() and (answer := _sent(request, form, record)):
        return answer
    context |= told | {
        "hidden": carried(request, record),
        "form": form,
        "chosen": chosen_in_words(decision, first.values()),
        "seconds": seconds,
    }
    return render(request, "findings/before.html", context)


def _sent_before(request: PageRequest, record: Record) -> dict[str, Any]:
    """What the person wrote for this record before, where the page is opened again after an answer: nothing is typed twice."""
    asked = request.POST.get("again") or request.GET.get("again", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return {}
    own = {"table_name": record.table.name, "record_id": record.record_id, "asked_by": request.person}
    found = Agreement.objects.filter(pk=int(asked), partnership=request.partnership, **own).first()
    return {**values_of(found), "why": found.why, "pk": found.pk} if found else {}


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
    """What the part of the page that tells of a decision needs.

    Its effects, the findings among them that would open today, what was recorded after like decisions, and how many checks the
    record cannot answer.
    """
    preview, day = preview_of(partnership, child_id, record.table.name, record.record_id, values), today(partnership)
    told = Standing.objects.filter(partnership=partnership, child_id=child_id).values_list("not_assessed", flat=True).first()
    return {
        "effects": effects(preview, day),
        "opened": opened_today(preview, partnership),
        "like": like_in_words(followed(partnership, record.table.name, _reason(values), day)),
        "not_assessed": len(told or []),
    }


def _reason(values: Mapping[str, Any]) -> str | None:
    return next((values[name] for name in ("removal_reason", "closing_reason", "reason") if values.get(name)), None)


def changed_meanwhile(request: PageRequest, conflict: ConflictError, yours: dict[str, Any], back: str) -> HttpResponse:
    """Somebody else changed the record: both stand on the page, and what was typed goes on with the newer version."""
    theirs = conflict.theirs
    columns = [theirs.table.column(name) for name in yours if theirs.table.has(name)]
    context = {
        "said": conflict.said,
        "at": conflict.at,
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


def _sent(request: PageRequest, form: DecisionForm, record: Record) -> HttpResponse | None:
    """The decision is written, or sent to the second person; None where it was refused, which is said on the form."""
    child = reverse("child", args=[record.values()["child_id"]])
    values, second = dict(form.values()), form.cleaned_data.get("second")
    before = stood(request.partnership, record.values()["child_id"])
    given: dict[str, Any] = {
        "record": record,
        "values": values,
        "version": version_seen(request),
        "why": form.cleaned_data["why"],
    }
    try:
        if second is None:
            decide(**given, by=request.person)
            say(request, record.values()["child_id"], form.decision.says(form.decision.done, record), before)
        else:
            ask_agreement(**given, of=second, by=request.person)
            sent = f"Sent to {second.name} for agreement. Nothing is recorded until they agree; you are told the answer on Home."
            messages.success(request, sent)
    except ConflictError as conflict:
        return changed_meanwhile(request, conflict, values, child)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return None
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
    typed = {
        name: str(value) for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "step", "why", "second"}
    }
    return list(({"version": str(record.version)} | typed).items())


def _said(column: Column, value: Any) -> str:
    return value_words(column, value) or "not recorded"
