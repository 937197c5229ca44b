"""Moments, and what a child is called, as pages say them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def called(child_id: str, name: str | None) -> str:
    """What a child is called, on every page: by name; where none is recorded, by the identifier, which never says nothing."""
    return name or child_id


def moment(at: datetime) -> str:
    """3 Nov 2026 at 14:05, in London."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%b %Y} at {local:%H:%M}"
