"""The warm engine: for any child, date and policy it finds exactly what a run finds, and keeps nothing between two children."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.generative.registers import random_register
from tests.unit.engine.conftest import Write
from unmissed.checks.catalogue import CheckError, catalogue
from unmissed.engine.audit import Audit, audit
from unmissed.engine.finding import Finding
from unmissed.engine.one_child import ChildEngine, Look
from unmissed.engine.standing import Standing, standings
from unmissed.policy.model import default_policy, override
from unmissed.register.keeping import Keeping
from unmissed.register.loading import Register, load_register, register_from_rows
from unmissed.register.quarantine import RegisterError
from unmissed.register.schema import schema
from unmissed.replay.library import load_cases
from unmissed.replay.rows import case_register
from unmissed.synthetic.generate import DEFAULT_AS_OF, generate

Rows = dict[str, list[dict[str, Any]]]

EMPTY: Rows = {table.name: [] for table in schema()}
TODAY = date(2020, 6, 30)
FEW = 8
"""Children of a case that are asked together; the engine is made for no more than a few."""


def child(**tables: list[dict[str, Any]]) -> Rows:
    """Child A, and rows about her with every column of their table; every other table is known to be empty."""
    about: Rows = {"children": [{"child_id": "A", "date_of_birth": date(2008, 1, 1)}], **tables}
    filled = {
        name: [dict.fromkeys(c.name for c in schema()[name].columns) | {"child_id": "A"} | row for row in rows]
        for name, rows in about.items()
    }
    return EMPTY | filled


def assessment(number: int, completed: date, level: str, **more: Any) -> dict[str, Any]:
    """A completed assessment."""
    row = {
        "assessment_id": f"S{number}",
        "kind": "assessment",
        "started_on": completed,
        "completed_on": completed,
        "level": level,
    }
    return row | more


def by_child(register: Register) -> dict[str, Rows]:
    """The rows of each child, typed, with the tables that are nobody's in each."""
    every: dict[str, Rows] = {}
    for (child_id,) in register.con.execute("select child_id from store.children order by 1").fetchall():
        every[child_id] = {table.name: [] for table in schema()}
    for table in schema():
        found = register.con.execute(f"select * from store.{table.name}")
        names = [column[0] for column in found.description]
        for row in (dict(zip(names, values, strict=True)) for values in found.fetchall()):
            for child_id in [row["child_id"]] if table.has("child_id") else every:
                every[child_id][table.name].append(row)
    return every


def of_each(run: Audit, children: Mapping[str, Rows]) -> dict[str, tuple[Finding, ...]]:
    """The findings of a run by child."""
    found: dict[str, list[Finding]] = {child_id: [] for child_id in children}
    for finding in run.findings():
        found[finding.child_id].append(finding)
    return {child_id: tuple(findings) for child_id, findings in found.items()}


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder: Path = tmp_path_factory.mktemp("synthetic")
    generate(200, 11, folder)
    return load_register(folder)


@pytest.fixture(scope="module")
def engine() -> Iterator[ChildEngine]:
    with ChildEngine() as engine:
        yield engine


# The same as a run


def test_synthetic_children_have_the_findings_and_the_standing_that_a_run_gives(synthetic: Register, engine: ChildEngine) -> None:
    run = audit(synthetic, as_of=DEFAULT_AS_OF)
    children = by_child(synthetic)
    looks = {child_id: engine.look(rows, as_of=DEFAULT_AS_OF) for child_id, rows in children.items()}
    assert {child_id: look.findings for child_id, look in looks.items()} == of_each(run, children)
    assert [look.standing for look in looks.values()] == list(standings(run))
    assert sum(len(look.findings) for look in looks.values()) > 500


def test_the_inquirys_cases_have_the_findings_that_a_run_gives(engine: ChildEngine) -> None:
    """Each case as its text stands; of a cohort the first children, one by one."""
    for case in load_cases():
        rows = case_register(case)
        register = register_from_rows(rows)
        children = dict(list(by_child(register).items())[:FEW])
        run = audit(register, as_of=case.ends_on, children=children)
        expected = of_each(run, children)
        if len(rows["children"]) <= FEW:
            assert engine.look(rows, as_of=case.ends_on) == Look(tuple(run.findings()), tuple(standings(run)), run.not_assessed)
        else:
            looks = {child_id: engine.look(own, as_of=case.ends_on) for child_id, own in children.items()}
            assert {child_id: look.findings for child_id, look in looks.items()} == expected, case.id
            assert [look.standing for look in looks.values()] == list(standings(run)), case.id


def test_any_sequence_of_children_dates_and_policies_leaves_nothing_behind() -> None:
    rng = Random(3)
    register = register_from_rows(random_register(5, 40))
    children = by_child(register)
    dates = [date(2018, 6, 1), date(2019, 3, 15), date(2020, 6, 30)]
    days = override(
        default_policy(), {"review_days": 60, "at_risk_level": "low", "action_days": {"value": 10, "unit": "working_days"}}
    )
    engines = {"default": ChildEngine(), "local": ChildEngine(policy=days)}
    runs = {(name, day): audit(register, as_of=day, policy=each.policy) for name, each in engines.items() for day in dates}
    expected = {key: of_each(run, children) for key, run in runs.items()}
    stands = {key: {each.child_id: each for each in standings(run)} for key, run in runs.items()}
    seen: set[str] = set()
    for _ in range(60):
        name, day, child_id = rng.choice(list(engines)), rng.choice(dates), rng.choice(list(children))
        look = engines[name].look(children[child_id], as_of=day)
        assert look.findings == expected[name, day][child_id]
        assert look.standing == stands[name, day][child_id]
        seen |= {finding.check for finding in look.findings}
    assert len(seen) > 30
    for each in engines.values():
        each.close()


def test_a_few_children_at_once_are_a_small_register(engine: ChildEngine) -> None:
    rows = random_register(9, 6)
    run = audit(register_from_rows(rows), as_of=TODAY)
    look = engine.look(rows, as_of=TODAY)
    assert look.findings == tuple(run.findings())
    assert look.standings == tuple(standings(run))
    with pytest.raises(ValueError, match="too many values"):
        assert look.standing


def test_the_next_review_is_the_day_before_review_overdue_opens(synthetic: Register) -> None:
    """Where no older run is overdue, the check and the standing count the same limit."""
    run = audit(synthetic, as_of=DEFAULT_AS_OF)
    opens = {f.child_id: f.opened_on for f in run.findings() if f.check == "review-overdue" and f.state == "due"}
    due = {each.child_id: each.next_review_due_on for each in standings(run)}
    assert opens
    assert {
        child_id: (opens[child_id] - day).days for child_id, day in due.items() if day and child_id in opens
    } == dict.fromkeys(opens, 1)


# Rows as they come


def test_rows_of_an_application_take_the_short_way(engine: ChildEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Identifiers, whatever their check digit, and words of any script or of several lines are plainly sound."""
    monkeypatch.setattr("unmissed.engine.one_child.register_from_rows", None)
    rows = child(assessments=[assessment(1, date(2020, 1, 1), "low", rationale="Siân said:\n“not yet”; it's hers")])
    rows["children"][0] |= {"nhs_number": "9990000001", "name": "Zoë Ødegård"}
    assert engine.look(rows, as_of=TODAY).standing.level == "low"


def test_rows_in_doubt_are_cleaned_as_a_register_is(engine: ChildEngine) -> None:
    sound = child(assessments=[assessment(1, date(2020, 1, 1), "high")])
    untidy = child(assessments=[assessment(1, date(2020, 1, 1), " High ", rationale=""), assessment(2, date(2020, 1, 2), "gone")])
    assert engine.look(untidy, as_of=TODAY) == engine.look(sound, as_of=TODAY)


def test_what_the_rows_lack_is_not_assessed(engine: ChildEngine) -> None:
    rows = child()
    del rows["monitoring"]
    run = audit(register_from_rows(rows), as_of=TODAY)
    assert engine.look(rows, as_of=TODAY).not_assessed == run.not_assessed
    assert "not-monitored" in run.not_assessed
    assert engine.look(child(), as_of=TODAY).not_assessed == {}


def test_rows_without_children_are_refused_and_the_engine_goes_on(engine: ChildEngine) -> None:
    with pytest.raises(RegisterError, match="children"):
        engine.findings({"events": []}, as_of=TODAY)
    assert engine.findings(child(), as_of=TODAY) == ()


def test_nothing_of_a_child_stays_in_memory(engine: ChildEngine) -> None:
    engine.look(child(assessments=[assessment(1, date(2020, 1, 1), "high")]), as_of=TODAY)
    warm = engine.warm(TODAY)
    for table in schema():
        for name in (f"store.{table.name}", table.name, "assessed", "given_by_checks"):
            assert warm.con.execute(f"select count(*) from {name}").fetchall() == [(0,)]


def test_a_check_that_fails_is_named_without_the_value_that_it_failed_on(write: Write) -> None:
    cast = "select child_id, date_of_birth as opened_on, date_of_birth as closed_on, 'x' as opened_by, []::varchar[] as evidence"
    check = write(f"{cast} from children where child_id::integer > 0")
    with ChildEngine(checks=[check]) as engine:
        with pytest.raises(CheckError, match="fails on a value") as caught:
            engine.findings(child() | {"children": [{"child_id": "Zbigniewa"}]}, as_of=TODAY)
        assert "Zbigniewa" not in str(caught.value)
        assert engine.findings(child() | {"children": []}, as_of=TODAY) == ()


def test_a_check_whose_sql_cannot_be_planned_is_refused(write: Write) -> None:
    with ChildEngine(checks=[write("select nothing from children")]) as engine, pytest.raises(CheckError, match="SQL fails"):
        engine.findings(child(), as_of=TODAY)


# Before a decision


def test_a_removal_that_would_leave_a_child_unseen_is_told_before_it_is_made(engine: ChildEngine) -> None:
    high = assessment(1, date(2020, 6, 1), "high", indicated_level="high")
    on_list = {"entry_id": "M1", "list": "mace", "added_on": date(2020, 6, 1)}
    removal = {"removed_on": TODAY, "removal_reason": "no_longer_meets_threshold"}
    now = child(assessments=[high], monitoring=[on_list])
    preview = engine.preview(now, child(assessments=[high], monitoring=[on_list | removal]), as_of=TODAY)
    assert "removed-while-at-risk" in {finding.check for finding in preview.opens if finding.state == "open"}
    assert {finding.check for finding in preview.stays} == {finding.check for finding in engine.findings(now, as_of=TODAY)}
    assert preview.closes == ()
    back = engine.preview(child(assessments=[high], monitoring=[on_list | removal]), now, as_of=TODAY)
    assert (back.opens, back.closes) == ((), preview.opens)


def test_a_preview_says_what_two_whole_looks_would_say(synthetic: Register, engine: ChildEngine) -> None:
    """Each table in turn loses its last row: whichever check the preview passed over must read nothing of that table."""
    open_ones = 0
    for rows in list(by_child(synthetic).values())[:12]:
        for table in [name for name, own in rows.items() if own and name != "children"]:
            changed = {**rows, table: rows[table][:-1]}
            before, after = (_unclosed(engine.findings(each, as_of=DEFAULT_AS_OF)) for each in (rows, changed))
            preview = engine.preview(rows, changed, as_of=DEFAULT_AS_OF)
            assert set(preview.opens) == {after[key] for key in after.keys() - before.keys()}, table
            assert set(preview.closes) == {before[key] for key in before.keys() - after.keys()}, table
            assert set(preview.stays) == {after[key] for key in after.keys() & before.keys()}, table
            open_ones += len(preview.opens) + len(preview.closes)
    assert open_ones > 20


def _unclosed(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.finding_id: finding for finding in findings if finding.state != "closed"}


# How a child stands


def test_how_a_child_stands(engine: ChildEngine) -> None:
    look: Look = engine.look(
        child(
            assessments=[
                assessment(1, date(2020, 1, 1), "low"),
                assessment(2, date(2020, 2, 1), "low"),
                assessment(3, date(2020, 3, 1), "high", indicated_level="very_high", harm="suspected"),
            ],
            events=[{"event_id": "E1", "occurred_on": date(2020, 4, 1), "kind": "disclosure", "harm": "known"}],
            monitoring=[{"entry_id": "M1", "list": "mace", "added_on": date(2020, 4, 2)}],
            services=[{"service_id": "V1", "service": "Haven", "kind": "direct_work", "started_on": date(2020, 4, 3)}],
            statuses=[{"status_id": "T1", "kind": "child_in_need", "started_on": date(2020, 4, 4)}],
            workers=[
                {
                    "allocation_id": "W1",
                    "worker_id": "w1",
                    "role": "social_worker",
                    "started_on": date(2019, 1, 1),
                    "ended_on": TODAY,
                },
                {"allocation_id": "W2", "worker_id": "w2", "role": "social_worker", "started_on": TODAY},
            ],
        ),
        as_of=TODAY,
    )
    assert look.standing == Standing(
        child_id="A",
        level="high",
        level_on=date(2020, 3, 1),
        indicated_level="very_high",
        level_history=((date(2020, 1, 1), "low"), (date(2020, 3, 1), "high")),
        harm="known",
        harm_recorded_on=date(2020, 4, 1),
        last_assessed_on=date(2020, 3, 1),
        at_risk=True,
        in_view=True,
        lists=("mace",),
        kept_in_sight=True,
        services=("Haven",),
        statuses=("child_in_need",),
        worker_id="w2",
        social_workers=2,
        next_review_due_on=date(2020, 5, 24),
    )
    assert look.standing.monitored
    assert look.standing.served


def test_a_child_of_whom_nothing_is_recorded(engine: ChildEngine) -> None:
    standing = engine.standing(child(), as_of=TODAY)
    assert (standing.level, standing.harm, standing.level_history, standing.next_review_due_on) == (None, "none", (), None)
    assert {standing.at_risk, standing.in_view, standing.monitored, standing.served, standing.kept_in_sight} == {False}


def test_standings_of_a_run_with_few_checks_need_no_more_than_the_run() -> None:
    register = register_from_rows(random_register(4, 5))
    one = audit(register, as_of=TODAY, checks=catalogue()[:1])
    assert list(standings(one)) == list(standings(audit(register, as_of=TODAY)))


def test_a_check_whose_column_the_register_lacks_is_not_assessed_though_the_child_has_no_row_there() -> None:
    rows: dict[str, list[dict[str, object]]] = {
        "children": [{"child_id": "C1", "date_of_birth": date(2010, 1, 1)}],
        "actions": [],
    }
    with ChildEngine() as engine:
        assert "action-overdue" not in engine.look(rows, as_of=date(2024, 1, 1)).not_assessed
        lacking = Keeping(never=frozenset({"actions.due_on", "actions.done_on"}))
        assert "action-overdue" in engine.look(rows, as_of=date(2024, 1, 1), keeping=lacking).not_assessed
