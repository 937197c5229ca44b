"""The day to look back to: typed into three boxes, as every day here is, and then carried by the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from unmissed.web.design.fields import DayField, DesignForm
from unmissed.web.design.typed_day import PARTS


class LookBackForm(DesignForm):
    """A day of the past, or today."""

    on = DayField(label="Day to look back to", help_text="For example, 1 5 2025")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_on(self) -> date:
        """What will be known on a later day is not known."""
        on: date = self.cleaned_data["on"]
        if on > self.day:
            raise forms.ValidationError("Day to look back to must be today or in the past")
        return on


def typed(asked: Mapping[str, Any]) -> bool:
    """Whether a day was typed into the boxes."""
    return any(f"on-{part}" in asked for part in PARTS)
