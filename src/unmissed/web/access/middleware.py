"""Nobody sees a page before signing in, and nobody's typed words are lost when a session has ended."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from unmissed.web.access.kept import kept_from
from unmissed.web.access.steps import arrived, sign_in_page, step_page
from unmissed.web.people.models import Person

OPEN = frozenset({"sign-in", "sign-out", "health"})
"""Pages for people who are not signed in."""


class SignedInMiddleware:
    """Puts `person`, `partnership` and `step` on the request, or asks to sign in.

    Whoever has given the password and must do one thing more sees the page of that one thing, and no other: not even those of
    the other steps, since with the password alone nobody may change a password or a second factor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("an address that no database can be asked about")
        name = _name_of(request)
        user, whose = request.user, None
        if isinstance(user, Person) and self._over(request):
            whose = user.pk
            logout(request)
        elif isinstance(user, Person):
            return self._signed_in(request, user, name)
        return self.get_response(request) if name in OPEN else sign_in_page(request, kept_from(request, whose))

    def _signed_in(self, request: HttpRequest, person: Person, name: str | None) -> HttpResponse:
        arrived(request, person)
        step: str | None = request.step  # type: ignore[attr-defined]
        if step and name != step and name not in OPEN:
            return step_page(request, step, kept_from(request, person.pk))
        return self.get_response(request)

    def _over(self, request: HttpRequest) -> bool:
        """Whether the session has lain idle or lasted too long; otherwise its idle clock starts anew, at most once a minute."""
        now, last = int(time.time()), request.session.get("last_page_at", 0)
        began = request.session.setdefault("signed_in_at", now)
        if (last and now - last > settings.IDLE_MINUTES * 60) or now - began > settings.SESSION_COOKIE_AGE:
            return True
        if now - last > 60:
            request.session["last_page_at"] = now
        return False


def _name_of(request: HttpRequest) -> str | None:
    """The name of the page that is asked for. What leads nowhere counts as open: the answer is the same for everybody."""
    if request.path_info.startswith("/static/"):
        return "health"
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return "health"
