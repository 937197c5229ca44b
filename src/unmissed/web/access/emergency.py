"""Opening a record in an emergency, and noting that it was opened."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from unmissed.web.access.actions import note_seen, open_in_emergency
from unmissed.web.access.forms import EmergencyForm
from unmissed.web.access.pages import PageRequest, page, refused
from unmissed.web.access.selectors import NOTED_DAYS, emergency_views_noted, emergency_views_to_note, names_in_sight
from unmissed.web.access.sight import verdict
from unmissed.web.access.words import moment
from unmissed.web.people.roles import May
from unmissed.web.trail.action import RefusedError


@page(May.EMERGENCY_VIEW)
def emergency(request: PageRequest, child_id: str = "") -> HttpResponse:
    """Say why and for how long; then the record opens. Whether there is such a record is said only after that."""
    form = EmergencyForm(request.POST if request.method == "POST" else None, child_id=child_id)
    if form.is_valid():
        return _open(request, child_id or form.cleaned_data["child_id"], form)
    if child_id and verdict(request.person, request.partnership, child_id).allowed:
        return redirect("child", child_id=child_id)
    return render(request, "access/emergency.html", {"form": form, "child_id": child_id})


def _open(request: PageRequest, child_id: str, form: EmergencyForm) -> HttpResponse:
    if verdict(request.person, request.partnership, child_id).allowed:
        return redirect("child", child_id=child_id)
    why, hours = form.cleaned_data["why"], form.cleaned_data["hours"]
    try:
        open_in_emergency(child_id=child_id, why=why, hours=hours, by=request.person)
    except RefusedError as error:
        return refused(request, str(error), child_id, "emergency", offer_emergency=False, reason=why)
    messages.success(request, "The record is open to you for now. The child's manager is told.")
    return redirect("child", child_id=child_id)


@page(May.NOTE_EMERGENCY, looks="emergency views to note")
def emergency_views(request: PageRequest) -> HttpResponse:
    """The emergency views that this person has yet to note, and below those that were noted not long ago."""
    views, noted = list(emergency_views_to_note(request.person)), list(emergency_views_noted(request.person))
    names = names_in_sight(request.person, request.partnership, [view.child_id for view in (*views, *noted)])
    context = {"views": views, "noted": noted, "names": names, "moment": moment, "days": NOTED_DAYS}
    return render(request, "access/emergency_views.html", context)


@page(May.NOTE_EMERGENCY)
def note_emergency_view(request: PageRequest, view_id: int) -> HttpResponse:
    """Note having seen one; from Home or from the list."""
    if request.method == "POST":
        note_seen(view_id=view_id, by=request.person)
        messages.success(request, "Noted.")
    return redirect("emergency-views")
