"""Holds the findings of a run against what a case asks: found by its date, silent where it must be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

from unmissed.replay.figures import MonthShare
from unmissed.replay.model import Case, CaseChild, Ending, Expectation, ExpectedFigure, Silence

Asks = Literal["opens", "silent", "none_open", "figure"]
Verdict = Literal["held", "not_found", "late", "too_early", "wrong_close", "wrong_severity", "broken", "no_such_check"]


class FindingLike(Protocol):
    """What is read of a finding, whoever made it."""

    @property
    def check(self) -> str: ...
    @property
    def child_id(self) -> str: ...
    @property
    def opened_on(self) -> date: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def severity(self) -> str: ...
    @property
    def evidence(self) -> Sequence[str]: ...
    @property
    def because(self) -> str: ...


@dataclass(frozen=True)
class Outcome:
    """One thing that a case asks, and what was found.

    `asks`: a check must open, must be silent, no finding of a severity (then `check` names it) may be open at the end, or a
    figure must come out. `finding` is the finding that held, or the nearest one that did not. `days_before` is
    how many days before the first day of `authorities_saw` it opened; None where the report gives no such date.
    """

    case: str
    child_id: str
    check: str
    asks: Asks
    verdict: Verdict
    cites: tuple[str, ...]
    expected_by: date | None = None
    finding: FindingLike | None = None
    days_before: int | None = None
    cohort: str = ""

    @property
    def holds(self) -> bool:
        """Whether the register shows what the case asks."""
        return self.verdict == "held"

    @property
    def found(self) -> bool:
        """Whether something was found: what must open and does, or what must be silent and is not."""
        return self.holds if self.asks in ("opens", "figure") else self.verdict == "broken"

    def row(self) -> dict[str, object]:
        """The outcome as a row for a table or a line of JSON; dates as ISO text."""
        return {
            "case": self.case,
            "child_id": self.child_id,
            "check": self.check,
            "expected_by": _iso(self.expected_by),
            "opened_on": _iso(self.finding.opened_on) if self.finding else None,
            "closed_on": _iso(self.finding.closed_on) if self.finding else None,
            "found": self.found,
            "cites": list(self.cites),
        }


def judge(case: Case, findings: Iterable[FindingLike], checks: Collection[str] | None = None) -> list[Outcome]:
    """One outcome per thing that the case asks of its children, in the order of the case file.

    `checks` names the checks that were run, where that is known: an expectation or silence about any other does not hold
    (silence must never look like safety). Findings that open after the end of the case are plans, and are left out.
    """
    by_child: dict[str, list[FindingLike]] = {}
    for finding in findings:
        if finding.opened_on <= case.ends_on:
            by_child.setdefault(finding.child_id, []).append(finding)
    asked = [outcome for child in case.children for outcome in _child(case, child, by_child.get(child.child_id, []))]
    return [outcome if _was_run(outcome, checks) else _not_run(outcome) for outcome in asked]


def judge_figures(case: Case, months: Sequence[MonthShare]) -> list[Outcome]:
    """One outcome per figure that the case expects of its months: the lowest or the highest share in whole percent."""
    return [_figure(case, expected, months) for expected in case.figures]


def _figure(case: Case, expected: ExpectedFigure, months: Sequence[MonthShare]) -> Outcome:
    shares = sorted(month.percent for month in months)
    found = (shares[0] if expected.figure == "lowest" else shares[-1]) if shares else None
    name = f"{expected.figure} monthly completion, {expected.percent} percent"
    return Outcome(case.id, "", name, "figure", "held" if found == expected.percent else "not_found", expected.cites)


def _was_run(outcome: Outcome, checks: Collection[str] | None) -> bool:
    return checks is None or outcome.asks == "none_open" or outcome.check in checks


def _not_run(outcome: Outcome) -> Outcome:
    return replace(outcome, verdict="no_such_check", finding=None, days_before=None)


def _child(case: Case, child: CaseChild, findings: list[FindingLike]) -> list[Outcome]:
    return [
        *(_opens(case, child, expectation, findings) for expectation in child.expect),
        *(_silent(case, child, silence, findings) for silence in child.silent),
        *(_ending(case, child, ending, findings) for ending in child.at_the_end),
    ]


def _opens(case: Case, child: CaseChild, expectation: Expectation, findings: list[FindingLike]) -> Outcome:
    verdict, finding = _verdict(expectation, _of(expectation.check, findings))
    saw = expectation.authorities_saw
    before = (saw.on.first - finding.opened_on).days if saw and finding and verdict == "held" else None
    return Outcome(
        case.id,
        child.child_id,
        expectation.check,
        "opens",
        verdict,
        expectation.cites,
        expectation.by,
        finding,
        before,
        child.cohort,
    )


def _verdict(expectation: Expectation, findings: list[FindingLike]) -> tuple[Verdict, FindingLike | None]:
    """The verdict, and the finding that it rests on: the earliest of those that come nearest to what is expected."""
    if not findings:
        return "not_found", None
    known = [f for f in findings if not expectation.not_before or f.opened_on >= expectation.not_before]
    if not known:
        return "too_early", findings[-1]
    in_time = [f for f in known if f.opened_on <= expectation.by]
    if not in_time:
        return "late", known[0]
    closing = [f for f in in_time if _closes(expectation, f)]
    if not closing:
        return "wrong_close", in_time[0]
    severe = [f for f in closing if expectation.severity in ("", f.severity)]
    return ("held", severe[0]) if severe else ("wrong_severity", closing[0])


def _closes(expectation: Expectation, finding: FindingLike) -> bool:
    if expectation.closes_in is None:
        return True
    return finding.closed_on is not None and expectation.closes_in.holds(finding.closed_on)


def _silent(case: Case, child: CaseChild, silence: Silence, findings: list[FindingLike]) -> Outcome:
    broken = [f for f in _of(silence.check, findings) if silence.until is None or f.opened_on < silence.until]
    verdict: Verdict = "broken" if broken else "held"
    return Outcome(
        case.id,
        child.child_id,
        silence.check,
        "silent",
        verdict,
        silence.cites,
        finding=broken[0] if broken else None,
        cohort=child.cohort,
    )


def _ending(case: Case, child: CaseChild, ending: Ending, findings: list[FindingLike]) -> Outcome:
    still = [f for f in findings if f.severity == ending.severity and (f.closed_on is None or f.closed_on > case.ends_on)]
    first = min(still, key=_order, default=None)
    verdict: Verdict = "broken" if still else "held"
    return Outcome(case.id, child.child_id, f"any {ending.severity}", "none_open", verdict, ending.cites, finding=first)


def _of(check: str, findings: list[FindingLike]) -> list[FindingLike]:
    return sorted((f for f in findings if f.check == check), key=_order)


def _order(finding: FindingLike) -> tuple[date, date, tuple[str, ...]]:
    return finding.opened_on, finding.closed_on or date.max, tuple(finding.evidence)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
