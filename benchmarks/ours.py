"""What `ours_all.py` and `ours_six.py` share: load the register, audit it, write the findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.phases import Phases
from unmissed.checks.catalogue import Check, catalogue
from unmissed.engine.audit import audit
from unmissed.engine.needs import tables_read
from unmissed.register.loading import load_register

SIX = (
    "review-overdue",
    "rapid-downgrade",
    "harm-without-action",
    "removed-while-at-risk",
    "past-harm-omitted",
    "worker-turnover",
)

DATES = '"check", child_id, opened_on, closed_on'
"""What every contender gives of a finding."""
TOLD = f"{DATES}, finding_id, severity, unprotected, evidence, because, state"
"""All that is told of one."""


def run(register: str, as_of: str, out: str, names: Sequence[str] | None = None, columns: str = DATES) -> None:
    """Audit a register by some checks (default: all) and write what they found to `out`."""
    phases = Phases()
    checks = chosen(names)
    loaded = load_register(Path(register), None if names is None else tables_read(checks), in_place=True)
    assert not loaded.quarantine, "a generated register holds no bad row"
    phases.done("load")
    running = ["as-of views, timelines"]

    def on_check(check: Check) -> None:
        phases.done(running[-1])
        running.append(check.name)

    result = audit(loaded, as_of=date.fromisoformat(as_of), checks=checks, on_check=on_check)
    phases.done(running[-1])
    result.con.execute(f"copy (select {columns} from findings) to '{out}' (format parquet)")
    phases.done("write")
    phases.tell()


def chosen(names: Sequence[str] | None) -> tuple[Check, ...]:
    """The checks of these names in the order of the catalogue."""
    return tuple(check for check in catalogue() if names is None or check.name in names)
