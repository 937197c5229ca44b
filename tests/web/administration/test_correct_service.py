"""Correcting the directory of services: the menu of every view. What is its alone stands in test_services.py."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.web.administration.test_services import added
from tests.web.menu import menu
from tests.web.world import World


def listed(world: World, client: Client) -> dict[str, Any]:
    """A service that is in the directory."""
    return {"record_id": added(client)}


test_menu = menu("correct-service", who="practitioner", colleague="colleague", refused="analyst", args=listed)
