"""Taking back that a table is kept here: the menu of every view. What is its alone stands in test_kept.py."""

from __future__ import annotations

from tests.web.administration.test_kept_table import lacking
from tests.web.menu import menu

test_menu = menu("not-kept-table", who="coordinator", refused="practitioner", args=lacking)
