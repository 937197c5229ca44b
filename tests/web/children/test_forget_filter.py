"""Forgetting a filter of the tracker: the menu of every view. What is its alone stands in test_tracker.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("forget-filter", who="practitioner", colleague="colleague", refused="analyst", args={"pk": 1}, answers=405)
