"""The figures of an audit: what every format that people read shows before the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from unmissed.checks.catalogue import SEVERITIES, Check
from unmissed.engine.audit import Audit, Total
from unmissed.engine.finding import STATES
from unmissed.policy.model import Setting
from unmissed.words import counted

NOT_READ = "not read, because the chosen checks do not need it; the audit says nothing of what it holds"
_COUNTED = 'select "check", severity, state, count(*) from findings group by all'


@dataclass(frozen=True)
class CheckFigures:
    """One check: how it came out over the children, and its findings by state."""

    total: Total
    states: dict[str, int]

    @property
    def check(self) -> Check:
        """The check itself."""
        return self.total.check

    @property
    def place(self) -> int:
        """Where the check's severity stands: 0 is the gravest."""
        return SEVERITIES.index(self.check.severity)


@dataclass(frozen=True)
class Figures:
    """Everything that is counted once and shown in several places.

    `severities` counts findings by severity and state. `days_unprotected` is the sum over children, in days.
    """

    children: int
    with_open: int
    with_any: int
    days_unprotected: int
    children_unprotected: int
    severities: dict[str, dict[str, int]]
    checks: tuple[CheckFigures, ...]

    def in_state(self, state: str) -> int:
        """How many findings are in a state, strengths left out: they are no failing."""
        return sum(states[state] for severity, states in self.severities.items() if severity != "strength")


def figures(audit: Audit) -> Figures:
    """Count an audit."""
    counted = audit.con.execute(_COUNTED).fetchall()
    days = audit.days_unprotected()
    return Figures(
        children=audit.children(),
        with_open=_children(audit, "state = 'open' and severity <> 'strength'"),
        with_any=_children(audit, "true"),
        days_unprotected=sum(days.values()),
        children_unprotected=len(days),
        severities={severity: _states((state, n) for _, s, state, n in counted if s == severity) for severity in SEVERITIES},
        checks=tuple(
            CheckFigures(total, _states((state, n) for name, _, state, n in counted if name == total.check.name))
            for total in audit.totals()
        ),
    )


def quarantined_by_table(audit: Audit) -> dict[str, int]:
    """Table → rows set aside, in the order of the tables' names."""
    rows: Counter[str] = Counter()
    for fault in audit.register.quarantine:
        rows[fault.table] += fault.rows
    return dict(sorted(rows.items()))


def local_settings(audit: Audit) -> list[Setting]:
    """The policy values that this partnership has set for itself."""
    return [setting for setting in audit.policy if setting.local]


def summary_lines(audit: Audit) -> Iterator[str]:
    """What a person must know beside the findings, as plain lines: what was not assessed, set aside or noticed."""
    if audit.not_assessed:
        yield f"not assessed: {counted(len(audit.not_assessed), 'check')} of {len(audit.checks)}"
        yield from (f"  {name}: {reason}" for name, reason in audit.not_assessed.items())
    if audit.register.quarantine:
        yield f"in quarantine: {counted(audit.register.quarantined_rows(), 'row')}, which `unmissed validate` explains"
        yield from (f"  {table}: {counted(rows, 'row')}" for table, rows in quarantined_by_table(audit).items())
    yield from (f"notice: {notice}" for notice in audit.register.notices)
    yield from unread_lines(audit)


def unread_lines(audit: Audit) -> Iterator[str]:
    """What a narrower reading left out: its silence about these says nothing."""
    if audit.register.unread:
        yield f"{NOT_READ}: {', '.join(sorted(audit.register.unread))}"


def _states(found: Iterator[tuple[str, int]]) -> dict[str, int]:
    states: dict[str, int] = dict.fromkeys(STATES, 0)
    for state, number in found:
        states[state] += number
    return states


def _children(audit: Audit, condition: str) -> int:
    row = audit.con.execute(f"select count(distinct child_id) from findings where {condition}").fetchone()
    assert row is not None
    return int(row[0])
