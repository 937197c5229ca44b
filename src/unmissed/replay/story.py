"""Tells the replay as a page: for each child what happened, what was assumed, what would have been seen and how much earlier.

Nothing here is a result: every date, count and sentence about what would have been seen comes from the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from unmissed.engine.finding import Finding
from unmissed.replay.judge import Outcome
from unmissed.replay.model import CaseChild, Ending, Expectation, Record, Silence, Statement
from unmissed.replay.records import NUMBER
from unmissed.replay.run import ReplayedCase, ReplayResult

HEAD = """# The inquiry's cases, replayed

Each case below is a register made from the inquiry's report, and every check was run over it as it was known at the end of the
case. *What happened* holds the report's facts with their paragraph and with how precisely the report dates them. *What had to
be assumed* is kept apart: the report gives hardly any day, so a day had to be chosen within the month or the order that it gives.
*What would have been seen* is what the checks found, since when and on what evidence.

- A finding must open at the latest on the date in the table. Where the report gives a month, that is its last day.
- *Days before* counts from the opening to the **first** day of the month in which the report says that the authorities saw,
  accepted or acted on it; so it is never too many for the dates assumed. Where the report gives no such date, the cell says so.
- A matter of which the report says nothing is taken as known to be empty in the register. Findings that rest on that alone are
  listed as *also found*: they are the register's, not the report's.
- Harm is coded and never described. Children are named by the report's own codes; where it has none, by a plain one.
"""
_WRONG = {
    "not_found": "not found",
    "late": "found too late",
    "too_early": "found before it could be known",
    "wrong_close": "found, but not closed when it should have been",
    "wrong_severity": "found, with another severity",
    "broken": "found, although it must be silent",
    "no_such_check": "not assessed: the run has no such check",
}


def story(result: ReplayResult) -> str:
    """The page, as Markdown that ends in a line break."""
    blocks = [HEAD, *_summary(result)]
    for replayed in result.cases:
        blocks += _case(replayed)
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _summary(result: ReplayResult) -> Iterator[str]:
    asked = [outcome for outcome in result.outcomes if not outcome.cohort]
    expected = [outcome for outcome in asked if outcome.asks in ("opens", "figure")]
    silent = [outcome for outcome in asked if outcome.asks in ("silent", "none_open")]
    yield (
        f"{_held(expected)} of {len(expected)} expected findings and figures were found by their date, and {_held(silent)} of "
        f"{len(silent)} that must stay silent were silent. "
        "Synthetic children who stand for a percentage are counted in their own case."
    )
    dated = [outcome for outcome in expected if outcome.days_before is not None]
    yield "## How many days before the authorities saw it"
    yield _table(("child", "finding", "opened on", "days before", "what the authorities did, and when"), _earlier(result, dated))


def _earlier(result: ReplayResult, dated: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    expectations = {(child.child_id, each.check): each for _, child in _children(result) for each in child.expect}
    for outcome in sorted(dated, key=lambda each: -(each.days_before or 0)):
        saw = expectations[outcome.child_id, outcome.check].authorities_saw
        assert saw is not None
        assert outcome.finding is not None
        opened = _day(outcome.finding.opened_on)
        yield outcome.child_id, outcome.check, opened, str(outcome.days_before), f"{saw.on}: {saw.what} ({_cites(saw.cites)})"


def _children(result: ReplayResult) -> Iterator[tuple[ReplayedCase, CaseChild]]:
    for replayed in result.cases:
        for child in replayed.case.children:
            yield replayed, child


def _case(replayed: ReplayedCase) -> Iterator[str]:
    case = replayed.case
    yield f"## {case.title}"
    yield _bullets(_statement(each) for each in case.happened)
    if case.assumed:
        yield "**What had to be assumed throughout**"
        yield _bullets(case.assumed)
    for child in case.children:
        if not child.cohort:
            yield from _child(replayed, child)
    if replayed.months:
        yield from _cohort(replayed)


def _child(replayed: ReplayedCase, child: CaseChild) -> Iterator[str]:
    outcomes = [outcome for outcome in replayed.outcomes if outcome.child_id == child.child_id]
    yield f"### {child.child_id}: {child.who}"
    yield "**What happened**"
    yield _bullets(_happened(child))
    yield "**What had to be assumed**"
    yield _bullets(line for record in child.records for line in _assumed(record))
    if child.left_out:
        yield "**What is in the report and not in the register**"
        yield _bullets(_statement(each) for each in child.left_out)
    if child.expect:
        yield "**What would have been seen**"
        yield from _seen(child, [outcome for outcome in outcomes if outcome.asks == "opens"])
    yield "**What must stay silent**"
    yield _bullets(_silences(child, [outcome for outcome in outcomes if outcome.asks in ("silent", "none_open")]))
    yield from _also(replayed, child)


def _happened(child: CaseChild) -> Iterator[str]:
    for record in child.records:
        if record.fact:
            yield f"{record.fact} *({_dating(record)}; {_cites(record.cites)})*"
    yield from (_statement(each) for each in child.happened)


def _dating(record: Record) -> str:
    """How the report dates a fact: the period that it gives, and the precision."""
    periods = ", ".join(dict.fromkeys(str(period) for period in record.dated.values())) or "no date"
    return f"{'so born ' if 'date_of_birth' in record.dated else ''}{periods}, precision: {record.precision}"


def _assumed(record: Record) -> Iterator[str]:
    if record.wholly_assumed:
        yield f"`{record.table}`, the whole row: {record.wholly_assumed}"
    for column, why in record.assumed.items():
        what = f"{len(record.rows)} rows" if column == NUMBER else f"{column} {_values(record, column)}"
        yield f"`{record.table}`, {what}: {why}"


def _values(record: Record, column: str) -> str:
    values = list(dict.fromkeys(row[column] for row in record.rows if row.get(column)))
    return f"{values[0]} to {values[-1]}" if len(values) > 2 else " and ".join(values)


def _seen(child: CaseChild, outcomes: Sequence[Outcome]) -> Iterator[str]:
    expected = list(zip(child.expect, outcomes, strict=True))
    columns = ("finding", "opened on", "closed on", "at the latest", "days before the authorities saw it", "because")
    yield _table(columns, (_finding(*pair) for pair in expected))


def _finding(expectation: Expectation, outcome: Outcome) -> tuple[str, ...]:
    cites = _cites(expectation.cites)
    by = f"{_day(expectation.by)}: {expectation.by_because}"
    if not outcome.holds or outcome.finding is None:
        return expectation.check, f"**{_WRONG[outcome.verdict]}**", "", by, "", cites
    finding = outcome.finding
    days = "the report gives no date" if outcome.days_before is None else str(outcome.days_before)
    closed = _day(finding.closed_on) if finding.closed_on else "still open"
    return expectation.check, _day(finding.opened_on), closed, by, days, f"{finding.because} ({cites})"


def _silences(child: CaseChild, outcomes: Sequence[Outcome]) -> Iterator[str]:
    asked: tuple[Silence | Ending, ...] = (*child.silent, *child.at_the_end)
    for silence, outcome in zip(asked, outcomes, strict=True):
        until = silence.until if isinstance(silence, Silence) else None
        when = f" before {_day(until)}" if until else ""
        what = f"{outcome.check} open at the end" if outcome.asks == "none_open" else f"{outcome.check}{when}"
        state = "silent" if outcome.holds else f"**{_WRONG[outcome.verdict]}**"
        yield f"{what}: {state}. {silence.because} ({_cites(silence.cites)})"


def _also(replayed: ReplayedCase, child: CaseChild) -> Iterator[str]:
    asked = {each.check for each in child.expect} | {each.check for each in child.silent}
    others = [f for f in replayed.findings if f.child_id == child.child_id and f.check not in asked]
    first: dict[str, Finding] = {}
    for finding in sorted(others, key=lambda each: each.opened_on):
        first.setdefault(finding.check, finding)
    if first:
        yield "Also found: " + ", ".join(f"{check} ({_day(finding.opened_on)})" for check, finding in first.items()) + "."


def _cohort(replayed: ReplayedCase) -> Iterator[str]:
    late = [outcome for outcome in replayed.outcomes if outcome.cohort and outcome.asks == "opens"]
    silent = [outcome for outcome in replayed.outcomes if outcome.cohort and outcome.asks == "silent"]
    yield "**What would have been seen**"
    yield _table(
        ("started in", "assessments", "completed within three months", "percent"),
        ((each.month, str(each.decided), str(each.within), str(each.percent)) for each in replayed.months),
    )
    figures = [outcome for outcome in replayed.outcomes if outcome.asks == "figure"]
    yield _bullets(
        [
            *(f"{each.check}: {'found' if each.holds else '**not found**'} ({_cites(each.cites)})" for each in figures),
            f"{_held(late)} of {len(late)} late assessments opened `assessment-late` on the day after the limit.",
            f"{_held(silent)} of {len(silent)} assessments completed within the limit were silent.",
        ]
    )


def _held(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.holds for outcome in outcomes)


def _statement(statement: Statement) -> str:
    return f"{statement.says} ({_cites(statement.cites)})"


def _cites(cites: Iterable[str]) -> str:
    return ", ".join(cites)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
