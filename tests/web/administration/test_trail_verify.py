"""Verifying the trail from its page: the menu of every view. What it finds stands in test_trail.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("trail-verify", who="auditor", refused="coordinator", answers=302)
