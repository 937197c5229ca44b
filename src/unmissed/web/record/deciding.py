"""Deciding that a table which a loaded register lacked is kept here, from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from unmissed.register.schema import schema
from unmissed.web.clock import today
from unmissed.web.people.models import Person
from unmissed.web.people.roles import May
from unmissed.web.record.keeping import lacking
from unmissed.web.record.models import KeptTable
from unmissed.web.trail.action import RefusedError, action
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act

KEPT = "decided that a table is kept here"
NOT_KEPT = "took back that a table is kept here"


@action(May.KEEP_TABLES)
def keep_table(*, table: str, since: date, why: str, by: Person) -> KeptTable:
    """Say that the table is kept here whole from `since`: what ran on that day or happened afterwards is in the record.

    The scheduler then checks every child again. Raises RefusedError for a table that the loaded register did not lack, a day that
    has not come, or no reason.
    """
    if table not in schema().tables or not any(lacking(by.partnership, schema()[table])):
        raise RefusedError("The register that was loaded has this table, so there is nothing to decide.")
    if since > today(by.partnership):
        raise RefusedError("Choose a day that has come. A table is kept here once people keep it here.")
    _demand_reason(why)
    decided = {"since": since, "why": why, "decided_by": by, "decided_at": timezone.now()}
    made, _ = KeptTable.objects.update_or_create(partnership=by.partnership, table_name=table, defaults=decided)
    _trail(KEPT, table, by, why, {"since": since.isoformat()})
    return made


@action(May.KEEP_TABLES)
def stop_keeping(*, table: str, why: str, by: Person) -> None:
    """Take the decision back: the table is unknown again, and its rows stay."""
    _demand_reason(why)
    if not KeptTable.objects.filter(partnership=by.partnership, table_name=table).delete()[0]:
        raise RefusedError("Nobody has decided that this table is kept here.")
    _trail(NOT_KEPT, table, by, why, {})


def _demand_reason(why: str) -> None:
    if not why.strip():
        raise RefusedError("Say why, so that others can follow it.")


def _trail(what: str, table: str, by: Person, why: str, detail: dict[str, Any]) -> None:
    append(Act.CHANGE, what, by=by, partnership=by.partnership, subject=f"table:{table}", why=why, detail=detail)
