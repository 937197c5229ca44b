"""The form of a practice audit: its questions, answers and grades, read from data and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from unmissed.oversight.figure import OversightError
from unmissed.register.schema import schema

OVERALL = "overall"
"""The row of an audit that carries the grades; no question may be called so."""
ANSWERS = ("yes", "partly", "no", "not_applicable")
GRADES = schema()["practice_audits"].column("grade").codes
"""From the worst to the best, as the register knows them."""
COLUMNS = (
    "audit_id", "child_id", "assessment_id", "question", "answer", "grade", "auditor", "audited_on", "second_grade",
    "second_auditor", "moderated_grade", "action", "action_agency", "action_due_on",
)  # fmt: skip
"""The columns of a form to fill: one row for each child and question."""

_ACTION = ("agency", "action", "due_on")
_SOURCE = re.compile(r"F\.[45] ¶\d\d(, F\.[45] ¶\d\d)*|Beyond the source")


@dataclass(frozen=True)
class PracticeQuestion:
    """One question: what good looks like, and the paragraph of the inquiry that it comes from."""

    id: str
    question: str
    good: str
    source: str


@dataclass(frozen=True)
class PracticeForm:
    """The questions in their order, the question of the overall grade, and what an action must say."""

    questions: tuple[PracticeQuestion, ...]
    overall: str
    actions: dict[str, str]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the questions."""
        return tuple(each.id for each in self.questions)


@cache
def practice_form() -> PracticeForm:
    """The form that Unmissed brings."""
    return parse_form(files("unmissed.oversight").joinpath("practice_form.yaml").read_text("utf-8"), "practice_form.yaml")


def load_form(path: Path) -> PracticeForm:
    """A local form. OversightError where it cannot be read or is wrong."""
    try:
        return parse_form(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise OversightError(
            f"the form {path} cannot be read: {reason}. Give a YAML file shaped as practice_form.yaml."
        ) from None


def parse_form(text: str, where: str) -> PracticeForm:
    """The form that a YAML text states. OversightError says where it is wrong and what was expected."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise OversightError(f"{where} is not YAML{f' at line {mark.line + 1}' if mark else ''}.") from None
    whole = _mapping(raw, ("version", "answers", "questions", "overall", "actions"), where)
    _same(whole["version"], 1, f"{where}: version")
    _same(whole["answers"], list(ANSWERS), f"{where}: answers")
    overall = _mapping(whole["overall"], ("question", "grades"), f"{where}: overall")
    _same(overall["grades"], list(GRADES), f"{where}: overall, grades")
    actions = _texts(whole["actions"], _ACTION, f"{where}: actions")
    return PracticeForm(_questions(whole["questions"], where), _text(overall["question"], f"{where}: overall, question"), actions)


def _questions(raw: Any, where: str) -> tuple[PracticeQuestion, ...]:
    if not isinstance(raw, list) or not raw:
        raise OversightError(f"{where}: questions holds no list. Write `- id: ...` with question, good and source for each.")
    found = tuple(_question(each, f"{where}: question {place}") for place, each in enumerate(raw, 1))
    ids = [each.id for each in found]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise OversightError(f"{where}: two questions have the id {twice[0]}. Give each an id of its own.")
    return found


def _question(raw: Any, where: str) -> PracticeQuestion:
    question = PracticeQuestion(**_texts(raw, ("id", "question", "good", "source"), where))
    if not re.fullmatch(r"[a-z][a-z0-9_]*", question.id) or question.id == OVERALL:
        raise OversightError(f"{where}: expected an id of small letters, digits and _, other than {OVERALL}.")
    if not _SOURCE.fullmatch(question.source):
        raise OversightError(f"{where}: expected a source such as F.5 ¶37, or: Beyond the source.")
    return question


def _mapping(raw: Any, keys: tuple[str, ...], where: str) -> dict[str, Any]:
    if not isinstance(raw, dict) or set(raw) != set(keys):
        raise OversightError(f"{where}: expected exactly {', '.join(keys)}.")
    return raw


def _texts(raw: Any, keys: tuple[str, ...], where: str) -> dict[str, str]:
    return {key: _text(value, f"{where}, {key}") for key, value in _mapping(raw, keys, where).items()}


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise OversightError(f"{where}: expected text.")
    return value.strip()


def _same(found: Any, expected: Any, where: str) -> None:
    if found != expected:
        told = ", ".join(expected) if isinstance(expected, list) else expected
        raise OversightError(f"{where}: expected {told}.")
