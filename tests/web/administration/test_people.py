"""Administration of agencies, teams and people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.web.access.test_sign_in import enter
from tests.web.menu import menu
from tests.web.world import World
from unmissed.web.access.selectors import factor_demanded
from unmissed.web.administration import actions
from unmissed.web.people.models import Agency, Person, Team
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Act, Entry

SignedIn = Callable[[Person], Client]


@pytest.fixture
def admin(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.administrator)


def person_values(world: World, **more: Any) -> dict[str, Any]:
    own = {"sign_in": "j.mills", "name": "Jo Mills", "role": "practitioner", "worker_id": "SW-9"}
    return own | {"agency": world.east.agency_id, "team": world.east.pk} | more


def last() -> Entry:
    return Entry.objects.latest("number")


def test_a_person_is_added_and_signs_in_once_with_the_password_that_is_shown_once(
    world: World, admin: Client, client: Client
) -> None:
    page = admin.post("/administration/people/add", person_values(world))
    shown = re.search(r"<code>([a-z0-9-]{19})</code>", page.text)
    assert shown
    assert page["Cache-Control"] == "no-store"
    assert (last().act, last().what) == (Act.ACCOUNT, "added a person")
    assert shown[1] not in str(list(Entry.objects.values()))
    assert "Choose a new password" in enter(client, "j.mills", shown[1]).text
    assert shown[1] not in admin.get(f"/administration/people/{Person.objects.get(sign_in='j.mills').pk}").text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"sign_in": "manager"}, "Somebody signs in with this name already"),
        ({"sign_in": "Jo Mills"}, "small letters"),
        ({"name": ""}, "Enter full name"),
        ({"agency": "", "team": ""}, "Choose an agency"),
        ({"agency": ""}, "Select a team of the agency"),
        ({"role": "king"}, "Select role from the list"),
    ],
)
def test_a_person_who_cannot_be_added(world: World, admin: Client, wrong: dict[str, str], says: str) -> None:
    page = admin.post("/administration/people/add", person_values(world, **wrong))
    assert says in page.text
    assert not Person.objects.filter(sign_in="j.mills").exists()


def test_a_role_and_a_team_are_changed_and_sight_follows(world: World, admin: Client, signed_in: SignedIn) -> None:
    who = signed_in(world.practitioner)
    assert who.get(f"/children/{world.other}").status_code == 403
    sent = person_values(world, name="Pat Ridley", role="chair", agency="", team="", worker_id="")
    assert admin.post(f"/administration/people/{world.practitioner.pk}/change", sent).status_code == 302
    assert who.get(f"/children/{world.other}").status_code == 200
    changed = Entry.objects.get(what="changed a person")
    assert changed.detail == {"columns": ["agency", "role", "team", "worker_id"], "role": "chair"}


def test_deactivating_ends_a_session_at_once(world: World, admin: Client, signed_in: SignedIn) -> None:
    who = signed_in(world.practitioner)
    assert "Your account" in who.get("/account").text
    admin.post(f"/administration/people/{world.practitioner.pk}/deactivate")
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in who.get("/account").text
    admin.post(f"/administration/people/{world.practitioner.pk}/reactivate")
    assert Person.objects.get(pk=world.practitioner.pk).is_active


def test_a_one_time_password_ends_sessions_and_the_lock_out(
    world: World, admin: Client, signed_in: SignedIn, client: Client
) -> None:
    who = signed_in(world.practitioner)
    for _ in range(5):
        enter(client, "practitioner", "wrong")
    page = admin.post(f"/administration/people/{world.practitioner.pk}/reset-password")
    shown = re.search(r"<code>([a-z0-9-]{19})</code>", page.text)
    assert shown
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in who.get("/account").text
    assert "Choose a new password" in enter(client, "practitioner", shown[1]).text


def test_a_lock_out_is_ended(world: World, admin: Client, client: Client) -> None:
    for _ in range(5):
        enter(client, "practitioner", "wrong")
    admin.post(f"/administration/people/{world.practitioner.pk}/end-lock-out")
    assert enter(client, "practitioner").status_code == 302


def test_a_lost_second_factor_is_reset(world: World, admin: Client, client: Client) -> None:
    TOTPDevice.objects.create(user=world.practitioner, name="app", confirmed=True)
    assert "Enter the code" in enter(client, "practitioner").text
    admin.post(f"/administration/people/{world.practitioner.pk}/reset-second-factor")
    assert enter(client, "practitioner").status_code == 302


def test_a_second_factor_is_required_of_one_person_and_of_a_role(world: World, admin: Client) -> None:
    admin.post(f"/administration/people/{world.practitioner.pk}/require-second-factor")
    assert factor_demanded(Person.objects.get(pk=world.practitioner.pk))
    assert not factor_demanded(world.colleague)
    admin.post(f"/administration/people/{world.practitioner.pk}/waive-second-factor")
    admin.post("/administration/second-factor", {"roles": ["practitioner", "manager"]})
    assert all(factor_demanded(Person.objects.get(pk=one.pk)) for one in (world.practitioner, world.colleague, world.manager))
    assert last().detail == {"roles": ["manager", "practitioner"]}
    admin.post("/administration/second-factor", {})
    assert not factor_demanded(world.colleague)


@pytest.mark.parametrize("address", ["999999", "999999/change", "999999/deactivate"])
def test_nobody_who_is_not_there(admin: Client, address: str) -> None:
    assert admin.get(f"/administration/people/{address}").status_code == 404


def test_an_act_that_there_is_not(world: World, admin: Client) -> None:
    assert admin.post(f"/administration/people/{world.chair.pk}/delete").status_code == 404


def test_looking_at_the_address_of_a_button_does_nothing(world: World, admin: Client) -> None:
    assert admin.get(f"/administration/people/{world.chair.pk}/deactivate").status_code == 302
    assert Person.objects.get(pk=world.chair.pk).is_active


def test_nobody_changes_the_own_role_or_shuts_out_themselves(world: World) -> None:
    own = {"person": world.administrator, "by": world.administrator}
    with pytest.raises(RefusedError):
        actions.deactivate(**own)
    with pytest.raises(RefusedError):
        actions.change_person(role="coordinator", **own)


STRANGE: list[Callable[..., Any]] = [
    actions.deactivate, actions.reactivate, actions.reset_password, actions.end_lock_out, actions.reset_second_factor,
    lambda **k: actions.require_second_factor(required=True, **k), lambda **k: actions.change_person(name="x", **k),
]  # fmt: skip


@pytest.mark.parametrize("act", STRANGE)
def test_nobody_of_another_partnership_is_touched(world: World, act: Callable[..., Any]) -> None:
    stranger = Person.objects.create(partnership=world.published, sign_in="stranger", name="Stranger", role="auditor")
    with pytest.raises(RefusedError, match="another partnership"):
        act(person=stranger, by=world.administrator)


def test_an_agency_and_a_team_are_added(world: World, admin: Client) -> None:
    admin.post("/administration/agencies/add", {"name": "Wearmouth Youth", "kind": "voluntary"})
    agency = Agency.objects.get(name="Wearmouth Youth")
    admin.post(f"/administration/agencies/{agency.pk}/add-team", {"name": "Quayside"})
    assert "Quayside" in admin.get("/administration/agencies").text
    assert [entry.what for entry in Entry.objects.order_by("-number")[:2]] == ["added a team", "added an agency"]


def test_no_second_agency_or_team_of_a_name(world: World, admin: Client) -> None:
    page = admin.post("/administration/agencies/add", {"name": "Wearmouth Police", "kind": "police"})
    assert "There is an agency of this name already" in page.text
    page = admin.post(f"/administration/agencies/{world.east.agency_id}/add-team", {"name": "East"})
    assert "has a team of this name already" in page.text
    assert Team.objects.filter(name="East").count() == 1


def test_people_are_found_by_name(admin: Client) -> None:
    page = admin.get("/administration/people?words=ridley").text
    assert "Pat Ridley" in page
    assert "Col Thirlwall" not in page
    assert "Nobody has this name" in admin.get("/administration/people?words=zzz").text


def test_administration_shows_no_child(world: World, admin: Client) -> None:
    for address in ("", "/agencies", "/people", f"/people/{world.practitioner.pk}", "/second-factor"):
        page = admin.get(f"/administration{address}").text
        assert not any(child in page for child in (world.held, world.other, "Ashdown"))


test_menu = menu("people", who="administrator", refused="manager")
