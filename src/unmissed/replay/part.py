"""Reading one mapping of a case file: each value is asked for by kind, and each problem is kept with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from unmissed.replay.period import Period, day

Value = TypeVar("Value")
CITE = re.compile(r"F\.[45] ¶(2[1-9]|3[0-8])")
"""A paragraph of the two sections that this project rests on."""


@dataclass(frozen=True)
class Part:
    """A mapping of the file, the words for its place, and the list to which every problem in the file goes."""

    raw: Mapping[str, Any]
    where: str
    problems: list[str]

    def problem(self, found: str, expected: str, to_do: str) -> None:
        """Keep a problem: what was found, what was expected, what to do."""
        self.problems.append(f"{self.where}: found {found}; expected {expected}. {to_do}")

    def only(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        """Complain about keys that are missing, empty or unknown."""
        for key in required:
            if not self.raw.get(key):
                self.problem(f"no {key}", f"a value for {key}", f"Add `{key}:`.")
        for key in self.raw:
            if key not in (*required, *optional):
                self.problem(f"the key {key!r}", f"one of {', '.join((*required, *optional))}", "Correct or remove it.")

    def text(self, key: str) -> str:
        """Plain text, or "" where there is none."""
        value = self.raw.get(key, "")
        if isinstance(value, str):
            return " ".join(value.split())
        self.problem(f"a list or mapping under {key}", "plain text", "Write one sentence.")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of plain texts."""
        values = self._list(key)
        if all(isinstance(value, str) for value in values):
            return tuple(values)
        self.problem(f"something else than text in {key}", "a list of plain texts", "Write each on a line of its own.")
        return ()

    def cites(self, key: str = "cites") -> tuple[str, ...]:
        """Paragraphs, each written as `F.5 ¶32`."""
        cites = self.texts(key)
        for cite in cites:
            if not CITE.fullmatch(cite):
                self.problem(f"the paragraph {cite!r}", "one such as 'F.4 ¶25', from F.4 ¶21 to F.5 ¶38", "Correct it.")
        return cites

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed words, or "" where there is none."""
        value = self.text(key)
        if value and value not in allowed:
            self.problem(f"{key} {value!r}", f"one of {', '.join(allowed)}", "Correct it.")
        return value

    def date(self, key: str) -> date | None:
        """An ISO date, or None where there is none."""
        return self._parsed(key, self.text(key), day)

    def period(self, key: str) -> Period | None:
        """A period, or None where there is none."""
        return self._parsed(key, self.text(key), Period.parse)

    def whole(self, key: str) -> int:
        """A whole number, 0 or more; 0 where there is none or it is wrong."""
        text = self.text(key)
        if not text or text.isdecimal():
            return int(text or 0)
        self.problem(f"{key} {text!r}", "a whole number", "Correct it.")
        return 0

    def periods(self, key: str) -> dict[str, Period]:
        """Periods by column."""
        parsed = {column: self._parsed(f"{key}.{column}", str(text), Period.parse) for column, text in self.mapping(key).items()}
        return {column: period for column, period in parsed.items() if period}

    def mapping(self, key: str) -> Mapping[str, Any]:
        """A mapping, empty where there is none."""
        value = self.raw.get(key) or {}
        if isinstance(value, Mapping):
            return value
        self.problem(f"no mapping under {key}", "`name: value` lines", "Write it so.")
        return {}

    def parts(self, key: str, named_by: str = "") -> Iterator[Part]:
        """The mappings of a list, each with its place: by its own name where it has one, or else by its number."""
        for number, raw in enumerate(self._list(key), start=1):
            if not isinstance(raw, Mapping):
                self.problem(f"entry {number} of {key} that is no mapping", "`name: value` lines", "Write it so.")
                continue
            name = raw.get(named_by) or f"{key} {number}"
            yield Part(raw, f"{self.where}, {name}", self.problems)

    def part(self, key: str) -> Part | None:
        """The mapping under `key` as a part of its own, or None where there is none."""
        return Part(self.mapping(key), f"{self.where}, {key}", self.problems) if self.raw.get(key) else None

    def _list(self, key: str) -> list[Any]:
        value = self.raw.get(key) or []
        if isinstance(value, list):
            return value
        self.problem(f"no list under {key}", "a list", "Begin each entry with a hyphen.")
        return []

    def _parsed(self, key: str, text: str, parse: Callable[[str], Value]) -> Value | None:
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.problems.append(f"{self.where}, {key}: {error}. Correct it.")
            return None
