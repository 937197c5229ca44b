"""A child's rows as the engine takes them: as they stand, or as they were known on a past day.

Every row of every table is among them. What the partnership's register does not hold whole is told apart (`record.keeping`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from unmissed.register.schema import Column, Table, schema
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import MODELS, EarlierVersion

Rows = dict[str, list[dict[str, Any]]]


def rows_of(partnership: Partnership, child_id: str) -> Rows:
    """Every current row of one child, by table."""
    return {
        table.name: list(
            MODELS[table.name].objects.filter(partnership=partnership, **_of(table, child_id)).values(*_names(table))
        )
        for table in schema()
    }


def rows_as_known(partnership: Partnership, child_id: str, on: date) -> Rows:
    """Every row of one child in the version that stood at the end of a day.

    The first version of a row counts as known from its `recorded_on`: the engine's as-of view leaves out what came later.
    """
    end = timezone.make_aware(datetime.combine(on, time.max))
    earlier = _versions_standing(partnership, child_id, end)
    return {
        table.name: [_kept(row, _names(table)) for row in _standing(partnership, table, child_id, end, earlier)]
        for table in schema()
    }


def typed(column: Column, text: str | None) -> Any:
    """A cell of an earlier version as a typed value."""
    if text is None:
        return None
    return _TYPED.get(column.type, str)(text)


_TYPED: Mapping[str, Any] = {
    "date": date.fromisoformat,
    "bool": lambda text: text == "yes",
    "whole": int,
    "list": lambda text: [part for part in text.split(";") if part],
}


def _of(table: Table, child_id: str) -> dict[str, Any]:
    """A child's rows of a table; the directory of services is about no child, so none of it."""
    return {"child_id": child_id} if table.has("child_id") else {"pk__in": []}


def _versions_standing(partnership: Partnership, child_id: str, end: datetime) -> dict[tuple[str, str], dict[str, Any] | None]:
    """For each row that was replaced after `end`: its values as they stood then; None where it was not there yet."""
    found: dict[tuple[str, str], dict[str, Any] | None] = {}
    versions = EarlierVersion.objects.filter(partnership=partnership, child_id=child_id, replaced_at__gt=end)
    for version in versions.order_by("-version"):
        stood = version.version == 1 or version.entered_at <= end
        table = schema()[version.table_name]
        values = {column.name: typed(column, version.values.get(column.name)) for column in table.columns}
        found[version.table_name, version.record_id] = values if stood else None
    return found


def _standing(
    partnership: Partnership, table: Table, child_id: str, end: datetime, earlier: dict[tuple[str, str], dict[str, Any] | None]
) -> list[dict[str, Any]]:
    rows = []
    for record in MODELS[table.name].every.filter(partnership=partnership, **_of(table, child_id)):
        key = table.name, record.record_id
        if key in earlier:
            rows += [earlier[key]] if earlier[key] else []
        elif not record.withdrawn:
            rows.append(record.values())
    return [row for row in rows if row is not None]


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _kept(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}
