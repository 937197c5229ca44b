"""SQL files that explain themselves: a YAML header in the first comment, then the SQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from unmissed.own_yaml import load_yaml


class AnnotationError(ValueError):
    """An SQL file whose header cannot be read. The message names the file and says what is expected."""


@dataclass(frozen=True)
class Annotated:
    """An SQL text and what its header says."""

    header: dict[str, Any]
    sql: str


def parse_annotated(text: str, name: str) -> Annotated:
    """Split an SQL file into its header and its SQL."""
    match = re.match(r"\s*/\*(.*?)\*/(.*)", text, re.DOTALL)
    if not match:
        raise AnnotationError(f"{name}.sql does not begin with a header. Begin with a comment /* … */ that holds YAML.")
    try:
        header = load_yaml(match[1])
    except yaml.YAMLError as error:
        raise AnnotationError(f"{name}.sql: the header is not YAML ({_place(error)}). Quote texts that hold a colon.") from None
    if not isinstance(header, dict):
        raise AnnotationError(f"{name}.sql: the header holds no names and values. Write one `name: value` on each line.")
    return Annotated(header, match[2].strip().rstrip(";"))


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else "unreadable"
