"""One child, answered at once: an engine that stays warm between children, for an application that asks again and again.

A run of `audit` plans its timelines and checks anew, which takes longer than the work on one child. Here tables, macros and
prepared statements are made once for an as-of date and a policy. A child's rows come in within a transaction that is rolled back,
so that nothing of a child outlives the answer and no table grows. The optimizer is off: for a few rows it costs more than it
saves, and a plan that leaned on the statistics of empty tables could not be kept. The findings are those of `audit` on the same
rows.

    with ChildEngine(policy=policy) as engine:
        look = engine.look(rows, as_of=today)          # look.findings, look.standings, look.not_assessed
        preview = engine.preview(rows, changed, as_of=today)
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any

import duckdb

from unmissed.checks.catalogue import Check, catalogue
from unmissed.engine.finding import Finding
from unmissed.engine.giving import GROUND, IN_ORDER, collected_sql, failing, given_sql
from unmissed.engine.needs import counts_from, read_by, why_not_assessed
from unmissed.engine.standing import Standing, standing_of, standing_sql
from unmissed.policy.model import Policy, default_policy
from unmissed.policy.sql import policy_macros
from unmissed.register import plain
from unmissed.register.keeping import Keeping
from unmissed.register.known import STORE, as_of_view
from unmissed.register.loading import NEEDED, OFFLINE, Register, register_from_rows
from unmissed.register.schema import Schema, schema
from unmissed.register.tables import empty_statement
from unmissed.register.timeline import macros, needed_timelines

Rows = Mapping[str, Sequence[Mapping[str, object]]]
"""Rows by table, values typed (date, bool, int, str, list, None). A table that is not given is unknown, not empty."""

WHOLE = Keeping()
"""A register that holds whole what it has."""

DATES_KEPT = 2
"""As-of dates for which plans stay warm: today, and the past day that somebody is looking at."""


@dataclass(frozen=True)
class Look:
    """What one load of rows gave: findings as `audit` orders them, standings by child, and check → why it was not assessed."""

    findings: tuple[Finding, ...]
    standings: tuple[Standing, ...]
    not_assessed: Mapping[str, str]

    @property
    def standing(self) -> Standing:
        """How the one child stands. Raises ValueError where the rows were not those of one child."""
        (only,) = self.standings
        return only


@dataclass(frozen=True)
class Preview:
    """What a decision not yet made would do to findings that are open or fall due: open new ones, close some, leave the others.

    `opens` and `stays` are told as they would be after the decision, `closes` as they are before it.
    """

    opens: tuple[Finding, ...]
    closes: tuple[Finding, ...]
    stays: tuple[Finding, ...]


class ChildEngine:
    """Findings and standing of one child, or a few, from rows in memory.

    One engine serves one thread; it is made after a fork and closed with `close()`. It holds databases in memory for the last
    as-of dates asked, and no row of a child between two answers. Raises CheckError for a check whose SQL fails, and RegisterError
    for rows without the table children.
    """

    def __init__(self, *, policy: Policy | None = None, checks: Sequence[Check] | None = None) -> None:
        self.policy = policy or default_policy()
        self.checks = tuple(catalogue() if checks is None else checks)
        self._warm: OrderedDict[date, Warm] = OrderedDict()

    def __enter__(self) -> ChildEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the memory back. The engine may be used again, and then warms up again."""
        while self._warm:
            self._warm.popitem()[1].con.close()

    def look(self, rows: Rows, *, as_of: date, keeping: Keeping = WHOLE) -> Look:
        """Findings, standings and what could not be assessed, from one load of the rows.

        `keeping` says what the child's register does not hold whole, which its rows do not tell: a table in which this child has
        no row would otherwise count as complete, and a check that needs what the register lacks as clear.
        """
        warm = self.warm(as_of)
        with warm.loaded(rows, keeping) as register:
            warm.make_timelines()
            not_assessed = warm.not_assessed(register)
            warm.run_checks(not_assessed)
            return Look(warm.findings(), warm.standings(), not_assessed)

    def findings(
        self, rows: Rows, *, as_of: date, keeping: Keeping = WHOLE, only: Collection[str] | None = None
    ) -> tuple[Finding, ...]:
        """The findings of `audit` on a register of these rows; those of some checks where `only` names them."""
        warm = self.warm(as_of)
        with warm.loaded(rows, keeping) as register:
            warm.make_timelines()
            left_out = warm.not_assessed(register)
            warm.run_checks(left_out if only is None else {check.name for check in self.checks} - set(only) | left_out.keys())
            return warm.findings()

    def standing(self, rows: Rows, *, as_of: date) -> Standing:
        """How the one child of these rows stands. Raises ValueError where they are not those of one child."""
        warm = self.warm(as_of)
        with warm.loaded(rows):
            warm.make_timelines()
            (only,) = warm.standings()
            return only

    def preview(self, rows: Rows, changed: Rows, *, as_of: date, keeping: Keeping = WHOLE) -> Preview:
        """What would open, close and stay if `rows` became `changed`: the rows as a decision not yet made would leave them.

        Checks that read nothing of what is different say the same before and after, and are asked once.
        """
        read = [name for name in rows.keys() | changed.keys() if rows.get(name) != changed.get(name)]
        touched = {check.name for check in self.checks if not read_by(check).keys().isdisjoint(read)}
        before = _unclosed(self.findings(rows, as_of=as_of, keeping=keeping))
        after = _unclosed(self.findings(changed, as_of=as_of, keeping=keeping, only=touched))
        after |= {key: finding for key, finding in before.items() if finding.check not in touched}
        return Preview(
            opens=tuple(finding for key, finding in after.items() if key not in before),
            closes=tuple(finding for key, finding in before.items() if key not in after),
            stays=tuple(after[key] for key in before if key in after),
        )

    def warm(self, as_of: date) -> Warm:
        """The plans for an as-of date, made where they are not at hand (about a tenth of a second)."""
        if as_of not in self._warm:
            self._warm[as_of] = Warm(as_of, self.policy, self.checks)
        self._warm.move_to_end(as_of)
        while len(self._warm) > DATES_KEPT:
            self._warm.popitem(last=False)[1].con.close()
        return self._warm[as_of]


class Warm:
    """Everything made ready for one as-of date. Between `loaded` and its end: timelines, checks, findings, in this order."""

    def __init__(self, as_of: date, policy: Policy, checks: Sequence[Check]) -> None:
        self.checks, self.as_of = checks, as_of
        self.con = duckdb.connect(":memory:", config=OFFLINE | {"threads": 1})
        self._reasons: dict[Any, dict[str, str]] = {}
        sql = {
            "finding": f"select * exclude (check_order) from ({collected_sql()}) order by {IN_ORDER}",
            "standing": standing_sql(),
        }
        timelines = list(needed_timelines(["birthdays", *sql.values(), *(check.sql for check in checks)]))
        self._timelines = [timeline.name for timeline in timelines]
        try:
            statements = dict(self._made(as_of, policy)) | {f"make_{t.name}": f"insert into {t.name} {t.sql}" for t in timelines}
            self.con.execute(";\n".join([*(timeline.statement() for timeline in timelines), GROUND]))
            statements |= {
                f"check_{order}": f"insert into given_by_checks {given_sql(self.con, check, order)}"
                for order, check in enumerate(checks)
            }
            # Plans are made last: one that is older than a table would be made again at every use.
            for name, statement in (statements | sql).items():
                self.con.execute(f"prepare {name} as {statement}")
        except BaseException:
            self.con.close()
            raise

    def _made(self, as_of: date, policy: Policy) -> Iterator[tuple[str, str]]:
        """Make macros and empty tables; gives the statement that fills each table with what was known on the date."""
        own = ["pragma disable_optimizer", f"create temp macro as_of() as date '{as_of}'", *policy_macros(policy), macros()]
        self.con.execute(";\n".join([*own, f"create schema {STORE}", *map(empty_statement, schema())]))
        for table in schema():
            select = as_of_view(table, schema(), as_of)
            self.con.execute(f"create temp table {table.name} as {select}")
            yield f"know_{table.name}", f"insert into {table.name} {select}"

    @contextmanager
    def loaded(self, rows: Rows, keeping: Keeping = WHOLE) -> Iterator[Register]:
        """The rows in the tables, as they came and as they were known, until the end of the `with`."""
        self.con.execute("begin")
        try:
            register = self._load({name: rows[name] for name in rows if name in schema().tables})
            filled = [name for name in register.tables if rows[name]]
            self.con.execute(";".join(f"execute know_{name}" for name in filled))
            self._register = keeping.applied(register)
            yield self._register
        finally:
            self.con.execute("rollback")

    def _load(self, rows: Rows) -> Register:
        """Rows that are plainly sound go straight in; any others go the way of every register first."""
        try:
            statements = plain.insert_statements(_unchecked(), rows) if NEEDED in rows else []
        except plain.InDoubtError:
            statements = []
        if not statements:
            return self._load_patiently(rows)
        self.con.execute(";\n".join(statements))
        return Register(self.con, frozenset(rows), plain.columns_of(schema(), rows), (), ())

    def _load_patiently(self, rows: Rows) -> Register:
        register = register_from_rows(rows)
        for table in schema():
            columns = ", ".join(column.name for column in table.columns)
            usable = register.con.execute(f"select {columns} from {STORE}.{table.name}").fetchall()
            if usable:
                places = ", ".join("?" for _ in table.columns)
                self.con.executemany(f"insert into {STORE}.{table.name} ({columns}) values ({places})", usable)
        register.con.close()
        return replace(register, con=self.con)

    def make_timelines(self, only: Collection[str] | None = None) -> None:
        """Fill the timelines from the rows: all of them, or `only` some, which then must be all that these read too."""
        self.con.execute(";".join(f"execute make_{name}" for name in self._timelines if only is None or name in only))

    def not_assessed(self, register: Register) -> dict[str, str]:
        """Check → the reason for which the rows do not let it be assessed."""
        key = (register.tables, tuple(sorted(register.columns.items())), tuple(sorted(register.kept_from.items())))
        if key not in self._reasons:
            reasons = {check.name: why_not_assessed(check, register, self.as_of) for check in self.checks}
            self._reasons[key] = {name: reason for name, reason in reasons.items() if reason}
        return self._reasons[key]

    def run_checks(self, left_out: Container[str]) -> None:
        """Run every check but those left out."""
        for order, check in enumerate(self.checks):
            if check.name not in left_out:
                with failing(check):
                    self.con.execute(f"execute check_{order}")
                self._note_since(check)

    def _note_since(self, check: Check) -> None:
        """Nothing is known from before the register held whole what the check needs."""
        since = counts_from(check, self._register) if self._register.kept_from else None
        if since:
            self.con.execute("insert into whole_since values (?, ?, ?)", [check.name, *since])

    def findings(self) -> tuple[Finding, ...]:
        """What the checks gave."""
        cites = {check.name: check.cites for check in self.checks}
        names = [column.name for column in fields(Finding) if column.name != "cites"]
        told = (dict(zip(names, row, strict=True)) for row in self.con.execute("execute finding").fetchall())
        return tuple(Finding(**row | {"evidence": tuple(row["evidence"]), "cites": cites[row["check"]]}) for row in told)

    def standings(self) -> tuple[Standing, ...]:
        """How each child of the rows stands."""
        found = self.con.execute("execute standing")
        names = [column[0] for column in found.description or ()]
        return tuple(standing_of(dict(zip(names, row, strict=True))) for row in found.fetchall())


def _unclosed(findings: Sequence[Finding]) -> dict[str, Finding]:
    return {finding.finding_id: finding for finding in findings if finding.state != "closed"}


@cache
def _unchecked() -> Schema:
    """The contract without check digits: a wrong one is a notice of loading, and keeps the row."""
    tables = {
        table.name: replace(table, columns=tuple(replace(column, check_digit=None) for column in table.columns))
        for table in schema()
    }
    return replace(schema(), tables=tables)
