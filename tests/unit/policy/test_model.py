"""The policy: defaults with sources, local values over them, and wrong ones refused with the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from unmissed.policy.model import PolicyError, default_policy, load_policy, override


def test_every_default_has_a_meaning_and_a_source() -> None:
    for setting in default_policy():
        assert setting.meaning.endswith("."), setting.name
        assert setting.source, setting.name
        assert not setting.local


def test_a_local_file_overrides_some_values_and_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "local.yaml"
    path.write_text("review_days: 42\nresolve_days: {value: 5, unit: working_days}\nat_risk_level: low\n")
    policy = load_policy(path)
    assert (policy["review_days"].value, policy["review_days"].local) == (42, True)
    assert str(policy["resolve_days"]) == "5 working days"
    assert policy["at_risk_level"].value == "low"
    assert policy["event_days"] == default_policy()["event_days"]


def test_an_empty_file_is_the_default(tmp_path: Path) -> None:
    path = tmp_path / "local.yaml"
    path.write_text("# nothing yet\n")
    assert load_policy(path) == default_policy()


def test_an_unknown_name_is_refused_with_the_nearest_right_one() -> None:
    with pytest.raises(PolicyError, match=r"no policy value 'revew_days'\. Did you mean review_days\?"):
        override(default_policy(), {"revew_days": 42})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("review_days", -1, "whole number of days"),
        ("review_days", 36_501, "whole number of days"),
        ("review_days", "soon", "whole number of days"),
        ("review_days", 1.5, "whole number of days"),
        ("review_days", True, "whole number of days"),
        ("review_days", {"value": 5, "unit": "weeks"}, "days or working_days"),
        ("review_days", {"days": 5}, "expected `value`"),
        ("worker_count", 0, "whole number from 1"),
        ("worker_count", {"value": 3, "unit": "working_days"}, "expected count"),
        ("at_risk_level", "severe", "one of none, low, medium"),
        ("unsafe_protective_factors", [], "a list of codes"),
        ("unsafe_protective_factors", "new_relationship", "a list of codes"),
        ("transition_months", 216, "whole number of months"),
    ],
)
def test_a_bad_value_is_refused_with_what_was_expected(name: str, value: object, expected: str) -> None:
    with pytest.raises(PolicyError, match=expected):
        override(default_policy(), {name: value})


@pytest.mark.parametrize(
    ("text", "said"),
    [("a: [", "not YAML at line"), ("- 1\n", "no names and values"), ("plain text", "no names and values")],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "local.yaml"
    path.write_text(text)
    with pytest.raises(PolicyError, match=said):
        load_policy(path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read: No such file"):
        load_policy(tmp_path / "none.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(PolicyError, match="not UTF-8"):
        load_policy(tmp_path / "binary.yaml")
