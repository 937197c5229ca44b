"""Choosing another password: the menu of every view. What is its alone stands in test_second_factor.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("new-password", who="practitioner", colleague="administrator")
