"""Who has looked at one child: the menu of every view. What is its alone stands in test_trail.py."""

from __future__ import annotations

from tests.web.menu import menu
from tests.web.world import HELD

test_menu = menu("child-trail", who="manager", colleague="coordinator", refused="practitioner", args={"child_id": HELD})
