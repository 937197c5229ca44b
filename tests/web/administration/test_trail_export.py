"""Taking entries of the trail out: the menu of every view. What is its alone stands in test_trail.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("trail-export", who="auditor", colleague="coordinator", refused="practitioner")
