"""The made-up authority fits together, is shaped like a real one, and each child's findings are those of the child's story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from unmissed.checks.catalogue import catalogue
from unmissed.engine.audit import audit
from unmissed.engine.finding import Finding
from unmissed.instruments.vocabulary import vocabulary
from unmissed.register.loading import load_register, register_from_rows
from unmissed.register.schema import schema
from unmissed.synthetic.authority import Authority, authority, stories_high, stories_low, stories_other, write_authority
from unmissed.synthetic.authority.draw import STORIES
from unmissed.synthetic.authority.staff import staff
from unmissed.synthetic.authority.story import Story

DAYS = (date(2025, 9, 30), date(2028, 2, 29), date(2026, 8, 30))
"""A working day, a leap day and a Sunday."""

PLANS = {("actions", "due_on")}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def made(request: pytest.FixtureRequest) -> tuple[date, Authority]:
    return request.param, authority(today=request.param, seed=request.param.year)


@pytest.fixture(scope="module")
def found(made: tuple[date, Authority]) -> list[Finding]:
    today, it = made
    register = register_from_rows(it.rows)
    assert register.quarantine == ()
    assert register.notices == ()
    return list(audit(register, as_of=today).findings())


def values(it: Authority, *columns: str) -> Iterator[object]:
    """Every value of these columns, each written table.column."""
    for table, column in (each.split(".") for each in columns):
        yield from (row[column] for row in it.rows[table] if row[column] is not None)


def test_each_child_has_open_exactly_what_the_story_says(made: tuple[date, Authority], found: list[Finding]) -> None:
    opens = {story.name: story.opens for story in STORIES}
    is_open = defaultdict(set)
    for finding in found:
        if finding.state == "open" and finding.severity != "strength":
            is_open[finding.child_id].add(finding.check)
    differing = {(child, story) for child, story in made[1].stories.items() if is_open[child] != opens[story]}
    assert not differing


def test_the_findings_are_spread_as_in_a_real_authority(made: tuple[date, Authority], found: list[Finding]) -> None:
    today = made[0]
    open_now = [finding for finding in found if finding.state == "open"]
    assert 60 <= len({f.child_id for f in open_now if f.severity != "strength"}) <= 90
    assert 12 <= len({f.child_id for f in open_now if f.severity == "critical"}) <= 18
    assert any(f.severity == "strength" for f in open_now)
    due = {f.child_id for f in found if f.state == "due" and f.opened_on <= today + timedelta(14)}
    assert len(due) >= 15
    assert len({f.check for f in found if f.state != "due"}) >= 25


def test_the_levels_are_those_of_durham(made: tuple[date, Authority]) -> None:
    today, it = made
    latest: dict[object, tuple[date, object]] = {}
    for row in it.rows["assessments"]:
        completed = row["completed_on"]
        if isinstance(completed, date) and completed >= today - timedelta(365):
            latest[row["child_id"]] = max(latest.get(row["child_id"], (date.min, "")), (completed, row["level"]))
    levels = Counter(level for _, level in latest.values())
    assert levels["high"] + levels["very_high"] == 16
    assert levels["medium"] == 10
    assert 105 <= levels["low"] <= 112
    assert len(it.rows["children"]) == 400


def test_nothing_lies_ahead_but_plans(made: tuple[date, Authority]) -> None:
    today, it = made
    ahead = {(t, c) for t, rows in it.rows.items() for row in rows for c, v in row.items() if isinstance(v, date) and v > today}
    assert ahead <= PLANS


def test_every_table_has_every_column_and_settled_values_wait_for_their_date(made: tuple[date, Authority]) -> None:
    for table in schema():
        rows = made[1].rows[table.name]
        assert rows, table.name
        for row in rows:
            assert set(row) >= {column.name for column in table.columns if column.required}
            for column in table.columns:
                if column.settled_by and row[column.settled_by] is None:
                    assert row[column.name] in (None, False)


def test_agencies_and_people_are_those_of_the_authority(made: tuple[date, Authority]) -> None:
    it = made[1]
    agencies = {agency.name for agency in it.agencies}
    teams = {(agency.name, team) for agency in it.agencies for team in agency.teams}
    people = {person.worker_id for person in it.people}
    named = ("involvements.agency", "services.agency", "actions.agency", "views.agency", "assessments.agency",
             "referrals.made_by", "events.reported_by", "service_directory.provider")  # fmt: skip
    assert set(values(it, *named)) <= agencies
    assert {(row["agency"], row["team"]) for row in it.rows["involvements"]} <= teams
    assert {agency for held in values(it, "meetings.agencies") if isinstance(held, list) for agency in held} <= agencies
    assert set(values(it, "workers.worker_id", "assessments.assessor_id")) <= people
    places = {team for _, team in teams} | {service.name for service in staff().services.values()} | {staff().list_name}
    assert set(values(it, "referrals.referred_to")) <= places
    assert set(values(it, "practice_audits.auditor")) <= {person.name for person in it.people if person.role == "auditor"}
    assert {(person.agency, person.team) for person in it.people} <= teams


def test_every_role_signs_in_and_caseloads_are_bearable(made: tuple[date, Authority]) -> None:
    it = made[1]
    roles = Counter(person.role for person in it.people)
    assert roles == {"practitioner": 25, "manager": 2, "coordinator": 1, "chair": 1, "partner": 4, "auditor": 1, "analyst": 1,
                     "administrator": 1}  # fmt: skip
    assert len({person.sign_in for person in it.people}) == len(it.people)
    loads = Counter(row["worker_id"] for row in it.rows["workers"] if row["ended_on"] is None)
    assert min(loads.values()) >= 10
    assert max(loads.values()) <= 20


def test_no_child_has_a_heap_of_records_and_most_are_11_to_17(made: tuple[date, Authority]) -> None:
    today, it = made
    records = Counter(row.get("child_id") for rows in it.rows.values() for row in rows)
    assert max(records[child] for child in it.stories) <= 55
    ages = [(today - born).days / 365.25 for born in values(it, "children.date_of_birth") if isinstance(born, date)]
    assert sum(11 <= age < 18 for age in ages) >= 0.9 * len(ages)


def test_offices_work_on_weekdays(made: tuple[date, Authority]) -> None:
    days = values(made[1], "meetings.held_on", "assessments.completed_on", "referrals.made_on", "workers.started_on")
    assert all(day.weekday() < 5 for day in days if isinstance(day, date))


def test_the_same_seed_gives_the_same_and_another_seed_others() -> None:
    assert authority(today=DAYS[0], seed=5) == authority(today=DAYS[0], seed=5)
    one, other = authority(today=DAYS[0], seed=5), authority(today=DAYS[0], seed=6)
    assert one.rows["children"] != other.rows["children"]
    assert one.people == other.people


def test_every_story_is_told_and_names_checks_that_exist() -> None:
    modules = (stories_high, stories_low, stories_other)
    defined = [each for module in modules for each in vars(module).values() if isinstance(each, Story)]
    assert sorted(story.name for story in defined) == sorted(story.name for story in STORIES)
    assert frozenset().union(*(story.opens for story in STORIES)) <= {check.name for check in catalogue()}
    assert all(story.tell.__doc__ for story in STORIES)


def test_factors_are_of_the_common_vocabulary() -> None:
    known = set(vocabulary())
    assert {factor for factors in staff().factors.values() for factor in factors} <= known


def test_written_and_loaded_again_it_is_the_same_register(tmp_path: Path) -> None:
    it = authority(today=DAYS[0])
    write_authority(it, tmp_path)
    loaded, direct = load_register(tmp_path), register_from_rows(it.rows)
    assert loaded.quarantine == ()
    assert loaded.notices == ()
    for table in schema():
        query = f"select * from store.{table.name} order by {table.id.name}"
        assert loaded.con.execute(query).fetchall() == direct.con.execute(query).fetchall(), table.name
