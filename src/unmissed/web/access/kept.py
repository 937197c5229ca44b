"""What a person had typed when the session ended: carried through signing in, in the page itself and nowhere else.

The words are sealed with a time limit and with whose they are, so that nobody else who signs in is handed them; and veiled, since
whoever comes to the same screen next can read the source of the page.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme

from unmissed.web.people.models import Person

_SALT, _HOURS, _ONCE = "kept-words", 12, 16
_NOT_WORDS = ("csrfmiddlewaretoken", "kept", "password", "code", "key")
"""Fields that are never carried, and neither is one whose name begins so: secrets, and what this room itself sends."""
WHOSE = "whose"
"""The cookie that says who signed in here last: sealed, and good for nothing but telling whose words they are."""


@dataclass(frozen=True)
class Kept:
    """Typed words and the page that they were for. `whose` is the person's key; None where it is not known: then nobody is
    handed them. `files` says that files were sent too, which cannot be kept.
    """

    path: str
    words: tuple[tuple[str, str], ...]
    whose: int | None
    files: bool = False

    def sealed(self) -> str:
        """As a hidden field carries it."""
        said = json.dumps([self.path, self.words, self.whose, self.files]).encode()
        return signing.dumps(b64encode(_veiled(zlib.compress(said))).decode("ascii"), salt=_SALT)

    def belongs_to(self, person: Person) -> bool:
        """Whether these are this person's words."""
        return self.whose == person.pk


def unsealed(text: str) -> Kept | None:
    """What a hidden field carried; None where it is empty, was changed or is too old."""
    try:
        veiled = b64decode(signing.loads(text, salt=_SALT, max_age=_HOURS * 3600))
        path, words, whose, files = json.loads(zlib.decompress(_unveiled(veiled)))
    except (signing.BadSignature, ValueError, TypeError, zlib.error):
        return None
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return None
    return Kept(path, tuple((name, value) for name, value in words), whose, files)


def _veiled(plain: bytes) -> bytes:
    """What only this installation can read: added to a stream drawn from its key and a number that is used once.

    SHAKE-256 with a key before it is a keyed stream; the seal around it all keeps it from being changed.
    """
    once = secrets.token_bytes(_ONCE)
    return once + _with_stream(plain, once)


def _unveiled(veiled: bytes) -> bytes:
    return _with_stream(veiled[_ONCE:], veiled[:_ONCE])


def _with_stream(text: bytes, once: bytes) -> bytes:
    key = hashlib.sha256(f"{_SALT} {settings.SECRET_KEY}".encode()).digest()
    stream = hashlib.shake_256(key + once).digest(len(text))
    return (int.from_bytes(text, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(text), "big")


def kept_from(request: HttpRequest, whose: int | None = None) -> Kept:
    """The page that was asked for and the words of a request that came too late.

    Words are kept only if the form was ours: otherwise another site could put words into somebody's mouth.
    """
    path, whose = request.get_full_path(), whose or last_here(request)
    if request.method != "POST" or not _was_ours(request):
        return Kept(path, (), whose)
    pairs = [(name, value) for name, values in request.POST.lists() if not name.startswith(_NOT_WORDS) for value in values]
    return Kept(path, tuple((name, str(value)) for name, value in pairs), whose, bool(request.FILES))


def _was_ours(request: HttpRequest) -> bool:
    match = resolve(request.path_info)
    checked = CsrfViewMiddleware(lambda _: HttpResponse()).process_view(request, match.func, match.args, match.kwargs)
    return checked is None


def last_here(request: HttpRequest) -> int | None:
    """Who signed in here last; None where that is not known."""
    said = request.get_signed_cookie(WHOSE, default=None, salt=_SALT)
    return int(said) if said else None


def remember(response: HttpResponse, person: Person) -> HttpResponse:
    """Let the browser say, after the session has ended, whose words it sends."""
    response.set_signed_cookie(
        WHOSE, str(person.pk), salt=_SALT, max_age=7 * 86_400, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    return response
