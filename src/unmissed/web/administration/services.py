"""The directory of services that children can be referred to: the one table of the record that is about no child."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from unmissed.web.access.pages import PageRequest, page
from unmissed.web.access.words import moment
from unmissed.web.administration.forms import WithdrawForm
from unmissed.web.people.models import Partnership
from unmissed.web.people.roles import May, may
from unmissed.web.record.actions import ConflictError, add, correct, new_id, withdraw
from unmissed.web.record.forms import RecordForm, form_class, initial_of
from unmissed.web.record.keeping import unkept_words
from unmissed.web.record.models import MODELS, EarlierVersion, Record
from unmissed.web.record.values import ValuesError
from unmissed.web.record.words import label, value_words
from unmissed.web.trail.action import RefusedError

TABLE = "service_directory"
WITHOUT_CHILD = tuple(name for name, model in MODELS.items() if not model.table.has("child_id"))
"""The tables that this page is for: it holds one, and fails to load with a second that nobody gave a page."""
assert WITHOUT_CHILD == (TABLE,)

_WHY = {"label": "Why this is changed", "max_length": 2_000, "widget": forms.Textarea(attrs={"rows": 3})}


@page(May.SEE_POLICY)
def services(request: PageRequest) -> HttpResponse:
    """Every service of the directory."""
    rows = MODELS[TABLE].objects.filter(partnership=request.partnership).order_by("service", "pk")
    context: dict[str, Any] = {
        "rows": [_told(row) for row in rows],
        "unkept": unkept_words(request.partnership, MODELS[TABLE].table),
    }
    context["changes"] = may(request.person.role, May.RECORD) and not request.partnership.read_only
    return render(request, "administration/services.html", context)


def _told(row: Record) -> dict[str, Any]:
    values = {column.name: value_words(column, row.values()[column.name]) for column in row.table.columns}
    ages = " to ".join(part for part in (values["min_age"], values["max_age"]) if part)
    return values | {"id": row.record_id, "ages": ages}


@page(May.RECORD)
def add_service(request: PageRequest) -> HttpResponse:
    """Add a service. A form that was sent twice adds one."""
    form = _form(request.partnership)(request.POST if request.method == "POST" else None)
    sent = request.POST.get("made", "")
    made = sent if len(sent) == len(new_id()) and sent.isalnum() else new_id()
    if form.is_valid():
        already = MODELS[TABLE].every.filter(partnership=request.partnership, directory_id=made)
        if already.exists() or _tried(
            form, lambda: add(table=TABLE, values=form.values() | {"directory_id": made}, by=request.person)
        ):
            messages.success(request, "The service is in the directory.")
            return redirect("services")
    return _page(request, form, {"made": made, "row": None})


@page(May.RECORD)
def correct_service(request: PageRequest, record_id: str) -> HttpResponse:
    """Correct an entry; what it said before stays as an earlier version, which the page shows."""
    row = _row(request.partnership, record_id)
    kind = type("CorrectionForm", (_form(request.partnership),), {"why": forms.CharField(**_WHY)})  # type: ignore[arg-type]
    if request.method != "POST":
        return _page(request, kind(initial=initial_of(row)), _about(row, row.version))
    form, seen = kind(request.POST), _version(request)
    if form.is_valid():
        try:
            why = form.cleaned_data["why"]
            done = _tried(form, lambda: correct(record=row, values=form.values(), version=seen, why=why, by=request.person))
        except ConflictError as conflict:
            return _page(request, form, _about(conflict.theirs, conflict.theirs.version) | {"conflict": conflict}, status=409)
        if done:
            messages.success(request, "The entry is corrected. The earlier version is kept.")
            return redirect("services")
    return _page(request, form, _about(row, seen))


@page(May.RECORD)
def withdraw_service(request: PageRequest, record_id: str) -> HttpResponse:
    """Take an entry out that should never have been in the directory, or whose service has ended."""
    row = _row(request.partnership, record_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None, prefix="out")
    if form.is_valid():
        try:
            why = form.cleaned_data["why"]
            if _tried(form, lambda: withdraw(record=row, version=_version(request), why=why, by=request.person)):
                messages.success(request, "The entry is withdrawn. It stays readable with its reason.")
                return redirect("services")
        except ConflictError as conflict:
            form.add_error(None, conflict.before_withdrawing)
    kind = type("CorrectionForm", (_form(request.partnership),), {"why": forms.CharField(**_WHY)})  # type: ignore[arg-type]
    return _page(request, kind(initial=initial_of(row)), _about(row, row.version) | {"out": form})


def _form(partnership: Partnership) -> type[RecordForm]:
    return form_class(MODELS[TABLE].table, partnership, "")


def _row(partnership: Partnership, record_id: str) -> Record:
    row: Record | None = MODELS[TABLE].objects.filter(partnership=partnership, directory_id=record_id).first()
    if row is None:
        raise Http404
    return row


def _version(request: PageRequest) -> int:
    """The version that the person had before them; 0, which is none, where the form did not say."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def _tried(form: Any, do: Any) -> bool:
    """Do it; False where the record refuses it, which the form then says."""
    try:
        do()
    except ValuesError as error:
        form.take(error)
    except RefusedError as error:
        form.add_error(None, str(error))
    return not form.errors


def _about(row: Record, version: int) -> dict[str, Any]:
    """The entry as it stands, and who replaced what it said before."""
    values = [(label(column), value_words(column, row.values()[column.name])) for column in row.table.columns]
    earlier = EarlierVersion.objects.filter(partnership=row.partnership, table_name=TABLE, record_id=row.record_id)
    said = [
        (moment(one.replaced_at), one.replaced_by.name, one.why)
        for one in earlier.select_related("replaced_by").order_by("-version")
    ]
    return {
        "row": row,
        "version": version,
        "now": [each for each in values if each[1]],
        "earlier": said,
        "out": WithdrawForm(prefix="out"),
    }


def _page(request: PageRequest, form: Any, about: dict[str, Any], status: int = 200) -> HttpResponse:
    bad = form.errors or (about.get("out") and about["out"].errors)
    context: dict[str, Any] = (
        {"row": None, "out": None, "conflict": None}
        | about
        | {"form": form, "unkept": unkept_words(request.partnership, MODELS[TABLE].table)}
    )
    return render(request, "administration/service.html", context, status=422 if bad else status)
