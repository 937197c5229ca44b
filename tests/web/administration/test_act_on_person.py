"""The buttons on a person's page: the menu of every view. What is its alone stands in test_people.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu(
    "act-on-person",
    who="administrator",
    refused="manager",
    args=lambda world, client: {"person_id": world.chair.pk, "act": "deactivate"},
    answers=302,
)
