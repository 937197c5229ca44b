"""What was recorded after like decisions: a plain count, of decisions, with its denominator, or nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.web.casework import text_of
from tests.web.world import TODAY, World, ago
from unmissed.oversight.ground import ground
from unmissed.oversight.stepdown import stepdown
from unmissed.register.loading import register_from_rows
from unmissed.register.schema import schema
from unmissed.web.findings.like import MOST, Followed, followed
from unmissed.web.findings.presenters import like_in_words
from unmissed.web.record.deciding import keep_table
from unmissed.web.record.models import MODELS

KEYS = {"harm": "harm", "going missing": "missing", "a new referral": "referred", "a higher level": "level_up"}


@pytest.fixture
def put(world: World) -> Any:
    """Write a row; with nothing but what is given."""

    def write(table: str, **values: Any) -> None:
        model = MODELS[table]
        number = model.every.count() + 1
        own = {model.table.id.name: f"{table}-{number}"} if table != "children" else {}
        model.every.create(partnership=world.partnership, entered_at=timezone.now(), **own, **values)

    return write


@pytest.fixture
def removed(put: Any) -> Any:
    """Remove a new child from a list so many days ago, with a reason."""

    def remove(child_id: str, days: int = 300, reason: str | None = "risk_reduced", born: date | None = date(2012, 5, 1)) -> None:
        put("children", child_id=child_id, date_of_birth=born)
        day = ago(days)
        put(
            "monitoring", child_id=child_id, list="MACE", added_on=day - timedelta(days=90), removed_on=day, removal_reason=reason
        )

    return remove


def counted(world: World, reason: str | None = "risk_reduced") -> Followed | None:
    return followed(world.partnership, "monitoring", reason, TODAY)


def test_fewer_than_five_are_not_counted(world: World, removed: Any) -> None:
    for number in range(4):
        removed(f"L{number}")
    assert counted(world) is None
    removed("L4")
    told = counted(world)
    assert told is not None
    assert (told.decisions, told.reason, told.last) == (5, True, False)


def test_what_followed_is_counted_in_decisions_from_the_day_after_to_day_183(world: World, removed: Any, put: Any) -> None:
    for number in range(8):
        removed(f"L{number}", days=300)
    day = ago(300)
    for number, after in enumerate((0, 1, 183, 184)):
        put("events", child_id=f"L{number}", occurred_on=day + timedelta(days=after), kind="other", harm="known")
    put("events", child_id="L1", occurred_on=day + timedelta(days=9), kind="other", harm="suspected")
    put("events", child_id="L5", occurred_on=day + timedelta(days=9), kind="other", harm="none")
    put("missing_episodes", child_id="L5", kind="away", started_on=day + timedelta(days=30))
    put("referrals", child_id="L6", made_on=day + timedelta(days=30), referred_to="MACE", kind="monitoring")
    told = counted(world)
    assert told is not None
    assert told.after == {"harm": 2, "going missing": 1, "a new referral": 1, "a higher level": 0}


def test_a_level_has_risen_only_above_that_of_the_day(world: World, removed: Any, put: Any) -> None:
    for number in range(5):
        removed(f"L{number}")
    day = ago(300)
    for child, before, after in (("L0", "low", "medium"), ("L1", "high", "high"), ("L2", None, "high"), ("L3", "high", "low")):
        for level, on in ((before, day), (after, day + timedelta(days=60))):
            if level:
                put("assessments", child_id=child, kind="review", started_on=on, completed_on=on, level=level)
    told = counted(world)
    assert told is not None
    assert told.after["a higher level"] == 1


def test_only_decisions_whose_days_have_passed_and_of_children_are_counted(world: World, removed: Any) -> None:
    for number in range(5):
        removed(f"L{number}", days=183)
    removed("too soon", days=182)
    removed("grown up", born=date(2002, 1, 1))
    removed("eighteen on the day", born=date(ago(300).year - 18, ago(300).month, ago(300).day))
    removed("turned", reason="turned_18")
    told = counted(world)
    assert told is not None
    assert told.decisions == 5


def test_where_a_reason_is_rare_all_of_the_kind_are_counted(world: World, removed: Any) -> None:
    for number in range(4):
        removed(f"L{number}", reason="moved_area")
    removed("L4", reason=None)
    told = counted(world, "moved_area")
    assert told is not None
    assert (told.decisions, told.reason) == (5, False)
    assert "whatever their reason" in like_in_words(told)[0]


def test_what_the_register_lacks_is_said_and_never_a_nought(world: World, removed: Any) -> None:
    for number in range(5):
        removed(f"L{number}")
    world.partnership.lacks = {"missing_episodes": None, "events": ["harm"]}
    told = counted(world)
    assert told is not None
    assert set(told.after) == {"a new referral", "a higher level"}
    assert like_in_words(told)[1].endswith("Not known here: harm and going missing.")


def test_small_numbers_are_said_to_be_small() -> None:
    told = Followed(12, {"harm": 5, "going missing": 4, "a new referral": 0, "a higher level": 12}, True, False, ())
    head, counts = like_in_words(told)
    assert head == "In the 183 days after 12 like decisions with this reason in this partnership:"
    assert counts == "5 were followed by harm, fewer than 5 by going missing, 12 by a higher level, none by a new referral."
    never = Followed(9, {"harm": 0, "going missing": 0}, True, False, ())
    assert like_in_words(never)[1] == "none was followed by harm or going missing."
    assert like_in_words(None) == ("", "")
    assert "the last 500" in like_in_words(Followed(MOST, {"harm": 9}, True, True, ()))[0]


def test_the_numbers_are_those_of_oversight(world: World, removed: Any, put: Any) -> None:
    for number in range(9):
        removed(f"L{number}", days=200 + 17 * number)
        put("events", child_id=f"L{number}", occurred_on=ago(60 + 60 * number), kind="other", harm="suspected")
        put("missing_episodes", child_id=f"L{number}", kind="missing", started_on=ago(10 + 31 * number))
        for level, on in (("low", ago(420)), ("high", ago(30 * number))):
            put("assessments", child_id=f"L{number}", kind="review", started_on=on, completed_on=on, level=level)
    rows = {
        table.name: list(
            MODELS[table.name].objects.filter(partnership=world.partnership).values(*(column.name for column in table.columns))
        )
        for table in schema()
    }
    figure = stepdown(ground(register_from_rows(rows), as_of=TODAY)).figure("stepdown")
    columns = [column.name for column in figure.columns]
    removal = dict(zip(columns, next(row for row in figure.rows if row[0] == "removal"), strict=True))
    told = counted(world)
    assert told is not None
    assert told.decisions == removal["watched"] > 5
    assert told.after == {words: removal[key] for words, key in KEYS.items()}
    assert 0 < told.after["harm"] < told.decisions


def test_it_stands_on_the_page_before_a_decision(world: World, signed_in: Any, removed: Any, put: Any) -> None:
    for number in range(6):
        removed(f"L{number}")
        put("events", child_id=f"L{number}", occurred_on=ago(290), kind="other", harm="known")
    chosen = {"removed_on-day": "16", "removed_on-month": "3", "removed_on-year": "2026", "removal_reason": "risk_reduced"}
    path = "/children/C-listed/before/monitoring/L-2"
    said = text_of(signed_in(world.neighbour).post(path, {**chosen, "removal_decision": "single_agency"}))
    assert "In the 183 days after 6 like decisions with this reason in this partnership" in said
    assert "6 were followed by harm, none by going missing, a new referral or a higher level." in said


def test_what_was_not_yet_kept_at_a_decision_is_unknown_after_it(world: World, removed: Any) -> None:
    """Missing episodes are kept from the day after the first of the decisions."""
    for number in range(5):
        removed(f"L{number}", days=300 + number)
    world.partnership.lacks = {"missing_episodes": None}
    world.partnership.save()
    world.coordinator.refresh_from_db()
    for days, unknown in ((303, ("going missing",)), (304, ())):
        keep_table(table="missing_episodes", since=ago(days), why="We keep it now.", by=world.coordinator)
        told = counted(world)
        assert told is not None
        assert told.unknown == unknown


def test_decisions_count_from_the_day_on_which_their_own_table_was_kept(world: World, removed: Any) -> None:
    for number in range(6):
        removed(f"L{number}", days=300 + number)
    world.partnership.lacks = {"monitoring": None}
    world.partnership.save()
    world.coordinator.refresh_from_db()
    for days, decisions in ((305, 6), (304, 5), (303, None)):
        keep_table(table="monitoring", since=ago(days), why="We keep it now.", by=world.coordinator)
        told = counted(world)
        assert (told and told.decisions) == decisions
