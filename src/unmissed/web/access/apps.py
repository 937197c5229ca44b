"""The room `access` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Named after its folder."""

    name = "unmissed.web.access"
    label = "access"
