"""The pages of loading a register and taking one out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from unmissed.register.mending import row_at
from unmissed.register.quarantine import RegisterError
from unmissed.register.schema import schema
from unmissed.web.access.pages import PageRequest, page, why_not
from unmissed.web.access.words import moment
from unmissed.web.clock import today
from unmissed.web.imports import actions, folders, presenters, reading, selectors, taking_out
from unmissed.web.imports.forms import AcceptForm, DownloadForm, LeaveOutForm, MendForm, UploadForm
from unmissed.web.imports.models import Draft, new_token
from unmissed.web.imports.unpacking import UploadError, unpack
from unmissed.web.people.roles import May


@page(May.DOWNLOAD)
@require_GET
def imports(request: PageRequest) -> HttpResponse:
    """Load and leave: what is on its way in, and how to take everything out."""
    folders.sweep()
    context = {
        "at": moment,
        "may_load": why_not(request, May.LOAD) is None,
        "drafts": selectors.open_drafts(request.person, request.partnership),
        "loaded": selectors.loaded_drafts(request.partnership),
    }
    return render(request, "imports/imports.html", context)


@page(May.LOAD)
@require_http_methods(["GET", "POST"])
def upload(request: PageRequest) -> HttpResponse:
    """Upload a register to look through."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        kept = _kept(request, form)
        if kept:
            return redirect("draft", token=kept.token)
    return render(request, "imports/upload.html", {"form": form}, status=400 if form.errors else 200)


def _kept(request: PageRequest, form: UploadForm) -> Draft | None:
    """The upload as a draft; None where it cannot be used, which the form then says."""
    file: UploadedFile[Any] = form.cleaned_data["file"]
    folders.sweep()
    draft = Draft(
        token=new_token(),
        person=request.person,
        partnership=request.partnership,
        created_at=timezone.now(),
        file_name=(file.name or "register")[-100:],
    )
    try:
        unpack(file, draft.file_name, folders.make(draft))
        return actions.keep_upload(draft=draft, counts=reading.totals(reading.read(draft)), by=request.person)
    except (UploadError, RegisterError) as error:
        form.add_error("file", str(error))
        folders.remove(draft)
        return None
    except BaseException:
        folders.remove(draft)
        raise


@page(May.LOAD, looks="an upload")
@require_GET
def draft(request: PageRequest, token: str) -> HttpResponse:
    """What an upload holds, what is wrong with it, and what loading it would change; once loaded, how far the checks are."""
    return _draft_page(request, selectors.draft_of(request.person, token), AcceptForm())


@page(May.LOAD)
@require_POST
def read_again(request: PageRequest, token: str) -> HttpResponse:
    """Read the whole upload again, with the mends."""
    kept = _open_draft(request, token)
    try:
        found = reading.totals(reading.read(kept))
    except RegisterError as error:
        messages.error(request, str(error))
        return redirect("draft", token=token)
    actions.note_reading(draft=kept, counts=found, by=request.person)
    left = found["quarantine"]
    messages.success(request, f"Read again. {left:,} rows are in quarantine." if left else "Read again. No row is in quarantine.")
    return redirect("draft", token=token)


@page(May.LOAD, looks="a row of an upload")
@require_http_methods(["GET", "POST"])
def mend(request: PageRequest, token: str, table: str, line: int) -> HttpResponse:
    """Correct the cells of one row."""
    row = _row(request, token, table, line)
    if request.method == "GET":
        return _mend_page(request, row, _as_read(row), LeaveOutForm())
    form = MendForm(schema()[table], list(row.cells), request.POST)
    if not form.is_valid():
        return _mend_page(request, row, form, LeaveOutForm())
    actions.mend_row(draft=row.draft, table=table, line=line, cells=form.cleaned_data, by=request.person)
    return _onwards(request, row)


@page(May.LOAD)
@require_POST
def leave_out(request: PageRequest, token: str, table: str, line: int) -> HttpResponse:
    """Leave one row out, with a reason."""
    row = _row(request, token, table, line)
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        return _mend_page(request, row, _as_read(row), form)
    actions.leave_out(draft=row.draft, table=table, line=line, why=form.cleaned_data["why"], by=request.person)
    return _onwards(request, row)


@page(May.LOAD)
@require_POST
def as_it_came(request: PageRequest, token: str, table: str, line: int) -> HttpResponse:
    """Take back what was done with one row."""
    row = _row(request, token, table, line)
    actions.take_mend_back(draft=row.draft, table=table, line=line, by=request.person)
    return redirect("draft", token=token)


@page(May.LOAD)
@require_POST
def accept(request: PageRequest, token: str) -> HttpResponse:
    """Put the rows into the record."""
    kept = _open_draft(request, token)
    found = folders.reading_of(kept)
    form = AcceptForm(request.POST)
    if found["quarantined_rows"] and not form.is_valid():
        return _draft_page(request, kept, form, status=400)
    if found["too_long"] or presenters.waiting(found, folders.changes_of(kept)):
        messages.error(request, "Nothing was loaded: mend what is named below and read the upload again first.")
        return redirect("draft", token=token)
    try:
        actions.accept(draft=kept, by=request.person)
    except actions.OutdatedError:
        actions.note_reading(draft=kept, counts=reading.totals(reading.read(kept)), by=request.person)
        messages.error(request, "Nothing was loaded: the record was changed meanwhile. Look at what would change now.")
    return redirect("draft", token=token)


@page(May.LOAD)
@require_POST
def discard(request: PageRequest, token: str) -> HttpResponse:
    """Give an upload up."""
    actions.discard(draft=_open_draft(request, token), by=request.person)
    messages.success(request, "The upload was discarded. Nothing of it was loaded.")
    return redirect("imports")


@page(May.DOWNLOAD)
@require_http_methods(["GET", "POST"])
def download(request: PageRequest) -> HttpResponse:
    """Take the whole register out."""
    form = DownloadForm(request.POST) if request.method == "POST" else DownloadForm(initial={"kind": "zip"})
    counts = taking_out.counts(request.person, request.partnership)
    if form.is_bound and form.is_valid():
        response = _file(request, form, counts)
        if response:
            return response
    return render(request, "imports/download.html", {"form": form, "counts": counts}, status=400 if form.errors else 200)


def _file(request: PageRequest, form: DownloadForm, counts: dict[str, int]) -> HttpResponse | None:
    """The register as a file, and its entry in the trail; None where it does not fit, which the form then says."""
    kind, partnership = form.cleaned_data["kind"], request.partnership
    write = taking_out.as_zip if kind == "zip" else taking_out.as_workbook
    try:
        file = write(request.person, partnership)
    except taking_out.TooLargeError as error:
        form.add_error("kind", str(error))
        return None
    actions.take_out(partnership=partnership, kind=kind, why=form.cleaned_data["why"], counts=counts, by=request.person)
    name = f"register-{today(partnership):%Y-%m-%d}.{kind}"
    return cast(HttpResponse, FileResponse(file, as_attachment=True, filename=name))


def _open_draft(request: PageRequest, token: str) -> Draft:
    """The person's draft that is still open. Raises RefusedError where it no longer is."""
    kept = selectors.draft_of(request.person, token)
    actions.demand_open(kept)
    return kept


def _draft_page(request: PageRequest, kept: Draft, form: Form, status: int = 200) -> HttpResponse:
    if kept.outcome == "loaded":
        return render(request, "imports/loaded.html", {"draft": kept, "at": moment, "progress": selectors.progress_of(kept)})
    if not kept.is_open or not folders.reading_of(kept):
        return render(request, "imports/gone.html", {"draft": kept})
    found, mends = folders.reading_of(kept), folders.stored_mends(kept)
    context = {
        "draft": kept,
        "at": moment,
        "reading": found,
        "figures": presenters.figures(found),
        "children": presenters.children(found),
        "totals": reading.totals(found),
        "page": presenters.page_of(found, mends, request.GET.get("page", "1")),
        "treated": presenters.treated(mends),
        "waiting": presenters.waiting(found, folders.changes_of(kept)),
        "form": form,
    }
    return render(request, "imports/draft.html", context, status=status)


@dataclass(frozen=True)
class _Row:
    """A row of a draft: where it stands, its cells as the file has them with what was mended, and how it was mended."""

    draft: Draft
    table: str
    line: int
    cells: dict[str, str]
    mend: dict[str, Any] | None


def _row(request: PageRequest, token: str, table: str, line: int) -> _Row:
    """The row. 404 where there is none, RefusedError where the draft is no longer open."""
    kept = _open_draft(request, token)
    cells = row_at(folders.upload_of(kept), table, line)
    if cells is None:
        raise Http404
    mend = folders.stored_mends(kept).get(table, {}).get(str(line))
    return _Row(kept, table, line, cells | (mend or {}).get("cells", {}), mend)


def _mend_page(request: PageRequest, row: _Row, form: MendForm, leaving: LeaveOutForm) -> HttpResponse:
    context = {"draft": row.draft, "table": row.table, "line": row.line, "mended": row.mend, "form": form, "leaving": leaving}
    return render(request, "imports/mend.html", context, status=400 if request.method == "POST" else 200)


def _as_read(row: _Row) -> MendForm:
    """The form of a row as it stands, what is wrong with it beside each cell."""
    form = MendForm(schema()[row.table], list(row.cells), {f"cell-{name}": value for name, value in row.cells.items()})
    form.full_clean()
    for fault in presenters.faults_at(folders.reading_of(row.draft), folders.stored_mends(row.draft), row.table, row.line):
        form.add_fault(fault.column, fault.sentence)
    return form


def _onwards(request: PageRequest, row: _Row) -> HttpResponseRedirect:
    """To the next row that waits, where the person asked for it and there is one."""
    found, mends = folders.reading_of(row.draft), folders.stored_mends(row.draft)
    following = presenters.next_row(found, mends, row.table, row.line) if request.POST.get("then") == "next" else None
    if following:
        return redirect("mend", token=row.draft.token, table=following.table, line=following.line)
    messages.success(request, f"Kept for line {row.line} of {row.table}. Read again to check it with the rest.")
    return redirect("draft", token=row.draft.token)
