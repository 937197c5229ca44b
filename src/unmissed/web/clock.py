"""What day it is: asked in one place, so that a partnership with a fixed day (the inquiry's cases, a test) has it everywhere."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from unmissed.web.people.models import Partnership


def today(partnership: Partnership) -> date:
    """The partnership's fixed day where it has one, else the day in London."""
    return partnership.fixed_day or timezone.localdate()
