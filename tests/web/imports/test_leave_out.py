"""Leaving a row out: the menu of every view. What is its alone stands in test_mend.py."""

from __future__ import annotations

from tests.web.imports.drafts import a_bad_row
from tests.web.menu import menu

test_menu = menu("leave-out", who="coordinator", refused="manager", args=a_bad_row, answers=405)
