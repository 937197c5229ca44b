"""Home: what needs me today. And the figures, which name no child."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from unmissed.web.access.pages import PageRequest, page
from unmissed.web.clock import today
from unmissed.web.findings.acts import offers_to
from unmissed.web.home.figures import FIGURES, as_csv, figures_of
from unmissed.web.home.presenters import due_lines_of, lines_of, places_of
from unmissed.web.home.selectors import needs_of
from unmissed.web.people.roles import May
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act


@page(May.OWN_ACCOUNT, looks="home")
def home(request: PageRequest) -> HttpResponse:
    """What needs the person today, by date; for roles without casework the way to their rooms."""
    needs, day = needs_of(request.person, request.partnership), today(request.partnership)
    offers = offers_to(request.person, request.partnership).for_all([*needs.open, *needs.due])
    context = {
        "today": day,
        "lines": lines_of(needs, day, offers),
        "due": due_lines_of(needs, day, offers),
        "needs": needs,
        "places": places_of(request),
    }
    return render(request, "home/home.html", context)


@page(May.SEE_FIGURES, looks="figures")
def figures(request: PageRequest) -> HttpResponse:
    """How many, for how long, served or not: never who."""
    told = figures_of(request.person, request.partnership)
    return render(request, "home/figures.html", {"figures": told, "today": today(request.partnership)})


@page(May.SEE_FIGURES)
def figures_csv(request: PageRequest, name: str) -> HttpResponse:
    """One figure to take out. Small numbers are hidden from everybody here: it leaves the partnership."""
    if name not in FIGURES:
        raise Http404
    text = as_csv(request.partnership, name)
    append(Act.EXPORT, "took out a figure", by=request.person, partnership=request.partnership, subject=f"figures:{name}")
    day = today(request.partnership).isoformat()
    disposition = f'attachment; filename="unmissed-{name}-{day}.csv"'
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})
