"""A whole-register run says of every child what a look at the child says, keeps history, and never undoes what is newer."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.web.world import HELD, TODAY, World, rows
from unmissed.register.loading import load_register
from unmissed.synthetic.generate import generate
from unmissed.web.findings import recheck as module
from unmissed.web.findings.live import look, refresh
from unmissed.web.findings.models import Finding, FindingEvent, Standing
from unmissed.web.findings.recheck import recheck, refresh_all_changed
from unmissed.web.people.models import Partnership
from unmissed.web.record.bulk import load_loaded, load_rows
from unmissed.web.record.models import MODELS, Changed
from unmissed.web.record.register import register_of

NOT_COMPARED = {"id", "partnership_id", "first_seen_at", "looked_at"}


def kept(partnership: Partnership) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Findings and standings as they are kept, without what differs between two runs."""

    def of(model: Any, *order: str) -> list[dict[str, Any]]:
        found = model.objects.filter(partnership=partnership).order_by(*order).values()
        return [{name: value for name, value in row.items() if name not in NOT_COMPARED} for row in found]

    return of(Finding, "child_id", "finding_id"), of(Standing, "child_id")


def standing(found: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Without findings that the record no longer gives."""
    return [row for row in found[0] if row["gone_at"] is None], found[1]


@pytest.fixture
def loaded(world: World, tmp_path: Path) -> Partnership:
    generate(60, 5, tmp_path, as_of=TODAY)
    partnership = Partnership.objects.create(name="Tynemouth", fixed_day=TODAY)
    load_loaded(partnership, load_register(tmp_path))
    return partnership


def test_a_run_says_of_each_child_what_a_look_at_the_child_says(loaded: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 7)
    sizes: list[int] = []
    assert recheck(loaded, on_batch=sizes.append).kept == 60
    assert sizes == [7] * 8 + [4]
    at_once = kept(loaded)
    assert len(at_once[0]) > 60
    assert len(at_once[1]) == 60
    Finding.objects.filter(partnership=loaded).delete()
    Standing.objects.filter(partnership=loaded).delete()
    for child_id in MODELS["children"].objects.filter(partnership=loaded).values_list("child_id", flat=True):
        refresh(loaded, child_id)
    assert kept(loaded) == at_once


def test_a_second_run_changes_nothing(loaded: Partnership) -> None:
    recheck(loaded)
    before, events = kept(loaded), FindingEvent.objects.count()
    recheck(loaded)
    assert kept(loaded) == before
    assert FindingEvent.objects.count() == events


def test_what_falls_due_opens_as_days_pass_and_what_happened_is_kept(world: World) -> None:
    partnership = Partnership.objects.create(name="Tynemouth", fixed_day=TODAY - timedelta(days=60))
    load_rows(partnership, rows(), lacks={})
    recheck(partnership)
    first = set(Finding.objects.filter(partnership=partnership).values_list("finding_id", flat=True))
    partnership.fixed_day = TODAY
    recheck(partnership)
    assert standing(kept(partnership)) == standing(kept(world.partnership))
    now = Finding.objects.filter(partnership=partnership, gone_at=None)
    assert set(now.values_list("finding_id", flat=True)) - first
    assert not Finding.objects.filter(partnership=partnership).exclude(events__kind="appeared").exists()


def test_findings_close_on_the_eighteenth_birthday(world: World) -> None:
    partnership = Partnership.objects.create(name="Tynemouth", fixed_day=TODAY)
    load_rows(partnership, rows())
    recheck(partnership)
    assert Finding.objects.filter(partnership=partnership, child_id=HELD, closed_on=None).exists()
    partnership.fixed_day = date(2030, 2, 1)
    recheck(partnership)
    assert not Finding.objects.filter(partnership=partnership, child_id=HELD, closed_on=None, gone_at=None).exists()
    assert FindingEvent.objects.filter(finding__partnership=partnership, finding__child_id=HELD, kind="closed").exists()


def test_what_a_correction_undoes_is_gone_and_comes_back(world: World) -> None:
    events = MODELS["events"].objects.filter(partnership=world.partnership)
    before = kept(world.partnership)
    events.update(withdrawn=True)
    recheck(world.partnership)
    gone = Finding.objects.filter(partnership=world.partnership).exclude(gone_at=None)
    assert gone.exists()
    assert set(FindingEvent.objects.filter(finding__in=gone).values_list("kind", flat=True)) >= {"appeared", "gone"}
    MODELS["events"].every.filter(partnership=world.partnership).update(withdrawn=False)
    recheck(world.partnership)
    assert standing(kept(world.partnership)) == before
    assert FindingEvent.objects.filter(finding__partnership=world.partnership, kind="reopened").exists()


def test_children_who_were_changed_or_looked_at_meanwhile_are_passed_over(world: World) -> None:
    partnership = world.partnership
    Standing.objects.filter(partnership=partnership).update(level="very_high")
    Standing.objects.filter(partnership=partnership, child_id=world.listed).update(
        looked_at=timezone.now() + timedelta(minutes=1)
    )
    Changed.objects.create(partnership=partnership, child_id=world.other, at=timezone.now())
    done = recheck(partnership)
    assert (done.kept, done.passed_over) == (2, 2)
    mended = Standing.objects.filter(partnership=partnership).exclude(level="very_high").values_list("child_id", flat=True)
    assert set(mended) == {world.held, world.restricted}
    assert refresh_all_changed() == 1
    assert Standing.objects.get(partnership=partnership, child_id=world.other).level == "medium"
    assert not Changed.objects.exists()


def test_an_older_look_does_not_undo_a_later_one(world: World) -> None:
    later = timezone.now() + timedelta(minutes=1)
    Standing.objects.filter(partnership=world.partnership, child_id=HELD).update(looked_at=later, level="very_high")
    refresh(world.partnership, HELD)
    assert Standing.objects.get(partnership=world.partnership, child_id=HELD).level == "very_high"


def test_what_the_register_lacks_is_not_assessed(world: World) -> None:
    partnership = Partnership.objects.create(name="Tynemouth", fixed_day=TODAY)
    load_rows(partnership, {name: given for name, given in rows().items() if name != "monitoring"})
    recheck(partnership)
    standing = Standing.objects.get(partnership=partnership, child_id=HELD)
    assert "not-monitored" in standing.not_assessed
    assert standing.not_assessed == sorted(look(partnership, HELD).not_assessed)


def test_texts_cannot_break_the_reading(world: World) -> None:
    MODELS["involvements"].objects.filter(involvement_id="I-1").update(agency="a\x1fb\x1ec;'\"\\")
    register = register_of(world.partnership)
    (row,) = register.con.execute("select agency, team from store.involvements where involvement_id = 'I-1'").fetchall()
    assert row == ("a b c;'\"\\", "East")
    assert register.con.execute("select count(*) from store.involvements").fetchone() == (5,)
