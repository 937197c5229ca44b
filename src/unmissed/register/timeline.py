"""The timelines: SQL views over the register as it was known, each shared term of the design in one file.

They are read in the order of their dependencies and made as tables, because several checks read each of them. Two kinds are
views: one that a run reads in a single place, and one that only picks rows of another (`made_anew` in its header), which costs
less to do again than to hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from graphlib import TopologicalSorter
from importlib.resources import files

from unmissed.register.annotated import Annotated, parse_annotated

_FOLDER = files("unmissed.register").joinpath("timelines")


@dataclass(frozen=True)
class Timeline:
    """One view: what it means, the SELECT that gives it, and whether it is made anew wherever it is read."""

    name: str
    meaning: str
    sql: str
    made_anew: bool = False

    def statement(self) -> str:
        """The SQL that makes the timeline on a connection that holds the as-of views and the macros."""
        return f"create or replace temp table {self.name} as\n{self.sql}"

    def view_statement(self) -> str:
        """The SQL that makes it a view there: for a timeline that need not be held."""
        return f"create temp view {self.name} as\n{self.sql}"


@cache
def timelines() -> dict[str, Timeline]:
    """Every timeline by name, each after those that it reads."""
    found = {name: _timeline(name) for name in _names()}
    order = TopologicalSorter({name: _read_by(found[name].sql, set(found) - {name}) for name in found})
    return {name: found[name] for name in order.static_order()}


def macros() -> str:
    """The SQL macros that timelines and checks share."""
    return parse_annotated(_FOLDER.joinpath("macros.sql").read_text("utf-8"), "macros").sql


def needed_timelines(texts: Iterable[str]) -> Iterator[Timeline]:
    """The timelines that these SQL texts read, directly or through others, in the order in which they can be made."""
    every = timelines()
    needed: set[str] = set()
    wanted = {name for text in texts for name in _read_by(text, set(every))}
    while wanted:
        name = wanted.pop()
        needed.add(name)
        wanted |= _read_by(every[name].sql, set(every)) - needed
    return (timeline for timeline in every.values() if timeline.name in needed)


def reads(sql: str, name: str) -> bool:
    """Whether an SQL text names a timeline."""
    return bool(_read_by(sql, {name}))


def times_read(name: str, texts: Iterable[str]) -> int:
    """How often these SQL texts read a timeline. Handed to a macro, which may read it again and again, it counts as twice."""
    codes = [_code(text) for text in texts]
    plainly = sum(len(re.findall(rf"\b(?:from|join)\s+{name}\b", code, re.IGNORECASE)) for code in codes)
    return plainly + 2 * sum(len(re.findall(rf"'{name}'", code)) for code in codes)


def _names() -> list[str]:
    names = (entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".sql"))
    return sorted(name.removesuffix(".sql") for name in names if name != "macros.sql")


def _timeline(name: str) -> Timeline:
    text: Annotated = parse_annotated(_FOLDER.joinpath(f"{name}.sql").read_text("utf-8"), name)
    return Timeline(name, text.header["meaning"], text.sql, made_anew=text.header.get("made_anew", False))


def _read_by(sql: str, names: set[str]) -> set[str]:
    return names & _words(sql)


@lru_cache(maxsize=1024)
def _words(sql: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _code(sql)))


def _code(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql)
