"""The tracker: who is in view, and who is about to fall out of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from unmissed.web.access.pages import PageRequest, page
from unmissed.web.children.actions import drop_filter, save_filter, take_out
from unmissed.web.children.export import MOST_ROWS, as_csv, as_xlsx
from unmissed.web.children.listing import Scope, every, figures, listed, narrowed
from unmissed.web.children.models import SavedFilter
from unmissed.web.children.rows import exported, heads, rows_of
from unmissed.web.children.sifting import FIGURES, Sift, SiftForm
from unmissed.web.clock import today
from unmissed.web.design.fields import DesignForm
from unmissed.web.people.roles import May
from unmissed.web.record.keeping import keeping_of

_KINDS: dict[str, Any] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class SaveForm(DesignForm):
    """A name for the filter that is set."""

    name = forms.CharField(label="Save this filter as", max_length=60, strip=True)


@page(May.SEE_CHILDREN, looks="the tracker")
def tracker(request: PageRequest) -> HttpResponse:
    """Everyone with any level or any harm whom the person may see."""
    form = SiftForm(request.GET, partnership=request.partnership)
    return _shown(request, form, SaveForm())


def _shown(request: PageRequest, form: SiftForm, save: SaveForm) -> HttpResponse:
    sift, scope = form.sift(), _scope(request)
    counts = figures(scope)
    found = listed(scope, sift, counts[""])
    context = {
        "form": form,
        "save": save,
        "sift": sift,
        "chosen": list(form.chosen(sift)),
        "figures": [(counts[""], "children in view", "?")] + [(counts[n], FIGURES[n], f"?figure={n}") for n in FIGURES],
        "heads": heads(sift),
        "rows": rows_of(scope, found),
        "found": found,
        "saved": SavedFilter.objects.filter(person=request.person),
        "lacks": _lacks(request),
        "address": _address(sift),
    }
    return render(request, "children/tracker.html", context, status=422 if save.errors else 200)


def _scope(request: PageRequest) -> Scope:
    return Scope(request.person, request.partnership, today(request.partnership))


def _lacks(request: PageRequest) -> list[str]:
    """The tables that the record does not hold whole: what they would tell is unknown for every child."""
    return [what.replace("_", " ") for what in sorted(keeping_of(request.partnership).never) if "." not in what]


def _address(sift: Sift) -> str:
    query = sift.query()
    return query + ("page=" if query == "?" else "&page=")


@page(May.EXPORT)
@require_POST
def tracker_export(request: PageRequest, kind: str) -> HttpResponse:
    """The filtered list as CSV or as a workbook, noted in the trail before any of it is sent."""
    if kind not in _KINDS:
        raise Http404
    sift, scope = SiftForm(request.POST, partnership=request.partnership).sift(), _scope(request)
    count = scope.count(narrowed(scope, sift))
    if kind == "xlsx" and count > MOST_ROWS:
        messages.error(request, f"A sheet holds {MOST_ROWS:,} children. Narrow the list, or take it out as CSV.")
        return redirect(reverse("tracker") + sift.query())
    take_out(partnership=request.partnership, kind=kind, asked=sift.codes, children=count, by=request.person)
    write, content_type = _KINDS[kind]
    response: Any = StreamingHttpResponse(write(exported(scope, every(scope, sift))), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="children-{scope.day.isoformat()}.{kind}"'
    response["Cache-Control"] = "no-store"
    streamed: HttpResponse = response
    return streamed


@page(May.SEE_CHILDREN)
@require_POST
def keep_filter(request: PageRequest) -> HttpResponse:
    """Keep the filter that is set under a name."""
    form, save = SiftForm(request.POST, partnership=request.partnership), SaveForm(request.POST)
    if not save.is_valid():
        return _shown(request, form, save)
    kept = save_filter(name=save.cleaned_data["name"], query=form.sift().query(), by=request.person)
    messages.success(request, f"The filter is saved as “{kept.name}”.")
    return redirect(reverse("tracker") + kept.query)


@page(May.SEE_CHILDREN)
@require_POST
def forget_filter(request: PageRequest, pk: int) -> HttpResponse:
    """Drop a saved filter."""
    kept = SavedFilter.objects.filter(pk=pk, person=request.person).first()
    if kept is None:
        raise Http404
    drop_filter(kept=kept, by=request.person)
    return redirect("tracker")
