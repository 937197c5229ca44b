"""Small registers in memory, and what oversight makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from tests.unit.cli.conftest import register, unmissed  # noqa: F401 - the command line and its small register
from unmissed.checks.catalogue import Check
from unmissed.oversight.figure import Figure
from unmissed.oversight.ground import Ground, ground
from unmissed.policy.model import default_policy, override
from unmissed.register.keeping import Keeping
from unmissed.register.loading import register_from_rows
from unmissed.register.schema import schema

Rows = dict[str, list[dict[str, Any]]]
Known = Callable[..., Ground]


def whole(given: Mapping[str, Sequence[Mapping[str, Any]]]) -> Rows:
    """The rows with every column of the contract, ids filled in, and every other table known to be empty."""
    rows: Rows = {}
    for table in schema():
        header = dict.fromkeys(column.name for column in table.columns)
        given_rows = given.get(table.name, ())
        rows[table.name] = [header | {table.id.name: f"{table.name}-{n:03}"} | dict(row) for n, row in enumerate(given_rows, 1)]
    return rows


def known_as(
    given: Mapping[str, Sequence[Mapping[str, Any]]],
    as_of: str | date,
    *,
    policy: Mapping[str, Any] | None = None,
    checks: Sequence[Check] = (),
    lacks: Sequence[str] = (),
    kept: Mapping[str, str] | None = None,
) -> Ground:
    """The ground of a small register. `lacks` names tables, or columns as table.column, that it does not have; `kept` those that
    it holds whole only from a day on, or never (no day)."""
    rows = whole(given)
    for name in lacks:
        table, _, column = name.partition(".")
        if column:
            rows[table] = [{key: value for key, value in row.items() if key != column} for row in rows[table]]
        else:
            del rows[table]
    loaded = register_from_rows(rows)
    assert not loaded.quarantine, [problem.sentence for problem in loaded.quarantine]
    day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    since = {what: date.fromisoformat(each) for what, each in (kept or {}).items() if each}
    loaded = Keeping(frozenset(kept or {}) - frozenset(since), since).applied(loaded)
    return ground(loaded, as_of=day, policy=override(default_policy(), policy or {}), checks=checks)


def row_of(figure: Figure, **values: object) -> dict[str, Any]:
    """The one row of a figure that has these values."""
    found = [row for row in figure.records() if all(row[name] == value for name, value in values.items())]
    assert len(found) == 1, (values, figure.records())
    return dict(found[0])


@pytest.fixture
def known() -> Known:
    """Make the ground of a small register."""
    return known_as
