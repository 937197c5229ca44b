"""Reading a draft: what a register that was uploaded holds, what is wrong with it, and what loading it would change.

A reading is kept beside the upload as plain data, so that pages show it without reading the files again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, replace
from typing import Any

from django.db.models import Q

from unmissed.checks.catalogue import catalogue
from unmissed.engine.needs import why_not_assessed
from unmissed.register.known import STORE
from unmissed.register.loading import Register
from unmissed.register.mending import load_mended
from unmissed.register.quarantine import RegisterError
from unmissed.register.schema import schema
from unmissed.web.access.models import Restriction
from unmissed.web.imports import folders
from unmissed.web.imports.models import Draft
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.bulk import Lacks
from unmissed.web.record.merging import Counts, compared, is_empty, lacks_after
from unmissed.web.record.models import KeptTable

LONGEST_ID = 200
"""Characters of an identifier that the record can hold."""

Reading = dict[str, Any]


def open_draft(draft: Draft) -> Register:
    """The draft's register with its mends. Raises RegisterError, which never names where the files lie."""
    try:
        return load_mended(folders.upload_of(draft), folders.mends_of(draft))
    except RegisterError as error:
        said = str(error).replace(str(folders.upload_of(draft)), draft.file_name).replace("register.xlsx", draft.file_name)
        raise RegisterError(said) from None


def read(draft: Draft) -> Reading:
    """Read the draft anew and keep what was found beside it. Raises RegisterError where there is no register in it."""
    changes = folders.changes_of(draft)
    with closing(_Opened(draft)) as opened:
        reading = opened.reading() | {"changes": changes}
    folders.keep_reading(draft, reading)
    return reading


def totals(reading: Reading) -> dict[str, int]:
    """How many rows are new, the same, different, left out, and in quarantine."""
    kinds = ("new", "same", "different", "hidden", "withdrawn")
    found = {kind: sum(table[kind] for table in reading["tables"]) for kind in kinds}
    return found | {"quarantine": reading["quarantined_rows"]}


def totals_of(counts: Mapping[str, Counts]) -> dict[str, int]:
    """The same of a comparison."""
    return {kind: sum(getattr(each, kind) for each in counts.values()) for kind in vars(Counts())}


def hidden_from(person: Person, partnership: Partnership) -> frozenset[str]:
    """The children whose records are restricted to others."""
    theirs = Restriction.objects.filter(partnership=partnership, lifted_at=None).exclude(Q(allowed=person) | Q(set_by=person))
    return frozenset(theirs.values_list("child_id", flat=True))


class _Opened:
    """A draft's register, open."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.register = open_draft(draft)

    def close(self) -> None:
        """Let go of the register."""
        self.register.con.close()

    def reading(self) -> Reading:
        """Everything that pages show."""
        register, partnership = self.register, self.draft.partnership
        counts = compared(partnership, register, hidden_from(self.draft.person, partnership))
        return {
            "tables": [self._table(name, each) for name, each in counts.items()],
            "missing": [table.name for table in schema() if table.name not in register.brought],
            "quarantine": [asdict(entry) for entry in register.quarantine],
            "quarantined_rows": register.quarantined_rows(),
            "notices": [[notice.file, notice.sentence] for notice in register.notices],
            "not_assessed": list(_not_assessed(register, _unknown_after(partnership, register))),
            "too_long": list(_too_long(register)),
        }

    def _table(self, name: str, counts: Counts) -> dict[str, Any]:
        contract = [column.name for column in schema()[name].columns]
        described = self.register.con.execute(f"describe {STORE}.{name}").fetchall()
        return {
            "name": name,
            "lacking": [column for column in contract if column not in self.register.brought[name]],
            "unknown": [column for column, *_ in described if column not in contract],
            "quarantine": self.register.quarantined_rows(name),
        } | vars(counts)


def _unknown_after(partnership: Partnership, register: Register) -> Lacks:
    """What the record lacks once the register is in it, without the tables that are kept here from a day on."""
    kept = set(KeptTable.objects.filter(partnership=partnership).values_list("table_name", flat=True))
    kept |= {what.partition(".")[0] for what in register.kept_from} if is_empty(partnership) else set()
    return {name: columns for name, columns in lacks_after(partnership, register).items() if name not in kept}


def _not_assessed(register: Register, lacks: Lacks) -> Iterator[tuple[str, str]]:
    """The checks that the record will not be able to assess once the register is in it, and why."""
    after = _with_columns(register, lacks)
    for check in catalogue():
        why = why_not_assessed(check, after)
        if why:
            yield check.title, why


def _with_columns(register: Register, lacks: Lacks) -> Register:
    """The register as if it had the tables and columns of the record; only its names are asked."""
    tables = frozenset(table.name for table in schema() if lacks.get(table.name, []) is not None)
    columns = {
        name: frozenset(column.name for column in schema()[name].columns) - frozenset(lacks.get(name) or ()) for name in tables
    }
    return replace(register, tables=tables, columns=columns)


def _too_long(register: Register) -> Iterator[str]:
    """Tables with identifiers that the record cannot hold."""
    for table in (table for table in schema() if table.name in register.brought):
        longer = " or ".join(f"length({column.name}) > {LONGEST_ID}" for column in table.columns if column.type == "id")
        (rows,) = register.con.execute(f"select count(*) from {STORE}.{table.name} where {longer}").fetchone() or (0,)
        if rows:
            yield f"{table.name} has {rows:,} rows with identifiers longer than {LONGEST_ID} characters. Shorten them."
