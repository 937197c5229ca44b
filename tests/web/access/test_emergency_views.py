"""Records opened in an emergency: the menu of every view. What is its alone stands in test_emergency.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("emergency-views", who="manager", colleague="coordinator", refused="practitioner")
