"""The vocabulary: stable ids, four types kept apart, nothing unsafe counted as protective."""

from __future__ import annotations

import re

import pytest

from unmissed.instruments.from_register import crosswalk, unanswered_kinds
from unmissed.instruments.library import library
from unmissed.instruments.vocabulary import TYPES, Indicator, of_type, vocabulary
from unmissed.policy.model import default_policy
from unmissed.register.schema import schema


def test_every_indicator_has_a_stable_id_a_name_and_one_type() -> None:
    for name, indicator in vocabulary().items():
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", name)
        assert indicator.name
        assert indicator.type in TYPES
    names = [indicator.name for indicator in vocabulary().values()]
    assert len(names) == len(set(names))


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="is none of vulnerability"):
        Indicator("x", "X", "Y", "risk")  # type: ignore[arg-type]


def test_what_the_policy_calls_unsafe_is_never_protective() -> None:
    unsafe = default_policy()["unsafe_protective_factors"].value
    assert isinstance(unsafe, tuple)
    assert {vocabulary()[name].type for name in unsafe} == {"concern_sign"}


UNASKED = {
    "new_relationship": "kept so that no form can call it protective",
    "living_with_partner": "kept so that no form can call it protective",
    "child_says_consensual": "kept so that no form can call it protective",
    "hotel_taxi_takeaway_contact": "asked by forms of the West Midlands whose scoring was not read",
}
"""Indicators that no tool of the library asks about, each with the reason for keeping it."""


def test_every_indicator_is_asked_by_a_tool_or_has_its_reason() -> None:
    asked = {name for tool in library().values() for name in tool.indicators}
    assert set(vocabulary()) - asked == set(UNASKED)


def test_the_core_asks_all_four_types_apart_and_scores_nothing() -> None:
    core = library()["core"]
    assert {vocabulary()[name].type for name in core.indicators} == set(TYPES)
    assert core.scoring.kind == "profile"
    assert not core.scoring.bands
    assert not core.scoring.tiers


def test_every_kind_of_event_is_answered_or_has_its_reason() -> None:
    answered = {code for origin, code in crosswalk() if origin == "events"}
    kinds = set(schema()["events"].column("kind").codes)
    assert answered | set(unanswered_kinds()) == kinds
    assert not answered & set(unanswered_kinds())
    assert {code for origin, code in crosswalk() if origin == "statuses"} <= set(schema()["statuses"].column("kind").codes)


def test_of_type_gives_only_that_type() -> None:
    assert {indicator.type for indicator in of_type("harm")} == {"harm"}
