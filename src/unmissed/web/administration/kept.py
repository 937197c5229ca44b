"""What of the register is kept here, and from when: to read for everybody, to decide for coordinator and administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from unmissed.register.schema import Table, schema
from unmissed.web.access.pages import PageRequest, page
from unmissed.web.administration.forms import KeptForm, NotKeptForm
from unmissed.web.administration.previewing import Preview, asked_for, checks_needing, last_preview
from unmissed.web.administration.rechecking import progress_of
from unmissed.web.clock import today
from unmissed.web.people.models import Partnership
from unmissed.web.people.roles import May, may
from unmissed.web.record.deciding import keep_table, stop_keeping
from unmissed.web.record.keeping import lacking
from unmissed.web.record.models import MODELS, KeptTable
from unmissed.web.record.words import title
from unmissed.web.trail.action import RefusedError


@dataclass(frozen=True)
class Line:
    """One table that the loaded register lacked, or lacked columns of, and what was decided of it."""

    table: str
    title: str
    lacks: str
    decision: KeptTable | None
    checks: tuple[str, ...]


def lines_of(partnership: Partnership) -> list[Line]:
    """The tables about which there is something to decide."""
    decided = {one.table_name: one for one in KeptTable.objects.filter(partnership=partnership).select_related("decided_by")}
    return [_line(table, what, decided.get(table.name)) for table in schema() if (what := list(lacking(partnership, table)))]


def _line(table: Table, what: list[str], decision: KeptTable | None) -> Line:
    columns = [name.partition(".")[2].replace("_", " ") for name in what]
    lacks = "the whole table" if what == [table.name] else ", ".join(columns)
    return Line(table.name, title(table.name), lacks, decision, tuple(check.title for check in checks_needing(table)))


@page(May.SEE_POLICY)
def kept_tables(request: PageRequest) -> HttpResponse:
    """Every table about which there is something to decide."""
    decides = may(request.person.role, May.KEEP_TABLES) and not request.partnership.read_only
    context = {"lines": lines_of(request.partnership), "decides": decides, "recheck": progress_of(request.partnership)}
    return render(request, "administration/kept_tables.html", context)


@page(May.KEEP_TABLES)
def kept_table(request: PageRequest, table: str) -> HttpResponse:
    """Decide that a table is kept here: first what that would open, then the decision about the day that was looked at."""
    line = _asked(request, table)
    form = KeptForm(request.POST if request.method == "POST" else None, last=today(request.partnership))
    if form.is_valid() and request.POST.get("looked_at") == form.cleaned_data["since"].isoformat():
        try:
            keep_table(table=table, since=form.cleaned_data["since"], why=form.cleaned_data["why"], by=request.person)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return _decided(request, f"{line.title}: kept here from {form.cleaned_data['since']:%-d %B %Y}.")
    return _page(request, line, form, NotKeptForm(prefix="back"))


@page(May.KEEP_TABLES)
def not_kept_table(request: PageRequest, table: str) -> HttpResponse:
    """Take the decision back."""
    line = _asked(request, table)
    form = NotKeptForm(request.POST if request.method == "POST" else None, prefix="back")
    if form.is_valid():
        try:
            stop_keeping(table=table, why=form.cleaned_data["why"], by=request.person)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return _decided(request, f"{line.title}: no longer counted as kept here.")
    return _page(request, line, KeptForm(last=today(request.partnership)), form)


def _page(request: PageRequest, line: Line, form: KeptForm, back: NotKeptForm) -> HttpResponse:
    rows = MODELS[line.table].objects.filter(partnership=request.partnership).count()
    context: dict[str, Any] = {"line": line, "form": form, "back": back, "rows": rows, "preview": _looked_at(request, line, form)}
    return render(request, "administration/kept_table.html", context, status=422 if form.errors or back.errors else 200)


def _looked_at(request: PageRequest, line: Line, form: KeptForm) -> Preview | None:
    """What the day typed would open, or the day that was asked about last, which then stands in the form."""
    if form.is_bound:
        return None if form.errors else asked_for(table=line.table, **form.cleaned_data, by=request.person)
    preview = last_preview(request.partnership, line.table)
    form.initial = {"since": preview.since, "why": preview.why} if preview else {}
    return preview


def _decided(request: PageRequest, said: str) -> HttpResponse:
    messages.success(request, f"{said} Every child is checked again now, beside everything else.")
    return redirect("kept-tables")


def _asked(request: PageRequest, table: str) -> Line:
    for line in lines_of(request.partnership):
        if line.table == table:
            return line
    raise Http404
