"""The cases that this package holds: one file each, read once and in the order of the report."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from unmissed.replay.casefile import read_case
from unmissed.replay.model import Case, CaseError


def load_cases(ids: Iterable[str] | None = None) -> list[Case]:
    """The cases with these ids (None or no ids: all), in the order of the report. CaseError for an id that no case has."""
    cases = _all_cases()
    wanted = list(ids or ())
    unknown = [each for each in wanted if each not in {case.id for case in cases}]
    if unknown:
        known = ", ".join(case.id for case in cases)
        raise CaseError(f"found no case called {', '.join(unknown)}; expected one of {known}. Name none to run them all.")
    return [case for case in cases if not wanted or case.id in wanted]


@cache
def _all_cases() -> tuple[Case, ...]:
    folder = files("unmissed.replay").joinpath("cases")
    texts = {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".yaml")}
    return tuple(sorted((read_case(text, name) for name, text in texts.items()), key=lambda case: (case.order, case.id)))
