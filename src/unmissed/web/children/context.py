"""Who a page's child is, for pages of every room: rooms below this one tell of a child without knowing how its bar is made."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from unmissed.web.children.identity import Identity, identity_of


def child(request: HttpRequest) -> dict[str, Callable[[], Identity | None]]:
    """`whose()` gives the identity of the child whom the page is about: asked only by a page that shows it, None where it
    is about no child or the person was not let in to see it.
    """
    return {"whose": lambda: _whose(request)}


def _whose(request: HttpRequest) -> Identity | None:
    sight, match = getattr(request, "sight", None), request.resolver_match
    if sight is None or not sight.allowed or match is None or "child_id" not in match.kwargs:
        return None
    return identity_of(request.partnership, match.kwargs["child_id"])  # type: ignore[attr-defined]  # set with the person
