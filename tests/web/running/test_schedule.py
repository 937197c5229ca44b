"""The scheduler's loop: what it does and when, that it outlives a lost database, and that it ends with its parent."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.web.world import World
from unmissed.web.findings.models import Standing
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import MODELS, Changed
from unmissed.web.running import schedule
from unmissed.web.running.schedule import EVERY_SECONDS, is_due, run, work
from unmissed.web.trail.models import Entry

NIGHT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # winter: London's own time


def at(moment: datetime) -> datetime:
    return timezone.localtime(moment)


@pytest.fixture
def moving(world: World) -> Partnership:
    """Wearmouth with days that pass, last looked at on the evening before."""
    Partnership.objects.filter(pk=world.partnership.pk).update(fixed_day=None)
    Standing.objects.filter(partnership=world.partnership).update(looked_at=NIGHT - timedelta(hours=4))
    return Partnership.objects.get(pk=world.partnership.pk)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NIGHT - timedelta(hours=2), False),  # the evening of the same day
        (NIGHT - timedelta(minutes=1), False),  # past midnight, and before one
        (NIGHT, True),
        (NIGHT + timedelta(hours=8), True),  # the server was off in the night
        (NIGHT + timedelta(days=3), True),
    ],
)
def test_a_partnership_is_looked_at_once_a_night(moving: Partnership, now: datetime, due: bool) -> None:
    assert is_due(moving, at(now)) is due


def test_one_child_that_was_left_behind_makes_it_due(moving: Partnership) -> None:
    Standing.objects.filter(partnership=moving).update(looked_at=NIGHT)
    assert not is_due(moving, at(NIGHT + timedelta(hours=1)))
    Standing.objects.filter(partnership=moving, child_id="C-held").update(looked_at=NIGHT - timedelta(days=2))
    assert is_due(moving, at(NIGHT + timedelta(hours=1)))


def test_a_fixed_day_needs_only_the_first_look(world: World) -> None:
    Standing.objects.filter(partnership=world.partnership).update(looked_at=NIGHT - timedelta(days=9))
    assert not is_due(world.partnership, at(NIGHT))
    Standing.objects.filter(partnership=world.partnership).delete()
    assert is_due(world.partnership, at(NIGHT))


def test_a_record_without_a_child_is_never_due(db: None) -> None:
    assert not is_due(Partnership.objects.create(name="Empty"), at(NIGHT))


def test_a_night_looks_at_every_child_and_the_next_turn_at_none(moving: Partnership) -> None:
    work(timezone.localtime())
    looked = dict(Standing.objects.filter(partnership=moving).values_list("child_id", "looked_at"))
    assert len(looked) == 4
    assert min(looked.values()) > timezone.now() - timedelta(minutes=5)
    work(timezone.localtime())
    assert dict(Standing.objects.filter(partnership=moving).values_list("child_id", "looked_at")) == looked


def test_a_child_whose_look_was_cut_off_is_looked_at_at_the_next_turn(world: World) -> None:
    Changed.objects.create(partnership=world.partnership, child_id=world.held, at=timezone.now())
    MODELS["monitoring"].objects.filter(partnership=world.partnership).update(child_id=world.held)
    work(timezone.localtime())
    assert not Changed.objects.exists()
    assert Standing.objects.get(partnership=world.partnership, child_id=world.held).kept_in_sight


# --- The loop itself ------------------------------------------------------------------------------------------------------------


class Turns:
    """Lets the loop sleep so often, then lets its parent die."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, turns: int) -> None:
        self.left, self.parent, self.slept = turns, 4711, list[float]()
        monkeypatch.setattr(schedule, "close_old_connections", lambda: None)  # it would end the test's own transaction
        monkeypatch.setattr(os, "getppid", lambda: self.parent)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.left -= 1
        if not self.left:
            self.parent = 1


def test_it_works_at_every_turn_and_ends_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[datetime] = []
    monkeypatch.setattr(schedule, "work", worked.append)
    turns = Turns(monkeypatch, 3)
    run(while_parent=4711, sleep=turns.sleep)
    assert len(worked) == 3
    assert turns.slept == [EVERY_SECONDS] * 3
    assert all(str(moment.tzinfo) == "Europe/London" for moment in worked)
    run(while_parent=4711, sleep=turns.sleep)
    assert len(worked) == 3


def test_a_database_that_is_lost_is_tried_again_and_told_without_a_childs_details(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[Any] = []

    def lost(now: datetime) -> None:
        tried.append(now)
        if len(tried) == 1:
            raise OperationalError("Robin Ashdown could not be written")

    monkeypatch.setattr(schedule, "work", lost)
    monkeypatch.setattr(schedule.connection, "close", lambda: None)
    with caplog.at_level(logging.ERROR, logger="unmissed"):
        run(while_parent=4711, sleep=Turns(monkeypatch, 2).sleep)
    assert len(tried) == 2
    assert "the scheduler cannot reach the database: OperationalError" in caplog.text
    assert "Robin" not in caplog.text


def test_another_fault_is_not_hidden(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(now: datetime) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(schedule, "work", broken)
    with pytest.raises(ZeroDivisionError):
        run(while_parent=4711, sleep=Turns(monkeypatch, 2).sleep)


def test_a_turn_with_nothing_to_do_writes_nothing(world: World) -> None:
    before = Entry.objects.count(), set(Standing.objects.values_list("looked_at"))
    work(timezone.localtime())
    assert (Entry.objects.count(), set(Standing.objects.values_list("looked_at"))) == before
