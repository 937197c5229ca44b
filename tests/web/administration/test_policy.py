"""The policy: for everybody to read, for administrators to change, with its sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.menu import menu
from tests.web.world import World
from unmissed.policy.model import PolicyError, default_policy
from unmissed.web.administration import actions
from unmissed.web.administration.rechecking import recheck_needed
from unmissed.web.findings.live import refresh
from unmissed.web.findings.models import Finding, PolicyValue, Standing
from unmissed.web.findings.policy import policy_of
from unmissed.web.findings.recheck import recheck
from unmissed.web.people.models import Person
from unmissed.web.running.schedule import work
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Entry

SignedIn = Callable[[Person], Client]
SOURCE = "Procedure 4.2, agreed by the board on 3 September 2026"


@pytest.fixture
def admin(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.administrator)


def test_everybody_reads_every_value_with_its_source(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.analyst).get("/policy").text
    for setting in default_policy():
        assert setting.name.replace("_", " ") in page
        assert setting.meaning in page.replace("&#39;", "'")
    assert "Change" not in page


def test_a_local_value_takes_the_place_of_the_default_and_both_sources_are_shown(world: World, admin: Client) -> None:
    response = admin.post("/administration/policy/review_days", {"value": "30", "unit": "working_days", "source": SOURCE})
    assert response.status_code == 302
    assert str(policy_of(world.partnership)["review_days"]) == "30 working days"
    page = admin.get("/policy").text
    assert SOURCE in page
    assert "reviewed every 12 weeks" in page
    entry = Entry.objects.latest("number")
    assert (entry.what, entry.subject, entry.why) == ("changed the policy", "policy:review_days", SOURCE)
    assert entry.detail == {"value": 30, "unit": "working_days"}


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("at_risk_level", "low", "low"),
        ("repeat_count", "2", 2),
        ("unsafe_protective_factors", "new_relationship, gifts", ["new_relationship", "gifts"]),
    ],
)
def test_each_kind_of_value(world: World, admin: Client, name: str, value: str, kept: object) -> None:
    admin.post(f"/administration/policy/{name}", {"value": value, "source": SOURCE})
    assert PolicyValue.objects.get(name=name).value == kept
    policy_of(world.partnership)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("review_days", "many", "expected a whole number of days"),
        ("review_days", "-1", "expected a whole number of days"),
        ("review_days", "99999999", "expected a whole number of days"),
        ("repeat_count", "0", "expected a whole number from 1"),
        ("at_risk_level", "enormous", "Select local value"),
        ("unsafe_protective_factors", " , ", "expected a list of codes"),
    ],
)
def test_a_value_that_it_cannot_have(world: World, admin: Client, name: str, value: str, says: str) -> None:
    page = admin.post(f"/administration/policy/{name}", {"value": value, "unit": "days", "source": SOURCE})
    assert says in page.text
    assert SOURCE in page.text
    assert not PolicyValue.objects.exists()


def test_a_local_value_needs_its_source(world: World, admin: Client) -> None:
    page = admin.post("/administration/policy/review_days", {"value": "30", "unit": "days", "source": ""})
    assert "There is a problem" in page.text
    with pytest.raises(RefusedError):
        actions.set_policy_value(name="review_days", value=30, unit="days", source=" ", by=world.administrator)


def test_a_name_that_there_is_not_is_refused_with_the_nearest(world: World, admin: Client) -> None:
    assert admin.get("/administration/policy/review_dayz").status_code == 404
    with pytest.raises(PolicyError, match="Did you mean review_days"):
        actions.set_policy_value(name="review_dayz", value=30, unit="days", source=SOURCE, by=world.administrator)


def test_going_back_to_the_default_needs_a_reason(world: World, admin: Client) -> None:
    actions.set_policy_value(name="review_days", value=30, unit="days", source=SOURCE, by=world.administrator)
    where = "/administration/policy/review_days/default"
    assert "There is a problem" in admin.post(where, {}).text
    assert admin.post(where, {"why": "The board took it back"}).status_code == 302
    assert not policy_of(world.partnership)["review_days"].local
    with pytest.raises(RefusedError):
        actions.clear_policy_value(name="review_days", why="x", by=world.administrator)


LIMIT = {"value": "30", "unit": "days", "source": SOURCE}


def test_a_change_has_every_child_checked_again_beside_everything_else(world: World, admin: Client) -> None:
    assert not recheck_needed(world.partnership)
    assert "checked again" not in admin.get("/policy").text
    admin.post("/administration/policy/review_days", LIMIT)
    assert recheck_needed(world.partnership)
    for where in ("/policy", "/administration", "/kept-here"):
        assert "Waiting to be checked again: 4 children" in admin.get(where).text
    work(timezone.localtime())
    assert not recheck_needed(world.partnership)
    page = admin.get("/policy").text
    assert "Since then all 4 children were checked again, finished on" in page
    entry = Entry.objects.get(what="checked every child again")
    assert entry.detail == {"kept": 4, "passed_over": 0}
    found = Finding.objects.get(partnership=world.partnership, child_id=world.other, check_name="review-overdue")
    assert found.opened_on == world.today - timedelta(days=29)  # assessed 60 days ago, and due after 30 now


def test_how_far_the_check_has_come_is_shown(world: World, admin: Client) -> None:
    admin.post("/administration/policy/review_days", LIMIT)
    refresh(world.partnership, world.held)
    assert "Being checked again: 1 of 4 children" in admin.get("/policy").text


def test_a_check_that_was_asked_of_another_command_ends_the_waiting_too(world: World, admin: Client) -> None:
    admin.post("/administration/policy/review_days", LIMIT)
    recheck(world.partnership)
    assert "all 4 children were checked again." in admin.get("/policy").text
    work(timezone.localtime())
    assert not Entry.objects.filter(what="checked every child again").exists()


def test_a_change_in_the_middle_of_a_check_has_it_begin_anew(world: World, admin: Client) -> None:
    admin.post("/administration/policy/review_days", LIMIT)
    recheck(world.partnership, on_batch=lambda _: admin.post("/administration/policy/review_days", LIMIT | {"value": "40"}))
    assert recheck_needed(world.partnership)


def test_other_partnerships_are_left_alone(world: World, admin: Client) -> None:
    admin.post("/administration/policy/review_days", LIMIT)
    assert not recheck_needed(world.published)
    before = set(Standing.objects.filter(partnership=world.published).values_list("looked_at"))
    work(timezone.localtime())
    assert set(Standing.objects.filter(partnership=world.published).values_list("looked_at")) == before


test_menu = menu("policy", who="practitioner", colleague="analyst")
