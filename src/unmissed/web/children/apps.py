"""The room `children` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    """Named after its folder."""

    name = "unmissed.web.children"
    label = "children"
