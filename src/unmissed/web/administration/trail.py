"""The trail's pages: who looked, who changed, who was refused; as a file; and whether somebody tampered with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render

from unmissed.web.access.pages import PageRequest, page
from unmissed.web.access.words import moment
from unmissed.web.administration.actions import ask_to_verify, export_trail
from unmissed.web.administration.entries import Asked, as_csv, entries_for, last_verified, page_of, waiting_to_verify
from unmissed.web.administration.forms import TrailForm
from unmissed.web.people.roles import May, may


@page(May.SEE_TRAIL, looks="the trail")
def trail(request: PageRequest) -> HttpResponse:
    """The trail, filtered, newest first."""
    form = TrailForm(request.GET or None, partnership=request.person.partnership)
    asked = form.asked()
    context = _listed(request, asked) | {"form": form, "verified": last_verified(request.partnership)}
    context |= {"waiting": _asked_at(request)}
    return render(request, "administration/trail.html", context)


@page(May.SEE_TRAIL, looks="who has looked")
def child_trail(request: PageRequest, child_id: str) -> HttpResponse:
    """Who has looked at one child's record, and who has changed it."""
    context = _listed(request, Asked(child_id=child_id))
    return render(request, "administration/child_trail.html", context | {"child_id": child_id})


@page(May.SEE_TRAIL)
def trail_export(request: PageRequest) -> HttpResponse | StreamingHttpResponse:
    """The entries of the filter as CSV; taking them out is an entry itself."""
    form = TrailForm(request.GET or None, partnership=request.person.partnership)
    asked = form.asked()
    if form.errors:
        context = _listed(request, asked) | {"form": form, "verified": None, "waiting": ""}
        return render(request, "administration/trail.html", context, status=400)
    last = export_trail(asked=asked, partnership=request.partnership, by=request.person)
    found = entries_for(request.person, request.partnership, asked)
    headers = {"Content-Disposition": 'attachment; filename="trail.csv"'}
    return StreamingHttpResponse(as_csv(found, last), content_type="text/csv; charset=utf-8", headers=headers)


@page(May.VERIFY_TRAIL)
def trail_verify(request: PageRequest) -> HttpResponse:
    """Ask for the whole trail to be verified; the page then says how that stands."""
    if request.method == "POST" and not waiting_to_verify(request.partnership):
        ask_to_verify(partnership=request.partnership, by=request.person)
    return redirect("trail")


def _listed(request: PageRequest, asked: Asked) -> dict[str, Any]:
    found = entries_for(request.person, request.partnership, asked)
    shown = page_of(found, before=_number(request, "before"), after=_number(request, "after"))
    kept = {name: value for name, value in request.GET.items() if value and name not in {"before", "after"}}
    return {
        "page": shown,
        "query": urlencode(kept),
        "older": f"?{urlencode(kept | {'before': shown.older})}" if shown.older else "",
        "newer": f"?{urlencode(kept | {'after': shown.newer})}" if shown.newer else "",
        "may_verify": may(request.person.role, May.VERIFY_TRAIL),
    }


def _asked_at(request: PageRequest) -> str:
    """When a verification was asked for that is not finished; empty where none was."""
    waiting = waiting_to_verify(request.partnership)
    return f"{moment(waiting.at)} by {waiting.person_name}" if waiting else ""


def _number(request: PageRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
