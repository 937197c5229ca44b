"""A record with its versions: the menu of every view. What is its alone stands in test_records.py."""

from __future__ import annotations

from tests.web.menu import menu
from tests.web.world import HELD

test_menu = menu(
    "record",
    who="practitioner",
    colleague="colleague",
    refused="other_partner",
    args={"child_id": HELD, "table": "events", "record_id": "E-1"},
)
