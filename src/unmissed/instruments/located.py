"""YAML and JSON with the line of every value, so that a message can say where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from unmissed.instruments.errors import InstrumentError

Path = tuple[str | int, ...]
"""Where a value stands: ("levels", 0, "label")."""


@dataclass(frozen=True)
class Located:
    """A document as plain values, and the line (from 1) on which each stands."""

    data: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a value; of what holds it, where the value itself is missing."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_located(text: str, name: str) -> Located:
    """Read a YAML or JSON text. A name that stands twice is refused: YAML would silently keep the last.

    Dates stay text. Raises InstrumentError; its message never shows what stands in the text, only where.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise InstrumentError(
            f"{name} is neither YAML nor JSON{where}. Write one `name: value` on each line; quote texts that hold a colon."
        ) from None
    if node is None:
        raise InstrumentError(f"{name} is empty. Write one `name: value` on each line.")
    lines: dict[Path, int] = {}
    return Located(_value(node, (), lines, name), lines)


def _value(node: yaml.Node, path: Path, lines: dict[Path, int], name: str) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, path, lines, name))
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, place), lines, name) for place, child in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node)


def _pairs(node: yaml.MappingNode, path: Path, lines: dict[Path, int], name: str) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(getattr(key_node, "value", ""))
        line = key_node.start_mark.line + 1
        if key in seen:
            raise InstrumentError(f"{name}, line {line}: this name stands twice. Keep the line that is right.")
        seen.add(key)
        lines[(*path, key)] = line
        yield key, _value(value_node, (*path, key), lines, name)


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    tag = node.tag.rpartition(":")[2]
    text = node.value
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in {"true", "yes", "on"}
    if tag == "int" and re.fullmatch(r"[-+]?\d{1,9}", text):
        return int(text)
    return float(text) if tag == "float" and re.fullmatch(r"[-+]?\d+\.\d+", text) else text
