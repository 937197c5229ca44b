"""What a check reads of a register, and what it needs and the register lacks: silence must never look like safety."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from unmissed.checks.catalogue import Check, catalogue
from unmissed.register.keeping import kept_from, whole_only_from
from unmissed.register.loading import Register
from unmissed.register.narrowing import with_what_they_need
from unmissed.register.schema import Table, schema
from unmissed.register.timeline import needed_timelines
from unmissed.words import listed

ALWAYS = ("birthdays",)
"""The timelines that the engine itself reads."""

RESULT = frozenset({"child_id", "opened_by", "opened_on", "opened_with", "closed_on", "evidence", "severity"})
"""The columns of a check's SELECT that the engine reads; a `select *` may give them without a word."""


def tables_read(checks: Sequence[Check]) -> dict[str, frozenset[str]]:
    """Table → the columns that these checks, and the timelines that they read, can ask for; a superset, told by their words.

    A check of the catalogue names what it asks for. A local one may ask otherwise (`columns('.*')`): it gets whole tables.
    """
    texts = [check.sql for check in checks]
    texts += [timeline.sql for timeline in needed_timelines([*ALWAYS, *texts])]
    words = _words(texts)
    names = _words(re.sub("'[^']*'", "", text) for text in texts) | RESULT
    names |= {name for check in checks for name in check.facts}
    named = words | {need.partition(".")[0] for check in checks for need in check.needs}
    whole = not set(checks) <= set(catalogue())
    return {table.name: frozenset(_asked(table, names, whole=whole)) for table in schema() if table.name in named}


def why_not_assessed(check: Check, register: Register, as_of: date | None = None) -> str | None:
    """The reason for which `check` cannot be assessed on this register, as it was known on `as_of`; None when it can."""
    return "; ".join([*_reasons(check, register), *_too_early(check, register, as_of)]) or None


def counts_from(check: Check, register: Register) -> tuple[date, str] | None:
    """The day from which the register holds whole what `check` needs, and a sentence that says so; None where it always did.

    What was there before that day is not known, so nothing that the check finds was known before it (no hindsight).
    """
    days = kept_from(register.kept_from, check.needs)
    if not days:
        return None
    day = max(days.values())
    return day, whole_only_from(days, day)


def _too_early(check: Check, register: Register, as_of: date | None) -> Iterator[str]:
    for name, day in sorted(kept_from(register.kept_from, check.needs).items()):
        if as_of is not None and as_of < day:
            yield f"the register holds {name} whole only from {day}"


def _reasons(check: Check, register: Register) -> Iterator[str]:
    unread = list(_unread(check, register))
    if unread:
        yield f"the register was read without {listed(unread, 'or')}"
    needs = [need.partition(".")[::2] for need in check.needs]
    tables = list(dict.fromkeys(table for table, _ in needs if table not in register.tables | register.unread))
    if tables:
        yield f"the register has no table {listed(tables, 'or')}"
    for table in dict.fromkeys(table for table, _ in needs if table in register.tables):
        columns = [column for name, column in needs if name == table and column and column not in register.columns[table]]
        if columns:
            yield f"the table {table} has no column {listed(columns, 'or')}"


def _unread(check: Check, register: Register) -> Iterator[str]:
    """The tables of which a narrower reading left out something that the check reads."""
    if register.unread or register.held:
        for table, columns in read_by(check).items():
            if table in register.unread or columns - register.held.get(table, columns):
                yield table


@cache
def read_by(check: Check) -> dict[str, frozenset[str]]:
    """Table → the columns that a check can ask for; a superset, like `tables_read`."""
    return with_what_they_need(tables_read([check]))


def _asked(table: Table, names: set[str], *, whole: bool) -> Iterator[str]:
    return (c.name for c in table.columns if whole or c.name in names or c.known_name in names)


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", re.sub(r"--[^\n]*", "", text).lower())}
