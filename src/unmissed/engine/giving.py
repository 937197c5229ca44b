"""From the SELECT of a check to findings: one way for a whole run and for one child.

A check gives rows: a child, a day, a record, and the facts of its sentence. `ended.sql` says when each begins and ends and leaves
out what never begins. `told.sql` makes findings of them, with id, state, evidence and sentence.

A whole run holds what each check found and tells it when it is asked for: who counts findings waits for no sentence. A warm
engine, which plans ahead, collects what all checks gave in the table `given_by_checks` and tells it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

import duckdb

from unmissed.checks.catalogue import Check, CheckError
from unmissed.engine.sentence import sentence_sql
from unmissed.register.annotated import parse_annotated

GROUND = """
create temp table whole_since ("check" varchar, day date, said varchar);
create temp table given_by_checks (
    "check" varchar, child_id varchar, opened_on date, closed_on date, severity varchar, unprotected boolean,
    opened_by varchar, opening varchar, evidence varchar[], because varchar, check_order integer
)"""
"""The tables beside the timelines. `whole_since` names the checks that need something which the register holds whole only from a
day on, with that day and the sentence that says so (`needs.counts_from`)."""

IN_ORDER = "child_id, check_order, opened_on, finding_id"
"""The order of findings: by child, then as the catalogue, then by opening day and id."""

_GIVE = """
select
    '{check.name}' as "check", found.child_id, found.opened_on, found.closed_on, {severity} as severity,
    {check.unprotected} as unprotected, found.opened_by, {opening} as opening, found.evidence, {because} as because,
    {order} as check_order{more}
from {source} as found
"""

_EXPECTED = {
    "child_id": "VARCHAR",
    "opened_by": "VARCHAR",
    "opened_on": "DATE",
    "closed_on": "DATE",
    "evidence": "VARCHAR[]",
}
_RESERVED = frozenset({"begins_on", "ends_on", "said"})
"""What `ended.sql` adds."""


def given_sql(con: duckdb.DuckDBPyConnection, check: Check, order: int) -> str:
    """The SELECT of what a check gives, on a connection that holds what it reads. CheckError where its own is wrong."""
    with failing(check):
        return _give(check, described(con, check), order, f"(\n{check.sql}\n)")


def collected_sql() -> str:
    """The SELECT that tells what `given_by_checks` holds, in no order."""
    return f"with given as (from given_by_checks), ended as (\n{_sql('ended')}) {_sql('told')}"


def found_sql(check: Check) -> str:
    """The SELECT of what a whole run holds of a check: its own columns, and when each finding begins and ends."""
    given = f"select '{check.name}' as \"check\", * from (\n{check.sql}\n)"
    return f'with given as (\n{given})\nselect * exclude ("check", said) from (\n{_sql("ended")})'


def told_sql(check: Check, types: Mapping[str, str], order: int, held: str) -> str:
    """The SELECT that tells what the table `held` holds of a check (`found_sql`), whose columns are of these types."""
    said = f"case when found.opened_on < found.begins_on then (select said from whole_since where \"check\" = '{check.name}') end"
    ended = _give(check, types, order, held, f", found.begins_on, found.ends_on, {said} as said")
    return f"with ended as ({ended}) {_sql('told')}"


def described(con: duckdb.DuckDBPyConnection, check: Check) -> dict[str, str]:
    """The columns of a check's SELECT and their types; CheckError when one that the engine needs is not as it must be."""
    types = {row[0]: row[1] for row in con.execute(f"describe\n{check.sql}").fetchall()}
    for name, expected in _EXPECTED.items():
        if types.get(name) != expected:
            found = types.get(name, "nothing")
            raise CheckError(f"{check.path.name}: its SELECT must give {name} as {expected}, found {found}.")
    for name in sorted(_RESERVED & types.keys()):
        raise CheckError(f"{check.path.name}: its SELECT gives {name}, a name that the engine uses. Choose another.")
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


def _give(check: Check, types: Mapping[str, str], order: int, source: str, more: str = "") -> str:
    severity = "found.severity" if "severity" in types else f"'{check.severity}'"
    opening = "found.opened_by || '|' || found.opened_with" if "opened_with" in types else "found.opened_by"
    because = sentence_sql(check.because, types)
    return _GIVE.format(check=check, severity=severity, opening=opening, because=because, order=order, source=source, more=more)


@cache
def _sql(name: str) -> str:
    return parse_annotated(files("unmissed.engine").joinpath(f"{name}.sql").read_text("utf-8"), name).sql
