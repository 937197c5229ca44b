"""What a check needs and a register lacks: silence must never look like safety."""

from __future__ import annotations

from collections.abc import Iterator

from unmissed.checks.catalogue import Check
from unmissed.register.loading import Register


def why_not_assessed(check: Check, register: Register) -> str | None:
    """The reason for which `check` cannot be assessed on this register; None when it can."""
    return "; ".join(_reasons(check, register)) or None


def _reasons(check: Check, register: Register) -> Iterator[str]:
    needs = [need.partition(".")[::2] for need in check.needs]
    tables = list(dict.fromkeys(table for table, _ in needs if table not in register.tables))
    if tables:
        yield f"the register has no table {_listed(tables)}"
    for table in dict.fromkeys(table for table, _ in needs if table in register.tables):
        columns = [column for name, column in needs if name == table and column and column not in register.columns[table]]
        if columns:
            yield f"the table {table} has no column {_listed(columns)}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
