"""Faults of running the application that a person can mend. Nothing is imported here: commands name them without Django."""

from __future__ import annotations


class RunningError(Exception):
    """The message says what was found and what to do; it carries no child's details."""
