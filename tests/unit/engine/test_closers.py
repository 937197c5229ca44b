"""What a header says of the records that close a finding is what its SQL does, over registers in which everything happens."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from tests.generative.registers import random_register
from tests.unit.engine.conftest import Write
from unmissed.checks.catalogue import Check, CheckError, catalogue, closers_in_words
from unmissed.engine.audit import Audit, audit
from unmissed.engine.finding import Finding
from unmissed.engine.needs import tables_read
from unmissed.register.loading import register_from_rows
from unmissed.register.schema import schema
from unmissed.register.timeline import needed_timelines

END = date(2023, 12, 31)
STAYING = {"worker-turnover", "placement-instability"}
"""Nothing that anybody writes closes these: staying is the act."""
CHECKS = {check.name: check for check in catalogue()}

GOES = {"children.date_of_birth"}
"""Carries no day of its own: the finding does not close with it, it goes."""

Days = dict[str, dict[str, set[date]]]
"""A child's records (table:id), and for each the days on which it, under "", or one of its later dates became known."""


@dataclass(frozen=True)
class Closing:
    """A finding that closed before the child's 18th birthday, and what was written on that day of what its header names."""

    finding: Finding
    opener: str
    by: tuple[str, ...]


@cache
def closings() -> tuple[Closing, ...]:
    """Every closing in a few random registers."""
    return tuple(closing for seed in range(1, 6) for closing in _closings(seed))


def _closings(seed: int) -> Iterator[Closing]:
    run = audit(register_from_rows(random_register(seed, 200)), as_of=END)
    known = _known(run)
    for timeline in needed_timelines(["birthdays"]):
        run.con.execute(timeline.statement())
    birthdays = dict(run.con.execute("select child_id, eighteenth from birthdays").fetchall())
    for finding in run.findings():
        if finding.closed_on and finding.closed_on != birthdays.get(finding.child_id):
            names = CHECKS[finding.check].closers(finding.evidence[0])
            by = tuple(name for name in names if _written(finding, finding.closed_on, name, known[finding.child_id]))
            yield Closing(finding, finding.evidence[0].partition(":")[0], by)


def _known(run: Audit) -> dict[str, Days]:
    known: dict[str, Days] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for table in schema():
        if table.name in run.register.tables and table.dated:
            days = {"": "known_on"} | {column.name: column.known_name for column in table.later_dates}
            for child_id, own, *row in run.con.execute(
                f"select child_id, {table.id.name}, {', '.join(days.values())} from {table.name}"
            ).fetchall():
                for name, day in zip(days, row, strict=True):
                    known[child_id][f"{table.name}:{own}"][name].add(day)
    return known


def _written(finding: Finding, day: date, name: str, known: Days) -> bool:
    """Whether this became known on the day: a date of a record that the finding rests on, or anything of another record."""
    table, _, column = name.partition(".")
    own = {subject: days for subject, days in known.items() if subject.partition(":")[0] == table}
    if column:
        return any(day in days[column] for subject, days in own.items() if subject in finding.evidence)
    return any(day in set().union(*days.values()) for subject, days in own.items() if subject not in finding.evidence)


def test_every_check_but_those_where_staying_is_the_act_names_what_closes_it() -> None:
    silent = {check.name for check in catalogue() if not check.closed_by}
    assert silent - STAYING == {check.name for check in catalogue() if check.severity == "strength"}
    assert silent >= STAYING


@pytest.mark.parametrize("check", [check for check in catalogue() if check.closed_by], ids=lambda check: check.name)
def test_whatever_closes_it_is_named_and_whatever_is_named_closes_it(check: Check) -> None:
    own = [closing for closing in closings() if closing.finding.check == check.name]
    unexplained = [closing.finding for closing in own if not closing.by]
    assert own
    assert unexplained == []
    alone = {(closing.opener, closing.by[0]) for closing in own if len(closing.by) == 1}
    for opener, names in check.closed_by:
        closed = {name for table, name in alone if opener in ("", table)}
        assert closed == set(names) - GOES, f"opened by {opener or 'any record'}"


@pytest.mark.parametrize("check", catalogue(), ids=lambda check: check.name)
def test_a_check_reads_what_closes_it(check: Check) -> None:
    read = tables_read([check])
    for _, names in check.closed_by:
        for name in names:
            table, _, column = name.partition(".")
            assert table in read
            assert not column or column in read[table]


def test_a_date_of_birth_that_is_filled_in_takes_the_finding_away() -> None:
    own = {"assessment_id": "A-1", "child_id": "A", "kind": "assessment", "tool": "t", "started_on": date(2020, 1, 1)}
    assessed = own | {"completed_on": date(2020, 1, 8), "age_recorded": True}

    def found(born: date | None) -> set[str]:
        register = register_from_rows({"children": [{"child_id": "A", "date_of_birth": born}], "assessments": [assessed]})
        return {finding.check for finding in audit(register, as_of=date(2020, 6, 1)).findings()}

    assert found(None) - found(date(2008, 1, 1)) == {"essential-details-missing"}


def test_it_can_be_said_for_each_kind_of_record_that_opens(write: Write) -> None:
    check = write(closed_by={"actions": ["actions.done_on"], "meetings": []})
    assert check.closers("actions:1") == ("actions.done_on",)
    assert check.closers("meetings:1") == check.closers("views:1") == ()
    assert list(closers_in_words(check)) == ["actions.done_on (opened by actions)"]
    assert write(closed_by=["services", "meetings"]).closers("actions:1") == ("services", "meetings")
    assert write().closers("actions:1") == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["service"], "closed_by: there is no table service"),
        (["actions.done"], "closed_by: the table actions has no column done"),
        ({"acts": ["actions"]}, "closed_by: there is no table acts"),
        ("services", "closed_by is 'services', expected a list"),
        ({"actions": "services"}, "expected a list"),
    ],
)
def test_what_no_register_has_is_refused(write: Write, given: object, said: str) -> None:
    with pytest.raises(CheckError, match=re.escape(said)):
        write(closed_by=given)
