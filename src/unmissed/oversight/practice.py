"""Practice audits: whom to audit, drawn by a stated rule and seed, and the blank forms to fill."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from unmissed.oversight.figure import Figure, OversightError
from unmissed.oversight.ground import Ground
from unmissed.oversight.practice_form import COLUMNS, OVERALL, PracticeForm, practice_form
from unmissed.oversight.question import questions
from unmissed.oversight.rule import Rule
from unmissed.words import counted

_SHOWN = ("child_id", "assessment_id", "completed_on", "level", "harm")
_HARM_FROM = ("assessments.harm", "events.harm")
_NEEDS = {"indicators": "assessment_factors", "coalesce(age": "children.date_of_birth", "level_rank": "assessments.level"}
_SOURCES = {"assessment_id": "assessments.completed_on", "completed_on": "assessments.completed_on", "level": "assessments.level"}


def sample(ground: Ground, rule: Rule, size: int, seed: str) -> Figure:
    """`size` children (1 or more) under 18 whom the rule takes on the as-of date; all of them where it takes fewer.

    The order is that of md5("seed|child_id"): neither the order of rows nor any other child changes a child's place in it.
    OversightError where the rule takes nobody, or names what the register lacks.
    """
    if size < 1:
        raise OversightError(f"a sample of {size} cannot be drawn. Ask for 1 or more children.")
    if not seed.strip():
        raise OversightError("a sample needs a seed, so that it can be drawn again. Give any word or number.")
    notes = _demand(ground, rule)
    ground.keep("practice_children")
    statement = (
        f"select {', '.join(_SHOWN)} from practice_children where {rule.sql} order by md5($seed || '|' || child_id), child_id"
    )
    taken: list[tuple[Any, ...]] = ground.con.execute(statement, {"seed": seed}).fetchall()
    if not taken:
        raise OversightError(f"the rule `{rule.text}` takes no child under 18 on {ground.as_of}. State a wider rule.")
    question = questions()["practice_children"]
    shown = replace(question, name="practice_sample", columns=tuple(each for each in question.columns if each.name in _SHOWN))
    figure = ground.shown(shown, taken[:size])
    return ground.unseen(figure.titled(_sentence(rule, seed, len(taken), size)).limited(*notes), _SOURCES)


def _demand(ground: Ground, rule: Rule) -> list[str]:
    """Notes on harm that is seen in part. OversightError where the rule names something that the register lacks."""
    unseen = [reason for need in _HARM_FROM if (reason := ground.lacking(need))] if "harm_rank" in rule.sql else []
    lacks = [reason for part, need in _NEEDS.items() if part in rule.sql and (reason := ground.lacking(need))]
    if len(unseen) == len(_HARM_FROM):
        lacks += unseen
    if lacks:
        raise OversightError(f"the rule `{rule.text}` cannot be asked: {'; '.join(lacks)}. Leave that part out.")
    return [f"A child whose harm is seen only there may not be taken, for {reason}." for reason in unseen]


def _sentence(rule: Rule, seed: str, taken: int, size: int) -> str:
    drawn = f"{min(taken, size):,} drawn" if taken >= size else f"{size:,} were asked for: all are drawn"
    return f"The rule `{rule.text}` takes {counted(taken, 'child')} under 18; {drawn} by the seed `{seed}`"


def blank_rows(drawn: Figure, seed: str, form: PracticeForm | None = None) -> list[tuple[str, ...]]:
    """The header and a row for each child and question of a blank form, with only the identifiers filled."""
    form = form or practice_form()
    rows: list[tuple[str, ...]] = [COLUMNS]
    for child in drawn.records():
        ids = (audit_id(drawn, seed, str(child["child_id"])), str(child["child_id"]), str(child["assessment_id"] or ""))
        rows += [(*ids, question, *[""] * (len(COLUMNS) - 4)) for question in (*form.ids, OVERALL)]
    return rows


def audit_id(drawn: Figure, seed: str, child_id: str) -> str:
    """An identifier that another day or another seed does not give again; the same draw gives it again."""
    return f"PA-{drawn.as_of:%Y%m%d}-{hashlib.md5(f'{seed}|{child_id}'.encode(), usedforsecurity=False).hexdigest()[:12]}"
