"""The page of one child: one life, not one snapshot."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from unmissed.report.drawing import LINES
from unmissed.web.access.pages import PageRequest, page, why_not
from unmissed.web.children.looking_back import LookBackForm, typed
from unmissed.web.children.parts import BY_NAME, address
from unmissed.web.children.story import story_of
from unmissed.web.children.told import ZOOMS, Asked, Told, gone_findings
from unmissed.web.clock import today
from unmissed.web.findings.acts import offers_to
from unmissed.web.findings.agreement import agreements_waiting
from unmissed.web.findings.models import Finding
from unmissed.web.people.roles import May

_LINES = (*(line.name for line in LINES), "findings")


@page(May.SEE_CHILDREN, looks="a child's record")
def child(request: PageRequest, child_id: str) -> HttpResponse:
    """The child today, or as known on a past day (`?on=2026-05-01`), from which nothing can be changed."""
    asked = _asked(request)
    if isinstance(asked, str):
        messages.error(request, asked)
        return redirect(address(child_id))
    back = LookBackForm(request.GET if typed(request.GET) else None, day=today(request.partnership), initial={"on": asked.on})
    if back.is_bound and back.is_valid():
        part = "" if asked.part.name == "story" else asked.part.name
        return redirect(address(child_id, part=part, on=_past(back.cleaned_data["on"], request)))
    story = story_of(request.partnership, child_id, asked.on)
    if story is None:
        raise Http404
    changes = why_not(request, May.RECORD) is None
    told = Told(request.partnership, story, asked, changes=changes, offers=offers_to(request.person, request.partnership))
    gone = Finding.objects.filter(partnership=request.partnership, child_id=child_id).exclude(gone_at=None)
    context = {
        "told": told,
        "child_id": child_id,
        "as_of": story.day,
        "past": story.past,
        "emergency": _until(request),
        "gone": [] if story.past else gone_findings(gone.order_by("-gone_at")),
        "back": back,
        "to_agree": [] if story.past else agreements_waiting(request.partnership, child_id),
    }
    return render(request, "children/child.html", context)


def _past(on: date, request: PageRequest) -> str:
    """The day as the address carries it; today is the page without a day."""
    return on.isoformat() if on < today(request.partnership) else ""


def _asked(request: PageRequest) -> Asked | str:
    """What the address asks for; a sentence where its date is none. A day that has not passed is today."""
    given = request.GET.get("on", "").strip()
    try:
        on = date.fromisoformat(given) if given else None
    except ValueError:
        return "The date to look back to must be a real date, like 2026-05-01. This page shows today."
    if on is not None and on >= today(request.partnership):
        on = None
    if on is not None and on.year < 1900:
        return "The date to look back to must be in 1900 or later. This page shows today."
    part = BY_NAME.get(request.GET.get("part") or "story")
    if part is None:
        raise Http404
    zoom = request.GET.get("zoom", "")
    chosen = {*request.GET.getlist("line"), *request.GET.get("lines", "").split(",")}
    lines = tuple(name for name in _LINES if name in chosen)
    return Asked(part, on, zoom if zoom in ZOOMS else "", () if len(lines) == len(_LINES) else lines)


def _until(request: PageRequest) -> str:
    """Until when the record is open to this person in an emergency; empty where it is seen in the ordinary way."""
    emergency = request.sight.emergency
    return f"{timezone.localtime(emergency.until):%H:%M}" if emergency else ""
