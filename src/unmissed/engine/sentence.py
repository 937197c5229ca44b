"""The `because` sentence of a check as SQL, so that a million findings are told as fast as they are found."""

from __future__ import annotations

import re
from collections.abc import Mapping

NOT_RECORDED = "not recorded"


def sentence_sql(template: str, types: Mapping[str, str]) -> str:
    """An SQL expression for `template`, whose facts in braces are columns of `found`, of the types given (DuckDB's names).

    A date reads as 6 October 2016, a missing fact as "not recorded". Raises KeyError for a fact that is no column.
    """
    parts = [_part(text, types) for text in re.split(r"(\{\w+\})", template) if text]
    return f"concat({', '.join(parts)})" if parts else "''"


def _part(text: str, types: Mapping[str, str]) -> str:
    if not re.fullmatch(r"\{\w+\}", text):
        return "'" + text.replace("'", "''") + "'"
    name = text[1:-1]
    shown = f"in_words(found.{name})" if types[name] == "DATE" else f"found.{name}::varchar"
    return f"coalesce({shown}, '{NOT_RECORDED}')"
