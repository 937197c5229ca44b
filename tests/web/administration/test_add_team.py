"""Adding a team: the menu of every view. What is its alone stands in test_people.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu(
    "add-team", who="administrator", refused="coordinator", args=lambda world, client: {"agency_id": world.east.agency_id}
)
