"""The second factor and the own password."""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.web.access.test_sign_in import WHERE, WORDS, enter, kept_in, last
from tests.web.menu import menu
from tests.web.world import PASSWORD, World
from unmissed.web.access.models import FactorDemand
from unmissed.web.people.models import Person
from unmissed.web.trail.models import Act

SignedIn = Callable[[Person], Client]
NEW = "four-slow-otters"


def code(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06d}"


@pytest.fixture
def device(world: World) -> TOTPDevice:
    made: TOTPDevice = TOTPDevice.objects.create(user=world.practitioner, name="app", confirmed=True)
    return made


def test_the_code_is_asked_for_after_the_password(world: World, client: Client, device: TOTPDevice) -> None:
    asked = enter(client, "practitioner")
    assert "Enter the code from your app" in asked.text
    assert "Enter the code from your app" in client.get("/account").text
    assert client.post("/second-factor", {"code": code(device), "kept": kept_in(asked)}).status_code == 302
    assert last().what == "gave the second factor"
    assert "Your account" in client.get("/account").text


def test_a_wrong_code_is_refused_and_trailed(world: World, client: Client, device: TOTPDevice) -> None:
    enter(client, "practitioner")
    wrong = f"{(int(code(device)) + 1) % 1_000_000:06d}"
    response = client.post("/second-factor", {"code": wrong})
    assert "The code is wrong or was used before" in response.text
    assert (last().act, last().what) == (Act.REFUSAL, "second factor: wrong code")
    device.refresh_from_db()
    assert device.throttling_failure_count == 1


def test_a_code_works_once(world: World, client: Client, device: TOTPDevice) -> None:
    enter(client, "practitioner")
    used = code(device)
    client.post("/second-factor", {"code": used})
    client.post("/sign-out")
    enter(client, "practitioner")
    assert "The code is wrong or was used before" in client.post("/second-factor", {"code": used}).text


@pytest.mark.parametrize("where", ["/second-factor/set-up", "/new-password", "/account", "/policy"])
def test_with_the_password_alone_nothing_can_be_reached(world: World, client: Client, device: TOTPDevice, where: str) -> None:
    enter(client, "practitioner")
    for response in (client.get(where), client.post(where, {"password_new": NEW, "password_again": NEW})):
        assert "Enter the code from your app" in response.text
        assert "Tracker" not in response.text
    world.practitioner.refresh_from_db()
    assert world.practitioner.check_password(PASSWORD)
    assert TOTPDevice.objects.get() == device


def test_words_are_carried_through_the_second_factor(world: World, signed_in: SignedIn, device: TOTPDevice) -> None:
    client = signed_in(world.practitioner)
    late = client.post(WHERE, {"why": WORDS, "hours": "4"})
    assert "What you typed is kept" in late.text
    wrong = client.post("/second-factor", {"code": "12", "kept": kept_in(late)})
    handed = client.post("/second-factor", {"code": code(device), "kept": kept_in(wrong)})
    assert "Your words are kept" in handed.text
    assert WORDS in handed.text


@pytest.mark.parametrize("by_role", [True, False])
def test_who_must_have_one_sets_it_up_first(world: World, client: Client, by_role: bool) -> None:
    if by_role:
        FactorDemand.objects.create(partnership=world.partnership, role="practitioner")
    else:
        Person.objects.filter(pk=world.practitioner.pk).update(needs_second_factor=True)
    page = enter(client, "practitioner")
    assert "Set up your second factor" in page.text
    assert "Set up your second factor" in client.get("/policy").text
    response = client.post("/second-factor/set-up", _answer(page))
    assert response.status_code == 302
    assert "Your second factor is set up" in client.get("/account").text
    assert last().what == "set up the second factor"


def _answer(page: Any) -> dict[str, str]:
    """What somebody sends who has typed the key of the page into an app."""
    shown, sealed = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text), re.search(r'name="key" value="([^"]+)"', page.text)
    assert shown
    assert sealed
    return {"key": sealed[1], "code": f"{totp(b32decode(shown[1].replace(' ', ''))):06d}"}


def test_the_page_draws_the_key_within_the_strict_policy(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.practitioner).get("/second-factor/set-up")
    assert "<svg" in page.text
    assert "data:" not in page.text
    assert "style=" not in page.text


def test_a_wrong_code_keeps_the_same_key(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    page = client.get("/second-factor/set-up")
    wrong = _answer(page) | {"code": f"{(int(_answer(page)['code']) + 1) % 1_000_000:06d}"}
    again = client.post("/second-factor/set-up", wrong)
    assert "The code is wrong" in again.text
    assert re.search(r"<code>([A-Z2-7 ]+)</code>", again.text)[1] == re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1]  # type: ignore[index]
    assert not TOTPDevice.objects.exists()


def test_a_key_shown_to_somebody_else_is_not_taken(world: World, signed_in: SignedIn) -> None:
    answer = _answer(signed_in(world.colleague).get("/second-factor/set-up"))
    signed_in(world.practitioner).post("/second-factor/set-up", answer)
    assert not TOTPDevice.objects.exists()


# --- The password ---------------------------------------------------------------------------------------------------------------


def test_a_one_time_password_must_be_replaced_before_anything_else(world: World, client: Client) -> None:
    Person.objects.filter(pk=world.practitioner.pk).update(must_change_password=True)
    page = enter(client, "practitioner")
    assert "Choose a new password" in page.text
    assert "Choose a new password" in client.get("/policy").text
    sent = {"password_new": NEW, "password_again": NEW, "kept": kept_in(page)}
    assert client.post("/new-password", sent).status_code == 302
    assert last().what == "changed the own password"
    assert "Your account" in client.get("/account").text
    client.post("/sign-out")
    assert enter(client, "practitioner", NEW).status_code == 302


@pytest.mark.parametrize(
    ("now", "new", "again", "says"),
    [
        ("wrong", NEW, NEW, "This is not the password in use"),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, PASSWORD, PASSWORD, "other than the one in use"),
        (PASSWORD, NEW, "other", "Both new passwords must be the same"),
    ],
)
def test_a_password_that_will_not_do(world: World, signed_in: SignedIn, now: str, new: str, again: str, says: str) -> None:
    sent = {"password_now": now, "password_new": new, "password_again": again}
    response = signed_in(world.practitioner).post("/new-password", sent)
    assert says in response.text
    world.practitioner.refresh_from_db()
    assert world.practitioner.check_password(PASSWORD)


def test_another_password_ends_the_other_sessions(world: World, signed_in: SignedIn) -> None:
    here, there = signed_in(world.practitioner), signed_in(world.practitioner)
    here.post("/new-password", {"password_now": PASSWORD, "password_new": NEW, "password_again": NEW})
    assert "Your account" in here.get("/account").text
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in there.get("/account").text


test_menu = menu("second-factor", who="practitioner", colleague="administrator", answers=302)
