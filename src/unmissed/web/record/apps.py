"""The room `record` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Named after its folder."""

    name = "unmissed.web.record"
    label = "record"
