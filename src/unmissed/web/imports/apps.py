"""The room `imports` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Named after its folder."""

    name = "unmissed.web.imports"
    label = "imports"
