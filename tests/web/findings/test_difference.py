"""After a write the next page says what it did to the child's findings."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from tests.web.casework import finding, text_of
from tests.web.findings.test_told import plain
from tests.web.world import ago
from unmissed.web.access.sight import verdict
from unmissed.web.findings.difference import difference, stood
from unmissed.web.findings.models import Agreement, Finding
from unmissed.web.record.actions import add
from unmissed.web.record.models import MODELS
from unmissed.web.trail.models import Entry

MADE = {"made": "0123456789abcdef"}


def day_of(name, day):
    """A day as its three boxes send it."""
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def told(client, path, sent):
    """What the next page says was done, in words and as markup."""
    answer = client.post(path, sent, follow=True)
    assert answer.redirect_chain, text_of(answer)
    page = text_of(answer)
    found = re.search(r'govuk-notification-banner__content">(.*?)</div>', page, re.S)
    assert found is not None
    return plain(found[1]), found[1]


def test_adding_says_what_closed_and_how_many_stay_open(world, signed_in):
    row = finding(world, world.held, "harm-without-action")
    standing = Finding.objects.filter(child_id=world.held, closed_on=None, gone_at=None, opened_on__lte=world.today)
    others = standing.exclude(severity="strength").count() - 1
    meeting = MADE | day_of("held_on", world.today) | {"kind": "strategy"}
    words, markup = told(signed_in(world.practitioner), f"/children/{world.held}/add/meetings", meeting)
    assert words.startswith("The meeting is in the record. Closed: Harm without protective action .")
    assert f"{others} findings stay open" in words
    assert f'href="/children/{world.held}/findings/{row.finding_id}"' in markup
    assert f'href="/children/{world.held}"' in markup


def test_adding_says_what_opens_and_what_falls_due_and_when(world, signed_in):
    event = MADE | day_of("occurred_on", world.today) | {"kind": "disclosure", "harm": "known"}
    words, _ = told(signed_in(world.neighbour), f"/children/{world.listed}/add/events", event)
    due = f"{world.today + timedelta(days=15):%-d %B %Y}"
    assert re.search(rf"Falls due unless something is done: .*Harm without protective action on {due}", words)
    assert "Closed" not in words


def test_what_changes_no_finding_says_so(world, signed_in):
    action = (
        MADE | {"agency": "Wearmouth Police", "action": "Visit"} | day_of("set_on", world.today) | day_of("due_on", ago(-400))
    )
    words, _ = told(signed_in(world.practitioner), f"/children/{world.held}/add/actions", action)
    assert words.startswith("The action is in the record. No finding changed with it.")


def test_correcting_and_withdrawing_say_it_too(world, signed_in):
    path, client = f"/children/{world.held}/records/missing_episodes/M-1", signed_in(world.practitioner)
    began, ended = day_of("started_on", ago(22)), day_of("ended_on", ago(21))
    offered = began | ended | day_of("return_interview_offered_on", world.today)
    words, _ = told(client, f"{path}/correct", offered | {"kind": "missing", "version": 1, "why": "Offered"})
    assert "is corrected. The earlier version is kept. Closed: Return interview not offered in time ." in words
    words, _ = told(client, f"{path}/correct", began | ended | {"kind": "missing", "version": 2, "why": "It was another child"})
    assert "Opened: Return interview not offered in time ." in words
    words, _ = told(client, f"{path}/withdraw", {"version": 3, "why": "Entered twice"})
    assert "is withdrawn. It stays readable with its reason. Closed: " in words
    assert "Return interview not offered in time" in words


def test_a_decision_says_it(world, signed_in):
    chosen = {"removal_reason": "risk_reduced", "removal_decision": "single_agency", "version": 1, "step": "do", "why": "Agreed"}
    path = f"/children/{world.listed}/before/monitoring/L-2"
    sent, _ = told(signed_in(world.neighbour), path, chosen | {"second": world.partner.pk} | day_of("removed_on", world.today))
    assert "Opened" not in sent
    answer = f"/children/{world.listed}/agreements/{Agreement.objects.get().pk}"
    words, _ = told(signed_in(world.partner), answer, {"answer": "agree", "why": "Seen together"})
    assert words.startswith("Removed from MACE. Nia Hedworth is told, with your reasons. Opened: ")
    assert "Removed from monitoring while at risk" in words


def test_deciding_a_referral_and_answering_a_concern_say_it(world, signed_in):
    client = signed_in(world.manager)
    decline = {"outcome": "declined", "reason": "capacity", "why": "Full", "version": 1, "step": "do"}
    words, _ = told(client, f"/children/{world.held}/referrals/R-1/decide", decline)
    assert "The referral is declined." in words
    assert "Opened: Screened out with harm on record" in words
    answer = {"response": "reassessed", "why": "Seen today", "version": 1}
    words, _ = told(client, f"/children/{world.held}/concerns/K-1/answer", answer)
    assert "No longer falls due: Concern unheeded ." in words


def test_a_child_who_is_added_has_none_yet_or_is_told_which(world, signed_in):
    words, _ = told(signed_in(world.practitioner), "/add-child", MADE | {"name": "Ash Nobody", "another": "yes"})
    assert "Opened: Age or date of birth missing" in words
    assert "No other finding is open." in words


def test_that_nothing_is_open_is_said_of_what_could_be_assessed(world, signed_in):
    world.partnership.lacks = {"views": None}
    world.partnership.save()
    born = MADE | {"name": "Ash Nobody", "another": "yes"} | day_of("date_of_birth", ago(4000))
    words, _ = told(signed_in(world.practitioner), "/add-child", born)
    assert "No finding is open among what could be assessed." in words


def test_nothing_is_said_of_a_child_who_is_out_of_sight_by_then(world, signed_in):
    client = signed_in(world.colleague)
    path = f"/children/{world.held}/records/involvements/I-1/correct"
    sent = {"agency": "Wearmouth Social Care", "team": "West", "version": 1, "why": "Moved"} | day_of("opened_on", ago(310))
    answer = client.post(path, sent)
    assert answer.status_code == 302
    assert not verdict(world.colleague, world.partnership, world.held).allowed
    said = plain(text_of(client.get("/")))
    assert "is corrected. The earlier version is kept." in said
    assert "stay open" not in said
    assert "No finding" not in said


def test_what_was_typed_is_never_markup(world, signed_in):
    MODELS["monitoring"].objects.filter(entry_id="L-2").update(list="<b>MACE</b>")
    chosen = {"removal_reason": "risk_reduced", "removal_decision": "single_agency", "version": 1, "step": "do", "why": "Agreed"}
    path = f"/children/{world.listed}/before/monitoring/L-2"
    answer = signed_in(world.neighbour).post(path, chosen | day_of("removed_on", world.today), follow=True)
    assert b"Removed from &lt;b&gt;MACE" in answer.content
    assert b"Removed from <b>MACE" not in answer.content


def test_it_is_neither_in_the_trail_nor_in_a_cookie(world, signed_in):
    client = signed_in(world.practitioner)
    meeting = MADE | day_of("held_on", world.today) | {"kind": "strategy"}
    answer = client.post(f"/children/{world.held}/add/meetings", meeting)
    entries = Entry.objects.filter(child_id=world.held)
    assert entries.exists()
    assert not [entry for entry in entries if "Harm without" in json.dumps(entry.detail) + entry.what + entry.why]
    assert not [cookie for cookie in answer.cookies.values() if cookie.key not in ("sessionid", "csrftoken")]
    page = f"/children/{world.held}"
    assert "stay open" in text_of(client.get(page))
    assert "stay open" not in text_of(client.get(page))  # said once


def test_strengths_stand_apart(world):
    before = stood(world.partnership, world.held)
    for name, severity in (("harm-without-action", "strength"), ("concern-unheeded", "strength")):
        Finding.objects.filter(child_id=world.held, check_name=name).update(severity=severity)
    after = stood(world.partnership, world.held)
    changed = difference({}, after, world.today)
    assert {row.check_name for row in changed.noted} == {"harm-without-action"}
    assert not {row.check_name for row in (*changed.opened, *changed.due)} & {"harm-without-action", "concern-unheeded"}
    assert {row.check_name for row in difference(after, {}, world.today).ended} == {"harm-without-action"}
    same = difference(before, before, world.today)
    assert same.still == len(before) - len([row for row in before.values() if row.opened_on > world.today])


@pytest.mark.parametrize("late", [89, 91])
def test_only_what_falls_due_soon_is_said(world, late):
    row = finding(world, world.held, "concern-unheeded")
    row.opened_on = world.today + timedelta(days=late + 1)
    assert len(difference({}, {row.finding_id: row}, world.today).due) == (late < 90)


def test_a_limit_that_begins_anew_falls_due_and_is_not_said_to_be_gone(world, django_capture_on_commit_callbacks):
    before = stood(world.partnership, world.other)
    assessed = {"child_id": world.other, "kind": "review", "tool": "Wearmouth 2024", "level": "medium", "harm": "none"}
    with django_capture_on_commit_callbacks(execute=True):
        days = {"started_on": ago(1), "completed_on": world.today}
        add(table="assessments", values=assessed | days | {"indicated_level": "medium"}, by=world.neighbour)
    changed = difference(before, stood(world.partnership, world.other), world.today)
    assert "review-overdue" in {row.check_name for row in changed.due}
    assert "review-overdue" not in {row.check_name for row in changed.undue}
