"""What a decision that is not yet made would open, close and leave: asked of the engine, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unmissed.engine.one_child import Preview
from unmissed.register.schema import schema
from unmissed.web.clock import today
from unmissed.web.findings.engines import engine_for
from unmissed.web.findings.policy import policy_of
from unmissed.web.people.models import Partnership
from unmissed.web.record.keeping import keeping_of
from unmissed.web.record.rows import Rows, rows_of

NEW = "new"
"""The id of a row that is not yet in the record."""


def preview_of(partnership: Partnership, child_id: str, table: str, record_id: str, values: Mapping[str, Any]) -> Preview:
    """What the findings of a child would be, were `values` the values of this record today. An empty `record_id` is a new record.

    Nothing is written. Raises KeyError where the child has no such record.
    """
    rows = rows_of(partnership, child_id)
    changed = rows_with(partnership, rows, table, record_id, {"child_id": child_id} | dict(values))
    with engine_for(policy_of(partnership)) as engine:
        return engine.preview(rows, changed, as_of=today(partnership), keeping=keeping_of(partnership))


def rows_with(partnership: Partnership, rows: Rows, table: str, record_id: str, values: Mapping[str, Any]) -> Rows:
    """The child's rows with one of them changed, or one more."""
    names = [column.name for column in schema()[table].columns]
    kept = {name: value for name, value in values.items() if name in names}
    own = schema()[table].id.name
    if not record_id:
        fresh = dict.fromkeys(names) | {own: NEW, "recorded_on": today(partnership)} | kept
        return rows | {table: [*rows[table], {name: fresh[name] for name in names}]}
    if all(row[own] != record_id for row in rows[table]):
        raise KeyError(f"the child has no record {table}:{record_id}")
    return rows | {table: [row | kept if row[own] == record_id else row for row in rows[table]]}
