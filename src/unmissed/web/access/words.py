"""Moments as pages say them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def moment(at: datetime) -> str:
    """3 Nov 2026 at 14:05, in London."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%b %Y} at {local:%H:%M}"
