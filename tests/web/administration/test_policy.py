"""The policy: for everybody to read, for administrators to change, with its sources."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.menu import menu
from tests.web.world import World
from unmissed.policy.model import PolicyError, default_policy
from unmissed.web.administration import actions
from unmissed.web.administration.selectors import recheck_needed
from unmissed.web.findings.models import PolicyValue, Standing
from unmissed.web.findings.policy import policy_of
from unmissed.web.people.models import Person
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


def test_a_change_asks_for_a_whole_recheck_until_there_was_one(world: World, admin: Client) -> None:
    assert not recheck_needed(world.partnership)
    admin.post("/administration/policy/review_days", {"value": "30", "unit": "days", "source": SOURCE})
    assert "A whole recheck is needed" in admin.get("/administration").text
    Standing.objects.filter(partnership=world.partnership).update(looked_at=timezone.now())
    assert not recheck_needed(world.partnership)


test_menu = menu("policy", who="practitioner", colleague="analyst")
