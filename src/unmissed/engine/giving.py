"""From the SELECT of a check to findings: one way for a whole run and for one child.

A check gives rows, with their sentence; `finished.sql` makes findings of them. A whole run does both at once, check by check.
A warm engine, which plans ahead, collects what all checks gave in the table `given_by_checks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.resources import files

import duckdb

from unmissed.checks.catalogue import Check, CheckError
from unmissed.engine.sentence import sentence_sql
from unmissed.register.annotated import parse_annotated
from unmissed.register.cells import literal

GIVEN = """
create temp table given_by_checks (
    "check" varchar, child_id varchar, opened_on date, closed_on date, severity varchar, unprotected boolean,
    opened_by varchar, opening varchar, evidence varchar[], because varchar, check_order integer
)"""

IN_ORDER = "child_id, check_order, opened_on, finding_id"
"""The order of findings: by child, then as the catalogue, then by opening day and id."""

_GIVE = """
select
    '{check.name}' as "check", found.child_id, found.opened_on, found.closed_on, {severity} as severity,
    {check.unprotected} as unprotected, found.opened_by, {opening} as opening, found.evidence, {because} as because,
    {order} as check_order
from (
{check.sql}
) as found
"""

CLIP = """
update given_by_checks set opened_on = $day, because = because || ' ' || $said where "check" = $check and opened_on < $day
"""
"""The rule of `since_whole` on what was collected."""

_EXPECTED = {
    "child_id": "VARCHAR",
    "opened_by": "VARCHAR",
    "opened_on": "DATE",
    "closed_on": "DATE",
    "evidence": "VARCHAR[]",
}


def given_sql(con: duckdb.DuckDBPyConnection, check: Check, order: int) -> str:
    """The SELECT of what a check gives, on a connection that holds what it reads. CheckError where its own is wrong."""
    with failing(check):
        types = described(con, check)
        severity = "found.severity" if "severity" in types else f"'{check.severity}'"
        opening = "found.opened_by || '|' || found.opened_with" if "opened_with" in types else "found.opened_by"
        because = sentence_sql(check.because, types)
        return _GIVE.format(check=check, severity=severity, opening=opening, because=because, order=order)


def since_whole(given: str, since: tuple[date, str] | None) -> str:
    """What a check gave, none of it before the register held whole what the check needs (`needs.counts_from`).

    Nothing was known before that day. The sentence of what was there already says so.
    """
    if since is None:
        return given
    day, said = f"date '{since[0]}'", literal(f" {since[1]}")
    told = f"because || case when opened_on < {day} then {said} else '' end"
    return f"select * replace (greatest(opened_on, {day}) as opened_on, {told} as because) from ({given})"


@cache
def finished_sql() -> str:
    """The SELECT that makes findings of `given_by_checks`, in no order, with `check_order` beside them."""
    return parse_annotated(files("unmissed.engine").joinpath("finished.sql").read_text("utf-8"), "finished").sql


def described(con: duckdb.DuckDBPyConnection, check: Check) -> dict[str, str]:
    """The columns of a check's SELECT and their types; CheckError when one that the engine needs is not as it must be."""
    types = {row[0]: row[1] for row in con.execute(f"describe\n{check.sql}").fetchall()}
    for name, expected in _EXPECTED.items():
        if types.get(name) != expected:
            found = types.get(name, "nothing")
            raise CheckError(f"{check.path.name}: its SELECT must give {name} as {expected}, found {found}.")
    return types


@contextmanager
def failing(check: Check) -> Iterator[None]:
    """Errors of the database name the check; one that may quote a value, which may be a child's, loses its message."""
    try:
        yield
    except KeyError as error:
        raise CheckError(
            f"{check.path.name}: `because` names the fact {error.args[0]}, which its SELECT does not give."
        ) from None
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        raise CheckError(f"{check.path.name}: its SQL fails: {error}") from None
    except duckdb.Error as error:
        kind = type(error).__name__
        raise CheckError(f"{check.path.name}: its SQL fails on a value of the register ({kind}).") from None
