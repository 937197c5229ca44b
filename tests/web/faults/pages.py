"""Pages through which the faults are tried: everything between them and the database is the application's own."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from tests.web.conftest import SIGN_IN
from tests.web.world import HELD
from unmissed.web.access.pages import PageRequest, page
from unmissed.web.clock import today
from unmissed.web.people.models import Person
from unmissed.web.people.roles import May
from unmissed.web.record.actions import add
from unmissed.web.urls import handler404, handler500, health

__all__ = ["handler404", "handler500"]


def enter(request: HttpRequest) -> HttpResponse:
    """Sign the practitioner in."""
    login(request, Person.objects.get(sign_in="practitioner"), backend=SIGN_IN)
    return HttpResponse(get_token(request))


@page(May.RECORD, looks="the form")
def write(request: PageRequest) -> HttpResponse:
    """A form that records an event; a page that is answered with 200 has confirmed it."""
    if request.method == "GET":
        return HttpResponse("a form")
    own = {"child_id": HELD, "occurred_on": today(request.partnership), "kind": "other", "summary": request.POST["summary"]}
    return HttpResponse(add(table="events", values=own, by=request.person).record_id)


urlpatterns = [
    path("health", health, name="health"),
    path("enter", enter, name="sign-in"),
    path("write", write, name="write"),
]
