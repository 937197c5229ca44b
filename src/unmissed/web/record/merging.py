"""Putting a loaded register into a record that has rows already: what is new, what differs, what stays.

A row is the same row where its identifier is. One that differs becomes a new version, and the one before is kept; one that the
register does not hold is left alone; a column that the register lacks says nothing, so it changes nothing. Like `bulk`, this asks
nobody whether they may and leaves no entry in the trail: the action around it does both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from unmissed.register.cells import quoted
from unmissed.register.known import STORE
from unmissed.register.loading import Register
from unmissed.register.schema import Table, schema
from unmissed.register.sources import as_cell
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.bulk import Lacks, load_loaded, what_lacks
from unmissed.web.record.grounds import replace_all_grounds
from unmissed.web.record.models import MODELS, Changed, EarlierVersion, KeptTable

_AT_ONCE = 1_000
Row = dict[str, Any]


@dataclass
class Counts:
    """How the rows of one table compare with the record.

    `hidden`: about children whose records are restricted to others, so left out; `withdrawn`: taken out of the record by
    somebody, and left so.
    """

    new: int = 0
    same: int = 0
    different: int = 0
    hidden: int = 0
    withdrawn: int = 0


@dataclass
class Part:
    """Some rows of one table, sorted out. `changed` holds pairs: the row as it stands, and as it comes."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Row]] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


@dataclass(frozen=True)
class _Load:
    """Whose record, by whom, why and when: what every version that is replaced keeps."""

    partnership: Partnership
    by: Person
    why: str
    at: datetime


def is_empty(partnership: Partnership) -> bool:
    """Whether the record holds nothing yet."""
    return not MODELS["children"].every.filter(partnership=partnership).exists()


def compared(partnership: Partnership, register: Register, hidden: frozenset[str]) -> dict[str, Counts]:
    """How every table of the register compares with the record. `hidden` are children whom the person may not see."""
    return {
        table.name: _added(part.counts for part in _parts(partnership, register, table, hidden))
        for table in schema()
        if table.name in register.brought
    }


def merge(
    partnership: Partnership, register: Register, *, by: Person, why: str, hidden: frozenset[str]
) -> tuple[dict[str, Counts], int]:
    """Put the register into the record, all of it or nothing; every child it touches is marked to be looked at again.

    Gives the counts of each table, and how many children were touched.
    """
    with transaction.atomic():
        if is_empty(partnership):
            counts = {
                name: Counts(new=rows) for name, rows in load_loaded(partnership, register).items() if name in register.brought
            }
            touched = set(MODELS["children"].objects.filter(partnership=partnership).values_list("child_id", flat=True))
        else:
            counts, touched = _merged(_Load(partnership, by, why, timezone.now()), register, hidden)
        _mark(partnership, touched)
    return counts, len(touched)


def lacks_after(partnership: Partnership, register: Register) -> Lacks:
    """What the record lacks once the register is in it: what arrives is lacking no longer."""
    of_register = what_lacks(register)
    if is_empty(partnership):
        return of_register
    lacks: Lacks = {}
    for name, columns in partnership.lacks.items():
        came_without = of_register.get(name, [])
        if came_without is None:
            lacks[name] = columns
            continue
        still = came_without if columns is None else [column for column in columns if column in came_without]
        if still:
            lacks[name] = still
    return lacks


def _merged(load: _Load, register: Register, hidden: frozenset[str]) -> tuple[dict[str, Counts], set[str]]:
    counts, touched, partnership = {}, set[str](), load.partnership
    partnership.lacks = lacks_after(partnership, register)
    for table in (table for table in schema() if table.name in register.brought):
        parts = []
        for part in _parts(partnership, register, table, hidden):
            _write(load, table, part)
            touched |= _children_of(part)
            parts.append(part.counts)
        counts[table.name] = _added(parts)
    partnership.save(update_fields=["lacks"])
    KeptTable.objects.filter(partnership=partnership).exclude(table_name__in=partnership.lacks).delete()
    replace_all_grounds(partnership)
    return counts, touched


def _parts(partnership: Partnership, register: Register, table: Table, hidden: frozenset[str]) -> Iterator[Part]:
    own = table.id.name
    for rows in _rows(register, table):
        found = MODELS[table.name].every.filter(partnership=partnership, **{f"{own}__in": [row[own] for row in rows]})
        standing = {row[own]: row for row in found.values()}
        yield _sorted_out(rows, standing, own, hidden)


def _sorted_out(rows: Iterable[Row], standing: Mapping[str, Row], own: str, hidden: frozenset[str]) -> Part:
    part = Part()
    for row in rows:
        stands = standing.get(row[own])
        if row.get("child_id") in hidden or (stands and stands.get("child_id") in hidden):
            part.counts.hidden += 1
        elif stands is None:
            part.counts.new += 1
            part.new.append(row)
        elif stands["withdrawn"]:
            part.counts.withdrawn += 1
        elif _differs(stands, row):
            part.counts.different += 1
            part.changed.append((stands, row))
        else:
            part.counts.same += 1
    return part


def _differs(stands: Row, row: Row) -> bool:
    """Whether the row says something else; of the unknown columns only those that came count."""
    kept = stands["extras"] or {}
    extras = (row.get("extras") or {}).items()
    return any(_plain(stands[name]) != _plain(value) for name, value in row.items() if name != "extras") or any(
        kept.get(name) != value for name, value in extras
    )


def _plain(value: Any) -> Any:
    """A list without parts is no value."""
    return None if value == [] else value


def _rows(register: Register, table: Table) -> Iterator[list[Row]]:
    """The register's rows of a table, a few at a time, with the columns that it has and its unknown ones in `extras`."""
    cursor = register.con.cursor()
    try:
        contract = [column.name for column in table.columns if column.name in register.brought[table.name]]
        known = {column.name for column in table.columns}
        extras = [name for name, *_ in cursor.execute(f"describe {STORE}.{table.name}").fetchall() if name not in known]
        names = ", ".join(map(quoted, (*contract, *extras)))
        cursor.execute(f"select {names} from {STORE}.{table.name} order by {table.id.name}")
        while fetched := cursor.fetchmany(_AT_ONCE):
            yield [_row(contract, extras, values) for values in fetched]
    finally:
        cursor.close()


def _row(contract: list[str], extras: list[str], values: tuple[Any, ...]) -> Row:
    row = dict(zip(contract, values, strict=False))
    if extras:
        row["extras"] = dict(zip(extras, values[len(contract) :], strict=True))
    return row


def _write(load: _Load, table: Table, part: Part) -> None:
    model = MODELS[table.name]
    new = [model(partnership=load.partnership, entered_at=load.at, **_filled(row)) for row in part.new]
    model.every.bulk_create(new, batch_size=_AT_ONCE)
    if not part.changed:
        return
    EarlierVersion.objects.bulk_create([_earlier(load, table, stands) for stands, _ in part.changed], batch_size=_AT_ONCE)
    changed = [model(**stands | _next(stands, row, load.at)) for stands, row in part.changed]
    names = [name for name in part.changed[0][1] if name != table.id.name]
    model.every.bulk_update(changed, [*{*names, "extras", "version", "entered_at", "entered_by"}], batch_size=100)


def _filled(row: Row) -> Row:
    extras = {name: value for name, value in (row.get("extras") or {}).items() if value is not None}
    return row | {"extras": extras or None}


def _next(stands: Row, row: Row, now: datetime) -> Row:
    extras = {**(stands["extras"] or {}), **(row.get("extras") or {})}
    kept = {name: value for name, value in extras.items() if value is not None}
    return row | {"extras": kept or None, "version": stands["version"] + 1, "entered_at": now, "entered_by_id": None}


def _earlier(load: _Load, table: Table, stands: Row) -> EarlierVersion:
    return EarlierVersion(
        partnership=load.partnership,
        table_name=table.name,
        record_id=stands[table.id.name],
        child_id=stands.get("child_id", ""),
        version=stands["version"],
        values={column.name: as_cell(stands[column.name]) for column in table.columns},
        entered_at=stands["entered_at"],
        entered_by_id=stands["entered_by_id"],
        replaced_at=load.at,
        replaced_by=load.by,
        why=load.why,
    )


def _children_of(part: Part) -> set[str]:
    """The children whom a part touches: of a row that changes hands, both."""
    rows = [*part.new, *(row for pair in part.changed for row in pair)]
    return {row["child_id"] for row in rows if "child_id" in row}


def _mark(partnership: Partnership, children: Iterable[str]) -> None:
    now = timezone.now()
    Changed.objects.bulk_create(
        [Changed(partnership=partnership, child_id=child_id, at=now) for child_id in sorted(children)],
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["partnership", "child_id"],
        update_fields=["at"],
    )


def _added(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for each in counts:
        for name, number in vars(each).items():
            setattr(total, name, getattr(total, name) + number)
    return total
