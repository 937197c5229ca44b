"""Imported before any model: Django is ready from here on, with the settings of the environment."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unmissed.web.settings")
django.setup()
