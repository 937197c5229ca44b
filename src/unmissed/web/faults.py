"""When something goes wrong: no page shows a traceback, no log holds a child's details, and the person learns what to do."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from typing import cast

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input

from unmissed.web.access.context import everywhere
from unmissed.web.access.pages import PageRequest, refused
from unmissed.web.quiet import place
from unmissed.web.trail.action import RefusedError

_log = logging.getLogger("unmissed")


class FaultsMiddleware:
    """Turns a fault into a page that says what happened to what was typed, and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Every page may show a child, so no browser or proxy keeps one: it is gone with the session, for the Back button too."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A view that failed: refused, the database out of reach, or a fault of ours."""
        if isinstance(error, RefusedError):
            return _refused(request, error)
        if isinstance(error, DatabaseError | InterfaceError):
            return out_of_reach(request, error)
        return None


def _refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
    """An action that was refused inside a view: the same page, and the same entry in the trail, as a page that was refused."""
    match = request.resolver_match
    child_id = match.kwargs.get("child_id", "") if match else ""
    return refused(cast(PageRequest, request), str(error), child_id, (match.url_name if match else "") or "")


def out_of_reach(request: HttpRequest, error: Exception) -> HttpResponse:
    """The record cannot be read or written now: nothing was kept of this request, and its words are handed back."""
    _log.error("the database is out of reach: %s at %s", type(error).__name__, place(error))
    return plain_page(request, "design/503.html", {"typed": list(typed_words(request))}, 503)


def typed_words(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What somebody typed into a form, without what must not stand on a page: passwords and tokens."""
    for name, values in request.POST.lists():
        if name not in {"kept", "key", "code"} and not any(secret in name for secret in ("password", "token")):
            yield from ((name, str(value)) for value in values if value)


def plain_page(request: HttpRequest, template: str, context: dict[str, object], status: int) -> HttpResponse:
    """A page that asks neither the session nor the database: who is signed in was found out before the fault, or is left out."""
    from django.template.loader import render_to_string  # noqa: PLC0415 - templates are ready later than this module

    return HttpResponse(render_to_string(template, _signed_in(request) | context), status=status)


def _signed_in(request: HttpRequest) -> dict[str, object]:
    """The name, the navigation and the way out, for somebody who is signed in as far as the request knows; else nothing."""
    if getattr(request, "person", None) is None:
        return {}
    try:
        return everywhere(request) | {"csrf_input": csrf_input(request)}
    except Exception as error:  # noqa: BLE001 - a page about a fault is shown whatever else fails
        _log.error("a page about a fault had no navigation: %s at %s", type(error).__name__, place(error))
        return {}


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not ours or is too old."""
    return plain_page(request, "design/400.html", {}, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; or the session itself could not be read or kept, which Django brings here past every middleware."""
    error = sys.exc_info()[1]
    if isinstance(error, DatabaseError | InterfaceError):
        return out_of_reach(request, error)
    return plain_page(request, "design/500.html", {}, 500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address or a form that makes no sense, or a name under which this is not served."""
    return plain_page(request, "design/400.html", {}, 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    return plain_page(request, "design/404.html", {}, 404)
