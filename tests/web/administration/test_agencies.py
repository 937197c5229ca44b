"""Agencies and their teams: the menu of every view. What is its alone stands in test_people.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("agencies", who="administrator", refused="manager")
