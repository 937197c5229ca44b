"""The questions of oversight: one SQL file each, whose header says what is asked, how it is counted and of what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from unmissed.oversight.figure import Column
from unmissed.register.annotated import parse_annotated

_FOLDER = files("unmissed.oversight").joinpath("questions")


@dataclass(frozen=True)
class Question:
    """One question: its header and its SELECT.

    `needs` are the tables and columns of the register that it cannot do without, `also` those that it reads where they are there.
    Of the tables `now` it asks only what runs on the as-of date; of the others it asks how things were, no further back than the
    days of the policy value `window` where one is named. `counts_from` says that its SELECT leaves out what was before
    `counted_from()`. `none` is what is said when it gives no row; `reads` are other questions whose rows it reads; `columns` are
    those of its figure.
    """

    name: str
    title: str
    asks: str
    definition: str
    denominator: str
    cites: tuple[str, ...]
    needs: tuple[str, ...]
    also: tuple[str, ...]
    now: frozenset[str]
    window: str | None
    counts_from: bool
    none: str
    about_children: bool
    columns: tuple[Column, ...]
    sql: str
    reads: tuple[str, ...]


@cache
def questions() -> dict[str, Question]:
    """Every question by name."""
    names = sorted(entry.name.removesuffix(".sql") for entry in _FOLDER.iterdir() if entry.name.endswith(".sql"))
    return {name: _question(name, set(names)) for name in names}


def _question(name: str, names: set[str]) -> Question:
    text = parse_annotated(_FOLDER.joinpath(f"{name}.sql").read_text("utf-8"), name)
    header = text.header
    words = set(re.findall(r"\w+", re.sub(r"--[^\n]*", "", text.sql)))
    return Question(
        name=name,
        title=header["title"],
        asks=header["asks"],
        definition=header["definition"],
        denominator=header["denominator"],
        cites=tuple(header["cites"]),
        needs=tuple(header["needs"]),
        also=tuple(header.get("also", ())),
        now=frozenset(header.get("now", ())),
        window=header.get("window"),
        counts_from="counted_from" in words,
        none=header.get("none", ""),
        about_children=header.get("about_children", False),
        columns=tuple(_column(column, spec) for column, spec in header["columns"].items()),
        sql=text.sql,
        reads=tuple(sorted(names & words - {name})),
    )


def _column(name: str, spec: dict[str, object]) -> Column:
    of = spec.get("of", ())
    assert isinstance(of, list | tuple)
    return Column(name, spec["kind"], str(spec["meaning"]), tuple(of))  # type: ignore[arg-type]
