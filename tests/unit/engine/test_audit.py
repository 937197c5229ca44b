"""A run over a register: states, the 18th birthday, what is not assessed, totals, days unprotected, and the same every time."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from tests.generative.registers import random_register
from tests.unit.engine.conftest import OVERDUE, Write
from unmissed.checks.catalogue import CheckError, catalogue
from unmissed.engine.audit import Audit, audit
from unmissed.engine.finding import Finding
from unmissed.register.loading import Register, register_from_rows

AS_OF = date(2020, 6, 30)
RANDOM = random_register(7, 40)
"""Forty children to whom everything happens."""

Rows = dict[str, list[dict[str, Any]]]


def day(number: int) -> date:
    """The day of that number; day 1 is 1 January 2020."""
    return date(2019, 12, 31) + timedelta(number)


def action(number: int, due: int, done: int | None = None, child: str = "A") -> dict[str, Any]:
    """An action set on day 1."""
    return {
        "action_id": f"X{number}",
        "child_id": child,
        "agency": "Police",
        "action": "visit",
        "set_on": day(1),
        "due_on": day(due),
        "done_on": day(done) if done else None,
    }


def register(*actions: dict[str, Any], born: date | None = date(2010, 1, 1)) -> Register:
    """Child A and child B, and their actions."""
    children = [{"child_id": child, "date_of_birth": born} for child in "AB"]
    return register_from_rows({"children": children, "actions": actions})


def spells(run: Audit) -> list[tuple[str, date, date | None, str]]:
    """Child, opened, closed and state of every finding."""
    return [(f.child_id, f.opened_on, f.closed_on, f.state) for f in run.findings()]


# States and days


@pytest.mark.parametrize(
    ("as_of", "state", "closed_on"),
    [(10, "due", None), (11, "open", None), (19, "open", None), (20, "closed", day(20)), (99, "closed", day(20))],
)
def test_a_finding_is_due_then_open_then_closed(write: Write, as_of: int, state: str, closed_on: date | None) -> None:
    run = audit(register(action(1, due=10, done=20)), as_of=day(as_of), checks=[write()])
    assert spells(run) == [("A", day(11), closed_on, state)]


def test_a_finding_that_would_close_when_it_opens_or_before_does_not_exist(write: Write) -> None:
    run = audit(register(action(1, due=10, done=11), action(2, due=10, done=5)), as_of=AS_OF, checks=[write()])
    assert spells(run) == []


def test_a_row_without_an_opening_day_is_no_finding(write: Write) -> None:
    run = audit(register(action(1, due=10) | {"due_on": None}), as_of=AS_OF, checks=[write()])
    assert spells(run) == []


@pytest.mark.parametrize(
    ("born", "eighteenth"),
    [
        (date(2002, 1, 20), date(2020, 1, 20)),
        (date(2002, 2, 28), date(2020, 2, 28)),
        (date(2002, 3, 1), date(2020, 3, 1)),
    ],
)
def test_an_open_finding_ends_with_the_18th_birthday(write: Write, born: date, eighteenth: date) -> None:
    run = audit(register(action(1, due=5), born=born), as_of=AS_OF, checks=[write()])
    assert spells(run) == [("A", day(6), eighteenth, "closed")]


def test_born_on_29_february_18_on_1_march(write: Write) -> None:
    children = [{"child_id": "A", "date_of_birth": date(2004, 2, 29)}]
    due = {"action_id": "X", "child_id": "A", "agency": "Police", "action": "visit", "set_on": date(2022, 1, 1)}
    rows: Rows = {"children": children, "actions": [due | {"due_on": date(2022, 2, 27)}]}
    run = audit(register_from_rows(rows), as_of=date(2022, 2, 28), checks=[write()])
    assert spells(run) == [("A", date(2022, 2, 28), None, "open")]
    later = audit(register_from_rows(rows), as_of=AS_OF.replace(year=2022), checks=[write()])
    assert spells(later) == [("A", date(2022, 2, 28), date(2022, 3, 1), "closed")]


def test_nothing_opens_on_the_18th_birthday_or_after_it(write: Write) -> None:
    actions = [action(1, due=8), action(2, due=9), action(3, due=30)]
    run = audit(register(*actions, born=date(2002, 1, 10)), as_of=AS_OF, checks=[write()])
    assert spells(run) == [("A", day(9), day(10), "closed")]


def test_without_a_date_of_birth_a_finding_goes_on(write: Write) -> None:
    run = audit(register(action(1, due=8), born=None), as_of=AS_OF, checks=[write()])
    assert spells(run) == [("A", day(9), None, "open")]


def test_what_becomes_known_after_the_date_is_not_there(write: Write) -> None:
    late = action(1, due=10) | {"recorded_on": day(40)}
    assert spells(audit(register(late), as_of=day(39), checks=[write()])) == []
    assert spells(audit(register(late), as_of=day(40), checks=[write()])) == [("A", day(11), None, "open")]


# What a finding says


def test_a_finding_says_what_its_check_says(write: Write) -> None:
    check = write(because="{agency} was due by {due_on}.", severity="critical", unprotected=True, cites=["F.4 ¶21"])
    (found,) = audit(register(action(1, due=10)), as_of=AS_OF, checks=[check]).findings()
    assert found == Finding(
        finding_id=found.finding_id,
        check="late-action",
        child_id="A",
        opened_on=day(11),
        closed_on=None,
        severity="critical",
        unprotected=True,
        evidence=("actions:X1",),
        because="Police was due by 10 January 2020.",
        cites=("F.4 ¶21",),
        state="open",
    )


def test_the_opening_record_comes_first_and_every_other_once_in_order(write: Write) -> None:
    check = write(OVERDUE.replace("[]::varchar[]", "['z:1', 'a:2', 'actions:X1', 'z:1', null]"))
    (found,) = audit(register(action(1, due=10)), as_of=AS_OF, checks=[check]).findings()
    assert found.evidence == ("actions:X1", "a:2", "z:1")


def test_a_check_may_give_each_finding_its_severity(write: Write) -> None:
    check = write(OVERDUE.replace("agency,", "case when action_id = 'X1' then 'critical' else 'watch' end as severity,"))
    run = audit(register(action(1, due=10), action(2, due=12)), as_of=AS_OF, checks=[check])
    assert [f.severity for f in run.findings()] == ["critical", "watch"]


def test_findings_come_by_child_then_check_then_day(write: Write) -> None:
    actions = [action(1, 30, child="B"), action(2, 20, child="B"), action(3, 40), action(4, 10)]
    checks = [write(name="one"), write(name="another")]
    run = audit(register(*actions), as_of=AS_OF, checks=checks)
    told = [(f.child_id, f.check, f.opened_on) for f in run.findings()]
    each = [("A", day(11)), ("A", day(41)), ("B", day(21)), ("B", day(31))]
    assert told == [(child, name, on) for c in "AB" for name in ("one", "another") for child, on in each if child == c]


# Not assessed, and totals


def test_a_check_that_lacks_a_table_or_a_column_is_not_assessed_and_says_why(write: Write) -> None:
    rows: Rows = {"children": [{"child_id": "A"}], "actions": [{"action_id": "X", "child_id": "A", "agency": "P", "action": "v"}]}
    rows["actions"][0] |= {"set_on": day(1)}
    check = write(needs=["views", "actions.due_on", "actions.done_on", "meetings", "views.resolved_on"])
    run = audit(register_from_rows(rows), as_of=AS_OF, checks=[check])
    assert run.not_assessed["late-action"] == (
        "the register has no table views or meetings; the table actions has no column due_on or done_on"
    )
    assert list(run.findings()) == []


def test_a_table_without_rows_is_known_to_be_empty(write: Write) -> None:
    run = audit(register(), as_of=AS_OF, checks=[write(needs=["actions.due_on"])])
    assert run.not_assessed == {}


def test_every_total_adds_up_to_the_children(write: Write) -> None:
    checks = [write(name="late"), write(name="lacking", needs=["views"]), write(OVERDUE + "where false", name="never")]
    run = audit(register(action(1, 10), action(2, 12)), as_of=AS_OF, checks=checks)
    totals = [(t.check.name, t.found, t.clear, t.not_assessed) for t in run.totals()]
    assert totals == [("late", 1, 1, 0), ("lacking", 0, 0, 2), ("never", 0, 2, 0)]


def test_a_child_with_only_a_running_limit_is_clear(write: Write) -> None:
    run = audit(register(action(1, 60), action(2, 10, child="B")), as_of=day(30), checks=[write()])
    assert [(t.found, t.clear) for t in run.totals()] == [(1, 1)]


@pytest.mark.parametrize("lacking", ["events", "assessments", "monitoring"])
def test_the_totals_of_the_whole_catalogue_add_up(lacking: str) -> None:
    rows = {name: given for name, given in RANDOM.items() if name != lacking}
    if lacking == "assessments":
        rows = {name: given for name, given in rows.items() if name != "assessment_factors"}
    run = audit(register_from_rows(rows), as_of=AS_OF)
    totals = run.totals()
    assert [t.check for t in totals] == list(catalogue())
    assert sum(t.found + t.clear + t.not_assessed for t in totals) == len(catalogue()) * len(RANDOM["children"])
    assert {t.check.name for t in totals if t.not_assessed} == set(run.not_assessed) != set()
    assert not {f.check for f in run.findings()} & set(run.not_assessed)


def test_progress_is_told_for_what_is_assessed_in_order(write: Write) -> None:
    told: list[str] = []
    checks = [write(name="one"), write(name="lacking", needs=["views"]), write(name="three")]
    audit(register(), as_of=AS_OF, checks=checks, on_check=lambda check: told.append(check.name))
    assert told == ["one", "three"]


# Days unprotected


def test_days_unprotected_counts_each_day_once_up_to_the_date(write: Write) -> None:
    actions = [
        action(1, due=10, done=15),  # days 11 to 14
        action(2, due=12, done=17),  # days 13 to 16, of which 13 and 14 are counted
        action(3, due=16, done=18),  # day 17, which touches
        action(4, due=27),  # days 28 to 30
        action(5, due=29),  # day 30 again
        action(6, due=30),  # falls due after the date
        action(7, due=29, done=35, child="B"),  # day 30
    ]
    run = audit(register(*actions), as_of=day(30), checks=[write(unprotected=True), write(name="other")])
    assert run.days_unprotected() == {"A": 4 + 2 + 1 + 3, "B": 1}


def test_a_check_that_leaves_nobody_unprotected_adds_no_day(write: Write) -> None:
    assert audit(register(action(1, due=10)), as_of=AS_OF, checks=[write()]).days_unprotected() == {}


# The same every time


def everything(given: Rows, children: list[str] | None = None) -> list[Finding]:
    """All findings of the whole catalogue."""
    return list(audit(register_from_rows(given), as_of=AS_OF, children=children).findings())


WHOLE = everything(RANDOM)


def test_two_runs_give_the_same_bytes() -> None:
    assert len(WHOLE) > 100
    assert repr(everything(RANDOM)).encode() == repr(WHOLE).encode()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_never_matters(seed: int) -> None:
    shuffled = {table: Random(seed).sample(rows, len(rows)) for table, rows in RANDOM.items()}
    assert repr(everything(shuffled)) == repr(WHOLE)


def test_no_two_findings_share_an_id() -> None:
    assert len({f.finding_id for f in WHOLE}) == len(WHOLE)


def test_an_id_stays_when_the_finding_closes_and_when_others_come(write: Write) -> None:
    before = list(audit(register(action(1, 10, 40)), as_of=day(30), checks=[write()]).findings())
    after = list(audit(register(action(0, 3), action(1, 10, 40)), as_of=day(50), checks=[write()]).findings())
    assert [f.finding_id for f in before] == [f.finding_id for f in after if f.evidence == ("actions:X1",)]


def test_one_child_alone_has_the_findings_of_the_whole_run() -> None:
    found = {f.child_id for f in WHOLE}
    for child in sorted(found)[:4]:
        assert everything(RANDOM, [child]) == [f for f in WHOLE if f.child_id == child]


def test_some_children_are_totalled_alone(write: Write) -> None:
    run = audit(register(action(1, 10), action(2, 10, child="B")), as_of=AS_OF, checks=[write()], children=["B"])
    assert [(t.found, t.clear) for t in run.totals()] == [(1, 0)]
    assert run.children() == 1


def test_two_runs_on_one_register_do_not_disturb_each_other(write: Write) -> None:
    shared = register(action(1, due=10, done=20), action(2, due=30, child="B"))
    early = audit(shared, as_of=day(15), checks=[write(unprotected=True)], children=["A"])
    reading = early.findings()
    first = next(reading)
    late = audit(shared, as_of=day(40), checks=[write(unprotected=True)])
    assert (first.state, list(reading)) == ("open", [])
    assert spells(early) == [("A", day(11), None, "open")]
    assert spells(late) == [("A", day(11), day(20), "closed"), ("B", day(31), None, "open")]
    assert (early.days_unprotected(), late.days_unprotected()) == ({"A": 5}, {"A": 9, "B": 10})
    assert (early.children(), late.children()) == (1, 2)


def test_two_readers_of_one_run_do_not_disturb_each_other(write: Write) -> None:
    run = audit(register(*[action(n, due=10 + n) for n in range(5)]), as_of=AS_OF, checks=[write()])
    together = list(zip(run.findings(), run.findings(), strict=True))
    assert len(together) == 5
    assert all(one == other for one, other in together)


# A check that cannot be used

SECRET = "Featherstonehaugh"


def failing(check: Any) -> str:
    """The message of a run of a check over a register in which a child's details stand."""
    children = [{"child_id": "A", "name": SECRET}]
    events = [{"event_id": "E", "child_id": "A", "occurred_on": day(1), "kind": "other", "summary": SECRET}]
    loaded = register_from_rows({"children": children, "events": events, "actions": [action(1, due=10)]})
    with pytest.raises(CheckError) as caught:
        audit(loaded, as_of=AS_OF, checks=[check])
    context = caught.value.__context__ if not caught.value.__suppress_context__ else None
    assert SECRET not in f"{caught.value!r} {caught.value.__cause__!r} {context!r}"
    return str(caught.value)


@pytest.mark.parametrize(
    "fact",
    [
        "(select name::date from children)",
        "(select name::integer from children)",
        "(select strptime(summary, '%Y-%m-%d') from events)",
        "(select error(summary) from events)",
        "(select regexp_matches('x', summary || '[') from events)",
        "(select summary::json from events)",
        "(select decode(encode(summary) || '\\xFF'::blob) from events)",
    ],
    ids=["cast to a date", "cast to a number", "parsed", "raised", "a pattern", "read as JSON", "decoded"],
)
def test_sql_that_fails_on_a_value_does_not_tell_the_value(write: Write, fact: str) -> None:
    told = failing(write(OVERDUE.replace("agency,", f"{fact} as agency,"), because="{agency}."))
    assert "late-action.sql" in told


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        (OVERDUE.replace("from actions", "from no_such_table"), "no_such_table"),
        (OVERDUE.replace("done_known_on", "no_such_column"), "no_such_column"),
        (OVERDUE.replace("from actions", "form actions"), "syntax error"),
        (OVERDUE.replace("due_on + 1", "'soon'"), "opened_on as DATE, found VARCHAR"),
        (OVERDUE.replace("done_known_on as closed_on,", ""), "closed_on as DATE, found nothing"),
        (OVERDUE.replace("[]::varchar[]", "'actions:1'"), "evidence as VARCHAR[], found VARCHAR"),
        (OVERDUE.replace("agency,", "agency, agency as said,"), "gives said, a name that the engine uses"),
    ],
    ids=["no table", "no column", "no SQL", "wrong type", "no closing day", "evidence that is no list", "a name that is taken"],
)
def test_broken_sql_names_the_file_and_what_is_wrong(write: Write, sql: str, says: str) -> None:
    told = failing(write(sql))
    assert "late-action.sql" in told
    assert says in told


def test_a_sentence_with_a_fact_that_the_sql_does_not_give_is_refused(write: Write) -> None:
    told = failing(write(because="Since {long_ago}."))
    assert "late-action.sql" in told
    assert "long_ago" in told
