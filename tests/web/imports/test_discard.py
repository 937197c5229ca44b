"""Discarding an upload: the menu of every view. What is its alone stands in test_upload.py."""

from __future__ import annotations

from tests.web.imports.drafts import a_draft
from tests.web.menu import menu

test_menu = menu("discard", who="coordinator", refused="manager", args=a_draft, answers=405)
