"""A case as a register: its rows by table, as the files of a partnership would hold them."""

from __future__ import annotations

from typing import Literal

from unmissed.register.schema import schema
from unmissed.replay.model import Case, Record

Reading = Literal["assumed", "earliest", "latest"]
"""How the report's months and years are read: on the day assumed, on their first day, or on their last."""

Rows = dict[str, list[dict[str, str]]]


def case_register(case: Case, reading: Reading = "assumed") -> Rows:
    """The rows of a case by table, as text.

    Every table of the contract is there: one without rows is known to be empty, so that every check can be assessed.
    Every row has every column, for an empty cell is unknown while a missing column could not be assessed.
    A reading other than the assumed one moves each date that the report gives for a single row to an end of its period.
    """
    rows: Rows = {table.name: [] for table in schema()}
    for child in case.children:
        for record in child.records:
            rows[record.table] += _rows(record, child.child_id, reading)
    return rows


def _rows(record: Record, child_id: str, reading: Reading) -> list[dict[str, str]]:
    """The record's rows with a cell for every column of the table, empty where the record says nothing."""
    moved = _moved(record, reading) if len(record.rows) == 1 else {}
    table = schema()[record.table]
    header = {column.name: "" for column in table.columns}
    owner = {"child_id": child_id} if table.has("child_id") else {}
    return [header | owner | dict(row) | moved for row in record.rows]


def _moved(record: Record, reading: Reading) -> dict[str, str]:
    if reading == "assumed":
        return {}
    ends = {column: period.first if reading == "earliest" else period.last for column, period in record.dated.items()}
    return {column: end.isoformat() for column, end in ends.items()}
