"""Nobody sees a page before signing in, and nobody's typed words are lost when a session has ended."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse

from unmissed.web.access.kept import sign_in_with_kept_words
from unmissed.web.people.models import Partnership, Person

OPEN = frozenset({"sign-in", "sign-out", "health"})
"""Pages for people who are not signed in."""
HALF_OPEN = frozenset({"second-factor", "new-password", "set-up-second-factor", "sign-out"})
"""Pages for people who have given their password and must do one thing more."""


class SignedInMiddleware:
    """Puts `person` and `partnership` on the request, or asks to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = resolve(request.path_info).url_name if not request.path_info.startswith("/static/") else "health"
        user = request.user
        if isinstance(user, Person) and self._idle(request):
            whose = user.pk
            logout(request)
            return self.get_response(request) if name in OPEN else sign_in_with_kept_words(request, whose=whose)
        if not isinstance(user, Person):
            return self.get_response(request) if name in OPEN else sign_in_with_kept_words(request)
        request.person, request.partnership = user, _partnership(request, user)  # type: ignore[attr-defined]
        step = self._missing_step(request, user)
        if step and name not in HALF_OPEN | OPEN:
            return HttpResponseRedirect(reverse(step))
        return self.get_response(request)

    def _idle(self, request: HttpRequest) -> bool:
        """Whether the session has lain idle too long; otherwise its clock starts anew, written at most once a minute."""
        now, last = int(time.time()), request.session.get("last_page_at", 0)
        if last and now - last > settings.IDLE_MINUTES * 60:
            return True
        if now - last > 60:
            request.session["last_page_at"] = now
        return False

    def _missing_step(self, request: HttpRequest, person: Person) -> str | None:
        if person.must_change_password:
            return "new-password"
        if not person.is_verified():  # type: ignore[attr-defined]
            if person.totpdevice_set.filter(confirmed=True).exists():  # type: ignore[attr-defined]
                return "second-factor"
            if person.needs_second_factor:
                return "set-up-second-factor"
        return None


def _partnership(request: HttpRequest, person: Person) -> Partnership:
    """The person's own partnership, or the read-only one that the person has turned to."""
    chosen = request.session.get("partnership")
    if chosen and chosen != person.partnership_id:
        return Partnership.objects.filter(pk=chosen, read_only=True).first() or person.partnership
    return person.partnership
