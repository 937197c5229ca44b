"""Adding a person: the menu of every view. What is its alone stands in test_people.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("add-person", who="administrator", refused="manager")
