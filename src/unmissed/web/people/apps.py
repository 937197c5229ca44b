"""The room `people` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Named after its folder."""

    name = "unmissed.web.people"
    label = "people"
