"""Filled forms of practice audits, read strictly: an error gives line and column, never what somebody wrote."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from unmissed.oversight.figure import OversightError
from unmissed.oversight.practice_form import ANSWERS, COLUMNS, GRADES, OVERALL, PracticeForm, practice_form
from unmissed.words import counted

_GRADING = ("grade", "auditor", "audited_on", "second_grade", "second_auditor", "moderated_grade")
_ACTION = ("action", "action_agency", "action_due_on")
_TOLD = 20
"""How many errors a message lists: more of them have one cause."""


@dataclass(frozen=True)
class Action:
    """An action that an audit set. repr does not show what is to be done: it is free text about a child."""

    audit_id: str
    child_id: str
    agency: str
    action: str = field(repr=False)
    due_on: date


@dataclass(frozen=True)
class PracticeAudit:
    """One filled audit. `second` is the grade of a second auditor, where there was one; `moderated` settles a difference."""

    audit_id: str
    child_id: str
    assessment_id: str
    auditor: str
    audited_on: date
    first: str
    second: str | None
    moderated: str | None
    answers: dict[str, str]
    actions: tuple[Action, ...]

    @property
    def grade(self) -> str:
        """The grade that stands: the moderated one, otherwise the one agreed or the only one."""
        return self.moderated or self.first


@dataclass(frozen=True)
class Filled:
    """The audits of a form in its order, and how many of it nobody has begun."""

    audits: tuple[PracticeAudit, ...]
    not_begun: int


Row = tuple[int, dict[str, str]]
"""The line on which a row begins, and its cells by column."""


def read_filled(path: Path, on: date, form: PracticeForm | None = None) -> Filled:
    """The audits of a filled form as of the day `on`. An audit with nothing filled has not begun; one begun must be whole.

    OversightError with every line and column that is wrong, or where no audit was begun.
    """
    reader = _Reader(form or practice_form(), on)
    audits: dict[str, list[Row]] = {}
    for line, row in _rows(path):
        if reader.there(line, row, ("audit_id", "child_id", "question")):
            audits.setdefault(row["audit_id"], []).append((line, row))
    begun = [rows for rows in audits.values() if any(row[column] for _, row in rows for column in COLUMNS[4:])]
    read = [reader.audit(rows) for rows in begun]
    if reader.wrong:
        more = f"\nand {counted(len(reader.wrong) - _TOLD, 'error')} more" if len(reader.wrong) > _TOLD else ""
        raise OversightError(f"the form {path} is not filled as it must be:\n" + "\n".join(reader.wrong[:_TOLD]) + more)
    if not begun:
        raise OversightError(f"the form {path} holds no audit that was begun. Fill the answers and the grade of at least one.")
    return Filled(tuple(each for each in read if each), len(audits) - len(begun))


def _rows(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            if sorted(header) != sorted(COLUMNS):
                raise OversightError(f"the form {path}, line 1: expected the columns {', '.join(COLUMNS)}.")
            return list(_cells(path, header, reader.line_num, reader))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is no CSV file in UTF-8"
        raise OversightError(
            f"the form {path} cannot be read: {reason}. Give the CSV file that `practice sample` wrote."
        ) from None


def _cells(path: Path, header: Sequence[str], before: int, reader: Iterable[list[str]]) -> Iterable[Row]:
    for cells in reader:
        line, before = before + 1, reader.line_num  # type: ignore[attr-defined]
        if len(cells) not in {0, len(header)}:
            raise OversightError(f"the form {path}, line {line}: found {len(cells)} cells, expected {len(header)}.")
        if any(cell.strip() for cell in cells):
            yield line, {name: _plain(cell) for name, cell in zip(header, cells, strict=True)}


def _plain(cell: str) -> str:
    """Without the apostrophe that guarded a cell against being run as a formula."""
    text = cell.strip()
    return text[1:] if len(text) > 1 and text[0] == "'" and not text[1].isalnum() else text


class _Reader:
    """Reads audits and gathers what is wrong."""

    def __init__(self, form: PracticeForm, on: date) -> None:
        self.form = form
        self.on = on
        self.wrong: list[str] = []

    def audit(self, rows: Sequence[Row]) -> PracticeAudit | None:
        """One audit from its rows; None where something is wrong with it."""
        before = len(self.wrong)
        self._one_of_each(rows)
        answers = {row["question"]: self._answer(line, row) for line, row in rows if row["question"] in self.form.ids}
        overall = next(((line, row) for line, row in rows if row["question"] == OVERALL), None)
        if overall is None:
            return None
        line, row = overall
        audited_on = self._grading(line, row)
        actions = tuple(each for at, other in rows if (each := self._action(at, other, audited_on)))
        if len(self.wrong) > before or audited_on is None:
            return None
        return PracticeAudit(
            audit_id=row["audit_id"],
            child_id=row["child_id"],
            assessment_id=row["assessment_id"],
            auditor=row["auditor"],
            audited_on=audited_on,
            first=row["grade"],
            second=row["second_grade"] or None,
            moderated=row["moderated_grade"] or None,
            answers=answers,
            actions=actions,
        )

    def there(self, line: int, row: dict[str, str], columns: Sequence[str]) -> bool:
        """Whether the columns are filled; each that is not is an error."""
        filled = [self._demand(bool(row[column]), line, column, "a value") for column in columns]  # each is asked, none skipped
        return all(filled)

    def _demand(self, right: bool, line: int, column: str, expected: str) -> bool:
        if not right:
            self.wrong.append(f"line {line}, column {column}: expected {expected}")
        return right

    def _one_of_each(self, rows: Sequence[Row]) -> None:
        """Every question and `overall` once, about one child and one assessment."""
        first_line, first = rows[0]
        wanted = (*self.form.ids, OVERALL)
        for line, row in rows:
            self._demand(row["question"] in wanted, line, "question", f"one of {', '.join(wanted)}")
            for column in ("child_id", "assessment_id"):
                self._demand(row[column] == first[column], line, column, f"the same as on line {first_line}, in the same audit")
        times = Counter(row["question"] for _, row in rows)
        for each in wanted:
            self._demand(times[each] == 1, first_line, "question", f"one row for {each} in this audit, found {times[each]}")

    def _answer(self, line: int, row: dict[str, str]) -> str:
        self._demand(row["answer"] in ANSWERS, line, "answer", f"one of {', '.join(ANSWERS)}")
        for column in _GRADING:
            self._demand(not row[column], line, column, f"nothing: it stands on the row {OVERALL}")
        return row["answer"]

    def _grading(self, line: int, row: dict[str, str]) -> date | None:
        grades = ", ".join(GRADES)
        self._demand(not row["answer"], line, "answer", f"nothing on the row {OVERALL}")
        self._demand(row["grade"] in GRADES, line, "grade", f"one of {grades}")
        self.there(line, row, ("auditor",))
        self._demand(row["second_grade"] in ("", *GRADES), line, "second_grade", f"one of {grades}, or nothing")
        self._moderation(line, row)
        day = self._day(line, row, "audited_on")
        self._demand(day is None or day <= self.on, line, "audited_on", f"no day after {self.on}")
        return day

    def _moderation(self, line: int, row: dict[str, str]) -> None:
        """A second auditor is somebody else; where the two differ a third grade must settle it, and only there."""
        first, second, moderated = row["grade"], row["second_grade"], row["moderated_grade"]
        if not second:
            self._demand(not row["second_auditor"], line, "second_grade", "the second auditor's grade")
            self._demand(not moderated, line, "moderated_grade", "nothing: no second auditor graded")
            return
        other = row["second_auditor"].casefold() not in {"", row["auditor"].casefold()}
        self._demand(other, line, "second_auditor", "another auditor than the first")
        if first == second:
            self._demand(moderated in {"", first}, line, "moderated_grade", "nothing, or the grade on which both agree")
        else:
            self._demand(moderated in GRADES, line, "moderated_grade", f"one of {', '.join(GRADES)}: the two auditors differ")

    def _action(self, line: int, row: dict[str, str], audited_on: date | None) -> Action | None:
        if not any(row[column] for column in _ACTION) or not self.there(line, row, _ACTION[:2]):
            return None
        due = self._day(line, row, "action_due_on")
        if due is None or not self._demand(
            audited_on is None or due >= audited_on, line, "action_due_on", "no day before audited_on"
        ):
            return None
        return Action(row["audit_id"], row["child_id"], row["action_agency"], row["action"], due)

    def _day(self, line: int, row: dict[str, str], column: str) -> date | None:
        try:
            day = date.fromisoformat(row[column])
        except ValueError:
            day = None
        right = day is not None and day.isoformat() == row[column]  # other ISO forms are read, and are easily mistaken
        return day if self._demand(right, line, column, "a day as YYYY-MM-DD") else None
