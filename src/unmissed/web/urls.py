"""Every address of the application, room by room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from unmissed.web import addresses  # noqa: F401 - the rooms' addresses take identifiers as it writes them


def health(request: HttpRequest) -> HttpResponse:
    """Whether the process answers: for a load balancer, and for whoever starts the server and waits for it."""
    return HttpResponse("ok\n", content_type="text/plain")


health.open_to_all = True  # type: ignore[attr-defined]

urlpatterns = [
    path("health", health, name="health"),
    path("", include("unmissed.web.home.urls")),
    path("", include("unmissed.web.access.urls")),
    path("", include("unmissed.web.children.urls")),
    path("", include("unmissed.web.referrals.urls")),
    path("", include("unmissed.web.findings.urls")),
    path("", include("unmissed.web.imports.urls")),
    path("", include("unmissed.web.administration.urls")),
]
handler400 = "unmissed.web.faults.bad_request"
handler404 = "unmissed.web.faults.not_found"
handler500 = "unmissed.web.faults.server_error"
