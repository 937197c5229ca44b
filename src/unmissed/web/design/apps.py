"""The Django app that brings the templates and the static files."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Holds no model."""

    name = "unmissed.web.design"
    label = "design"
    verbose_name = "Design"
