"""Unmissed: the open record that keeps every child at risk of exploitation in sight."""

__version__ = "0.1.0"
