"""A filled installation on SQLite, made once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.web.installation import Installation


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    Installation(folder).fill()
    return folder


@pytest.fixture
def installation(filled_once: Path, tmp_path: Path) -> Installation:
    """Wearmouth on a file that this test may do with what it likes."""
    return Installation(Path(shutil.copytree(filled_once, tmp_path / "data")))
