"""The page of one child: today, and as it was known on a past day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.children.menu import SignedIn, read_only, refused, sent_to_sign_in
from tests.web.world import HELD, LISTED, PUBLISHED, RESTRICTED, TODAY, World, ago
from unmissed.engine.one_child import ChildEngine
from unmissed.policy.model import default_policy
from unmissed.register.schema import schema
from unmissed.register.timeline import timelines
from unmissed.report.child import sql
from unmissed.report.drawing import LINES
from unmissed.web.children.lives import Lives, timelines_read
from unmissed.web.children.parts import PARTS
from unmissed.web.children.story import story_of
from unmissed.web.findings.live import look
from unmissed.web.findings.models import Finding
from unmissed.web.findings.policy import policy_of
from unmissed.web.record.actions import correct
from unmissed.web.record.models import MODELS, Changed, EarlierVersion, Record
from unmissed.web.record.rows import rows_of
from unmissed.web.referrals import words
from unmissed.web.trail.models import Act, Entry

PATH = f"/children/{HELD}"


def text(answer: Any) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_it_shows_harm_and_level_apart_what_is_open_and_what_closes_it(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.practitioner).get(PATH)
    said = text(answer)
    assert answer.status_code == 200
    assert "Harm suspected last recorded 4 Feb 2026" in said
    assert "Level high judged 4 Feb 2026" in said
    assert "What closes it" in said
    assert f'href="/children/{HELD}/records/assessments/A-2"' in answer.content.decode()
    assert " style=" not in answer.content.decode()
    assert Entry.objects.order_by("-number").first().child_id == HELD  # type: ignore[union-attr]


def test_a_colleague_of_the_team_sees_it(world: World, signed_in: SignedIn) -> None:
    assert signed_in(world.colleague).get(PATH).status_code == 200


def test_another_agency_is_refused(world: World, signed_in: SignedIn) -> None:
    assert refused(signed_in(world.partner).get(PATH))


def test_a_restricted_record_is_refused_to_the_team(world: World, signed_in: SignedIn) -> None:
    assert refused(signed_in(world.practitioner).get(f"/children/{RESTRICTED}"))


def test_in_a_read_only_partnership_nothing_can_be_changed_from_it(world: World, signed_in: SignedIn) -> None:
    answer = read_only(world, signed_in(world.practitioner), f"/children/{PUBLISHED}?part=assessments")
    assert answer.status_code == 200
    assert "/add/" not in answer.content.decode()


def test_a_child_that_is_not_there_is_not_found(world: World, signed_in: SignedIn) -> None:
    assert signed_in(world.coordinator).get("/children/nobody").status_code == 404


def test_signed_out(client: Client, world: World) -> None:
    assert sent_to_sign_in(client, PATH)


@pytest.mark.parametrize("part", [part.name for part in PARTS])
def test_every_part_stands(world: World, signed_in: SignedIn, part: str) -> None:
    assert signed_in(world.coordinator).get(f"/children/{LISTED}?part={part}").status_code == 200


def test_every_table_about_a_child_stands_in_one_part() -> None:
    shown = [table for part in PARTS for table in part.tables]
    assert sorted(shown) == sorted(name for name, model in MODELS.items() if model.table.has("child_id"))


def test_an_unknown_part_is_not_found(world: World, signed_in: SignedIn) -> None:
    assert signed_in(world.coordinator).get(f"{PATH}?part=nothing").status_code == 404


def test_the_timeline_is_zoomed_and_narrowed_to_lines(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.practitioner).get(f"{PATH}?zoom=6-months&line=level&line=harm").content.decode()
    names = re.search(r'<svg class="names".*?</svg>', page, re.S)
    assert names is not None
    assert re.findall(r">(\w+)</text>", names[0]) == ["Level", "Harm"]
    assert "Timeline of Robin Ashdown from 1 September 2025" in page
    assert HELD not in re.sub(r'(href|action)="[^"]*"', "", page)


def test_workers_stand_on_the_timeline_by_name_and_by_role_and_identifier_where_no_name_is_known(
    world: World, signed_in: SignedIn
) -> None:
    for allocation, worker, role in (("W-8", "SW-2", "exploitation_worker"), ("W-9", "W010", "social_worker")):
        MODELS["workers"].every.create(
            partnership=world.partnership, entered_at=timezone.now(), allocation_id=allocation, child_id=HELD, worker_id=worker,
            role=role, started_on=ago(200),
        )  # fmt: skip
    client = signed_in(world.practitioner)
    names = re.findall(r'<svg x[^>]*><text x="5" y="12">([^<]*)</text>', client.get(PATH).content.decode())
    assert {"Pat Ridley", "Col Thirlwall, exploitation worker", "social worker W010"} <= set(names)
    workers = text(client.get(f"{PATH}?part=workers"))
    assert "Worker: Pat Ridley (SW-1), " in workers
    record = text(client.get(f"{PATH}/records/workers/W-1"))
    assert record.count("Pat Ridley") >= 3


def test_the_drawing_opens_on_today_without_a_script(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.practitioner).get(PATH).content.decode()
    until = re.search(
        r'<div class="until" aria-hidden="true"><svg width="([0-9.]+%)" height="1"[^>]*></svg><span class="today">', page
    )
    assert until is not None
    assert f'<line class="as-of" x1="{until[1]}"' in page


def test_what_falls_due_within_a_year_stands_there_and_what_lies_further_is_one_line(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.practitioner).get(PATH).content.decode()
    due = page[page.index('id="part-due"') :].partition("</section>")[0]
    turning = Finding.objects.get(child_id=HELD, check_name="transition-gap", gone_at=None)
    assert turning.opened_on > TODAY + timedelta(days=365)
    days = [each.opened_on for each in Finding.objects.filter(child_id=HELD, opened_on__gt=TODAY, gone_at=None, closed_on=None)]
    near = [day for day in days if day <= TODAY + timedelta(days=365)]
    assert due.count("<article") == len(near) > 0
    assert "Unless something is done, on" in due
    line = re.sub(r"<[^>]+>", "", due[due.index("More than 12 months ahead") :]).strip()
    on = f"{turning.opened_on.day} {turning.opened_on:%B %Y}"
    assert line == f"More than 12 months ahead: Nothing arranged for turning 18, {on}."
    drawn = page[page.index('<svg class="life"') :].partition("</section>")[0]
    assert "Nothing arranged for turning 18" not in drawn


def test_the_next_to_fall_due_comes_first(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.practitioner).get(PATH).content.decode()
    due = page[page.index('id="part-due"') :].partition("</section>")[0]
    days = [timezone.datetime.strptime(day, "%d %B %Y") for day in re.findall(r" on (\d+ \w+ \d+):", due)]  # type: ignore[attr-defined]
    assert len(days) > 1
    assert days == sorted(days)


def test_stale_findings_are_looked_at_again_before_they_are_shown(world: World, signed_in: SignedIn) -> None:
    MODELS["monitoring"].every.create(
        partnership=world.partnership, entered_at=timezone.now(), entry_id="L-9", child_id=HELD, list="MACE", added_on=ago(1)
    )
    Changed.objects.create(partnership=world.partnership, child_id=HELD, at=timezone.now() - timedelta(seconds=1))
    signed_in(world.practitioner).get(PATH)
    assert not Changed.objects.filter(child_id=HELD).exists()
    assert Finding.objects.get(child_id=HELD, check_name="not-monitored", gone_at=None).closed_on is not None


def test_what_a_register_lacks_is_not_assessed_and_never_calm(world: World, signed_in: SignedIn) -> None:
    world.partnership.lacks = {"monitoring": None}
    world.partnership.save()
    said = text(signed_in(world.practitioner).get(PATH))
    assert "Not assessed" in said
    assert "That is not the same as safe" in said
    assert "Not in this register" in text(signed_in(world.practitioner).get(f"{PATH}?part=monitoring"))


# --- what is kept ---------------------------------------------------------------------------------------------------------


def test_today_is_told_by_what_is_kept_as_the_engine_would_tell_it(world: World) -> None:
    for child in (HELD, LISTED, RESTRICTED, world.other):
        story = story_of(world.partnership, child, None)
        assert story is not None
        seen = look(world.partnership, child)
        assert story.standing == seen.standing
        assert sorted(story.findings, key=_by_id) == sorted(seen.findings, key=_by_id)
        assert story.not_assessed == seen.not_assessed


def _by_id(found: Any) -> str:
    return str(found.finding_id)


def test_the_engine_is_not_asked_for_a_page_that_draws_nothing(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(world.practitioner)
    monkeypatch.setattr(ChildEngine, "warm", lambda *_: pytest.fail("the engine was asked"))
    assert client.get(f"{PATH}?part=assessments").status_code == 200


def test_a_life_is_asked_for_once_and_again_when_a_row_changed(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []
    warm = ChildEngine.warm
    monkeypatch.setattr(ChildEngine, "warm", lambda engine, day: asked.append(day) or warm(engine, day))
    monkeypatch.setattr("unmissed.web.children.story._LIVES", Lives())
    client = signed_in(world.practitioner)
    first = client.get(PATH).content.decode()
    assert client.get(f"{PATH}?zoom=2-years").status_code == 200
    assert asked == [TODAY]
    MODELS["services"].every.create(
        partnership=world.partnership, entered_at=timezone.now(), service_id="S-9", child_id=HELD, service="Night shelter",
        kind="other", started_on=ago(200),
    )  # fmt: skip
    assert "Night shelter</text>" not in first
    assert "Night shelter</text>" in client.get(PATH).content.decode()
    assert asked == [TODAY, TODAY]


def test_no_more_lives_are_kept_than_there_is_room_for(world: World) -> None:
    lives, policy = Lives(most=2), policy_of(world.partnership)
    told = [lives.of(rows_of(world.partnership, child), TODAY, policy) for child in (HELD, LISTED, world.other, HELD)]
    assert told[0] == told[3]
    assert len({life[0].record for life in told}) == 3
    assert len(lives.kept) == 2


def test_a_life_follows_from_rows_and_day_alone() -> None:
    """No value of the policy is read: else a life would have to be kept under it too."""
    read = " ".join([sql("life"), *(timelines()[name].sql for name in timelines_read())])
    values = [setting.name for setting in default_policy()]
    assert [name for name in values if re.search(rf"\b{name}", read)] == []
    assert {line.table for line in LINES} >= set(re.findall(r"\bfrom (\w+)", sql("life"))) - timelines_read() - {"life"}


# --- as known on a past day -----------------------------------------------------------------------------------------------


@pytest.fixture
def corrected(world: World) -> Record:
    """An assessment entered 40 days ago as medium, and corrected 10 days ago to high."""
    row = MODELS["assessments"].every.get(partnership=world.partnership, assessment_id="A-2")
    values = row.values() | {"level": "medium", "rationale": "First reasons."}
    EarlierVersion.objects.create(
        partnership=world.partnership, table_name="assessments", record_id="A-2", child_id=HELD, version=1,
        values={name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()},
        entered_at=timezone.now() - timedelta(days=400), replaced_at=noon(ago(10)), replaced_by=world.practitioner, why="Wrong.",
    )  # fmt: skip
    row.version, row.entered_at = 2, noon(ago(10))
    row.save()
    return row


def noon(day: date) -> Any:
    """Noon of a day, in London."""
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("days", "level"), [(9, "high"), (10, "high"), (11, "medium"), (41, "low"), (301, "never assessed")])
def test_the_level_is_the_one_known_at_the_end_of_that_day(
    world: World, signed_in: SignedIn, corrected: Record, days: int, level: str
) -> None:
    answer = signed_in(world.practitioner).get(f"{PATH}?on={ago(days).isoformat()}")
    assert f"Level {level}" in text(answer)


def test_a_past_page_says_so_and_offers_no_change(world: World, signed_in: SignedIn) -> None:
    for part in ("", *(part.name for part in PARTS)):
        answer = signed_in(world.manager).get(f"{PATH}?on={ago(30).isoformat()}&part={part}")
        page = answer.content.decode()
        assert "As known on 14 February 2026." in text(answer)
        assert not re.search(r'href="[^"]*/(add|correct|withdraw|acknowledge|give|before|restriction)', page), part


def test_what_was_learnt_later_is_left_out_of_every_part(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    then = ago(25).isoformat()
    assert "Missing episode: " not in text(client.get(f"{PATH}?part=missing&on={then}"))
    assert "Missing episode: " in text(client.get(f"{PATH}?part=missing"))
    assert "None recorded on that day" in text(client.get(f"{PATH}?part=concerns&on={then}"))


def test_findings_of_a_past_day_are_those_of_that_day(world: World, signed_in: SignedIn) -> None:
    opened = Finding.objects.get(child_id=HELD, check_name="not-monitored", gone_at=None).opened_on
    words = f"Open since {opened.day} {opened:%B %Y}"
    before = opened - timedelta(days=1)
    assert words not in text(signed_in(world.practitioner).get(f"{PATH}?on={before.isoformat()}"))
    assert f"{words}: 1 day" in text(signed_in(world.practitioner).get(f"{PATH}?on={opened.isoformat()}"))


@pytest.mark.parametrize("typed", ["32-05-2026", "yesterday", "2026-02-30", "0001-01-01"])
def test_a_date_that_is_none_leads_to_today_and_says_so(world: World, signed_in: SignedIn, typed: str) -> None:
    answer = signed_in(world.practitioner).get(PATH, {"on": typed}, follow=True)
    assert "The date to look back to" in text(answer)
    assert answer.redirect_chain == [(PATH, 302)]


def test_the_day_is_typed_as_day_month_and_year(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    page = client.get(PATH).content.decode()
    assert 'type="date"' not in page
    assert re.findall(r'name="on-(\w+)"', page) == ["day", "month", "year"]
    answer = client.get(PATH, {"on-day": "14", "on-month": "2", "on-year": "2026", "part": "events"})
    assert answer.url == f"{PATH}?part=events&on=2026-02-14"  # type: ignore[attr-defined]
    today = client.get(PATH, {"on-day": "16", "on-month": "3", "on-year": "2026"})
    assert today.url == PATH  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("day", "month", "year", "says"),
    [
        ("31", "2", "2026", "must be a real date"),
        ("14", "", "2026", "must include a month"),
        ("17", "3", "2026", "must be today or in the past"),
        ("1", "1", "1830", "must be in 1900 or later"),
        ("", "", "", "Enter the day to look back to"),
    ],
)
def test_a_day_that_is_none_is_said_beside_its_boxes_and_what_was_typed_is_kept(
    world: World, signed_in: SignedIn, day: str, month: str, year: str, says: str
) -> None:
    answer = signed_in(world.practitioner).get(PATH, {"on-day": day, "on-month": month, "on-year": year})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert text(answer).count(says) == 2
    assert "There is a problem" in page
    boxes = dict(re.findall(r'name="on-(\w+)" type="text"(?: value="(\w*)")?', page))
    assert boxes == {"day": day, "month": month, "year": year}


def test_today_is_no_past_day(world: World, signed_in: SignedIn) -> None:
    assert "app-past" not in signed_in(world.practitioner).get(f"{PATH}?on={TODAY.isoformat()}").content.decode()


def test_a_withdrawn_record_still_stands_on_the_day_before(world: World, signed_in: SignedIn, corrected: Record) -> None:
    correct(record=corrected, values={"level": "low"}, version=2, why="Again.", by=world.practitioner)
    assert "Level high" in text(signed_in(world.practitioner).get(f"{PATH}?on={ago(5).isoformat()}"))


def test_evidence_of_a_past_day_leads_to_the_row_as_it_was_known_then(world: World, signed_in: SignedIn) -> None:
    client, then = signed_in(world.practitioner), ago(5).isoformat()
    page = client.get(f"{PATH}?on={then}").content.decode()
    leads = f"{PATH}?part=events&amp;on={then}#row-events-E-1"
    assert f'<a class="govuk-link" href="{leads}">Event: ' in page
    part = client.get(f"{PATH}?part=events&on={then}").content.decode()
    assert 'id="row-events-E-1" tabindex="-1">Event: Contact with person of concern' in part


def test_a_row_of_any_name_has_an_anchor_that_its_own_page_leads_back_to(world: World, signed_in: SignedIn) -> None:
    MODELS["events"].every.filter(partnership=world.partnership, event_id="E-1").update(event_id="2019/7 b")
    client = signed_in(world.practitioner)
    assert 'id="row-events-2019%2F7%20b"' in client.get(f"{PATH}?part=events").content.decode()
    record = client.get(reverse("record", args=[HELD, "events", "2019/7 b"])).content.decode()
    assert f'href="{PATH}?part=events#row-events-2019%2F7%20b">Back to the child' in record


def test_looking_back_is_in_the_trail(world: World, signed_in: SignedIn) -> None:
    signed_in(world.auditor).get(f"{PATH}?on={ago(30).isoformat()}")
    last = Entry.objects.order_by("-number").first()
    assert last is not None
    assert (last.act, last.child_id, last.person_name) == (Act.VIEW, HELD, world.auditor.name)


# --- sentences ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", schema()["concerns"].column("raised_by").codes)
def test_whoever_raised_a_concern_is_said_in_the_same_words_on_timeline_and_list(
    world: World, signed_in: SignedIn, code: str
) -> None:
    MODELS["concerns"].every.filter(partnership=world.partnership, concern_id="K-1").update(raised_by=code)
    said = text(signed_in(world.manager).get(PATH))
    assert f"level too low, raised by {words.BY[code]} " in said
    waits = text(signed_in(world.manager).get("/referrals"))
    assert f"A level that is too low, raised by {words.BY[code]}, saying that the level should be high" in waits


def test_every_part_says_how_many_records_it_holds(world: World, signed_in: SignedIn) -> None:
    of_an_assessment = {"partnership": world.partnership, "entered_at": timezone.now(), "child_id": HELD, "assessment_id": "A-2"}
    for factor in ("F-1", "F-2", "F-3"):
        MODELS["assessment_factors"].every.create(**of_an_assessment, factor_id=factor, factor="missing", effect="risk")
    MODELS["practice_audits"].every.create(**of_an_assessment, audit_id="P-1", audited_on=ago(3))
    page = signed_in(world.practitioner).get(f"/children/{world.held}?part=assessments").text
    for tab in ("Assessments 2", "Concerns 1", "Services 0", "Views and meetings 0", "Workers 2", ">Details<", ">Story<"):
        assert tab in page, tab
    assert 'Assessments <span class="app-count">2</span>' in page
    assert 'What assessments weighed <span class="app-count">3</span>' in page
    assert 'Practice audits <span class="app-count">1</span>' in page


def test_a_part_counts_every_table_but_those_whose_rows_belong_to_its_others() -> None:
    assert {table for part in PARTS for table in set(part.tables) - set(part.own)} == {"assessment_factors", "practice_audits"}
