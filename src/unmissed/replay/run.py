"""Runs the checks over the cases' registers and judges what they find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from unmissed.checks.catalogue import Check, catalogue
from unmissed.engine.audit import audit
from unmissed.engine.finding import Finding
from unmissed.policy.model import Policy, default_policy
from unmissed.register.loading import Register, register_from_rows
from unmissed.replay.figures import MonthShare, monthly_completion
from unmissed.replay.judge import Outcome, judge, judge_figures
from unmissed.replay.library import load_cases
from unmissed.replay.model import Case, CaseError
from unmissed.replay.rows import Reading, Rows, case_register


@dataclass(frozen=True)
class ReplayedCase:
    """One case, what it asks and what came of it, every finding until its end, and the timeliness where it has figures."""

    case: Case
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    months: tuple[MonthShare, ...] = ()


@dataclass(frozen=True)
class ReplayResult:
    """The cases that were replayed, in the order of the report."""

    cases: tuple[ReplayedCase, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Everything that the cases ask, with what was found."""
        return tuple(outcome for replayed in self.cases for outcome in replayed.outcomes)

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """What was expected and not found, and every silence that was broken."""
        return tuple(outcome for outcome in self.outcomes if not outcome.holds)

    @property
    def holds(self) -> bool:
        """Whether every case shows all that it asks."""
        return not self.failures

    @property
    def missing_checks(self) -> tuple[str, ...]:
        """Checks that the cases ask about and that the run did not have or could not assess."""
        return tuple(sorted({outcome.check for outcome in self.outcomes if outcome.verdict == "no_such_check"}))

    def rows(self) -> list[dict[str, object]]:
        """One row for everything that must be found, and one for each silence that was broken."""
        return [outcome.row() for outcome in self._told()]

    def brief_rows(self) -> list[dict[str, object]]:
        """The same for people: the children of a cohort share one row, which is found when all of them are."""
        return [_shared_row(list(each)) for _, each in groupby(self._told(), key=_shares)]

    def _told(self) -> Iterator[Outcome]:
        return (outcome for outcome in self.outcomes if outcome.asks in ("opens", "figure") or not outcome.holds)


def replay(
    ids: Iterable[str] | None = None,
    *,
    policy: Policy | None = None,
    checks: Sequence[Check] | None = None,
    reading: Reading = "assumed",
) -> ReplayResult:
    """Run `checks` (default: the whole catalogue) over the cases, each as known at its end, and judge what they find."""
    policy = policy or default_policy()
    used = catalogue() if checks is None else checks
    return ReplayResult(tuple(_replayed(case, policy, used, reading) for case in load_cases(ids)))


def _shares(outcome: Outcome) -> tuple[str, ...]:
    """What the outcomes of one row have in common: those of a cohort all but the child."""
    return (outcome.case, outcome.asks, outcome.check, outcome.cohort or f"{outcome.child_id} {outcome.expected_by}")


def _shared_row(outcomes: Sequence[Outcome]) -> dict[str, object]:
    first = outcomes[0]
    if not first.cohort:
        return first.row()
    found = sum(outcome.found for outcome in outcomes)
    children = f"{first.cohort}: {found} of {len(outcomes)} children"
    return first.row() | {
        "child_id": children,
        "expected_by": None,
        "opened_on": None,
        "closed_on": None,
        "found": found == len(outcomes),
    }


def _replayed(case: Case, policy: Policy, checks: Sequence[Check], reading: Reading) -> ReplayedCase:
    rows = case_register(case, reading)
    run = audit(_register(case, rows), as_of=case.ends_on, policy=policy, checks=checks)
    findings = tuple(finding for finding in run.findings() if finding.opened_on <= case.ends_on)
    assessed = {check.name for check in run.checks} - set(run.not_assessed)
    months = monthly_completion(rows["assessments"], _completion_days(policy), case.ends_on) if case.figures else []
    outcomes = (*judge(case, findings, assessed), *judge_figures(case, months))
    return ReplayedCase(case, outcomes, findings, tuple(months))


def _register(case: Case, rows: Rows) -> Register:
    """The rows as a register. CaseError when the register would quarantine one of them, as then the case would not be told."""
    register = register_from_rows(rows)
    if register.quarantine:
        problems = "; ".join(problem.sentence for problem in register.quarantine)
        raise CaseError(f"{case.id}.yaml: found rows that a register refuses; expected none. {problems}")
    return register


def _completion_days(policy: Policy) -> int:
    """The limit of the figure. It is counted in calendar days, as the report counts months."""
    value = policy["completion_days"].value
    assert isinstance(value, int)
    return value


__all__ = ["ReplayResult", "ReplayedCase", "case_register", "judge", "load_cases", "replay"]
