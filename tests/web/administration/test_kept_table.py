"""Deciding that a table is kept here: the menu of every view. What is its alone stands in test_kept.py."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.web.menu import menu
from tests.web.world import World


def lacking(world: World, client: Client) -> dict[str, Any]:
    """A loaded register that had no lists."""
    world.partnership.lacks = {"monitoring": None}
    world.partnership.save()
    return {"table": "monitoring"}


test_menu = menu("kept-table", who="coordinator", colleague="administrator", refused="practitioner", args=lacking)
