"""Synthetic registers: made-up children in believable shapes, at any size, the same for the same seed."""
