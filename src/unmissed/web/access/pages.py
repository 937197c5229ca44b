"""Every page is wrapped in `page`: it says who may open it, refuses everybody else, and leaves its entry in the trail."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from unmissed.web.access.sight import ONLY_TO_READ, Verdict, shut_in_emergency, verdict
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import CHANGES, May, may
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act

View = Callable[..., HttpResponseBase]


class PageRequest(HttpRequest):
    """A request of somebody who is signed in; `sight` is set on pages about a child, `step` says what is missing of it."""

    person: Person
    partnership: Partnership
    step: str | None
    sight: Verdict


def open_to_all(view: View) -> View:
    """Mark a view that people see who are not signed in."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def page(needs: May, *, looks: str = "") -> Callable[[View], View]:
    """Open a view only to roles with `needs`; where the view takes a `child_id`, only for children whom the person may see.

    `looks` names what was looked at, as the trail says it; with it, a page that was shown is an entry. A refusal always is.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            child_id = kwargs.get("child_id", "")
            refusal = _refusal(request, needs, child_id)
            if refusal:
                return refused(request, refusal, child_id, view.__name__)
            response = view(request, *args, **kwargs)
            if looks and request.method == "GET" and response.status_code == 200:
                because = {"because": request.sight.why} if child_id and hasattr(request, "sight") else {}
                append(Act.VIEW, looks, by=request.person, partnership=request.partnership, child_id=child_id, detail=because)
            return response

        opened.needs = needs  # type: ignore[attr-defined]
        return opened

    return decorate


def refused(
    request: PageRequest, why: str, child_id: str = "", what: str = "", *, offer_emergency: bool = True, reason: str = ""
) -> HttpResponse:
    """The page that says why not and what can be done, with its entry in the trail. Whether there is such a child is not said.

    `reason` is what the person had typed for it, which the trail keeps.
    """
    by, partnership = request.person, request.partnership
    detail = {"because": why}
    append(Act.REFUSAL, what, by=by, partnership=partnership, child_id=child_id, why=reason, detail=detail)
    emergency = offer_emergency and bool(child_id) and not partnership.read_only and may(by.role, May.EMERGENCY_VIEW)
    seen = emergency and verdict(by, partnership, child_id).allowed  # then the child is not what was refused
    context = {"why": why.rstrip("."), "child_id": child_id, "emergency": emergency and not seen, "reason": reason}
    return render(request, "access/refused.html", context, status=403)


def why_not(request: PageRequest, needs: May) -> str | None:
    """Why the person cannot do this here; None where it can be offered. It says nothing of whether the child is in sight."""
    if not may(request.person.role, needs):
        return f"the role {request.person.role_words} may not {needs.value}"
    if needs in CHANGES and request.partnership.read_only:
        return f"{request.partnership.name} can be read but not changed"
    sight = getattr(request, "sight", None)
    if sight and sight.emergency and shut_in_emergency(request.person, needs):
        return ONLY_TO_READ
    return None


def _refusal(request: PageRequest, needs: May, child_id: str) -> str | None:
    refusal = why_not(request, needs)
    if refusal or not child_id or needs is May.EMERGENCY_VIEW:
        return refusal
    request.sight = verdict(request.person, request.partnership, child_id)
    return why_not(request, needs) if request.sight.allowed else request.sight.why
