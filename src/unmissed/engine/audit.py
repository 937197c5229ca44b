"""Running checks over a register as it was known on a date.

The run has a connection of its own on the register's database: the as-of views, the policy's macros and the timelines are
temporary there, so that two runs on one register never see each other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import duckdb

from unmissed.checks.catalogue import Check, catalogue
from unmissed.engine.finding import Finding
from unmissed.engine.giving import GROUND, IN_ORDER, collected_sql, described, failing, found_sql, told_sql
from unmissed.engine.held import HeldTimelines
from unmissed.engine.needs import counts_from, why_not_assessed
from unmissed.policy.model import Policy, default_policy
from unmissed.policy.sql import policy_macros
from unmissed.register.known import as_of_view
from unmissed.register.loading import Register
from unmissed.register.schema import Table, schema
from unmissed.register.timeline import macros

_UNPROTECTED = """
with spells as (
    select child_id, opened_on as from_on, coalesce(closed_on, as_of() + 1) as until_on, "check" as record
    from findings
    where unprotected and state <> 'due'
)
select child_id, sum(until_on - from_on)::integer as days from runs_of('spells') group by child_id order by child_id
"""


_PAGES = """
with children as (
    select child_id, sum(count(*)) over (order by child_id) as place from findings group by child_id
)
select max(child_id) from children group by (place - 1) // $size order by all
"""

_PAGE = f"""
select {{told}}
from findings
where child_id > $after and child_id <= $until
order by {IN_ORDER}
"""
_PAGE_SIZE, _PAGES_AT_MOST = 20_000, 50


@dataclass(frozen=True)
class Total:
    """How one check came out over all children: the three always add up to the number of children."""

    check: Check
    found: int
    clear: int
    not_assessed: int


class Audit:
    """The outcome of a run: findings, what was not assessed and why, totals and days unprotected."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, register: Register, as_of: date, policy: Policy, checks: Sequence[Check]
    ) -> None:
        self.con = con
        self.register = register
        self.as_of = as_of
        self.policy = policy
        self.checks = tuple(checks)
        reasons = {check.name: why_not_assessed(check, register, as_of) for check in checks}
        self.not_assessed = {name: reason for name, reason in reasons.items() if reason}
        """Check name → the reason for which it was not assessed."""

    def findings(self) -> Iterator[Finding]:
        """Every finding by child, then in the order of the catalogue, then by opening day and id."""
        cites = {check.name: check.cites for check in self.checks}
        names = [column.name for column in fields(Finding) if column.name != "cites"]
        for row in self.told(", ".join(f'"{name}"' for name in names)):
            told = dict(zip(names, row, strict=True))
            yield Finding(**told | {"evidence": tuple(told["evidence"]), "cites": cites[told["check"]]})

    def told(self, columns: str) -> Iterator[tuple[Any, ...]]:
        """What an SQL select list gives for every finding, in the order of `findings`.

        It comes page by page of whole children. Each is fetched whole: another query between two rows can neither cut nor change
        it. The findings are put into their order here, where it is asked for, and not held a second time.
        """
        ((found,),) = _rows(self.con, "select count(*) from findings")
        after = ""
        for (until,) in _rows(self.con, _PAGES, {"size": max(_PAGE_SIZE, found // _PAGES_AT_MOST)}):
            yield from _rows(self.con, _PAGE.format(told=columns), {"after": after, "until": until})
            after = until

    def children(self) -> int:
        """How many children the run covers."""
        return int(_rows(self.con, "select count(*) from children")[0][0])

    def totals(self) -> list[Total]:
        """One row a check: children found (a finding open or closed), clear, not assessed."""
        every = self.children()
        found = dict(_rows(self.con, "select \"check\", count(distinct child_id) from findings where state <> 'due' group by 1"))
        return [self._total(check, found.get(check.name, 0), every) for check in self.checks]

    def days_unprotected(self) -> dict[str, int]:
        """Child → days, up to and including the as-of date, under at least one open finding that leaves a child unprotected."""
        return dict(_rows(self.con, _UNPROTECTED))

    def _total(self, check: Check, found: int, every: int) -> Total:
        if check.name in self.not_assessed:
            return Total(check, 0, 0, every)
        return Total(check, found, every - found, 0)


def audit(
    register: Register,
    *,
    as_of: date,
    policy: Policy | None = None,
    checks: Sequence[Check] | None = None,
    children: Collection[str] | None = None,
    on_check: Callable[[Check], None] = lambda check: None,
) -> Audit:
    """Run `checks` (default: the whole catalogue) over the register as it was known on `as_of`.

    `children` limits the run to some children. `on_check` is called before each check, for progress. Raises CheckError when the
    SQL of a check fails, RegisterError when a file that is asked in place changed meanwhile.
    """
    policy = policy or default_policy()
    run = Audit(register.con.cursor(), register, as_of, policy, catalogue() if checks is None else checks)
    assessed = [check for check in run.checks if check.name not in run.not_assessed]
    _prepare(run, children)
    timelines = HeldTimelines(run.con, [*_texts(assessed), collected_sql()])
    told = ["told_of_none"]
    run.con.execute(f"create temp table told_of_none as {collected_sql()}")
    for order, check in enumerate(run.checks):
        if check in assessed:
            on_check(check)
            told += _run_check(run, check, order)
            timelines.keep_for(_texts(later for later in run.checks[order + 1 :] if later in assessed))
    run.con.execute(f"create temp view findings as {' union all '.join(f'from {name}' for name in told)}")
    timelines.keep_for([])
    register.demand_unchanged()
    return run


def _prepare(run: Audit, children: Collection[str] | None) -> None:
    """Make what the timelines and checks read: the as-of date, the policy and the register as known."""
    con = run.con
    con.execute(f"create temp macro as_of() as date '{run.as_of}'")
    for statement in policy_macros(run.policy):
        con.execute(statement)
    con.execute(macros())
    con.execute(GROUND)
    _choose(con, children)
    for table in schema():
        if not {table.name, table.known_with} & run.register.unread:
            con.execute(_view(table, run, chosen=children is not None))


def _texts(checks: Iterable[Check]) -> list[str]:
    """The SQL that checks still have to run."""
    return [found_sql(check) for check in checks]


def _choose(con: duckdb.DuckDBPyConnection, children: Collection[str] | None) -> None:
    if children is not None:
        con.execute("create temp table chosen as select unnest($children::varchar[]) as child_id", {"children": list(children)})


def _view(table: Table, run: Audit, *, chosen: bool) -> str:
    select = as_of_view(table, schema(), run.as_of, run.register.held.get(table.name))
    if chosen and table.has("child_id"):
        select = f"select * from ({select}) semi join chosen using (child_id)"
    return f"create temp view {table.name} as {select}"


def _run_check(run: Audit, check: Check, order: int) -> Iterator[str]:
    """Hold what a check finds; gives the view that tells it, where it found anything.

    Nothing here may be left for later that reads timelines, or files in place: only what is held lasts longer than the run.
    """
    held, told = f"found_{order}", f"told_{order}"
    since = counts_from(check, run.register)
    with failing(check):
        types = described(run.con, check)
        if since:
            run.con.execute("insert into whole_since values (?, ?, ?)", [check.name, *since])
        run.con.execute(f"create temp table {held} as {found_sql(check)}")
        run.con.execute(f"create temp view {told} as {told_sql(check, types, order, held)}")
    if _rows(run.con, f"select count(*) from {held}") != [(0,)]:
        yield told


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object] | None = None) -> list[tuple[Any, ...]]:
    return (con.execute(sql, values) if values else con.execute(sql)).fetchall()
