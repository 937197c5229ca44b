"""The key of a second factor: drawn here, sent nowhere, and kept only once a code has proved it."""

from __future__ import annotations

import secrets
from base64 import b32encode

import segno
from django.core import signing
from django_otp.plugins.otp_totp.models import TOTPDevice
from markupsafe import Markup

from unmissed.web.people.models import Person

_SALT, _SECONDS = "second-factor-key", 3_600


def new_key() -> str:
    """A fresh key, in hexadecimal."""
    return secrets.token_hex(20)


def drawn(person: Person, key: str) -> Markup:
    """The key as a QR code, an SVG without a size in styles, that an authenticator app reads."""
    code = segno.make(TOTPDevice(user=person, key=key).config_url, micro=False, error="m")
    return Markup(code.svg_inline(scale=5, border=4, light="#fff", title="QR code with the key", svgclass=None, lineclass=None))


def grouped(key: str) -> str:
    """The key as a person types it: base 32, in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode("ascii")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def seal(person: Person, key: str) -> str:
    """The key on its way through the page, bound to the person to whom it was shown."""
    return signing.dumps([person.pk, key], salt=_SALT)


def unseal(person: Person, text: str) -> str | None:
    """The key that the page carried; None where it was changed, is another person's or is older than an hour."""
    try:
        whose, key = signing.loads(text, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    return str(key) if whose == person.pk else None
