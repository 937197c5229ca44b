"""The policy of a partnership: the defaults with its own values over them."""

from __future__ import annotations

from unmissed.policy.model import Policy, default_policy, override
from unmissed.web.people.models import Partnership


def policy_of(partnership: Partnership) -> Policy:
    """The policy in force. The values were refused at the door where they were bad, so this raises nothing."""
    local = {value.name: {"value": value.value, "unit": value.unit} for value in partnership.policy_values.all()}
    return override(default_policy(), local, where=partnership.name)
