"""Opening a record in an emergency, and who is shown it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.menu import menu
from tests.web.world import World
from unmissed.web.access.actions import NOT_THERE, note_seen, open_in_emergency
from unmissed.web.access.models import EmergencyView
from unmissed.web.access.selectors import emergency_views_to_note
from unmissed.web.access.sight import verdict
from unmissed.web.findings.actions import acknowledge
from unmissed.web.findings.models import Finding
from unmissed.web.people.models import Person
from unmissed.web.record.actions import add, correct, withdraw
from unmissed.web.record.grounds import replace_grounds
from unmissed.web.record.models import MODELS
from unmissed.web.referrals.actions import About, raise_concern, refer
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Act, Entry

SignedIn = Callable[[Person], Client]
WHY = "Found at the station tonight; whom to call?"


def opened(world: World, child_id: str, by: Person) -> EmergencyView:
    return open_in_emergency(child_id=child_id, why=WHY, hours=4, by=by)


def shown(view: EmergencyView, *people: Person) -> set[str]:
    return {person.sign_in for person in people if view in emergency_views_to_note(person)}


def everybody(world: World) -> list[Person]:
    return list(Person.objects.filter(partnership=world.partnership))


def second_manager(world: World) -> Person:
    own = {"name": "Mo Urwin", "role": "manager", "agency": world.manager.agency, "team": world.west}
    return Person.objects.create(partnership=world.partnership, sign_in="second_manager", **own)


def test_a_record_opens_with_a_reason_and_for_some_hours(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    assert client.get(f"/children/{world.other}").status_code == 403
    response = client.post(f"/children/{world.other}/emergency", {"why": WHY, "hours": 4})
    assert (response.status_code, response["Location"]) == (302, f"/children/{world.other}")
    assert client.get(f"/children/{world.other}").status_code == 200
    entry = Entry.objects.get(act=Act.EMERGENCY)
    assert (entry.child_id, entry.why, entry.detail) == (world.other, WHY, {"hours": 4})


def test_a_refusal_says_whom_to_ask_where_that_helps(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    assert "Ask the child’s social worker" in client.get(f"/children/{world.other}").text
    assert "ask an administrator" in client.get("/trail").text
    client.post("/partnerships", {"partnership": world.published.pk})
    said = client.get("/refer").text
    assert "Turn to other records" in said
    assert "Ask the child’s social worker" not in said


def test_one_hour_is_chosen_already(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.practitioner).get(f"/children/{world.other}/emergency").text
    (chosen,) = (item for item in page.split("govuk-radios__item")[1:] if " checked" in item)
    assert 'value="1"' in chosen


def test_it_lets_read_and_raise_a_concern_and_nothing_else(world: World, signed_in: SignedIn) -> None:
    person = world.practitioner
    opened(world, world.other, person)
    client, values = signed_in(person), {"kind": "missing", "started_on": world.today}
    refusal = client.get(f"/children/{world.other}/add/missing_episodes")
    assert refusal.status_code == 403
    assert "you may read it and raise a concern" in refusal.text
    with pytest.raises(RefusedError, match="in an emergency"):
        add(table="missing_episodes", values=values | {"child_id": world.other}, by=person)
    row = MODELS["monitoring"].objects.get(child_id=world.other)
    for write in (
        lambda: correct(record=row, values={"list": "MACE"}, version=1, why=WHY, by=person),
        lambda: withdraw(record=row, version=1, why=WHY, by=person),
        lambda: acknowledge(finding=Finding.objects.filter(child_id=world.other)[0], why=WHY, by=person),
    ):
        with pytest.raises(RefusedError, match="in an emergency"):
            write()
    said = {"about": "exploitation", "raised_on": world.today, "raised_by": "school", "asserted_level": None, "notes": None}
    assert raise_concern(about=About(child_id=world.other), values=said, by=person).about == "Sam Birtley"


def test_a_referral_after_it_does_not_open_the_record_for_good(world: World) -> None:
    opened(world, world.other, world.partner)
    refer(about=About(child_id=world.other), kind="monitoring", referred_to="MACE", notes=WHY, by=world.partner)
    EmergencyView.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not verdict(world.partner, world.partnership, world.other).allowed


def test_it_closes_again(world: World) -> None:
    view = opened(world, world.other, world.practitioner)
    assert verdict(world.practitioner, world.partnership, world.other).emergency == view
    EmergencyView.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not verdict(world.practitioner, world.partnership, world.other).allowed


def test_the_refusal_offers_it_to_those_who_may(world: World, signed_in: SignedIn) -> None:
    words = "Open this record in an emergency"
    assert words in signed_in(world.practitioner).get(f"/children/{world.other}").text
    assert words not in signed_in(world.auditor).get(f"/children/{world.restricted}").text
    assert words not in signed_in(world.analyst).get(f"/children/{world.other}").text


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"hours": 4}, "Say why you must see this record now"),
        ({"why": "x" * 19, "hours": 4}, "must be 20 characters or more"),
        ({"why": WHY}, "Select for how long"),
        ({"why": WHY, "hours": 48}, "Select"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    world: World, signed_in: SignedIn, sent: dict[str, str], says: str
) -> None:
    response = signed_in(world.practitioner).post(f"/children/{world.other}/emergency", sent)
    assert response.status_code == 200
    assert says in response.text
    assert sent.get("why", "") in response.text
    assert not EmergencyView.objects.exists()


@pytest.mark.parametrize("address", ["/children/C-nobody/emergency", "/emergency"])
def test_a_number_that_is_not_there_is_refused_and_trailed_with_its_reason(
    world: World, signed_in: SignedIn, address: str
) -> None:
    client = signed_in(world.practitioner)
    response = client.post(address, {"child_id": "C-nobody", "why": WHY, "hours": 4})
    assert response.status_code == 403
    assert NOT_THERE in response.text
    assert WHY in response.text
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.child_id, entry.why) == (Act.REFUSAL, "C-nobody", WHY)
    assert not EmergencyView.objects.exists()


def test_before_a_reason_is_given_nothing_says_whether_there_is_such_a_child(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    for address in ("/children/{}", "/children/{}/emergency"):
        there, not_there = client.get(address.format(world.other)), client.get(address.format("C-nobody"))
        assert there.status_code == not_there.status_code
        assert _without_token(there.text.replace(world.other, "")) == _without_token(not_there.text.replace("C-nobody", ""))


def _without_token(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_whoever_sees_the_child_anyway_is_led_to_it(world: World, signed_in: SignedIn) -> None:
    response = signed_in(world.practitioner).get(f"/children/{world.held}/emergency")
    assert response["Location"] == f"/children/{world.held}"


@pytest.mark.parametrize(("why", "hours"), [("x" * 19, 4), (" " * 30, 4), (WHY, 2), (WHY, 0)])
def test_the_action_itself_refuses_too_little_reason_and_other_hours(world: World, why: str, hours: int) -> None:
    with pytest.raises(RefusedError):
        open_in_emergency(child_id=world.other, why=why, hours=hours, by=world.practitioner)


# --- Who is shown it ------------------------------------------------------------------------------------------------------------


def test_the_manager_whose_team_works_with_the_child_is_shown_it(world: World) -> None:
    second_manager(world)
    assert shown(opened(world, world.held, world.neighbour), *everybody(world)) == {"manager"}


def test_the_manager_whose_worker_is_allocated_is_shown_it(world: World) -> None:
    second_manager(world)
    MODELS["involvements"].objects.filter(child_id=world.held).update(closed_on=world.today)
    replace_grounds(world.partnership, world.held)
    assert shown(opened(world, world.held, world.neighbour), *everybody(world)) == {"manager"}


def test_where_the_child_has_no_manager_every_manager_and_the_coordinator_are_shown_it(world: World) -> None:
    assert shown(opened(world, world.other, world.practitioner), *everybody(world)) == {"manager", "coordinator"}


def test_nobody_is_shown_the_own_one_so_a_managers_goes_to_others(world: World) -> None:
    second_manager(world)
    view = opened(world, world.held, world.manager)
    assert shown(view, *everybody(world)) == {"second_manager", "coordinator"}


def test_a_manager_who_left_is_no_manager_of_the_child(world: World) -> None:
    Person.objects.filter(pk=world.manager.pk).update(is_active=False)
    assert "coordinator" in shown(opened(world, world.held, world.neighbour), *everybody(world))


def test_having_seen_it_is_noted_once(world: World, signed_in: SignedIn) -> None:
    view = opened(world, world.held, world.neighbour)
    client = signed_in(world.manager)
    assert WHY in client.get("/emergency-views").text
    assert client.post(f"/emergency-views/{view.pk}/seen").status_code == 302
    view.refresh_from_db()
    assert view.seen_by == world.manager
    assert Entry.objects.filter(what="noted an emergency view", child_id=world.held).count() == 1
    assert "No emergency view waits for you" in client.get("/emergency-views").text
    with pytest.raises(RefusedError):
        note_seen(view_id=view.pk, by=world.manager)


def test_what_was_noted_stays_for_ninety_days_with_the_child_and_who_noted_it(world: World, signed_in: SignedIn) -> None:
    view = opened(world, world.held, world.neighbour)
    note_seen(view_id=view.pk, by=world.manager)
    client = signed_in(world.manager)
    page = client.get("/emergency-views").text
    assert "Noted in the last 90 days" in page
    assert all(words in page for words in ("Robin Ashdown", f'href="/children/{world.held}"', "Max Featherstone, ", WHY))
    EmergencyView.objects.update(seen_at=timezone.now() - timedelta(days=91))
    assert WHY not in client.get("/emergency-views").text
    assert WHY not in signed_in(world.coordinator).get("/emergency-views").text


def test_the_child_is_named_only_to_those_who_see_it(world: World, signed_in: SignedIn) -> None:
    opened(world, world.other, world.practitioner)
    client = signed_in(world.manager)
    for page in (client.get("/emergency-views").text, client.get("/").text):
        assert world.other in page
        assert "Sam Birtley" not in page
        assert f'href="/children/{world.other}"' not in page
    assert "Sam Birtley" in signed_in(world.coordinator).get("/emergency-views").text


def test_nobody_notes_what_is_not_theirs(world: World) -> None:
    view = opened(world, world.held, world.neighbour)
    for person in (world.coordinator, second_manager(world)):
        with pytest.raises(RefusedError):
            note_seen(view_id=view.pk, by=person)


test_menu = menu("emergency", who="practitioner", colleague="partner", refused="auditor")
