"""Running checks over a register as it was known on a date.

The run has a connection of its own on the register's database: the as-of views, the policy's macros and the timelines are
temporary there, so that two runs on one register never see each other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import duckdb

from unmissed.checks.catalogue import Check, CheckError, catalogue
from unmissed.engine.finding import Finding
from unmissed.engine.needs import counts_from, why_not_assessed
from unmissed.engine.sentence import sentence_sql
from unmissed.policy.model import Policy, default_policy
from unmissed.policy.sql import policy_macros
from unmissed.register.cells import literal
from unmissed.register.known import as_of_view
from unmissed.register.loading import Register
from unmissed.register.schema import Table, schema
from unmissed.register.timeline import macros, needed_timelines

_FOUND = """
create temp table found_so_far (
    finding_id varchar, "check" varchar, child_id varchar, opened_on date, closed_on date, severity varchar,
    unprotected boolean, evidence varchar[], because varchar, state varchar, check_order integer
)"""

_INSERT = """
insert into found_so_far
with found as materialized (
{sql}
)
select
    'f' || left(md5({name} || '|' || found.child_id || '|' || {key}), 15),
    {name},
    found.child_id,
    {opened},
    case when ended.ended_on <= as_of() then ended.ended_on end,
    {severity},
    {unprotected},
    list_prepend(found.opened_by, list_filter(list_sort(list_distinct(found.evidence)), lambda r: r <> found.opened_by)),
    {because},
    case when {opened} > as_of() then 'due' when ended.ended_on <= as_of() then 'closed' else 'open' end,
    {order}
from found
left join birthdays on birthdays.child_id = found.child_id
cross join lateral (select least(found.closed_on, birthdays.eighteenth) as ended_on) as ended
where found.opened_on is not null
    and (birthdays.eighteenth is null or {opened} < birthdays.eighteenth)
    and (found.closed_on is null or found.closed_on > {opened})
"""

_UNPROTECTED = """
with spells as (
    select child_id, opened_on as from_on, coalesce(closed_on, as_of() + 1) as until_on, finding_id as record
    from findings
    where unprotected and state <> 'due'
)
select child_id, sum(until_on - from_on)::integer as days from runs_of('spells') group by child_id order by child_id
"""


_IN_ORDER = """
create temp table findings as
from found_so_far
order by child_id, check_order, opened_on, finding_id
"""

_PAGE = """
select finding_id, "check", child_id, opened_on, closed_on, severity, unprotected, evidence, because, state
from findings
where rowid >= {after} and rowid < {after} + {size}
order by rowid
"""
_PAGE_SIZE = 20_000


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
        for row in self._paged():
            told = dict(zip(names, row, strict=True))
            yield Finding(**told | {"evidence": tuple(told["evidence"]), "cites": cites[told["check"]]})

    def _paged(self) -> Iterator[tuple[Any, ...]]:
        """Page by page, each fetched whole: another query between two rows can neither cut nor change the result."""
        after = 0
        while page := _rows(self.con, _PAGE.format(after=after, size=_PAGE_SIZE)):
            yield from page
            after += _PAGE_SIZE

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
    SQL of a check fails.
    """
    policy = policy or default_policy()
    run = Audit(register.con.cursor(), register, as_of, policy, catalogue() if checks is None else checks)
    assessed = [check for check in run.checks if check.name not in run.not_assessed]
    _prepare(run, children, assessed)
    for order, check in enumerate(run.checks):
        if check in assessed:
            on_check(check)
            _run_check(run, check, order)
    run.con.execute(_IN_ORDER)
    run.con.execute("drop table found_so_far")
    return run


def _prepare(run: Audit, children: Collection[str] | None, checks: Sequence[Check]) -> None:
    """Make what the checks read: the as-of date, the policy, the register as known, and the timelines that they name."""
    con = run.con
    con.execute(f"create temp macro as_of() as date '{run.as_of}'")
    for statement in policy_macros(run.policy):
        con.execute(statement)
    con.execute(macros())
    _choose(con, children)
    for table in schema():
        if not {table.name, table.known_with} & run.register.unread:
            con.execute(_view(table, run, chosen=children is not None))
    for timeline in needed_timelines(["birthdays", *(check.sql for check in checks)]):
        con.execute(timeline.statement())
    con.execute(_FOUND)


def _choose(con: duckdb.DuckDBPyConnection, children: Collection[str] | None) -> None:
    if children is not None:
        con.execute("create temp table chosen as select unnest($children::varchar[]) as child_id", {"children": list(children)})


def _view(table: Table, run: Audit, *, chosen: bool) -> str:
    select = as_of_view(table, schema(), run.as_of, run.register.held.get(table.name))
    if chosen and table.has("child_id"):
        select = f"select * from ({select}) semi join chosen using (child_id)"
    return f"create temp view {table.name} as {select}"


def _run_check(run: Audit, check: Check, order: int) -> None:
    try:
        types = described(run.con, check)
        severity = "found.severity" if "severity" in types else f"'{check.severity}'"
        key = "found.opened_by || '|' || found.opened_with" if "opened_with" in types else "found.opened_by"
        because = sentence_sql(check.because, types)
        opened, adds = _from_when_whole(check, run.register)
        own = {"name": f"'{check.name}'", "unprotected": check.unprotected, "order": order, "opened": opened}
        because = f"({because}) || {adds}" if adds else because
        run.con.execute(_INSERT.format(sql=check.sql, key=key, severity=severity, because=because, **own))
    except KeyError as error:
        raise CheckError(
            f"{check.path.name}: `because` names the fact {error.args[0]}, which its SELECT does not give."
        ) from None
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        raise CheckError(f"{check.path.name}: its SQL fails: {error}") from None
    except duckdb.Error as error:  # its message may quote a value, which may be a child's
        kind = type(error).__name__
        raise CheckError(f"{check.path.name}: its SQL fails on a value of the register ({kind}).") from None


def _from_when_whole(check: Check, register: Register) -> tuple[str, str]:
    """When a finding of the check opens, and what its sentence adds: nothing was known before the register was whole."""
    since = counts_from(check, register)
    if since is None:
        return "found.opened_on", ""
    day, said = f"date '{since[0]}'", literal(f" {since[1]}")
    earlier = f"case when found.opened_on < {day} then"
    return f"{earlier} {day} else found.opened_on end", f"{earlier} {said} else '' end"


_EXPECTED = {
    "child_id": "VARCHAR",
    "opened_by": "VARCHAR",
    "opened_on": "DATE",
    "closed_on": "DATE",
    "evidence": "VARCHAR[]",
}


def described(con: duckdb.DuckDBPyConnection, check: Check) -> dict[str, str]:
    """The columns of a check's SELECT and their types; CheckError when one that the engine needs is not as it must be."""
    types = {row[0]: row[1] for row in _rows(con, f"describe\n{check.sql}")}
    for name, expected in _EXPECTED.items():
        if types.get(name) != expected:
            found = types.get(name, "nothing")
            raise CheckError(f"{check.path.name}: its SELECT must give {name} as {expected}, found {found}.")
    return types


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object] | None = None) -> list[tuple[Any, ...]]:
    return (con.execute(sql, values) if values else con.execute(sql)).fetchall()
