"""A threshold as a rule that a partnership can state, such as `level >= medium or harm >= suspected`.

    rule       = term { "or" term }
    term       = factor { "and" factor }
    factor     = "not" factor | "(" rule ")" | comparison | indicator
    comparison = ("level" | "harm" | "age") (">=" | ">" | "<=" | "<" | "=" | "!=") value
    indicator  = "indicator:" code

A level is none, low, medium, high or very_high; a harm none, suspected or known; an age a whole number of years. An indicator
holds while the last completed assessment weighed that factor as risk or as harm. What is not known (no assessment, no date of
birth) makes a comparison false, and its `not` true. The text is taken apart here and never handed to the database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from unmissed.oversight.figure import OversightError
from unmissed.policy.model import LEVELS

HARMS = ("none", "suspected", "known")
OLDEST = 17
"""A child is under 18."""

_SCALES: dict[str, tuple[str, tuple[str, ...]]] = {"level": ("level_rank", LEVELS), "harm": ("harm_rank", HARMS)}
_SIGNS = {"=": "=", "!=": "<>", ">=": ">=", ">": ">", "<=": "<=", "<": "<"}
_TOKEN = re.compile(r"\s*(indicator\s*:\s*[A-Za-z0-9_]+|>=|<=|!=|[<>=()]|[A-Za-z_]+|\d+|\S)")
_DEEPEST = 50
"""How deep brackets and `not` may nest: more is a slip of the keyboard."""


@dataclass(frozen=True)
class Rule:
    """A rule: its name, its text and the SQL condition over level_rank, harm_rank, age and indicators."""

    name: str
    text: str
    sql: str


def parse_rule(text: str, name: str = "") -> Rule:
    """The rule that `text` states. OversightError with what was found, what was expected and where."""
    return Rule(name or " ".join(text.split()), " ".join(text.split()), _Parser(text).whole())


def default_rules() -> list[Rule]:
    """The rules of the design and the inquiry."""
    return _rules(files("unmissed.oversight").joinpath("rules.yaml").read_text("utf-8"), "rules.yaml")


def load_rules(path: Path) -> list[Rule]:
    """The rules of a YAML file: a list of `name` and `rule`. OversightError where it cannot be read or a rule is wrong."""
    try:
        return _rules(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise OversightError(f"the rules file {path} cannot be read: {reason}. Give a YAML list of `name` and `rule`.") from None


def _rules(text: str, where: str) -> list[Rule]:
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise OversightError(f"{where} is not YAML{line}. Write a list of `name` and `rule`.") from None
    if not isinstance(raw, list) or not raw:
        raise OversightError(f"{where} holds no list of rules. Write `- name: ...` and `rule: ...` for each.")
    rules = [_named(each, place, where) for place, each in enumerate(raw, 1)]
    distinct(rules)
    return rules


def _named(spec: Any, place: int, where: str) -> Rule:
    if not isinstance(spec, dict) or not all(isinstance(spec.get(key), str) for key in ("name", "rule")):
        raise OversightError(f"{where}: rule {place} has not both a `name` and a `rule` in words.")
    return parse_rule(spec["rule"], spec["name"])


def distinct(rules: list[Rule]) -> None:
    """OversightError where two rules have one name: their figures could not be told apart."""
    names = [rule.name for rule in rules]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise OversightError(f"two rules are called {twice[0]!r}. Give each a name of its own.")


class _Parser:
    """Recursive descent over the tokens; what is written out is built from whole numbers and codes of letters only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [(match[1], match.start(1)) for match in _TOKEN.finditer(text)]
        self.place = 0
        self.depth = 0

    def whole(self) -> str:
        sql = self.rule()
        if self.place < len(self.tokens):
            self._wrong("`and`, `or` or the end")
        return sql

    def rule(self) -> str:
        parts = [self.term()]
        while self._takes("or"):
            parts.append(self.term())
        return parts[0] if len(parts) == 1 else "(" + " or ".join(parts) + ")"

    def term(self) -> str:
        parts = [self.factor()]
        while self._takes("and"):
            parts.append(self.factor())
        return parts[0] if len(parts) == 1 else "(" + " and ".join(parts) + ")"

    def factor(self) -> str:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise OversightError(f"the rule nests more than {_DEEPEST} deep. Write it with fewer brackets.")
        sql = self._factor()
        self.depth -= 1
        return sql

    def _factor(self) -> str:
        if self._takes("not"):
            return f"(not {self.factor()})"
        if self._takes("("):
            sql = self.rule()
            if not self._takes(")"):
                self._wrong("`)`")
            return sql
        if self._here().startswith("indicator") and ":" in self._here():
            return f"list_contains(indicators, '{self._next().split(':')[1].strip()}')"
        return self.comparison()

    def comparison(self) -> str:
        about = self._here()
        if about not in ("level", "harm", "age"):
            self._wrong("`level`, `harm`, `age` or `indicator:CODE`")
        self._next()
        if self._here() not in _SIGNS:
            self._wrong("one of " + ", ".join(_SIGNS))
        sign = _SIGNS[self._next()]
        column, value = self._age() if about == "age" else self._scale(about)
        return f"coalesce({column} {sign} {value}, false)"

    def _scale(self, about: str) -> tuple[str, int]:
        column, codes = _SCALES[about]
        if self._here() not in codes:
            self._wrong(f"a {about}: {', '.join(codes)}")
        return column, codes.index(self._next())

    def _age(self) -> tuple[str, int]:
        if not self._here().isdecimal() or int(self._here()) > OLDEST + 1:
            self._wrong(f"an age in whole years from 0 to {OLDEST + 1}")
        return "age", int(self._next())

    def _here(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def _next(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][0]

    def _takes(self, word: str) -> bool:
        found = self._here() == word
        self.place += found
        return found

    def _wrong(self, expected: str) -> None:
        found = f"`{self._here()}` at character {self.tokens[self.place][1] + 1}" if self._here() else "its end"
        raise OversightError(
            f"the rule `{self.text.strip()}`: found {found}, expected {expected}. Example: level >= medium or harm >= suspected"
        )
