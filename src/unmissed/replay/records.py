"""The rules for one record of a case file: it fits the register, and every value in it is either a fact or assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from unmissed.register.schema import Column, Table, schema
from unmissed.replay.model import Record
from unmissed.replay.part import Part
from unmissed.replay.period import day

NUMBER = "rows"
"""The name under `assumed` that explains how many rows a fact was given."""
_FACT_KEYS = ("cites", "precision", "dated", "assumed")


def check_record(part: Part, record: Record) -> None:
    """Put every problem of the record on the part's list."""
    if record.table not in schema().tables:
        part.problem(f"the table {record.table!r}", f"one of {', '.join(schema().tables)}", "Correct it.")
        return
    for row in record.rows:
        _check_row(part, schema()[record.table], row)
    if record.wholly_assumed:
        _check_assumed_record(part, record)
    else:
        _check_fact(part, record)


def _check_row(part: Part, table: Table, row: Mapping[str, str]) -> None:
    if "child_id" in row:
        part.problem("a child_id in a row", "none, as the row is its child's", "Remove it.")
    for column in table.columns:
        if column.required and column.name != "child_id" and not row.get(column.name):
            part.problem(f"no {column.name}", f"a value in every row of {table.name}", "Add it.")
    for name, value in row.items():
        if not table.has(name):
            part.problem(f"the column {name!r}", f"a column of {table.name}", "Correct or remove it.")
        elif value:
            _check_value(part, table.column(name), value)
    _check_order(part, table, row)


def _check_value(part: Part, column: Column, value: str) -> None:
    if column.type == "date":
        try:
            day(value)
        except ValueError as error:
            part.problems.append(f"{part.where}, {column.name}: {error}. Correct it.")
    for word in value.split(";") if column.type == "list" else [value]:
        if column.codes and word not in column.codes:
            part.problem(f"{column.name} {word!r}", f"one of {', '.join(column.codes)}", "Correct it.")
    if column.type == "bool" and value not in ("yes", "no"):
        part.problem(f"{column.name} {value!r}", "yes, no or nothing", "Correct it.")


def _check_order(part: Part, table: Table, row: Mapping[str, str]) -> None:
    for column in table.columns:
        start, end = row.get(column.not_before or "", ""), row.get(column.name, "")
        if start and end and end < start:
            part.problem(f"{column.name} before {column.not_before}", "it on or after", "Correct one of them.")


def _check_assumed_record(part: Part, record: Record) -> None:
    for key in ("fact", *_FACT_KEYS):
        if part.raw.get(key):
            part.problem(
                f"{key} in a record that is wholly assumed",
                "no fact in it",
                "Split the record, or remove wholly_assumed.",
            )


def _check_fact(part: Part, record: Record) -> None:
    for key in ("fact", "cites", "precision"):
        if not part.raw.get(key):
            part.problem(
                f"a record without {key}",
                f"{key}, or wholly_assumed with the reason",
                "Say what it encodes or why it is there.",
            )
    for column in (*record.dated, *record.assumed):
        if column != NUMBER and not any(column in row for row in record.rows):
            part.problem(f"{column} under dated or assumed", "a column that its rows give", "Correct or remove it.")
    for column in dict.fromkeys(column for row in record.rows for column in row):
        if schema()[record.table].has(column) and schema()[record.table].column(column).type == "date":
            _check_dating(part, record, column)
    if record.precision in ("day", "month", "year") and record.precision not in {p.precision for p in record.dated.values()}:
        part.problem(
            f"precision {record.precision}",
            "a period of that precision under dated",
            "Give the period, or precision relative.",
        )


def _check_dating(part: Part, record: Record, column: str) -> None:
    """A date is the report's day, or lies in the report's period and is assumed, or is assumed outright."""
    period = record.dated.get(column)
    if column not in record.assumed and (period is None or period.precision != "day"):
        part.problem(
            f"a day in {column} that the report does not give",
            "it under assumed, with the reason",
            "Say how it was chosen.",
        )
    for value in _dates(record, column):
        if period and not period.holds(day(value)):
            part.problem(f"{column} {value}", f"a day in {period.text}, where the report places it", "Correct it.")


def _dates(record: Record, column: str) -> Iterator[str]:
    for row in record.rows:
        try:
            day(row.get(column, ""))
        except ValueError:  # empty, or told already
            continue
        yield row[column]
