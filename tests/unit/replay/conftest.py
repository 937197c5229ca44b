"""The cases are run once and looked at by all tests of this room."""

from __future__ import annotations

import pytest

from unmissed.replay.run import ReplayResult, replay


@pytest.fixture(scope="session")
def replayed() -> ReplayResult:
    """Every case, with the whole catalogue."""
    return replay()
