"""What every figure stands on: the register as known on a date, the policy, and the findings of the checks that were run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import duckdb

from unmissed.checks.catalogue import Check
from unmissed.engine.audit import Audit, audit
from unmissed.oversight.figure import Column, Figure, OversightError, Unanswered, Value
from unmissed.oversight.question import Question, questions
from unmissed.oversight.whole import counted_from_macro, limits, whole_from_macro, why_lacking
from unmissed.policy.model import Policy
from unmissed.register.loading import Register
from unmissed.register.timeline import needed_timelines

FOLLOWED_DAYS = 183
"""For how many days after a removal, closure, fall of level or decline is looked at what followed (design, section 7)."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Ground:
    """A register as known on a date. What a question reads is made once and kept for the next."""

    run: Audit
    made: set[str] = field(default_factory=set)

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection that holds the as-of views, the timelines and the findings."""
        return self.run.con

    @property
    def as_of(self) -> date:
        """The day on which the register is looked at."""
        return self.run.as_of

    @property
    def policy(self) -> Policy:
        """The local limits."""
        return self.run.policy

    def setting(self, name: str) -> int:
        """A policy value that is a number."""
        value = self.policy[name].value
        assert isinstance(value, int)
        return value

    def rows(self, name: str, **values: object) -> list[Row]:
        """The rows of a question; `values` are its parameters."""
        question = questions()[name]
        self._prepare(question)
        found = self.con.execute(question.sql, values) if values else self.con.execute(question.sql)
        return found.fetchall()

    def keep(self, name: str, **values: object) -> None:
        """Make the rows of a question a table of its name, that others read."""
        question = questions()[name]
        self._prepare(question)
        statement = f"create or replace temp table {name} as\n{question.sql}"
        self.con.execute(statement, values) if values else self.con.execute(statement)
        self.made.add(name)

    def why_not(self, question: Question) -> str | None:
        """Why the register cannot answer: it lacks a table or column, or no row of the first table is known. None where it can.

        A table further down that has no row is known to be empty, and that is an answer.
        """
        reasons = [reason for need in question.needs if (reason := self.lacking(need))]
        first = question.needs[0].partition(".")[0]
        if not reasons and self.con.execute(f"select 1 from {first} limit 1").fetchone() is None:
            reasons.append(f"no row of the table {first} is known")
        return "; ".join(dict.fromkeys(reasons)) or None

    def lacking(self, need: str) -> str | None:
        """The reason for which the register lacks a table, or a column named as table.column; None where it has it."""
        return why_lacking(self.run.register, need, self.as_of)

    def figure(self, name: str, rows: Sequence[Sequence[Value]] | None = None, **values: object) -> Figure | Unanswered:
        """The figure of a question: its rows (those given, or those that it finds), or why there are none."""
        question = questions()[name]
        lacking = self.why_not(question)
        if lacking:
            return Unanswered(name.replace("_", "-"), f"{_sentence(lacking)}, as known on {self.as_of}.", lacks=True)
        found = self.rows(name, **values) if rows is None else rows
        return self.shown(question, found) if found else Unanswered(name.replace("_", "-"), self.none(question), lacks=False)

    def shown(self, question: Question, rows: Sequence[Sequence[Value]]) -> Figure:
        """A question's rows under its header, with what the register cannot show of them."""
        return Figure(
            name=question.name.replace("_", "-"),
            title=question.title,
            asks=question.asks,
            definition=question.definition,
            denominator=question.denominator,
            cites=question.cites,
            as_of=self.as_of,
            columns=question.columns,
            rows=tuple(tuple(row) for row in rows),
            about_children=question.about_children,
            limits=self._limits(question),
        )

    def none(self, question: Question) -> str:
        """What is said where a question gives no row."""
        return " ".join([question.none, *self._limits(question)])

    def _limits(self, question: Question) -> tuple[str, ...]:
        return limits(self.run.register, question, self._begins(question))

    def _begins(self, question: Question) -> date:
        """The first day that a question asks about; the first of all days where it asks about all that is known."""
        if question.window is None:
            return date.min
        row = self.con.execute(f"select {question.window}_before(as_of())").fetchone()
        assert row is not None
        return row[0]  # type: ignore[no-any-return]

    def _prepare(self, question: Question) -> None:
        for timeline in needed_timelines([question.sql]):
            if timeline.name not in self.made:
                self.con.execute(timeline.statement())
                self.made.add(timeline.name)
        for name in question.reads:
            if name not in self.made:
                self.keep(name)
        self.con.execute(counted_from_macro(self.run.register, question))

    def unseen(self, figure: Figure, sources: Mapping[str, str]) -> Figure:
        """The figure with each column emptied whose source (table, or table.column) the register lacks: unknown is not no."""
        blank = {figure.place(column): reason for column, need in sources.items() if (reason := self.lacking(need))}
        rows = tuple(tuple(None if place in blank else value for place, value in enumerate(row)) for row in figure.rows)
        unknown = [f"Not known: {figure.columns[place].label}, for {reason}." for place, reason in blank.items()]
        return replace(figure, rows=rows).limited(*unknown)


def ground(
    register: Register,
    *,
    as_of: date,
    policy: Policy | None = None,
    checks: Sequence[Check] = (),
    on_check: Callable[[Check], None] = lambda check: None,
) -> Ground:
    """The register as known on `as_of`, with the findings of `checks` (default: none are needed).

    OversightError where the register has no child: there is nothing to count, and nothing must not look like all is well.
    """
    run = audit(register, as_of=as_of, policy=policy, checks=list(checks), on_check=on_check)
    if run.children() == 0:
        raise OversightError("the register holds no child that can be used. Give a register with rows in children.")
    run.con.execute(f"create or replace temp macro followed_days() as {FOLLOWED_DAYS}")
    run.con.execute(whole_from_macro(register, as_of))
    return Ground(run)


def renamed(columns: Sequence[Column], name: str, column: Column) -> tuple[Column, ...]:
    """The columns with the one called `name` put in another's words."""
    return tuple(column if each.name == name else each for each in columns)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
