"""What is kept here: the menu of every view. What is its alone stands in test_kept.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("kept-tables", who="coordinator", colleague="manager")
