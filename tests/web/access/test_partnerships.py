"""Turning to another partnership: the menu of every view. What is its alone stands in test_sign_in.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("partnerships", who="practitioner", colleague="auditor")
