"""Adding to the directory of services: the menu of every view. What is its alone stands in test_services.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("add-service", who="practitioner", colleague="colleague", refused="analyst")
