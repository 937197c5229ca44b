"""What the record of a partnership holds whole, and from when: asked by every look, page and export, so that all agree.

`Partnership.lacks` says what the register that was loaded did not have. Rows of it may be entered here nonetheless; they are in
the record, and unknown stays unknown until somebody decides that a table is kept here from a day on (`KeptTable`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from unmissed.register.keeping import Keeping
from unmissed.register.schema import Table, schema
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import KeptTable
from unmissed.web.record.values import in_words


def keeping_of(partnership: Partnership) -> Keeping:
    """What the record does not hold whole, and what it does from a day on."""
    if not partnership.lacks:
        return Keeping()
    days = dict(KeptTable.objects.filter(partnership=partnership).values_list("table_name", "since"))
    named = [(table.name, what) for table in schema() for what in lacking(partnership, table)]
    never = frozenset(what for table, what in named if table not in days)
    return Keeping(never, {what: days[table] for table, what in named if table in days})


def lacking(partnership: Partnership, table: Table) -> Iterator[str]:
    """What the loaded register lacked of a table: the table itself, or some columns as table.column."""
    lacks = partnership.lacks.get(table.name, [])
    yield from [table.name] if lacks is None else [f"{table.name}.{column}" for column in lacks]


def unkept_words(partnership: Partnership, table: Table) -> str:
    """What of a table is never whole here, as the end of a sentence: "any concerns"; empty where all of it is kept."""
    unkept = [what for what in lacking(partnership, table) if what in keeping_of(partnership).never]
    if unkept == [table.name]:
        return f"any {in_words(table.name)}"
    return ", ".join(in_words(what.partition(".")[2]) for what in unkept)


def columns_of(partnership: Partnership, on: date | None = None) -> dict[str, frozenset[str]]:
    """The columns that the record holds whole, by table, without the tables that it does not; with `on`, on that day."""
    keeping = keeping_of(partnership)
    later = {what for what, since in keeping.since.items() if on is not None and on < since}
    unknown = keeping.never | later
    return {
        table.name: frozenset(column.name for column in table.columns if f"{table.name}.{column.name}" not in unknown)
        for table in schema()
        if table.name not in unknown
    }
