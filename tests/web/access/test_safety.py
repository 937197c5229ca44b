"""What somebody tries who should not be here: other hosts, odd addresses, screens left open, other people's words."""

from __future__ import annotations

import zlib
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.web.access.test_second_factor import _answer
from tests.web.access.test_sign_in import WHERE, WORDS, ended, enter, kept_in
from tests.web.world import PASSWORD, World
from unmissed.web.access.kept import Kept, unsealed
from unmissed.web.administration.entries import as_csv
from unmissed.web.people.models import Person
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act, Entry

SignedIn = Callable[[Person], Client]


# --- Words that were kept -----------------------------------------------------------------------------------------------------


def test_whoever_reads_the_source_of_the_sign_in_page_reads_nobodys_words(world: World, signed_in: SignedIn) -> None:
    late = ended(world, signed_in).post(WHERE, {"why": WORDS, "hours": "4"})
    assert WORDS not in late.text
    assert not any(WORDS.encode() in read for read in _readings(kept_in(late)))


def _readings(sealed: str) -> list[bytes]:
    """What can be made of a seal without the key: each part of it, decoded and unpacked in every way that fits."""
    parts = [part.encode() for part in sealed.split(":")]
    found = [*parts]
    for _ in range(3):
        for part in list(found):
            for read in (b64decode, urlsafe_b64decode, zlib.decompress, lambda text: zlib.decompress(text[16:])):
                with suppress(Exception):
                    found.append(read(part + b"=" * (-len(part) % 4) if read in (b64decode, urlsafe_b64decode) else part))
    return found


@pytest.mark.parametrize("words", ["", "x", "Zoë € " * 5_000])
def test_what_is_veiled_is_read_again_and_never_twice_the_same(words: str) -> None:
    kept = Kept("/policy?x=1", (("why", words),), 7, True)
    assert unsealed(kept.sealed()) == kept
    assert kept.sealed() != kept.sealed()


@pytest.mark.parametrize("inside", ["", "x", ["/policy", [], 1, False], "AAAA"])
def test_a_seal_of_another_time_is_no_fault(inside: Any) -> None:
    assert unsealed(signing.dumps(inside, salt="kept-words")) is None


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "https://elsewhere.example", "javascript:alert(1)", "\\\\elsewhere"])
def test_no_seal_leads_to_another_site(world: World, client: Client, path: str) -> None:
    assert unsealed(Kept(path, (), None).sealed()) is None
    response = enter(client, "practitioner", kept=Kept(path, (), None).sealed())
    assert response["Location"] == "/"


def test_an_address_with_two_slashes_leads_home_or_nowhere_else(world: World, client: Client) -> None:
    asked = client.get("//elsewhere.example/policy")
    assert asked.status_code in {200, 404}
    if asked.status_code == 200:
        assert not enter(client, "practitioner", kept=kept_in(asked))["Location"].startswith("//")


# --- The session --------------------------------------------------------------------------------------------------------------


def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(world: World, client: Client) -> None:
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = client.cookies["sessionid"].value
    enter(client, "practitioner")
    assert client.cookies["sessionid"].value != planted
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in stranger.get("/account").text


def test_the_session_changes_again_with_the_second_factor(world: World, client: Client) -> None:
    device = TOTPDevice.objects.create(user=world.practitioner, name="app", confirmed=True)
    enter(client, "practitioner")
    before = client.cookies["sessionid"].value
    client.post("/second-factor", {"code": f"{totp(device.bin_key):06d}"})
    assert client.cookies["sessionid"].value != before


def test_a_code_that_was_used_is_of_no_use_to_whoever_saw_it(world: World, client: Client) -> None:
    device = TOTPDevice.objects.create(user=world.practitioner, name="app", confirmed=True)
    seen = {"code": f"{totp(device.bin_key):06d}"}
    enter(client, "practitioner")
    assert client.post("/second-factor", seen).status_code == 302
    other = Client()
    enter(other, "practitioner")
    assert "The code is wrong or was used before" in other.post("/second-factor", seen).text


def test_a_screen_left_open_is_not_enough_to_replace_a_second_factor(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    client.post("/second-factor/set-up", _answer(client.get("/second-factor/set-up")))
    first = TOTPDevice.objects.get()
    page = client.get("/second-factor/set-up")
    for wrong in ({}, {"password_now": "wrong"}):
        assert "There is a problem" in client.post("/second-factor/set-up", _answer(page) | wrong).text
        assert TOTPDevice.objects.get() == first
    client.post("/second-factor/set-up", _answer(page) | {"password_now": PASSWORD})
    assert TOTPDevice.objects.get() != first


# --- Forms of other sites, other names, odd addresses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    ["/sign-in", "/sign-out", "/new-password", "/partnerships", WHERE, "/trail/verify", "/services/add", "/imports/upload"],
)
def test_a_form_of_another_site_does_nothing_and_repeats_nothing(world: World, where: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.coordinator, backend="unmissed.web.people.backend.SignInBackend")
    before = Entry.objects.count()
    response = client.post(where, {"password": "secret-typed-here", "sign_in": "x", "why": "typed-by-another-site" * 3})
    assert response.status_code == 403
    assert "typed-here" not in response.text
    assert "typed-by-another-site" not in response.text
    assert Entry.objects.count() == before


def test_under_another_name_it_is_not_served(world: World, client: Client) -> None:
    response = client.get("/sign-in", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "elsewhere" not in response.text
    forwarded = client.get("/sign-in", headers={"x-forwarded-host": "elsewhere.example"})
    assert forwarded.status_code == 200
    assert "elsewhere" not in forwarded.text


@pytest.mark.parametrize("where", ["/children/C%00x", "/trail?child=C%00x", "/administration/people?words=%00", "/%00"])
def test_an_address_that_no_database_can_be_asked_about_is_refused(world: World, signed_in: SignedIn, where: str) -> None:
    response = signed_in(world.coordinator).get(where)
    assert response.status_code == 400
    assert "What was sent cannot be read" in response.text


def test_a_very_long_number_is_refused_and_the_refusal_is_kept(world: World, signed_in: SignedIn) -> None:
    response = signed_in(world.practitioner).get(f"/children/{'C' * 900}")
    assert response.status_code == 403
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.child_id) == (Act.REFUSAL, "C" * 200)


# --- What a page leaves behind --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where", ["/", "/children/C-held", "/tracker", "/policy", "/sign-in", "/nothing-here", "/children/C-other"]
)
def test_no_page_stays_in_a_browser_or_a_proxy(world: World, signed_in: SignedIn, where: str) -> None:
    response = signed_in(world.practitioner).get(where)
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("value", ["=1+1", " =1+1", "\n=1+1", "+44", "-1", "@x", "\tx", "\rx", "  @x"])
def test_no_cell_of_the_trails_file_is_a_formula(world: World, value: str) -> None:
    entry = append(Act.VIEW, "a page", by=world.auditor, partnership=world.partnership, why=value)
    (_, line) = as_csv(Entry.objects.filter(pk=entry.pk), entry.number)
    assert f"'{value}" in line


# --- Who works here is told to nobody -------------------------------------------------------------------------------------------


def test_an_unknown_name_costs_as_much_as_a_wrong_password(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: PLC0415

    drawn: list[str] = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self: Any, password: str, salt: str, iterations: int | None = None) -> str:
        drawn.append(password)
        return encode(self, password, salt, iterations)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    Person.objects.filter(pk=world.chair.pk).update(is_active=False)
    costs = []
    for name in ("practitioner", "nobody-of-this-name", "chair"):
        drawn.clear()
        enter(client, name, "wrong")
        costs.append(len(drawn))
    assert costs == [1, 1, 1]


def test_a_name_that_nobody_has_locks_as_any_other(world: World, client: Client) -> None:
    known = [enter(client, "manager", "wrong") for _ in range(5)]
    unknown = [enter(client, "nobody-of-this-name", "wrong") for _ in range(5)]
    assert [page.status_code for page in known] == [page.status_code for page in unknown] == [401, 401, 401, 401, 429]
