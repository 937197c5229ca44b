"""When something goes wrong: no page shows a traceback, no log holds a child's details, and the person learns what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from unmissed.web.quiet import place
from unmissed.web.trail.action import RefusedError

_log = logging.getLogger("unmissed")


class FaultsMiddleware:
    """Turns a fault into a page that says what happened to what was typed, and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError, DatabaseError) as error:  # the session itself could not be read or kept
            return out_of_reach(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A view that failed: refused, the database out of reach, or a fault of ours."""
        if isinstance(error, RefusedError):
            return render(request, "design/403.html", {"why": str(error)}, status=403)
        if isinstance(error, DatabaseError | InterfaceError):
            return out_of_reach(request, error)
        return None


def out_of_reach(request: HttpRequest, error: Exception) -> HttpResponse:
    """The record cannot be read or written now: nothing was kept of this request, and its words are handed back."""
    _log.error("the database is out of reach: %s at %s", type(error).__name__, place(error))
    typed = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    return plain_page(request, "design/503.html", {"typed": typed}, 503)


def plain_page(request: HttpRequest, template: str, context: dict[str, object], status: int) -> HttpResponse:
    """A page that needs neither the session nor the database."""
    from django.template.loader import render_to_string  # noqa: PLC0415 - templates are ready later than this module

    return HttpResponse(render_to_string(template, context), status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not ours or is too old."""
    return plain_page(request, "design/400.html", {"typed": list(request.POST.items())}, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return plain_page(request, "design/500.html", {}, 500)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    return plain_page(request, "design/404.html", {}, 404)
