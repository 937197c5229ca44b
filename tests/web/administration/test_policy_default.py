"""Going back to a default of the policy: the menu of every view. What is its alone stands in test_policy.py."""

from __future__ import annotations

from tests.web.menu import menu

test_menu = menu("policy-default", who="administrator", refused="coordinator", args={"value_name": "review_days"})
