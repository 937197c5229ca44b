"""Answers from a register as it was known on a date, by the crosswalk. What no record says stays unknown, never no."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import duckdb
import yaml

from unmissed.instruments.answers import Answer, Answers, Seen
from unmissed.instruments.vocabulary import vocabulary
from unmissed.register.annotated import parse_annotated
from unmissed.register.known import as_of_view
from unmissed.register.loading import Register
from unmissed.register.schema import schema
from unmissed.register.timeline import needed_timelines

CURRENT_DAYS = 28
"""A sighting counts as current for four weeks; after that it is past, and stays so for ever."""

TABLES = ("children", "assessments", "assessment_factors", "events", "missing_episodes", "statuses")
"""What answers are derived from."""


@dataclass(frozen=True)
class Known:
    """The children of a register as known on a date: their answers, and the level of the last assessment of each."""

    answers: Mapping[str, Answers]
    recorded: Mapping[str, str]


def answers_from_register(register: Register, as_of: date, children: Iterable[str] | None = None) -> Known:
    """The answers that the register gives for each child (or for `children`), as it was known on `as_of`."""
    with register.con.cursor() as con:
        for name in TABLES:
            con.execute(f"create or replace temp view {name} as {as_of_view(schema()[name], schema(), as_of)}")
        for timeline in needed_timelines(["harm_on_record"]):
            con.execute(timeline.statement())
        return _known(con, as_of, _lacking(register), None if children is None else set(children))


def months_ago(last: date, as_of: date) -> int:
    """Months from `last` to `as_of`, a begun month as a whole one: the same day six months on is 6, the day after it 7."""
    months = (as_of.year - last.year) * 12 + as_of.month - last.month
    return months + (as_of.day > last.day)


@cache
def crosswalk() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(origin, code) of a record → the indicators that it answers."""
    raw = yaml.safe_load(files("unmissed.instruments").joinpath("crosswalk.yaml").read_text("utf-8"))
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for indicator, sources in raw["indicators"].items():
        for origin, codes in sources.items():
            for code in codes:
                found[origin, code].append(indicator)
    for indicator in vocabulary():
        found["factors", indicator].append(indicator)
    return {key: tuple(indicators) for key, indicators in found.items()}


@cache
def unanswered_kinds() -> Mapping[str, str]:
    """Kinds of events that answer no indicator → the reason."""
    raw = yaml.safe_load(files("unmissed.instruments").joinpath("crosswalk.yaml").read_text("utf-8"))
    kinds: Mapping[str, str] = raw["unanswered"]
    return kinds


def _known(con: duckdb.DuckDBPyConnection, as_of: date, notes: tuple[str, ...], wanted: set[str] | None) -> Known:
    sightings = _sightings(con, as_of)
    answers, recorded = {}, {}
    for child, born, disability, harm, past_harm, perpetrator, level in con.execute(_sql("facts")).fetchall():
        if wanted is None or child in wanted:
            indicators = {name: _seen(days, as_of) for name, days in sightings[child].items()}
            indicators |= _learning_disability(disability)
            answers[child] = Answers(
                indicators=indicators,
                age=_age(born, as_of),
                harm=harm,
                perpetrator_identified=_yes_no(perpetrator),
                past_harm=tuple(past_harm),
                notes=notes,
            )
            if level:
                recorded[child] = level
    return Known(answers, recorded)


def _sightings(con: duckdb.DuckDBPyConnection, as_of: date) -> Mapping[str, Mapping[str, list[date]]]:
    """Child → indicator → the days on which it was seen."""
    found: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    harm_kinds = [code for (origin, code), names in crosswalk().items() if origin == "events" and _is_harm(names)]
    rows = con.execute(_sql("sightings"), {"as_of": as_of, "harm_kinds": harm_kinds}).fetchall()
    for child, origin, code, last_on in rows:
        for indicator in crosswalk().get((origin, code), ()):
            found[child][indicator].append(last_on)
    return found


def _is_harm(indicators: tuple[str, ...]) -> bool:
    return any(vocabulary()[name].type == "harm" for name in indicators)


def _seen(days: list[date], as_of: date) -> Seen:
    """Current where it was seen within four weeks; before that, past, with every month in which it was."""
    current = any((as_of - day).days <= CURRENT_DAYS for day in days)
    past = tuple(sorted({months_ago(day, as_of) for day in days if (as_of - day).days > CURRENT_DAYS}))
    return Seen("yes" if current else "unknown", "yes" if past else "unknown", past)


def _learning_disability(codes: str | None) -> dict[str, Seen]:
    """From the disability codes of the child in need census: LD says yes, NONE says no, anything else leaves it unknown."""
    found = set(re.findall(r"[A-Z]+", (codes or "").upper()))
    if "LD" in found:
        return {"learning_disability": Seen("yes")}
    return {"learning_disability": Seen("no")} if found == {"NONE"} else {}


def _age(born: date | None, as_of: date) -> int | None:
    if born is None or born > as_of:
        return None
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def _yes_no(value: bool | None) -> Answer:
    return "unknown" if value is None else "yes" if value else "no"


def _lacking(register: Register) -> tuple[str, ...]:
    return tuple(f"the register has no {name}: what it would say is unknown" for name in TABLES if name not in register.tables)


def _sql(name: str) -> str:
    text = files("unmissed.instruments").joinpath(f"{name}.sql").read_text("utf-8")
    return parse_annotated(text, name).sql
