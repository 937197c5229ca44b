"""Check digits of the NHS number and check letters of the unique pupil number (UPN), as conditions over a column.

NHS number: the ten digits, weighted 10 to 1, add up to a multiple of 11 (NHS Data Dictionary, NHS NUMBER).
UPN: the twelve characters after the letter, weighted 2 to 13, add up modulo 23 to the place of the letter in the alphabet
without I, O and S; a temporary UPN ends with a letter that counts as its place (Department for Education, UPN guide).
A wrong one is reported and the row kept: the number, not the child, is in doubt.
"""

from __future__ import annotations

from collections.abc import Callable

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def is_wrong(check: str, text: str) -> str:
    """The SQL condition that `text` fails the check called `check` (schema: check_digit). Null stays null."""
    return {"nhs_number": _wrong_nhs_number, "upn": _wrong_upn}[check](text)


def _wrong_nhs_number(text: str) -> str:
    return _wrong(text, f"translate({text}, ' -', '')", "[0-9]{10}", _fails_nhs_number)


def _fails_nhs_number(digits: str) -> str:
    total = " + ".join(f"{11 - place} * (n // {10 ** (10 - place)} % 10)" for place in range(1, 11))
    return _once(f"try_cast({digits} as bigint)", f"({total}) % 11 <> 0")


def _wrong_upn(text: str) -> str:
    return _wrong(text, f"upper({text})", f"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]", _fails_upn)


def _fails_upn(upn: str) -> str:
    """Most end with a digit, and are one number after the letter."""
    whole, most = (_once(f"try_cast({upn}[2:{last}] as bigint)", _weighed(last)) for last in (13, 12))
    total = f"coalesce({whole}, {most} + 13 * (strpos('{UPN_LETTERS}', {upn}[13]) - 1))"
    return f"{upn}[1] <> '{UPN_LETTERS}'[1 + {total} % 23]"


def _weighed(last: int) -> str:
    """The sum of the digits of `n`, which stand in the places 2 to `last`, each times its place."""
    return " + ".join(f"{place} * (n // {10 ** (last - place)} % 10)" for place in range(2, last + 1))


def _wrong(text: str, normal: str, shape: str, fails: Callable[[str], str]) -> str:
    """Nearly every number is written in its shape; only another is first put into its normal form."""
    cases = " ".join(f"when regexp_full_match({form}, '{shape}') then {fails(form)}" for form in (text, normal))
    return f"case {cases} else {text} is not null end"


def _once(number: str, formula: str) -> str:
    """`formula` over `n`, the number: written so, the database reads it once and not anew for every digit."""
    return f"list_transform([{number}], lambda n: {formula})[1]"
