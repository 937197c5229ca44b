"""The room `home` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Named after its folder."""

    name = "unmissed.web.home"
    label = "home"
