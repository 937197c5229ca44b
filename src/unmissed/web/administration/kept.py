"""What of the register is kept here, and from when: to read for everybody, to decide for coordinator and administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from unmissed.checks.catalogue import Check, catalogue
from unmissed.engine.audit import audit
from unmissed.engine.finding import Finding
from unmissed.engine.needs import counts_from, why_not_assessed
from unmissed.register.keeping import Keeping
from unmissed.register.loading import Register
from unmissed.register.schema import Table, schema
from unmissed.web.access.pages import PageRequest, page
from unmissed.web.administration.forms import KeptForm, NotKeptForm
from unmissed.web.administration.rechecking import progress_of
from unmissed.web.clock import today
from unmissed.web.findings.policy import policy_of
from unmissed.web.people.models import Partnership
from unmissed.web.people.roles import May, may
from unmissed.web.record.deciding import keep_table, stop_keeping
from unmissed.web.record.keeping import keeping_of, lacking
from unmissed.web.record.models import MODELS, KeptTable
from unmissed.web.record.register import register_of
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


@dataclass(frozen=True)
class Opens:
    """What one check would find: open findings and their children, and how many of them go back to before the day."""

    title: str
    findings: int
    children: int
    earlier: int


def lines_of(partnership: Partnership) -> list[Line]:
    """The tables about which there is something to decide."""
    decided = {one.table_name: one for one in KeptTable.objects.filter(partnership=partnership).select_related("decided_by")}
    return [_line(table, what, decided.get(table.name)) for table in schema() if (what := list(lacking(partnership, table)))]


def _line(table: Table, what: list[str], decision: KeptTable | None) -> Line:
    columns = [name.partition(".")[2].replace("_", " ") for name in what]
    lacks = "the whole table" if what == [table.name] else ", ".join(columns)
    return Line(table.name, title(table.name), lacks, decision, tuple(check.title for check in _needing(table)))


def _needing(table: Table) -> list[Check]:
    """The checks that need the table."""
    return [check for check in catalogue() if any(need.partition(".")[0] == table.name for need in check.needs)]


def would_open(partnership: Partnership, table: Table, since: date) -> list[Opens]:
    """What the checks that need the table would find, were it kept here from `since`. Nothing is written."""
    now, day = keeping_of(partnership), today(partnership)
    what = frozenset(lacking(partnership, table))
    then = Keeping(now.never - what, {**now.since, **dict.fromkeys(what, since)})
    register = register_of(partnership, then)
    try:
        checks = [check for check in _needing(table) if _is_opened(check, register, day)]
        found = list(audit(register, as_of=day, policy=policy_of(partnership), checks=checks).findings())
    finally:
        register.con.close()
    return [_opens(check, [f for f in found if f.check == check.name and f.state == "open"], since) for check in checks]


def _is_opened(check: Check, register: Register, day: date) -> bool:
    """Whether the check rests on what the decision is about, and could be assessed after it."""
    return counts_from(check, register) is not None and why_not_assessed(check, register, day) is None


def _opens(check: Check, found: Sequence[Finding], since: date) -> Opens:
    children = {one.child_id for one in found}
    return Opens(check.title, len(found), len(children), sum(one.opened_on == since for one in found))


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
    since = form.cleaned_data.get("since") if form.is_bound and not form.errors else None
    rows = MODELS[line.table].objects.filter(partnership=request.partnership).count()
    context: dict[str, Any] = {"line": line, "form": form, "back": back, "rows": rows, "since": since}
    context["opens"] = would_open(request.partnership, schema()[line.table], since) if since else None
    return render(request, "administration/kept_table.html", context, status=422 if form.errors or back.errors else 200)


def _decided(request: PageRequest, said: str) -> HttpResponse:
    messages.success(request, f"{said} Every child is checked again now, beside everything else.")
    return redirect("kept-tables")


def _asked(request: PageRequest, table: str) -> Line:
    for line in lines_of(request.partnership):
        if line.table == table:
            return line
    raise Http404
