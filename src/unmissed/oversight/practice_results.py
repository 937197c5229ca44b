"""What practice audits found: the grades, how far two auditors agree, the answers by question, and the actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unmissed.oversight.figure import Column, Figure, OversightError, Sheet, Unanswered, Value, sheet
from unmissed.oversight.inspection import STAYS
from unmissed.oversight.practice_filled import Filled
from unmissed.oversight.practice_form import ANSWERS, GRADES, PracticeForm, practice_form
from unmissed.register.schema import schema
from unmissed.words import counted

REGISTER_COLUMNS = ("audit_id", "child_id", "assessment_id", "audited_on", "grade", "auditor")
"""Columns of the register's table practice_audits."""

_OF = "audits of the form that were begun"


@dataclass(frozen=True)
class Agreement:
    """How far two auditors agree over `pairs` grades. `equal` is a share from 0 to 1; `kappa` (at most 1) is weighted linearly.

    `undefined` says why there is no kappa; None where there is one.
    """

    pairs: int
    equal: float | None
    kappa: float | None
    undefined: str | None = None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """The agreement of the first and the second grades. OversightError where statsmodels is needed and not installed."""
    equal = sum(first == second for first, second in pairs) / len(pairs) if pairs else None
    if len(pairs) < 2:
        return Agreement(len(pairs), equal, None, "undefined: fewer than 2 audits have a second grade")
    if len({grade for pair in pairs for grade in pair}) == 1:
        return Agreement(len(pairs), equal, None, "undefined: both auditors always gave one grade")
    times = Counter(pairs)
    table = [[times[first, second] for second in GRADES] for first in GRADES]
    return Agreement(len(pairs), equal, float(_library()(table, wt="linear", return_results=False)))


def _library() -> Any:
    """Loaded only here and only when it is used: it is large, and most of Unmissed does without it."""
    try:
        from statsmodels.stats.inter_rater import cohens_kappa  # noqa: PLC0415
    except ImportError:
        raise OversightError(
            "the agreement of auditors needs statsmodels, which is not installed. "
            "Install Unmissed with its oversight: pip install 'unmissed[oversight]'."
        ) from None
    return cohens_kappa


def results(filled: Filled, on: date, form: PracticeForm | None = None) -> Sheet:
    """The figures of a filled form as read on a day. The lists of children and actions never leave the partnership."""
    answers = _answers(filled, on, form or practice_form())
    return sheet("practice", [_agreement(filled, on), _grades(filled, on), answers, _actions(filled, on)])


def register_rows(filled: Filled) -> list[tuple[Value, ...]]:
    """Rows for the register's table practice_audits, in the order of REGISTER_COLUMNS, with the grade that stands."""
    assert all(schema()["practice_audits"].has(column) for column in REGISTER_COLUMNS)
    return [tuple(getattr(each, column) or None for column in REGISTER_COLUMNS) for each in filled.audits]


def _agreement(filled: Filled, on: date) -> Figure:
    found = agreement([(each.first, each.second) for each in filled.audits if each.second])
    percent = None if found.equal is None else round(100 * found.equal, 1)
    kappa = found.undefined or f"{round(found.kappa or 0, 2) + 0:.2f}"  # never -0.00
    return _figure(
        on,
        "practice-agreement",
        f"Two auditors graded {counted(found.pairs, 'audit')}; weighted kappa {kappa}",
        asks="How far do two auditors agree?",
        definition="Equal: both gave the same grade. Kappa: Cohen's, weighted linearly over the grades from worst to best; "
        "1 is full agreement, 0 no more than chance would give. Both stand on the grades before moderation.",
        columns=(
            Column("pairs", "count", "Audits with a second grade."),
            Column("share_equal", "percent", "Of these, with two equal grades.", of=("pairs",)),
            Column("weighted_kappa", "text", "Cohen's kappa with linear weights, or why there is none."),
        ),
        rows=[(found.pairs, percent, kappa)],
    )


def _grades(filled: Filled, on: date) -> Figure:
    times = Counter(each.grade for each in filled.audits)
    told = ", ".join(f"{times[grade]:,} {grade.replace('_', ' ')}" for grade in GRADES if times[grade])
    rows = [
        (each.child_id, each.audit_id, each.audited_on, each.first, each.second, each.moderated, each.grade)
        for each in filled.audits
    ]
    figure = _figure(
        on,
        "practice-grades",
        f"{counted(len(rows), 'audit')}: {told}",
        asks="How good was the practice that each child received?",
        definition="The grade is the moderated one where two auditors differ, otherwise the one agreed or the only one.",
        columns=(
            Column("child_id", "text", "The child."),
            Column("audit_id", "text", "The audit."),
            Column("audited_on", "date", "The day of the audit."),
            Column("first_grade", "text", "The auditor's grade."),
            Column("second_grade", "text", "The second auditor's; empty: there was none."),
            Column("moderated_grade", "text", "What settled a difference; empty: nothing had to."),
            Column("grade", "text", "The grade that stands."),
        ),
        rows=rows,
        about_children=True,
    )
    waiting = [f"{counted(filled.not_begun, 'audit')} of the form not begun: not counted."] if filled.not_begun else []
    return figure.titled(figure.title, *waiting)


def _answers(filled: Filled, on: date, form: PracticeForm) -> Figure:
    rows: list[tuple[Value, ...]] = []
    for question in form.questions:
        times = Counter(each.answers[question.id] for each in filled.audits)
        rows.append((question.id, question.question, *(times[answer] for answer in ANSWERS), question.source))
    worst = max(form.questions, key=lambda each: sum(audit.answers[each.id] == "no" for audit in filled.audits))
    noes = sum(audit.answers[worst.id] == "no" for audit in filled.audits)
    title = f"Most often answered no ({counted(noes, 'audit')}): {worst.question}" if noes else "No question was answered no"
    return _figure(
        on,
        "practice-answers",
        title,
        asks="What did the audits find, question by question?",
        definition="One row is one question of the form, with how many audits gave each answer.",
        columns=(
            Column("question_id", "text", "The question's id."),
            Column("question", "text", "The question."),
            *(Column(answer, "count", f"Audits that answered {answer.replace('_', ' ')}.") for answer in ANSWERS),
            Column("source", "text", "The paragraph of the inquiry that it comes from."),
        ),
        rows=rows,
    )


def _actions(filled: Filled, on: date) -> Figure | Unanswered:
    actions = [action for each in filled.audits for action in each.actions]
    if not actions:
        return Unanswered("practice-actions", "No audit set an action.", lacks=False)
    late = sum(each.due_on < on for each in actions)
    return _figure(
        on,
        "practice-actions",
        f"{counted(len(actions), 'action')} set, {late:,} with a day already past",
        asks="Who is to do what, and by when?",
        definition="One row is one action that an audit set, by the day on which it is due.",
        columns=(
            Column("due_on", "date", "The day by which it is to be done."),
            Column("agency", "text", "The agency that took it on."),
            Column("action", "text", "What is to be done."),
            Column("child_id", "text", "The child."),
            Column("audit_id", "text", "The audit."),
        ),
        rows=sorted((each.due_on, each.agency, each.action, each.child_id, each.audit_id) for each in actions),
        about_children=True,
    )


def _figure(
    on: date,
    name: str,
    title: str,
    *,
    asks: str,
    definition: str,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[Value, ...]],
    about_children: bool = False,
) -> Figure:
    cites = ("F.5 ¶32", "F.5 ¶36", "F.5 ¶37")
    notes = (STAYS,) if about_children else ()
    return Figure(name, title, asks, definition, _OF, cites, on, columns, tuple(rows), notes, about_children)
