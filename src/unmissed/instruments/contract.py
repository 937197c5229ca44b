"""Values against the JSON Schema of a tool file, with the line of each fault.

Only the words of JSON Schema that `tool.schema.json` uses are understood; an unknown one is refused, so that no rule of the
contract is silently left out. (A test holds this against a full implementation of JSON Schema.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from unmissed.instruments.errors import nearest
from unmissed.instruments.located import Located, Path

_ANNOTATIONS = {"$schema", "$defs", "title", "description"}
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "boolean": (bool,),
}  # fmt: skip
_MENDS = {
    "caps": "a tool may raise a level and never hold it down: take the caps out. No child is refused a level because nobody "
    "has been identified (inquiry F.4 ¶25)",
    "cap": "a tool may raise a level and never hold it down: take the cap out",
    "guardrails": "the guardrails hold for every tool and cannot be set in a file: take the line out",
    "source": "write `sources:` with a list of {key, what}",
}
"""What to say of names that somebody may well try."""


@cache
def tool_schema() -> dict[str, Any]:
    """The contract of a tool file, as JSON Schema."""
    schema: dict[str, Any] = json.loads(files("unmissed.instruments").joinpath("tool.schema.json").read_text("utf-8"))
    return schema


def faults(document: Located) -> Iterator[str]:
    """Every way in which a document breaks the contract, each with its line and how to mend it."""
    yield from _checked(document, (), document.data, tool_schema())


def _checked(document: Located, path: Path, value: Any, schema: dict[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        schema = tool_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    unknown = set(schema) - set(_RULES) - _ANNOTATIONS
    assert not unknown, f"tool.schema.json uses {unknown}, which is not understood here"
    if not _is(value, schema["type"]):
        yield _said(document, path, f"found {_shown(value)}, expected {schema['description']}")
        return
    for word, rule in _RULES.items():
        if word in schema:
            yield from rule(document, path, value, schema)


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


def _properties(document: Located, path: Path, value: Any, schema: dict[str, Any]) -> Iterator[str]:
    for name, part in value.items():
        if name in schema["properties"]:
            yield from _checked(document, (*path, name), part, schema["properties"][name])


def _additional(document: Located, path: Path, value: Any, schema: dict[str, Any]) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in (name for name in value if name not in known):
        if isinstance(schema["additionalProperties"], dict):
            yield from _checked(document, (*path, name), value[name], schema["additionalProperties"])
        else:
            mend = _MENDS.get(name) or nearest(name, known)
            yield _said(document, (*path, name), f"there is no {name} here: {mend}")


def _required(document: Located, path: Path, value: Any, schema: dict[str, Any]) -> Iterator[str]:
    for name in schema["required"]:
        if name not in value:
            expected = _described(schema["properties"][name])
            yield _said(document, path, f"{name} is missing: add `{name}:` with {expected}")


def _items(document: Located, path: Path, value: Any, schema: dict[str, Any]) -> Iterator[str]:
    for place, part in enumerate(value):
        yield from _checked(document, (*path, place), part, schema["items"])


def _limit(document: Located, path: Path, value: Any, schema: dict[str, Any]) -> Iterator[str]:
    size = value if isinstance(value, int) else len(value)
    low = next((schema[word] for word in ("minimum", "minItems", "minLength") if word in schema), None)
    if (low is not None and size < low) or size > schema.get("maximum", size):
        yield _said(document, path, f"found {_shown(value)}, expected {schema['description']}")


def _choice(document: Located, path: Path, value: Any, schema: dict[str, Any]) -> Iterator[str]:
    if value not in schema["enum"]:
        yield _said(document, path, f"found {_shown(value)}, expected {schema['description']}. {nearest(value, schema['enum'])}")


def _pattern(document: Located, path: Path, value: Any, schema: dict[str, Any]) -> Iterator[str]:
    if not re.search(schema["pattern"], value):
        yield _said(document, path, f"found {_shown(value)}, expected {schema['description']}")


def _nothing(*_: Any) -> Iterator[str]:
    return iter(())


_RULES = {
    "type": _nothing,  # asked first, before any other rule
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "minItems": _limit,
    "minLength": _limit,
    "minimum": _limit,
    "maximum": _nothing,  # asked together with minimum
    "enum": _choice,
    "pattern": _pattern,
}


def _described(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        schema = tool_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return str(schema["description"])


def _said(document: Located, path: Path, what: str) -> str:
    place = ".".join(str(part) for part in path if isinstance(part, str))
    return f"line {document.line(path)}{f', {place}' if place else ''}: {what}."


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "names and values"
    return "nothing" if value is None or value == "" else repr(value)
