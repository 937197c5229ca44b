"""A list in a cell, as the contract writes it: joined with `;`."""

from __future__ import annotations

from typing import Any

from django.db import models


class ListField(models.TextField):  # type: ignore[type-arg]  # generic only to the type checker
    """A list of texts, kept as one text so that both databases and every export hold the same."""

    def from_db_value(self, value: str | None, *args: Any) -> list[str] | None:
        """The text as a list."""
        return self.to_python(value)

    def to_python(self, value: Any) -> list[str] | None:
        """A text or a list as a list; None stays None."""
        if value is None or isinstance(value, list):
            return value
        return [part for part in str(value).split(";") if part]

    def get_prep_value(self, value: Any) -> str | None:
        """The list as one text."""
        return ";".join(value) if isinstance(value, list) else value
