"""Signing in and out, the second factor, and words that outlive an ended session."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

import pytest
from django_otp.oath import TOTP

from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_a_wrong_password_is_answered_in_words_and_the_name_is_kept(enter: Enter) -> None:
    somebody = enter()
    somebody.meets_no_barrier()
    somebody.presses("Sign in")
    somebody.is_told("Enter sign-in name", "Enter password")
    somebody.signs_in("oliver.stroud", "not-the-password")
    somebody.sees("The sign-in name or the password is wrong")
    somebody.finds_written("Sign-in name", "oliver.stroud")
    somebody.meets_no_barrier()


def test_somebody_signs_in_and_out_without_scripts(enter: Enter) -> None:
    somebody = enter(scripts=False)
    somebody.signs_in("oliver.stroud")
    somebody.is_at("What needs me today")
    somebody.page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    somebody.is_at("You are signed out")


def test_words_typed_before_a_session_ended_are_kept_and_sent(enter: Enter) -> None:
    somebody = enter()
    somebody.signs_in("rosie.calder")
    somebody.opens("/refer")
    somebody.fills("Child’s name", "Wren Holloway")
    somebody.chooses("What you ask for", "Early help")
    somebody.chooses("Referred to", "Front Door (Children's Social Care)")
    somebody.fills("What you know", "Words that took half an hour.")
    somebody.page.context.clear_cookies(name="sessionid")
    somebody.presses("Send the referral")
    somebody.sees("What you typed is kept")
    somebody.meets_no_barrier()
    somebody.signs_in("rosie.calder")
    somebody.is_at("Your words are kept")
    somebody.meets_no_barrier()
    somebody.sees("Words that took half an hour.")
    somebody.presses("Send what you had typed")
    somebody.sees("Received on")


def test_a_name_is_locked_after_five_wrong_passwords_and_its_words_are_kept(enter: Enter) -> None:
    somebody = enter()
    for _ in range(5):
        somebody.signs_in("yusuf.demirel", "not-the-password")
    somebody.sees("locked")
    somebody.meets_no_barrier()
    katya = enter("katya.morozik")
    katya.opens("/administration/people?words=yusuf.demirel")
    katya.follows("Yusuf Demirel")
    katya.presses("End a lock-out")
    katya.sees("Yusuf Demirel: may try again")
    again = enter()
    again.signs_in("yusuf.demirel")
    again.is_at("What needs me today")


def test_words_of_one_person_are_not_handed_to_another(enter: Enter) -> None:
    somebody = enter()
    somebody.signs_in("callum.farrow")
    somebody.opens("/refer")
    somebody.fills("Child’s name", "Wren Holloway")
    somebody.fills("What you know", "Words of somebody else.")
    somebody.page.context.clear_cookies(name="sessionid")
    somebody.presses("Send the referral")
    somebody.signs_in("nadia.karimov")
    somebody.does_not_see("Words of somebody else.")
    somebody.meets_no_barrier()


def test_a_second_factor_that_is_required_is_set_up_and_asked_for(enter: Enter) -> None:
    katya = enter("katya.morozik")
    katya.opens("/administration/people")
    katya.follows("Kofi Ansah")
    katya.meets_no_barrier()
    katya.presses("Require a second factor")
    kofi = enter()
    kofi.signs_in("kofi.ansah")
    kofi.is_at("Set up your second factor")
    kofi.meets_no_barrier()
    kofi.fills("Six-digit code", "000")
    kofi.main.get_by_role("button", name="Set up").click()
    kofi.is_told("")
    kofi.meets_no_barrier()
    key = kofi.main.get_by_role("code").inner_text().replace(" ", "")
    kofi.fills("Six-digit code", code(key))
    kofi.main.get_by_role("button", name="Set up").click()
    kofi.is_at("What needs me today")
    again = enter()
    again.signs_in("kofi.ansah")
    again.is_at("Enter the code from your app")
    again.meets_no_barrier()
    again.fills("Six-digit code", code(key, later=1))
    again.presses("Go on")
    again.is_at("What needs me today")


def code(key: str, later: int = 0) -> str:
    """What an authenticator app shows for a key in Base32, so many steps from now."""
    totp = TOTP(base64.b32decode(key))
    totp.time = time.time() + later * 30
    return f"{totp.token():06d}"
