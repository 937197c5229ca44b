"""Findings as rows of plain columns: what the formats for machines and the workbook have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from unmissed.engine.audit import Audit
from unmissed.engine.finding import Finding

COLUMNS = tuple(field.name for field in fields(Finding))
"""The columns of a finding, as the design names them, and its state."""

Row = dict[str, object]


def columns(*, with_names: bool) -> tuple[str, ...]:
    """The columns in their order; the child's name stands beside its id, and only where it is asked for."""
    beside = COLUMNS.index("child_id") + 1
    return (*COLUMNS[:beside], "name", *COLUMNS[beside:]) if with_names else COLUMNS


def rows(audit: Audit, *, with_names: bool) -> Iterator[Row]:
    """Every finding as column → value, in the order of the audit."""
    names = child_names(audit) if with_names else None
    for finding in audit.findings():
        yield row(finding, names)


def row(finding: Finding, names: dict[str, str] | None) -> Row:
    """One finding as column → value. `names` (child → name) adds the name."""
    values = {name: getattr(finding, name) for name in COLUMNS}
    if names is None:
        return values
    values["name"] = names.get(finding.child_id)
    return {name: values[name] for name in columns(with_names=True)}


def child_names(audit: Audit) -> dict[str, str]:
    """Child → name, for the children whose name the register gives."""
    found = audit.con.execute("select child_id, name from children where name is not null").fetchall()
    return dict(found)
