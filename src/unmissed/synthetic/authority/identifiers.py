"""Identifiers of made-up children, which no real child can have: NHS numbers and UPNs from ranges kept for tests."""

from __future__ import annotations

from itertools import count

from unmissed.register.check_digits import UPN_LETTERS

_APART = 17
"""How far apart the first nine digits of neighbours lie: enough that skipping the ones without a check digit never meets."""


def nhs_number(number: int) -> str:
    """The NHS number of the child with this number (1 to 9999), from the range 999 that is kept for tests."""
    for candidate in count(number * _APART):
        first_nine = f"999{candidate:06d}"
        check = -sum((10 - place) * int(digit) for place, digit in enumerate(first_nine)) % 11
        if check < 10:
            return f"{first_nine}{check}"
    raise AssertionError("some candidate always has a check digit")


def upn(number: int, entered: int) -> str:
    """The unique pupil number of the child with this number (1 to 999) who entered school in the year `entered`."""
    digits = f"9992{100 + number % 17:03d}{entered % 100:02d}{number:03d}"
    letter = sum((place + 2) * int(digit) for place, digit in enumerate(digits)) % 23
    return UPN_LETTERS[letter] + digits
