"""What a check needs and a register lacks: silence must never look like safety."""

from __future__ import annotations

from unmissed.checks.catalogue import Check
from unmissed.register.loading import Register


def why_not_assessed(check: Check, register: Register) -> str | None:
    """The reason for which `check` cannot be assessed on this register; None when it can."""
    lacking = [reason for need in check.needs if (reason := _lacking(need, register))]
    return "; ".join(dict.fromkeys(lacking)) or None


def _lacking(need: str, register: Register) -> str | None:
    table, _, column = need.partition(".")
    if table not in register.tables:
        return f"the register has no table {table}"
    if column and column not in register.columns[table]:
        return f"the table {table} has no column {column}"
    return None
