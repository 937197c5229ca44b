"""What a person had typed when the session ended: carried through signing in, in the page itself and nowhere else.

The words are sealed with a time limit and with whose they are, so that nobody else who signs in is handed them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from unmissed.web.access.forms import SignInForm

_SALT, _HOURS = "kept-words", 12
_NOT_WORDS = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True)
class Kept:
    """Typed words and the page that they were for. `whose` is the person's key; None where it was no longer known."""

    path: str
    words: tuple[tuple[str, str], ...]
    whose: int | None

    def sealed(self) -> str:
        """As a hidden field carries it."""
        return signing.dumps([self.path, self.words, self.whose], salt=_SALT, compress=True)


def unsealed(text: str) -> Kept | None:
    """What a hidden field carried; None where it is empty, was changed or is too old."""
    try:
        path, words, whose = signing.loads(text, salt=_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature:
        return None
    return Kept(path, tuple((name, value) for name, value in words), whose)


def kept_from(request: HttpRequest, whose: int | None) -> Kept:
    """The words of a request that came too late. Files are not kept; the page says so."""
    pairs = [(name, value) for name, values in request.POST.lists() if name not in _NOT_WORDS for value in values]
    return Kept(request.get_full_path(), tuple((name, str(value)) for name, value in pairs), whose)


def sign_in_with_kept_words(request: HttpRequest, whose: int | None = None) -> HttpResponse:
    """The sign-in page in place of the page asked for: with what was typed, or the way back to it."""
    kept = kept_from(request, whose) if request.method == "POST" else Kept(request.get_full_path(), (), whose)
    context = {"form": SignInForm(), "kept": kept.sealed(), "words_kept": bool(kept.words)}
    return render(request, "access/sign_in.html", context, status=401 if request.method == "POST" else 200)
