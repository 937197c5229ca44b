"""From the SELECT of a check to findings: one way for a whole run and for one child.

What each check gives goes into the table `given_by_checks`, with its sentence; `finished.sql` makes findings of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import duckdb

from unmissed.checks.catalogue import Check, CheckError
from unmissed.engine.sentence import sentence_sql
from unmissed.register.annotated import parse_annotated

GIVEN = """
create temp table given_by_checks (
    "check" varchar, child_id varchar, opened_on date, closed_on date, severity varchar, unprotected boolean,
    opened_by varchar, opening varchar, evidence varchar[], because varchar, check_order integer
)"""

_GIVE = """
insert into given_by_checks
select
    '{check.name}', found.child_id, found.opened_on, found.closed_on, {severity}, {check.unprotected},
    found.opened_by, {opening}, found.evidence, {because}, {order}
from (
{check.sql}
) as found
"""

_EXPECTED = {
    "child_id": "VARCHAR",
    "opened_by": "VARCHAR",
    "opened_on": "DATE",
    "closed_on": "DATE",
    "evidence": "VARCHAR[]",
}


def give_statement(con: duckdb.DuckDBPyConnection, check: Check, order: int) -> str:
    """The statement that runs a check, on a connection that holds what it reads. Raises CheckError where its SELECT is not right."""
    with failing(check):
        types = described(con, check)
        severity = "found.severity" if "severity" in types else f"'{check.severity}'"
        opening = "found.opened_by || '|' || found.opened_with" if "opened_with" in types else "found.opened_by"
        because = sentence_sql(check.because, types)
        return _GIVE.format(check=check, severity=severity, opening=opening, because=because, order=order)


def finished_sql() -> str:
    """The SELECT that gives the findings, in their order, of all that the checks gave."""
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
