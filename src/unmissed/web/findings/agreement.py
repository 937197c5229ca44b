"""The page of a decision that a second person was asked to agree to: for that person, for who asked, and to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from unmissed.report.words import in_words as day_in_words
from unmissed.web.access.pages import PageRequest, page
from unmissed.web.access.selectors import names_of
from unmissed.web.findings.agreeing import agree, disagree, note_agreement, take_back, values_of
from unmissed.web.findings.before import consequences
from unmissed.web.findings.decisions import DECISIONS, chosen_in_words
from unmissed.web.findings.difference import say, stood
from unmissed.web.findings.forms import AgreementForm
from unmissed.web.findings.models import Agreement
from unmissed.web.findings.presenters import title_of
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May
from unmissed.web.record.models import MODELS, Record
from unmissed.web.trail.action import RefusedError


@page(May.AGREE, looks="a decision to agree to")
def agreement(request: PageRequest, child_id: str, pk: int) -> HttpResponse:
    """What is asked, by whom and why, and what it would do today; the answer, for the person who was asked."""
    row = _found(request, child_id, pk)
    mine = row.asked_of_id == request.person.pk and not row.answer
    form = AgreementForm(request.POST if request.method == "POST" and mine else None)
    act = _OTHER.get(request.POST.get("step", "")) if request.method == "POST" else None
    if act is not None:
        return _done(request, row, *act)
    if form.is_bound and form.is_valid() and (answer := _answered(request, row, form)):
        return answer
    return render(request, "findings/agreement.html", _context(request, row) | {"form": form, "mine": mine})


def _found(request: PageRequest, child_id: str, pk: int) -> Agreement:
    rows = Agreement.objects.filter(partnership=request.partnership, child_id=child_id, pk=pk)
    row = rows.select_related("asked_by__agency", "asked_of__agency", "partnership").first()
    if row is None:
        raise Http404
    return row


def _take_back(row: Agreement, by: Person) -> str:
    take_back(asked=row, by=by)
    return "Taken back. Nothing was recorded; everything stays as it is."


def _note(row: Agreement, by: Person) -> str:
    note_agreement(asked=row, by=by)
    return "Noted. It has left your Home, and stays with the child's record."


_OTHER: dict[str, tuple[Callable[[Agreement, Person], str], str]] = {"take-back": (_take_back, "child"), "noted": (_note, "home")}
"""What whoever asked can do: the act, and the page that follows."""


def _done(request: PageRequest, row: Agreement, act: Callable[[Agreement, Person], str], then: str) -> HttpResponse:
    try:
        messages.success(request, act(row, request.person))
    except RefusedError as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(request.path)
    return HttpResponseRedirect(reverse("child", args=[row.child_id]) if then == "child" else reverse("home"))


def _answered(request: PageRequest, row: Agreement, form: AgreementForm) -> HttpResponse | None:
    """Answer; None where it was refused, which is said on the form with everything typed kept."""
    agrees, before = form.cleaned_data["answer"] == "agree", stood(request.partnership, row.child_id)
    try:
        (agree if agrees else disagree)(asked=row, why=form.cleaned_data["why"], by=request.person)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return None
    decision = DECISIONS[row.table_name]
    done = decision.says(decision.done, _record(row)) if agrees else "The record stays as it is."
    say(request, row.child_id, f"{done} {row.asked_by.name} is told, with your reasons.", before)
    return HttpResponseRedirect(reverse("child", args=[row.child_id]))


def _record(row: Agreement) -> Record:
    model = MODELS[row.table_name]
    found: Record = model.every.get(partnership=row.partnership, **{model.table.id.name: row.record_id})
    return found


def _context(request: PageRequest, row: Agreement) -> dict[str, Any]:
    record, decision = _record(row), DECISIONS[row.table_name]
    told = {} if row.answer or record.withdrawn else consequences(request.partnership, row.child_id, record, values_of(row))
    name = names_of(request.partnership, [row.child_id])[row.child_id]
    return told | {
        "asked": row,
        "child": name,
        "heading": decision.heading.format(child=name, it=record.values()[decision.it]),
        "says": what_in_words(row),
        "changed": record.version != row.version or record.withdrawn,
        "opens": [title_of(check) for check in row.opens],
        "asker": row.asked_by_id == request.person.pk,
        "back": reverse("child", args=[row.child_id]),
        "again": f"{reverse('preview-decision', args=[row.child_id, row.table_name, row.record_id])}?again={row.pk}",
    }


def what_in_words(row: Agreement) -> str:
    """What would be recorded: `on 16 March 2026; reason: risk reduced; decided by one agency`."""
    decision, values = DECISIONS[row.table_name], values_of(row)
    return f"on {day_in_words(values[decision.day])}; {chosen_in_words(decision, values)}"


def does_in_words(row: Agreement) -> str:
    """The decision as a list says it: `Remove from MACE`."""
    decision = DECISIONS[row.table_name]
    return decision.says(decision.does, _record(row))


def agreements_waiting(partnership: Partnership, child_id: str) -> list[tuple[str, str]]:
    """The decisions about a child that wait for agreement: words and address. The caller has found the child to be in sight."""
    rows = Agreement.objects.filter(partnership=partnership, child_id=child_id, answer="").order_by("asked_on", "pk")
    return [
        (
            f"{does_in_words(row)}: {row.asked_by.name} has decided it, and it waits for the agreement of {row.asked_of.name} "
            f"since {day_in_words(row.asked_on)}. Nothing is recorded yet.",
            reverse("agreement", args=[child_id, row.pk]),
        )
        for row in rows.select_related("asked_by", "asked_of", "partnership")
    ]
