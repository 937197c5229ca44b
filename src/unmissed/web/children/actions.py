"""What people do here: keep a filter, take a list out, add a child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unmissed.web.children.models import SavedFilter
from unmissed.web.clock import today
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import SEES_EVERY_CHILD, May
from unmissed.web.record.actions import new_id, write_new
from unmissed.web.record.models import Record
from unmissed.web.trail.action import RefusedError, action
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act


@action(May.SEE_CHILDREN)
def save_filter(*, name: str, query: str, by: Person) -> SavedFilter:
    """Keep a filter of the tracker under a name; one that the person has under it is replaced."""
    kept, _ = SavedFilter.objects.update_or_create(person=by, name=name, defaults={"query": query})
    append(Act.ACCOUNT, "kept a filter of the tracker", by=by, partnership=by.partnership)
    return kept


@action(May.SEE_CHILDREN)
def drop_filter(*, kept: SavedFilter, by: Person) -> None:
    """Drop a filter of the person's own. It is no record: nothing about a child goes with it."""
    if kept.person_id != by.pk:
        raise RefusedError("This filter is somebody else's.")
    kept.delete()
    append(Act.ACCOUNT, "dropped a filter of the tracker", by=by, partnership=by.partnership)


@action(May.EXPORT)
def take_out(*, partnership: Partnership, kind: str, asked: Mapping[str, Any], children: int, by: Person) -> None:
    """Note that a list of children is taken out, before any of it is written: as what, narrowed how, and how many children."""
    append(
        Act.EXPORT,
        "the tracker's list",
        by=by,
        partnership=partnership,
        detail={"as": kind, "filter": dict(asked), "children": children},
    )


@action(May.RECORD)
def look_for(*, by: Person, found: int, hidden: bool) -> None:
    """Note that somebody looked for a child before adding one: how many were shown, and whether one was not."""
    detail = {"found": found, "there may be one out of sight": hidden}
    append(Act.VIEW, "looked for a child before adding one", by=by, partnership=by.partnership, detail=detail)


@action(May.RECORD)
def add_child(*, values: Mapping[str, Any], by: Person, child_id: str = "") -> Record:
    """Add a child, and the work that lets the person see the child: the team's involvement, or else an allocation.

    Raises ValuesError as `record.actions.add` does, and RefusedError for somebody whom no work of their own would let see
    the child afterwards.
    """
    child = write_new(table="children", values=dict(values) | {"child_id": child_id or new_id()}, by=by)
    table, work = _work(by)
    if table:
        write_new(table=table, values=work | {"child_id": child.record_id}, by=by, unseen=True)
    elif by.role not in SEES_EVERY_CHILD:
        raise RefusedError(
            "You belong to no team and have no worker's identifier, so you could not see the child. Ask the coordinator."
        )
    return child


def _work(by: Person) -> tuple[str, dict[str, Any]]:
    """The row that says how the person works with the child: its table and values; no table where there is none to write."""
    day = today(by.partnership)
    if by.role in SEES_EVERY_CHILD:
        return "", {}
    if by.agency and (by.team or by.role == "partner"):
        return "involvements", {"agency": by.agency.name, "team": by.team.name if by.team else None, "opened_on": day}
    if by.worker_id:
        return "workers", {"worker_id": by.worker_id, "role": "social_worker", "started_on": day}
    return "", {}
