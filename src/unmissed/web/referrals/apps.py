"""The room `referrals` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Named after its folder."""

    name = "unmissed.web.referrals"
    label = "referrals"
