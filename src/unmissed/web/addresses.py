"""How an identifier of a register stands in an address. Registers name their rows as they like: `2019/0007` is one identifier.

A server decodes an address before anybody sees it, so a stroke within an identifier would divide the address in two however it
was written. It is therefore written twice over; identifiers without such signs, which are nearly all, stand as they are.
"""

from __future__ import annotations

from urllib.parse import unquote

from django.urls import register_converter
from django.urls.converters import StringConverter

_WRITTEN = {"%": "%25", "/": "%2F", "\\": "%5C"}
_DOTS = {".": "%2E", "..": "%2E%2E"}
"""What a browser would take for a step in the address, not for a name."""


class IdConverter(StringConverter):
    """`<id:child_id>`: any identifier, whatever signs it holds."""

    def to_python(self, value: str) -> str:
        """The identifier."""
        return unquote(value)

    def to_url(self, value: object) -> str:
        """What stands for it between two strokes of an address, before the address itself is written for the network."""
        text = str(value)
        return _DOTS.get(text) or "".join(_WRITTEN.get(sign, sign) for sign in text)


register_converter(IdConverter, "id")
