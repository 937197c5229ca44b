"""The room `administration` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Named after its folder."""

    name = "unmissed.web.administration"
    label = "administration"
