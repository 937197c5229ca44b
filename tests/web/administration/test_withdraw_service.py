"""Withdrawing from the directory of services: the menu of every view. What is its alone stands in test_services.py."""

from __future__ import annotations

from tests.web.administration.test_correct_service import listed
from tests.web.menu import menu

test_menu = menu("withdraw-service", who="practitioner", refused="analyst", args=listed)
