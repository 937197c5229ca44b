"""Where loading and leaving begin: the menu of every view. What is its alone stands in test_upload.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("imports", who="coordinator", colleague="auditor", refused="manager")
