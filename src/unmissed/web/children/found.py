"""Finding a record that a page is about: always the child's own, never one that only its address names."""

from __future__ import annotations

from django.http import Http404

from unmissed.web.children.identity import Identity, identity_of
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import MODELS, Record

ABOUT_CHILDREN = tuple(name for name, model in MODELS.items() if model.table.has("child_id"))
"""The tables whose rows are about a child."""


def child_or_404(partnership: Partnership, child_id: str) -> Identity:
    """The child's identity; Http404 where there is no such child."""
    found = identity_of(partnership, child_id)
    if found is None:
        raise Http404
    return found


def table_or_404(table: str) -> type[Record]:
    """The model of a table about children; Http404 where there is none."""
    if table not in ABOUT_CHILDREN:
        raise Http404
    return MODELS[table]


def record_or_404(partnership: Partnership, child_id: str, table: str, record_id: str) -> Record:
    """The child's record, also one that was withdrawn; Http404 where this child has none of that name."""
    if table not in ABOUT_CHILDREN:
        raise Http404
    model = MODELS[table]
    own = {model.table.id.name: record_id}
    found: Record | None = (
        model.every.filter(partnership=partnership, **{"child_id": child_id} | own).select_related("entered_by").first()
    )
    if found is None or getattr(found, "child_id") != child_id:  # noqa: B009 - the models are made from the schema
        raise Http404
    return found
