"""The sample's audit is run once and looked at by all tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.report.sample import sample_audit
from unmissed.engine.audit import Audit
from unmissed.report.formats import Format, write_report

Written = Callable[..., bytes]


@pytest.fixture(scope="session")
def sample() -> Audit:
    """The audit of the sample register."""
    return sample_audit()


@pytest.fixture
def written(sample: Audit, tmp_path: Path) -> Written:
    """Write the sample in a format and give the bytes."""

    def write(form: Format, run: Audit = sample, *, with_names: bool = False) -> bytes:
        out = tmp_path / f"report.{form}"
        write_report(run, form, out, with_names=with_names)
        return out.read_bytes()

    return write
