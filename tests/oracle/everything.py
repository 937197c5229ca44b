"""Import this, and every twin is registered."""

from __future__ import annotations

from . import (
    twins_acting,
    twins_assessing_well,
    twins_being_on_time,
    twins_being_seen,
    twins_following_through,
    twins_listening,
    twins_stability,
    twins_staying_in_sight,
)
from .clocks import Spell
from .terms import Child, Policy
from .twins import TWINS, children_of, twin_findings

GROUPS = (
    twins_being_seen,
    twins_staying_in_sight,
    twins_acting,
    twins_assessing_well,
    twins_being_on_time,
    twins_listening,
    twins_stability,
    twins_following_through,
)

__all__ = ["GROUPS", "TWINS", "Child", "Policy", "Spell", "children_of", "twin_findings"]
