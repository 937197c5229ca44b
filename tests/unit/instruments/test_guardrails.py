"""What holds for every tool, tried on every tool and on random answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.instruments.answering import NOW, ago, answered, now, result
from unmissed.instruments.answers import Answers, Judgement, Seen
from unmissed.instruments.evaluator import evaluate
from unmissed.instruments.library import library
from unmissed.instruments.result import Result
from unmissed.instruments.tool import rank
from unmissed.instruments.vocabulary import of_type, vocabulary

TOOLS = list(library().values())
MONTHS = st.lists(st.integers(0, 30), max_size=2).map(tuple)
ANSWER = st.sampled_from(["yes", "no", "unknown"])
SEEN = st.builds(
    lambda current, past, months: Seen(current, "yes" if months else past, months), ANSWER, ANSWER, MONTHS
)  # fmt: skip


@st.composite
def some_answers(draw: st.DrawFn) -> Answers:
    scores = {
        tool.id: {heading.id: draw(st.integers(0, heading.highest)) for heading in tool.scoring.headings if draw(st.booleans())}
        for tool in TOOLS
        if tool.scoring.headings and draw(st.booleans())
    }
    return Answers(
        indicators=draw(st.dictionaries(st.sampled_from(sorted(vocabulary())), SEEN, max_size=12)),
        age=draw(st.none() | st.integers(8, 17)),
        harm=draw(st.sampled_from(["none", "suspected", "known", "unknown"])),
        perpetrator_identified=draw(ANSWER),
        scores=scores,
    )


def standing(found: Result) -> tuple[Any, ...]:
    return found.outcome, found.level, found.at_least, found.could_be, found.recommended, found.label


@settings(max_examples=60, deadline=None)
@given(some_answers())
def test_an_unknown_perpetrator_never_changes_a_level_or_a_response(answers: Answers) -> None:
    for tool in TOOLS:
        found = {standing(evaluate(tool, replace(answers, perpetrator_identified=known))) for known in ("yes", "no", "unknown")}
        assert len(found) == 1


@settings(max_examples=60, deadline=None)
@given(some_answers(), st.sampled_from([i.id for i in (*of_type("concern_sign"), *of_type("harm"), *of_type("vulnerability"))]))
def test_one_more_sign_never_lowers(answers: Answers, sign: str) -> None:
    more = replace(answers, indicators={**answers.indicators, sign: replace(answers.seen(sign), current="yes")})
    for tool in TOOLS:
        before, after = evaluate(tool, answers), evaluate(tool, more)
        assert floor_of(after) >= floor_of(before), tool.id
        assert {r.response for r in before.recommended if before.local == after.local} <= {r.response for r in after.recommended}


def floor_of(found: Result) -> int:
    return max(rank(found.level), rank(found.at_least.common if found.at_least else None))


@settings(max_examples=40, deadline=None)
@given(some_answers(), st.sampled_from([i.id for i in of_type("protective")]))
def test_a_protective_factor_never_changes_what_a_tool_says(answers: Answers, factor: str) -> None:
    less = {name: seen for name, seen in answers.indicators.items() if name != factor}
    for tool in TOOLS:
        without, with_it = (evaluate(tool, replace(answers, indicators=less | extra)) for extra in ({}, {factor: NOW}))
        assert (without.level, without.at_least, without.recommended) == (with_it.level, with_it.at_least, with_it.recommended)


@settings(max_examples=60, deadline=None)
@given(some_answers())
def test_where_there_is_harm_the_response_is_never_nothing(answers: Answers) -> None:
    evidence = answers.harm in {"suspected", "known"} or any(answers.seen(i.id).ever == "yes" for i in of_type("harm"))
    for tool in TOOLS:
        found = evaluate(tool, answers)
        responses = {recommended.response for recommended in found.recommended}
        assert not evidence or {"strategy_discussion", "social_care_assessment", "monitoring", "services"} <= responses
        assert len(responses) == len(found.recommended)


@settings(max_examples=60, deadline=None)
@given(some_answers())
def test_a_result_always_has_reasons_and_never_is_a_bare_number(answers: Answers) -> None:
    for tool in TOOLS:
        found = evaluate(tool, answers)
        assert all(found.reasons)
        assert any(letter.isalpha() for letter in found.label)
        assert found.harm == answers.harm


@settings(max_examples=100, deadline=None)
@given(some_answers())
def test_what_could_be_is_what_the_tool_says_when_every_unknown_is_yes(answers: Answers) -> None:
    tool = library()["seraf"]
    filled = replace(answers, indicators={name: every_unknown_yes(answers.seen(name)) for name in tool.indicators})
    assert evaluate(tool, answers).could_be == evaluate(tool, filled).local


def every_unknown_yes(seen: Seen) -> Seen:
    """Current where that is unknown; in the past, in both of the tool's windows, where that or its time is unknown."""
    when = (1, 9) if seen.past == "unknown" or (seen.past == "yes" and not seen.months_ago) else seen.months_ago
    return Seen("yes" if seen.current == "unknown" else seen.current, "yes" if when else seen.past, when)


def test_a_result_without_reasons_is_refused() -> None:
    found = result("seraf")
    with pytest.raises(ValueError, match="never stands alone"):
        replace(found, reasons=())


@pytest.mark.parametrize("tool", library())
def test_past_harm_is_put_before_the_assessor_under_every_tool(tool: str) -> None:
    found = result(tool, past_harm=("events:E7",))
    assert any("events:E7" in note for note in found.guardrails)
    assert any(missing.about == "past harm" for missing in found.missing)
    addressed = result(tool, past_harm=("events:E7",), past_harm_considered="yes")
    assert not any(missing.about == "past harm" for missing in addressed.missing)


@pytest.mark.parametrize("tool", library())
def test_harm_is_asked_under_every_tool(tool: str) -> None:
    assert any(missing.about == "harm" for missing in result(tool, harm="unknown").missing)
    known = result(tool, harm="known")
    assert known.harm == "known"
    assert any(note.startswith("Harm is known, whatever the level") for note in known.guardrails)


@pytest.mark.parametrize("tool", library())
def test_ignorance_gives_no_level_under_any_tool(tool: str) -> None:
    found = evaluate(library()[tool], Answers())
    assert found.level is None
    assert found.missing


def test_evidence_of_harm_beside_harm_none_is_said() -> None:
    found = result("seraf", now("sexual_abuse"))
    assert any("Answer harm again" in note for note in found.guardrails)
    assert any("counts evidence of harm as risk: Sexual abuse" in note for note in found.guardrails)


def test_a_category_that_means_harm_says_so() -> None:
    found = result("kent_medway", judged={"kent_medway": Judgement("category_2", "seen")})
    assert any("means that harm is happening" in note for note in found.guardrails)
    assert "strategy_discussion" in {r.response for r in found.recommended}


def test_a_sign_that_a_tool_no_longer_counts_stays_in_view() -> None:
    found = result("seraf", {"taken_in_vehicles": ago(13)})
    (past,) = found.past
    assert past.startswith("Gets into or out of vehicles driven by unknown adults (last 13 months ago)")
    assert past.endswith("It stays in view.")


def test_a_person_may_record_another_level_and_both_are_kept() -> None:
    found = result("seraf", judged={"seraf": Judgement("category_3", "the network is known")})
    assert found.local is not None
    assert found.recorded is not None
    assert (found.local.id, found.recorded.level) == ("category_1", "category_3")
    assert any("Both are kept" in note for note in found.guardrails)
    assert not any(missing.about == "the reason" for missing in found.missing)


def test_another_level_without_a_reason_is_missing_its_reason() -> None:
    found = result("seraf", judged={"seraf": Judgement("category_3")})
    assert any(missing.about == "the reason" for missing in found.missing)


def test_an_unknown_age_is_asked_for_where_a_rule_needs_it() -> None:
    found = result("croydon", now("late_return"), age=None)
    assert any(missing.about == "the age" for missing in found.missing)


def test_unknown_names_what_it_could_lead_to() -> None:
    tool = library()["seraf"]
    partly = replace(
        answered(tool, {}), indicators={name: Seen("no", "no") for name in tool.indicators if name != "controlling_person"}
    )
    found = evaluate(tool, replace(partly, indicators={**partly.indicators, "isolated": NOW}))
    assert found.could_be is not None
    assert (found.level, found.could_be.id) == ("none", "category_2")
    assert [missing.about for missing in found.missing] == ["A controlling adult or older person"] * 2
