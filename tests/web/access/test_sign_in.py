"""Signing in and out: what the page does, what the trail says of it, and that no typed word is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from tests.web.world import PASSWORD, World
from unmissed.web.access.selectors import locked_until
from unmissed.web.people.models import Person
from unmissed.web.trail.models import Act, Entry

SignedIn = Callable[[Person], Client]
WORDS = "A neighbour saw a car wait at the corner all night."
WHERE = "/children/C-other/emergency"


def enter(client: Client, sign_in: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in", {"sign_in": sign_in, "password": password, **more})


def last() -> Entry:
    return Entry.objects.latest("number")


def kept_in(response: Any) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', response.text)
    assert found
    return found[1]


def whats() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("what", flat=True))


def test_a_name_and_its_password_lead_to_the_page_that_was_asked_for(world: World, client: Client) -> None:
    asked = client.get("/policy?x=1")
    assert "Sign in" in asked.text
    response = enter(client, "practitioner", kept=kept_in(asked))
    assert (response.status_code, response["Location"]) == (302, "/policy?x=1")
    assert (last().act, last().what, last().person_id) == (Act.SIGN_IN, "signed in", world.practitioner.pk)


@pytest.mark.parametrize(("sign_in", "password"), [("practitioner", "wrong"), ("nobody", PASSWORD), ("Practitioner", PASSWORD)])
def test_a_wrong_name_or_password_is_refused_in_the_same_words(world: World, client: Client, sign_in: str, password: str) -> None:
    response = enter(client, sign_in, password)
    assert response.status_code == 401
    assert "The sign-in name or the password is wrong" in response.text
    assert (last().act, last().what) == (Act.REFUSAL, "signing in: wrong name or password")
    assert last().person_name == ""


def test_a_person_who_was_deactivated_cannot_sign_in(world: World, client: Client) -> None:
    Person.objects.filter(pk=world.chair.pk).update(is_active=False)
    assert enter(client, "chair").status_code == 401


def test_what_was_typed_for_a_wrong_sign_in_stands_nowhere(world: World, client: Client) -> None:
    enter(client, "hunter2-typed-here", "secret-typed-here", kept="words-typed-here")
    kept = [str(attempt.post_data) for attempt in AccessAttempt.objects.all()]
    assert kept
    assert not any("typed-here" in text for text in kept)
    assert not Entry.objects.filter(subject__contains="typed-here").exists()


def test_five_wrong_passwords_lock_the_name_and_the_page_says_until_when(world: World, client: Client) -> None:
    statuses = [enter(client, "manager", "wrong").status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 401, 429]
    response = enter(client, "manager")
    tried = AccessAttempt.objects.get(username="manager").attempt_time
    until = timezone.localtime(tried + timedelta(minutes=16))
    assert response.status_code == 429
    assert "15 minutes" in response.text
    assert f"<strong>{until:%H:%M}</strong>" in response.text
    assert (last().act, last().what) == (Act.REFUSAL, "signing in: locked after wrong passwords")
    assert last().subject == f"person:{world.manager.pk}"
    assert enter(client, "chair").status_code == 302


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (datetime(2026, 7, 1, 12, 0, 30, tzinfo=UTC), "13:16"),  # summer: an hour before UTC's
        (datetime(2026, 12, 1, 12, 0, 30, tzinfo=UTC), "12:16"),
        (datetime(2026, 12, 1, 23, 50, 0, tzinfo=UTC), "00:06"),
    ],
)
def test_the_end_of_a_lock_is_a_time_of_day_in_london(world: World, client: Client, tried: datetime, said: str) -> None:
    attempt = AccessAttempt.objects.create(username="manager", failures_since_start=5)
    AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=tried)  # it is otherwise the moment of creation
    assert f"{timezone.localtime(locked_until('manager')):%H:%M}" == said


def test_signing_out_needs_a_form_and_ends_the_session(world: World, client: Client) -> None:
    enter(client, "practitioner")
    assert client.get("/sign-out").status_code == 405
    assert "You are signed out" in client.post("/sign-out").text
    assert last().what == "signed out"
    assert "Sign in" in client.get("/account").text


def test_an_idle_session_ends(world: World, signed_in: SignedIn, settings: Any) -> None:
    client = signed_in(world.practitioner)
    client.get("/account")
    _age(client, last_page_at=settings.IDLE_MINUTES * 60 + 1)
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in client.get("/account").text


def test_a_session_ends_after_its_longest_time_however_busy(world: World, signed_in: SignedIn, settings: Any) -> None:
    client = signed_in(world.practitioner)
    client.get("/account")
    _age(client, signed_in_at=settings.SESSION_COOKIE_AGE - 60)
    assert "Your account" in client.get("/account").text
    _age(client, signed_in_at=120)
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in client.get("/account").text


def _age(client: Client, **seconds: int) -> None:
    session = client.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


# --- No typed word is lost ------------------------------------------------------------------------------------------------------


def ended(world: World, signed_in: SignedIn) -> Client:
    """A client of the practitioner whose session has lain idle."""
    client = signed_in(world.practitioner)
    client.get("/account")
    _age(client, last_page_at=10_000)
    return client


def test_words_typed_into_an_ended_session_are_handed_back_and_sent_on(world: World, signed_in: SignedIn) -> None:
    client = ended(world, signed_in)
    late = client.post(WHERE, {"why": WORDS, "hours": "4"})
    assert late.status_code == 401
    assert "What you typed is kept" in late.text
    handed = enter(client, "practitioner", kept=kept_in(late))
    assert "Your words are kept" in handed.text
    assert f'action="{WHERE}"' in handed.text
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', handed.text))
    assert (sent["why"], sent["hours"]) == (WORDS, "4")
    sent.pop("csrfmiddlewaretoken")
    assert client.post(WHERE, sent).status_code == 302
    assert world.practitioner.emergency_views.get().why == WORDS


def test_somebody_else_who_signs_in_is_not_handed_the_words(world: World, signed_in: SignedIn) -> None:
    client = ended(world, signed_in)
    late = client.post(WHERE, {"why": WORDS, "hours": "4"})
    handed = enter(client, "colleague", kept=kept_in(late))
    assert WORDS not in handed.text
    assert "Somebody else’s words" in handed.text


def test_words_are_kept_where_the_session_itself_is_gone(world: World, client: Client) -> None:
    enter(client, "practitioner")
    del client.cookies["sessionid"]
    late = client.post(WHERE, {"why": WORDS, "hours": "4"})
    assert WORDS in enter(client, "practitioner", kept=kept_in(late)).text


def test_words_whose_person_is_not_known_are_handed_to_nobody(world: World, client: Client) -> None:
    late = client.post(WHERE, {"why": WORDS, "hours": "4"})
    assert WORDS not in enter(client, "practitioner", kept=kept_in(late)).text


def test_words_from_a_form_that_was_not_ours_are_not_kept(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    late = client.post(WHERE, {"why": WORDS, "hours": "4"})
    assert late.status_code == 401
    assert "What you typed is kept" not in late.text


def test_words_outlive_a_wrong_password_and_a_lock_out(world: World, signed_in: SignedIn) -> None:
    client = ended(world, signed_in)
    response = client.post(WHERE, {"why": WORDS, "hours": "4"})
    for _ in range(5):
        response = enter(client, "practitioner", "wrong", kept=kept_in(response))
        assert "What you typed is kept" in response.text
    assert response.status_code == 429


def test_a_file_cannot_be_kept_and_the_page_says_so(world: World, signed_in: SignedIn) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    client = ended(world, signed_in)
    late = client.post(WHERE, {"why": WORDS, "file": SimpleUploadedFile("register.zip", b"x")})
    assert "A file that you chose cannot be kept" in late.text
    assert "choose it again" in enter(client, "practitioner", kept=kept_in(late)).text


def test_passwords_and_codes_are_never_carried(world: World, signed_in: SignedIn) -> None:
    client = ended(world, signed_in)
    late = client.post("/new-password", {"password_new": "seven-blue-herons", "code": "123456", "why": "x"})
    handed = enter(client, "practitioner", kept=kept_in(late))
    assert "seven-blue-herons" not in handed.text
    assert "123456" not in handed.text


@pytest.mark.parametrize("kept", ["", "nonsense", "eyJ:1:2"])
def test_a_seal_that_is_not_ours_leads_home(world: World, client: Client, kept: str) -> None:
    assert enter(client, "practitioner", kept=kept).status_code == 302


# --- Another partnership --------------------------------------------------------------------------------------------------------


def test_turning_to_the_published_cases_and_back(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    client.post("/partnerships", {"partnership": world.published.pk})
    assert "These records can be looked at and not changed" in client.get("/account").text
    assert (last().what, last().partnership_id) == ("turned to this partnership", world.published.pk)
    client.post("/partnerships", {"partnership": world.partnership.pk})
    assert "These records can be looked at and not changed" not in client.get("/account").text


@pytest.mark.parametrize("chosen", ["", "x", "999999", "²"])
def test_no_other_partnership_opens(world: World, signed_in: SignedIn, chosen: str) -> None:
    client = signed_in(world.practitioner)
    response = client.post("/partnerships", {"partnership": chosen})
    assert response.status_code == 403
    assert last().act == Act.REFUSAL
