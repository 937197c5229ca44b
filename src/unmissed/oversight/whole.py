"""From which day on a register holds whole what a figure reads (ADR 13), and what is said of it. Every figure asks here.

before the day            what needs the table is not answered
a question of a period    is answered from the day on: its SELECT asks `counted_from()`, and a limit says so
a question of one day     is answered: what ran on the day is there. Where it looks back, a limit says that it cannot see all
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from unmissed.oversight.question import Question, questions
from unmissed.register.keeping import in_words, kept_from, whole_only_from
from unmissed.register.loading import Register


def last_day(days: Iterable[date]) -> date:
    """The day from which all of it is whole; the first of all days where all of it always was."""
    return max(days, default=date.min)


def why_lacking(register: Register, need: str, as_of: date) -> str | None:
    """Why the register could not show a table, or a column named as table.column, on a day; None where it could."""
    table, _, column = need.partition(".")
    if table not in register.tables:
        return f"the register has no table {table}"
    if column and column not in register.columns[table]:
        return f"the table {table} has no column {column}"
    for what, day in kept_from(register.kept_from, [need]).items():
        if as_of < day:
            return f"the register holds {in_words(what)} whole only from {day:%-d %B %Y}"
    return None


def limits(register: Register, question: Question, begins: date) -> tuple[str, ...]:
    """What the register cannot show of a period that begins on a day, in sentences without a number."""
    days = {what: day for what, day in kept_from(register.kept_from, looks_back_at(question)).items() if day > begins}
    needs = [need for each in _chain(question) if each.counts_from for need in each.needs]
    cut = last_day(kept_from(register.kept_from, needs).values())
    return (*([f"Counted from {cut:%-d %B %Y} on."] if cut > begins else ()), *sentences(days))


def sentences(days: dict[str, date]) -> Iterator[str]:
    """What is whole only from a day on, a sentence for each day."""
    for day in sorted(set(days.values())):
        yield whole_only_from([name for name in days if days[name] == day], day)


def looks_back_at(question: Question) -> list[str]:
    """What a question, and those that it reads, ask of days before the as-of date."""
    return [need for each in _chain(question) for need in each.needs + each.also if need.partition(".")[0] not in each.now]


def whole_from_macro(register: Register, as_of: date) -> str:
    """The SQL macro that gives the day from which a table, or a column named as table.column, is whole; never is infinity."""
    every = sorted({need for question in questions().values() for need in question.needs + question.also})
    never = {need for need in every if why_lacking(register, need, as_of)}
    days = {need: last_day(kept_from(register.kept_from, [need]).values()) for need in every}
    cases = "".join(
        f" when '{need}' then date '{'infinity' if need in never else day}'"
        for need, day in days.items()
        if need in never or day > date.min
    )
    otherwise = "date '-infinity'"
    return f"create or replace temp macro whole_from(need) as {f'case need{cases} else {otherwise} end' if cases else otherwise}"


def counted_from_macro(register: Register, question: Question) -> str:
    """The SQL macro that gives the day from which everything that the question needs is whole."""
    day = last_day(kept_from(register.kept_from, question.needs).values())
    return f"create or replace temp macro counted_from() as date '{'-infinity' if day == date.min else day}'"


def _chain(question: Question) -> list[Question]:
    """The question and every one that it reads, however far down."""
    return [question, *(each for name in question.reads for each in _chain(questions()[name]))]
