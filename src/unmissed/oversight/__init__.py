"""Oversight: measures the system and not the child (design, section 7). Every figure is a `Figure` with its definition."""
