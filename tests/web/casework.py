"""What tests of casework pages share."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from tests.web.world import World
from unmissed.web.findings.models import Finding
from unmissed.web.record.models import MODELS, Record
from unmissed.web.trail.models import Act, Entry


def in_published(client: Client, world: World) -> Client:
    """The same client, turned to the partnership that can only be read."""
    session = client.session
    session["partnership"] = world.published.pk
    session.save()
    return client


def asks_to_sign_in(response: Any) -> bool:
    """Whether the answer is the page for signing in."""
    return response.status_code in (200, 401) and b'name="sign_in"' in response.content


def text_of(response: Any) -> str:
    """The page's text with its entities read."""
    from html import unescape  # noqa: PLC0415

    return unescape(response.content.decode())


def record(world: World, table: str, record_id: str) -> Record:
    """A record of Wearmouth as it stands."""
    model = MODELS[table]
    return model.objects.get(partnership=world.partnership, **{model.table.id.name: record_id})


def finding(world: World, child_id: str, check: str) -> Finding:
    """A finding of Wearmouth that is not closed."""
    rows = Finding.objects.filter(
        partnership=world.partnership, child_id=child_id, check_name=check, closed_on=None, gone_at=None
    )
    return rows.get()


def last_entry() -> Entry:
    """The trail's last entry."""
    entry = Entry.objects.order_by("-number").first()
    assert entry is not None
    return entry


def refused_last() -> bool:
    """Whether the trail's last entry is a refusal."""
    return last_entry().act == Act.REFUSAL


def plan_of(rows: QuerySet[Any, Any]) -> str:
    """How the database would find these rows, in its own words."""
    if connection.vendor == "sqlite":
        sql, params = rows.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"explain query plan {sql}", params)
            return "\n".join(str(row[3]) for row in cursor.fetchall())
    return rows.explain()
