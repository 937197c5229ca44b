"""A record with all its versions: who knew what, when, and why it was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from unmissed.register.schema import RECORDED_ON, Column, Table
from unmissed.report.words import in_words as day_in_words
from unmissed.web.clock import today
from unmissed.web.findings.models import Finding
from unmissed.web.findings.presenters import in_a_line
from unmissed.web.record.keeping import columns_of
from unmissed.web.record.models import EarlierVersion, Record
from unmissed.web.record.rows import typed
from unmissed.web.record.words import label, value_words, with_workers


@dataclass(frozen=True)
class Change:
    """One column that a version changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One version: who entered it (empty: it came with a loaded register), when, why, and what it changed.

    `withdrew` marks the one that took the row out.
    """

    number: int
    by: str
    at: str
    why: str
    changes: tuple[Change, ...]
    withdrew: bool


@dataclass(frozen=True)
class Value:
    """One column of a row: its label and its words, empty where nothing is recorded, and since when it is known."""

    label: str
    words: str
    known: str


def values_of(record: Record) -> list[Value]:
    """What the row says now, column by column, with the day that settled it. What a register lacked is left out while empty."""
    values = with_workers(record.partnership, record.values())
    whole = columns_of(record.partnership).get(record.table.name, frozenset())
    asked = [column for column in record.table.columns if column.name not in _unasked(record.table)]
    shown = [column for column in asked if column.name in whole or values[column.name] is not None]
    return [Value(label(column), value_words(column, values[column.name]), _known(column, values)) for column in shown]


def _unasked(table: Table) -> set[str]:
    return {table.id.name, "child_id"}


def _known(column: Column, values: Mapping[str, Any]) -> str:
    day = values.get(column.settled_by) if column.settled_by else None
    return f"known from {day_in_words(day)}" if day and values[column.name] is not None else ""


def earlier_values(record: Record, version: int) -> dict[str, Any] | None:
    """What a version said, typed; None where there is none."""
    found = _earlier(record).filter(version=version).first()
    return _typed(record.table, found) if found else None


def versions_of(record: Record) -> list[Version]:
    """Every version, the newest first."""
    return list(_versions(record))[::-1]


def _versions(record: Record) -> Iterator[Version]:
    earlier = list(_earlier(record).select_related("entered_by").order_by("version"))
    said = [_typed(record.table, each) for each in earlier] + [record.values()]
    whys = ["", *(each.why for each in earlier)]
    for place, (row, why) in enumerate(zip([*earlier, record], whys, strict=True)):
        changes = tuple(_changes(record.table, said[place - 1], said[place])) if place else ()
        by = row.entered_by.name if row.entered_by else ""
        withdrew = place == len(earlier) and record.withdrawn
        yield Version(place + 1, by, moment(row.entered_at), why, changes, withdrew)


def _earlier(record: Record) -> Any:
    return EarlierVersion.objects.filter(partnership=record.partnership, table_name=record.table.name, record_id=record.record_id)


def _typed(table: Table, version: EarlierVersion) -> dict[str, Any]:
    return {column.name: typed(column, version.values.get(column.name)) for column in table.columns}


def _changes(table: Table, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for column in table.columns:
        was, now = before[column.name], after[column.name]
        if was != now:
            yield Change(label(column), value_words(column, was) or "not recorded", value_words(column, now) or "not recorded")


def known_when(record: Record) -> list[tuple[str, str]]:
    """Since when the row is known, and what each later date settled: (day, words)."""
    values, table = record.values(), record.table
    days = [day for name in (RECORDED_ON, table.first_date.name if table.first_date else "") if (day := values.get(name))]
    found = [(max(days), "the record itself")] if days else []
    for column in table.later_dates:
        if day := values[column.name]:
            settled = [label(each).rstrip("?") for each in table.columns if each.settled_by == column.name]
            found.append((max(day, *days), ", ".join([label(column), *settled])))
    return [(day_in_words(day), words) for day, words in sorted(found)]


def findings_on(record: Record) -> list[tuple[str, str]]:
    """The findings that rest on the row: (id, words)."""
    day = today(record.partnership)
    child_id = record.values().get("child_id", "")
    every = Finding.objects.filter(partnership=record.partnership, child_id=child_id, gone_at=None).order_by("opened_on")
    return [(each.finding_id, in_a_line(each, day)) for each in every if record.subject in each.evidence]


def moment(at: datetime) -> str:
    """3 January 2026, 14:05, in the office's own time."""
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}"
