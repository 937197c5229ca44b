"""The room `trail` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Named after its folder."""

    name = "unmissed.web.trail"
    label = "trail"
