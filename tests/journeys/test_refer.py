"""Refer and screen: a referral, a concern, the decision, the answer to whoever asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_a_teacher_makes_a_referral_with_the_keyboard_alone(enter: Enter) -> None:
    alice = enter("alice.tunstead")
    alice.opens("/refer")
    alice.tabs_to(alice.main.get_by_label("Child’s name"))
    alice.types("Wren Holloway")
    for part, text in (("Day", "9"), ("Month", "1"), ("Year", "2012")):
        alice.tabs_to(alice.main.get_by_label(part, exact=True))
        alice.types(text)
    alice.tabs_to(alice.main.get_by_label("What you ask for"))
    alice.types("Monit")
    alice.tabs_to(alice.main.get_by_label("Referred to"))
    alice.types("Ellermouth M")
    alice.tabs_to(alice.main.get_by_label("What you know"))
    alice.types("An adult whom nobody at school knows waits at the gate.")
    alice.tabs_to(alice.main.get_by_role("button", name="Send the referral"))
    alice.strikes("Enter")
    alice.sees("Received on", "call the police on 999")
    alice.meets_no_barrier()


def test_what_was_typed_into_a_referral_survives_its_errors(enter: Enter) -> None:
    alice = enter("alice.tunstead")
    alice.goes_to("Refer")
    alice.meets_no_barrier()
    alice.fills("What you know", "An adult waits at the gate.")
    alice.fills_day("Date of birth", "31", "2", "2012")
    alice.presses("Send the referral")
    alice.is_told("Enter child’s name", "Date of birth must be a real date")
    alice.finds_written("What you know", "An adult waits at the gate.")
    alice.meets_no_barrier()


def test_whoever_has_sent_nothing_is_told_so(enter: Enter) -> None:
    zainab = enter("zainab.qureshi")
    zainab.opens("/referrals")
    zainab.sees("You have sent nothing yet")
    zainab.meets_no_barrier()


def test_a_concern_is_recorded_without_scripts(enter: Enter) -> None:
    dele = enter("dele.akinwale", scripts=False)
    dele.opens("/refer/concern")
    dele.presses("Record the concern")
    dele.is_told("Enter child’s name")
    dele.fills("Child’s name", "Wren Holloway")
    dele.fills_day("Day on which it was raised", "16", "3", "2026")
    dele.chooses("Who raised it", "A parent")
    dele.chooses("What it is about", "A level that is too low")
    dele.presses("Record the concern")
    dele.sees("Received on")


def test_the_coordinator_sees_before_declining_what_it_would_open(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.opens("/referrals")
    fiona.meets_no_barrier()
    fiona.follows("Decide")
    fiona.meets_no_barrier()
    fiona.presses("Go on")
    fiona.is_told("Select decision")
    fiona.meets_no_barrier()
    fiona.chooses("Decline")
    fiona.chooses("Below the threshold")
    fiona.presses("Go on")
    fiona.sees("If this is done today")
    fiona.meets_no_barrier()


def test_a_referral_is_declined_challenged_and_answered(enter: Enter) -> None:
    neil = enter("neil.braddock")
    refers(neil, "Ada Marchbank", "An adult drives past the school every day.")
    neil.sees("Received on")
    fiona = enter("fiona.ravenhill")
    fiona.follows("Decide: Referral to decide, Ada Marchbank")
    fiona.sees("An adult drives past the school every day.")
    fiona.chooses("Decline")
    fiona.chooses("Below the threshold")
    fiona.presses("Go on")
    fiona.sees("If this is done today")
    fiona.fills("Your reasons", "Medium is not high.")
    fiona.presses("Decline the referral")
    fiona.sees("Whoever made it is told, with your reasons")
    fiona.opens("/referrals")
    fiona.does_not_see("Referral to decide, Ada Marchbank")
    neil.opens("/")
    neil.sees("Your referral was declined")
    neil.follows("Read it: Your referral was declined, Ada Marchbank")
    neil.sees("Medium is not high.", "Below the threshold")
    neil.meets_no_barrier()
    neil.presses("Challenge this decision")
    neil.meets_no_barrier()
    neil.presses("Challenge")
    neil.is_told("Enter")
    neil.meets_no_barrier()
    neil.fills("Why you disagree", "She is afraid to walk home.")
    neil.presses("Challenge")
    neil.sees("Your challenge is on record")
    neil.meets_no_barrier()
    fiona.opens("/")
    fiona.follows("Answer: Challenge to answer, Ada Marchbank")
    fiona.sees("She is afraid to walk home.")
    fiona.meets_no_barrier()
    fiona.fills("What was agreed, and why", "She is discussed on Thursday.")
    fiona.presses("Send the answer")
    fiona.sees("The challenge is answered")
    neil.opens("/")
    neil.sees("She is discussed on Thursday.")


def test_a_referral_is_accepted_in_one_step(enter: Enter) -> None:
    alice = enter("alice.tunstead")
    refers(alice, "Ivo Penhallow", "He has two telephones and money that nobody gave him.")
    gareth = enter("gareth.prosser")
    gareth.opens("/referrals")
    gareth.follows("Decide: Referral to decide, Ivo Penhallow")
    gareth.chooses("Accept")
    gareth.fills("Your reasons", "The meeting takes him up on Thursday.")
    gareth.presses("Go on")
    gareth.sees("The referral is accepted")
    alice.opens("/")
    alice.follows("Read it: Your referral was accepted, Ivo Penhallow")
    alice.sees("The meeting takes him up on Thursday.")
    alice.presses("I have read this")
    alice.opens("/")
    alice.does_not_see("Ivo Penhallow")


def test_a_concern_is_answered_with_reasons(enter: Enter) -> None:
    dele = enter("dele.akinwale")
    dele.opens("/refer/concern")
    dele.fills("Child’s name", "Una Trewin")
    dele.fills_day("Day on which it was raised", "16", "3", "2026")
    dele.chooses("Who raised it", "A parent")
    dele.chooses("What it is about", "A level that is too low")
    dele.presses("Record the concern")
    dele.sees("Received on")
    fiona = enter("fiona.ravenhill")
    fiona.opens("/referrals")
    fiona.follows("Answer: Concern to answer, Una Trewin")
    fiona.presses("Send the answer")
    fiona.is_told("Select answer")
    fiona.meets_no_barrier()
    fiona.chooses("Something was done")
    fiona.fills("Your reasons", "She was seen the same day.")
    fiona.presses("Send the answer")
    fiona.sees("The concern is answered")
    dele.opens("/")
    dele.sees("She was seen the same day.")


def refers(somebody: Somebody, child: str, knows: str) -> None:
    """Refer a child to the multi-agency list."""
    somebody.opens("/refer")
    somebody.fills("Child’s name", child)
    somebody.fills_day("Date of birth", "9", "1", "2012")
    somebody.chooses("What you ask for", "Monitoring: a multi-agency list")
    somebody.main.get_by_label("Referred to", exact=True).select_option(label="Ellermouth MACE")
    somebody.fills("What you know", knows)
    somebody.presses("Send the referral")
