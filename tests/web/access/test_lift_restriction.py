"""Lifting a restriction: the menu of every view. What is its alone stands in test_restriction.py."""

from __future__ import annotations

from tests.web.menu import menu
from tests.web.world import RESTRICTED

test_menu = menu("lift-restriction", who="manager", refused="practitioner", args={"child_id": RESTRICTED})
