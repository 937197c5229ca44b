"""Taking the tracker's list out: the menu of every view. What is its alone stands in test_tracker.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("tracker-export", who="practitioner", colleague="auditor", refused="analyst", args={"kind": "csv"}, answers=405)
