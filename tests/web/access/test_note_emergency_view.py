"""Noting that a record was opened in an emergency: the menu of every view. What is its alone stands in test_emergency.py."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.web.menu import menu
from tests.web.world import World
from unmissed.web.access.models import EmergencyView


def opened(world: World, client: Client) -> dict[str, Any]:
    """A record that the partner opened."""
    now = timezone.now()
    own = {"child_id": world.held, "person": world.partner, "why": "In hospital now"}
    view = EmergencyView.objects.create(partnership=world.partnership, opened_at=now, until=now + timedelta(hours=1), **own)
    return {"view_id": view.pk}


test_menu = menu("note-emergency-view", who="manager", refused="practitioner", args=opened, answers=302)
