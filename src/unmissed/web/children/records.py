"""Pages about one record of a child: add it, see it with its versions, correct it, withdraw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from unmissed.web.access.pages import PageRequest, page
from unmissed.web.children.found import child_or_404, record_or_404, table_or_404
from unmissed.web.children.parts import part_of_table, row_in_part
from unmissed.web.children.versions import earlier_values, findings_on, known_when, values_of, versions_of
from unmissed.web.design.fields import DesignForm
from unmissed.web.findings.decisions import DECISIONS
from unmissed.web.findings.difference import say, stood
from unmissed.web.people.roles import May
from unmissed.web.record.actions import ConflictError, add, correct, new_id, withdraw
from unmissed.web.record.forms import RecordForm, form_class, initial_of
from unmissed.web.record.keeping import unkept_words
from unmissed.web.record.models import MODELS, Record
from unmissed.web.record.values import ValuesError
from unmissed.web.record.words import ONE, label, record_words, value_words
from unmissed.web.trail.action import RefusedError

_WHY_CORRECTED: dict[str, Any] = {
    "label": "Why this is changed",
    "help_text": "It stays beside the earlier version, for everybody who may read the record.",
    "max_length": 2_000,
    "widget": forms.Textarea(attrs={"rows": 3}),
}


class WhyForm(DesignForm):
    """Why a record should never have been there."""

    why = forms.CharField(
        label="Why this should not be in the record",
        help_text="It stays readable among earlier versions. To change what it says, correct it instead.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@page(May.RECORD)
def add_record(request: PageRequest, child_id: str, table: str) -> HttpResponse:
    """Add a row to a table of the child."""
    child = child_or_404(request.partnership, child_id)
    model = table_or_404(table)
    if table == "children":
        return redirect("correct-record", child_id, table, child_id)
    form = form_class(model.table, request.partnership, child_id)(request.POST if request.method == "POST" else None)
    made = _id_of_new(request)
    if form.is_valid():
        before = stood(request.partnership, child_id)
        already = model.every.filter(partnership=request.partnership, **{model.table.id.name: made, "child_id": child_id})
        if already.exists() or _added(request, form, child_id, made):  # a form that was sent twice is one record
            say(request, child_id, f"The {ONE[table]} is in the record.", before)
            return redirect("record", child_id, table, made)
    context = {"child": child, "child_id": child_id, "form": form, "made": made, "table": table, "one": ONE[table]}
    context |= {"back": part_of_table(child_id, table), "unkept": unkept_words(request.partnership, model.table)}
    return render(request, "children/add_record.html", context, status=422 if form.errors else 200)


def _id_of_new(request: PageRequest) -> str:
    """The id that the row will have: made with the empty form, so that a form sent twice adds one row."""
    sent = request.POST.get("made", "")
    return sent if len(sent) == len(new_id()) and sent.isalnum() else new_id()


def _added(request: PageRequest, form: RecordForm, child_id: str, made: str) -> bool:
    try:
        own = {"child_id": child_id, form.table.id.name: made}
        add(table=form.table.name, values=form.values() | own, by=request.person)
    except ValuesError as error:
        form.take(error)
    except RefusedError as error:
        form.add_error(None, str(error))
    return not form.errors


@page(May.SEE_CHILDREN, looks="a record with its versions")
def record(request: PageRequest, child_id: str, table: str, record_id: str) -> HttpResponse:
    """A record with all its versions."""
    row = record_or_404(request.partnership, child_id, table, record_id)
    context = {
        "child": child_or_404(request.partnership, child_id),
        "child_id": child_id,
        "row": row,
        "table": table,
        "heading": record_words(row),
        "values": values_of(row),
        "versions": versions_of(row),
        "known": known_when(row),
        "findings": findings_on(row),
        "back": part_of_table(child_id, table) if row.withdrawn else row_in_part(child_id, table, record_id),
        "decision": decision_on(row),
    }
    return render(request, "children/record.html", context)


def decision_on(row: Record) -> str:
    """What can be decided about a row that still runs, in the words of a link; empty for every other row."""
    decision = DECISIONS.get(row.table.name)
    if decision is None or row.withdrawn or row.values()[decision.day] is not None:
        return ""
    return decision.says(decision.does, row)


@page(May.RECORD)
def correct_record(request: PageRequest, child_id: str, table: str, record_id: str) -> HttpResponse:
    """Correct a record: what it said before stays, as an earlier version."""
    row = record_or_404(request.partnership, child_id, table, record_id)
    kind = _correction_form(row, child_id)
    if request.method != "POST":
        return _correction(request, row, kind(initial=initial_of(row)), row.version)
    form, seen = kind(request.POST), _version_seen(request)
    if form.is_valid() and not _decides(row, form):
        before = stood(request.partnership, child_id)
        try:
            correct(record=row, values=form.values(), version=seen, why=form.cleaned_data["why"], by=request.person)
        except ConflictError as conflict:
            return _conflict(request, kind, form, conflict, seen)
        except ValuesError as error:
            form.take(error)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            say(request, child_id, f"The {ONE[table]} is corrected. The earlier version is kept.", before)
            return redirect("record", child_id, table, record_id)
    return _correction(request, row, form, seen)


def _decides(row: Record, form: RecordForm) -> bool:
    """Whether the correction would be a decision, which has its own page and may need a second person: then it is refused."""
    decision = DECISIONS.get(row.table.name)
    if decision is None or row.values()[decision.day] is not None or form.values().get(decision.day) is None:
        return False
    says = f"{decision.says(decision.does, row)} is a decision. Choose it on this page to see first what it would leave open"
    form.add_error(decision.day, says)
    return True


def _correction_form(row: Record, child_id: str) -> type[RecordForm]:
    base = form_class(row.table, row.partnership, child_id)
    return type("CorrectionForm", (base,), {"why": forms.CharField(**_WHY_CORRECTED)})


def _version_seen(request: PageRequest) -> int:
    """The version that the person had before them; 0, which is none, where the form did not say."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def _correction(request: PageRequest, row: Record, form: RecordForm, version: int, **more: Any) -> HttpResponse:
    child_id = row.values()["child_id"]
    context = {
        "child": child_or_404(request.partnership, child_id),
        "child_id": child_id,
        "row": row,
        "form": form,
        "version": version,
        "heading": record_words(row),
        "one": ONE[row.table.name],
        "decision": decision_on(row),
        "conflict": None,
        "unkept": unkept_words(row.partnership, row.table),
    }
    status = 409 if more else 422 if form.errors else 200
    return render(request, "children/correct_record.html", context | more, status=status)


@dataclass(frozen=True)
class Beside:
    """One column on which two people wrote: as it stood, as it stands, as the other person wrote it. `clash`: both changed it."""

    label: str
    before: str
    theirs: str
    yours: str
    clash: bool


def _conflict(request: PageRequest, kind: type[RecordForm], form: RecordForm, clash: ConflictError, seen: int) -> HttpResponse:
    """Theirs beside yours. The form holds yours, and theirs where you had changed nothing; saving it goes on from theirs."""
    theirs = clash.theirs
    before, now, yours = earlier_values(theirs, seen) or theirs.values(), theirs.values(), form.values()
    mine = {name for name in yours if yours[name] != before[name]}
    differing = [name for name in yours if yours[name] != now[name] or now[name] != before[name]]
    rows = [_beside(theirs, name, before=before[name], now=now[name], yours=yours[name], mine=name in mine) for name in differing]
    together = {name: yours[name] if name in mine else now[name] for name in yours} | {"why": form.cleaned_data["why"]}
    conflict = {"said": clash.said, "at": clash.at, "rows": rows}
    return _correction(request, theirs, kind(initial=together), theirs.version, conflict=conflict)


def _beside(theirs: Record, name: str, *, before: Any, now: Any, yours: Any, mine: bool) -> Beside:
    column = theirs.table.column(name)
    was, stands, wrote = (value_words(column, value) or "not recorded" for value in (before, now, yours))
    return Beside(label(column), was, stands, wrote, clash=mine and now not in (before, yours))


@page(May.RECORD)
def withdraw_record(request: PageRequest, child_id: str, table: str, record_id: str) -> HttpResponse:
    """Take a record out because it should never have been in: it stays readable among earlier versions."""
    row = record_or_404(request.partnership, child_id, table, record_id)
    form = WhyForm(request.POST if request.method == "POST" else None)
    version = _version_seen(request) if form.is_bound else row.version
    if form.is_valid():
        before = stood(request.partnership, child_id)
        try:
            withdraw(record=row, version=version, why=form.cleaned_data["why"], by=request.person)
        except ConflictError as conflict:
            row, version = conflict.theirs, conflict.theirs.version
            form.add_error(None, conflict.before_withdrawing)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            say(request, child_id, f"The {ONE[table]} is withdrawn. It stays readable with its reason.", before)
            return redirect("record", child_id, table, record_id)
    context = {"child": child_or_404(request.partnership, child_id), "child_id": child_id, "row": row, "form": form}
    context |= {"version": version, "heading": record_words(row), "values": values_of(row), "one": ONE[table]}
    return render(request, "children/withdraw_record.html", context, status=422 if form.errors else 200)


assert set(ONE) == set(MODELS), "a table has no name in words"
