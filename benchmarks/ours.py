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

_ANSWER = "copy (select \"check\", child_id, opened_on, closed_on from findings) to '{out}' (format parquet)"


def run(register: str, as_of: str, out: str, names: Sequence[str] | None = None) -> None:
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
    result.con.execute(_ANSWER.format(out=out))
    phases.done("write")
    phases.tell()


def chosen(names: Sequence[str] | None) -> tuple[Check, ...]:
    """The checks of these names in the order of the catalogue."""
    return tuple(check for check in catalogue() if names is None or check.name in names)
