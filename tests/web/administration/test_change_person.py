"""Changing a person: the menu of every view. What is its alone stands in test_people.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu(
    "change-person", who="administrator", refused="manager", args=lambda world, client: {"person_id": world.chair.pk}
)
