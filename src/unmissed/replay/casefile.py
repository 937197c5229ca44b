"""Reads a case file and refuses a wrong one, with every problem at once and in words for the person who writes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import yaml

from unmissed.replay.cohort import cohort_children
from unmissed.replay.model import (
    Case,
    CaseChild,
    CaseError,
    Ending,
    Expectation,
    ExpectedFigure,
    Record,
    Sighting,
    Silence,
    Statement,
)
from unmissed.replay.part import Part
from unmissed.replay.period import Period, Precision
from unmissed.replay.records import check_record

SEVERITIES = ("critical", "serious", "watch", "strength")
FIGURES = ("lowest", "highest")
_NEVER = date.max


def read_case(text: str, file: str) -> Case:
    """The case that a file holds. CaseError, naming the file and every problem, when it cannot be used."""
    problems: list[str] = []
    case = _case(Part(_parsed(text, file), file, problems))
    problems += _repeated(case)
    if problems:
        raise CaseError("\n".join(problems))
    return case


class _Text(yaml.BaseLoader):
    """Keeps every value as the text in the file, guessing no date, bool or number, and refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"found the key {key!r} twice", node.start_mark)
        return super().construct_mapping(node, deep)


def _parsed(text: str, file: str) -> Mapping[str, Any]:
    try:
        raw = yaml.load(text, _Text)
    except yaml.YAMLError as error:
        raise CaseError(f"{file}: this is not YAML that can be read: {error}. Mend the line named.") from None
    if not isinstance(raw, dict):
        raise CaseError(f"{file}: found no mapping; expected id, title, area and the rest. Follow another case file.")
    return raw


def _case(part: Part) -> Case:
    part.only(("id", "title", "area", "cites", "ends_on", "order", "happened"), ("children", "cohort", "figures", "assumed"))
    if not part.raw.get("children") and not part.raw.get("cohort"):
        part.problem("no children and no cohort", "at least one of them", "Add `children:`.")
    cohort = part.part("cohort")
    return Case(
        id=part.text("id"),
        title=part.text("title"),
        area=part.text("area"),
        cites=part.cites(),
        ends_on=part.date("ends_on") or _NEVER,
        order=part.whole("order"),
        happened=_statements(part, "happened"),
        assumed=part.texts("assumed"),
        figures=tuple(_figure(each) for each in part.parts("figures")),
        children=tuple(_child(each) for each in part.parts("children", "child_id"))
        + (cohort_children(cohort, part.text("area")) if cohort else ()),
    )


def _child(part: Part) -> CaseChild:
    part.only(("child_id", "who", "records"), ("happened", "left_out", "expect", "silent", "at_the_end"))
    if not any(part.raw.get(key) for key in ("expect", "silent", "at_the_end")):
        part.problem(
            "a child about whom nothing is asked",
            "expect, silent or at_the_end",
            "Say what must be found or stay silent.",
        )
    child = CaseChild(
        child_id=part.text("child_id"),
        who=part.text("who"),
        happened=_statements(part, "happened"),
        left_out=_statements(part, "left_out"),
        records=tuple(_record(each) for each in part.parts("records")),
        expect=tuple(_expectation(each) for each in part.parts("expect", "check")),
        silent=tuple(_silence(each) for each in part.parts("silent", "check")),
        at_the_end=tuple(_ending(each) for each in part.parts("at_the_end")),
    )
    _child_row(part, child)
    return child


def _child_row(part: Part, child: CaseChild) -> None:
    rows = [row for record in child.records if record.table == "children" for row in record.rows]
    if len(rows) != 1:
        part.problem(f"{len(rows)} rows of the table children", "exactly one", "Give the child one record of the table children.")


def _record(part: Part) -> Record:
    part.only(("table", "rows"), ("fact", "cites", "precision", "dated", "assumed", "wholly_assumed"))
    record = Record(
        table=part.text("table"),
        rows=tuple(_row(each) for each in part.parts("rows")),
        fact=part.text("fact"),
        cites=part.cites(),
        precision=part.choice("precision", get_args(Precision)) or None,  # type: ignore[arg-type]
        dated=part.periods("dated"),
        assumed={column: str(why) for column, why in part.mapping("assumed").items()},
        wholly_assumed=part.text("wholly_assumed"),
    )
    check_record(part, record)
    return record


def _row(part: Part) -> dict[str, str]:
    return {column: part.text(column) for column in part.raw}


def _statements(part: Part, key: str) -> tuple[Statement, ...]:
    def statement(each: Part) -> Statement:
        each.only(("says", "cites"))
        return Statement(each.text("says"), each.cites())

    return tuple(statement(each) for each in part.parts(key))


def _expectation(part: Part) -> Expectation:
    part.only(("check", "by", "by_because", "cites"), ("not_before", "closes_in", "severity", "authorities_saw"))
    expectation = Expectation(
        check=part.text("check"),
        by=part.date("by") or _NEVER,
        by_because=part.text("by_because"),
        cites=part.cites(),
        not_before=part.date("not_before"),
        closes_in=part.period("closes_in"),
        severity=part.choice("severity", SEVERITIES),
        authorities_saw=_sighting(part.part("authorities_saw")),
    )
    if expectation.not_before and expectation.not_before > expectation.by:
        part.problem("not_before after by", "a day on or before it", "Correct one of them.")
    return expectation


def _sighting(part: Part | None) -> Sighting | None:
    if part is None:
        return None
    part.only(("on", "precision", "what", "cites"))
    precision: Any = part.choice("precision", get_args(Precision))
    return Sighting(part.period("on") or Period(_NEVER, _NEVER, "?"), precision, part.text("what"), part.cites())


def _silence(part: Part) -> Silence:
    part.only(("check", "because", "cites"), ("until",))
    return Silence(part.text("check"), part.text("because"), part.cites(), part.date("until"))


def _ending(part: Part) -> Ending:
    part.only(("no_open", "because", "cites"))
    return Ending(part.choice("no_open", SEVERITIES), part.text("because"), part.cites())


def _figure(part: Part) -> ExpectedFigure:
    part.only(("figure", "percent", "cites"))
    return ExpectedFigure(part.choice("figure", FIGURES), part.whole("percent"), part.cites())


def _repeated(case: Case) -> list[str]:
    """Ids that two rows of one table share, and children given twice."""
    seen: set[tuple[str, str]] = set()
    problems = []
    for child in case.children:
        for table, row_id in _ids(child):
            if (table, row_id) in seen:
                problems.append(f"{case.id}: found the id {row_id!r} twice in {table}; expected each once. Rename one of them.")
            seen.add((table, row_id))
    return problems


def _ids(child: CaseChild) -> list[tuple[str, str]]:
    own = [("children", child.child_id)]
    return own + [(r.table, next(iter(row.values()))) for r in child.records if r.table != "children" for row in r.rows if row]
