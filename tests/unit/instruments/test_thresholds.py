"""Every threshold that the sources publish: one below, on it, one above."""

from __future__ import annotations

import pytest

from tests.unit.instruments.answering import NOW, ago, now, result
from unmissed.instruments.answers import Answers, Judgement, Seen
from unmissed.instruments.errors import InstrumentError
from unmissed.instruments.evaluator import evaluate
from unmissed.instruments.library import library

SERAF = library()["seraf"]
VULNERABILITIES = [i.indicators[0] for i in SERAF.scoring.items if i.tier == "vulnerability"]
MODERATE = [i.indicators[0] for i in SERAF.scoring.items if i.tier == "moderate"]
SIGNIFICANT = [i.indicators[0] for i in SERAF.scoring.items if i.tier == "significant"]
COUNTED = [i.indicators[0] for i in library()["staffordshire"].scoring.items]


def points(*, vulnerabilities: int = 0, moderate: int = 0, significant: int = 0) -> dict[str, Seen]:
    return now(*VULNERABILITIES[:vulnerabilities], *MODERATE[:moderate], *SIGNIFICANT[:significant])


@pytest.mark.parametrize(
    ("ones", "fives", "score", "category", "common"),
    [
        (0, 0, 0, "category_1", "none"),
        (4, 0, 4, "category_1", "none"),
        (0, 1, 5, "category_1", "none"),
        (1, 1, 6, "category_2", "low"),
        (4, 1, 9, "category_2", "low"),
        (0, 2, 10, "category_2", "low"),
        (11, 0, 11, "category_3", "medium"),
        (9, 1, 14, "category_3", "medium"),
        (0, 3, 15, "category_3", "medium"),
        (1, 3, 16, "category_4", "high"),
        (2, 3, 17, "category_4", "high"),
    ],
)
def test_seraf_bands(ones: int, fives: int, score: int, category: str, common: str) -> None:
    found = result("seraf", points(vulnerabilities=ones, significant=fives))
    assert f"in all {score}," in found.reasons[-1]
    assert found.local is not None
    assert (found.local.id, found.level) == (category, common)


@pytest.mark.parametrize(
    ("seen", "score"),
    [
        (ago(0), 5),
        (ago(5), 5),
        (ago(6), 5),
        (ago(7), 1),
        (ago(11), 1),
        (ago(12), 1),
        (ago(13), 0),
        (ago(120), 0),
        (NOW, 5),
        (Seen("yes", "yes", (9,)), 6),
        (ago(3, 9), 6),
        (Seen("yes", "yes", (13,)), 5),
    ],
)
def test_seraf_windows_of_a_significant_sign(seen: Seen, score: int) -> None:
    assert f"in all {score}," in result("seraf", {"taken_in_vehicles": seen}).reasons[-1]


@pytest.mark.parametrize(("months", "score"), [(5, 1), (6, 1), (7, 0)])
def test_seraf_window_of_a_moderate_indicator(months: int, score: int) -> None:
    assert f"in all {score}," in result("seraf", {"late_return": ago(months)}).reasons[-1]


def test_seraf_counts_a_vulnerability_once_however_long_ago() -> None:
    assert "in all 1," in result("seraf", {"isolated": Seen("yes", "yes", (100,))}).reasons[-1]
    assert "in all 1," in result("seraf", {"isolated": Seen("no", "yes")}).reasons[-1]


def test_seraf_lines_that_hold_several_indicators_count_once() -> None:
    assert "in all 1," in result("seraf", now("self_harm", "suicidal", "eating_disorder")).reasons[-1]


@pytest.mark.parametrize(
    ("count", "outcome", "label"),
    [
        (0, "no_level", "No indicator is counted; its levels begin at one."),
        (1, "indicated", "low risk"),
        (2, "indicated", "low risk"),
        (3, "indicated", "low risk"),
        (4, "indicated", "low risk"),
        (5, "not_settled", "more than low; whether medium or high was not read"),
        (6, "not_settled", "more than low; whether medium or high was not read"),
    ],
)
def test_staffordshire_count(count: int, outcome: str, label: str) -> None:
    found = result("staffordshire", now(*COUNTED[:count]))
    assert (found.outcome, found.label) == (outcome, label)
    assert (found.at_least.id if found.at_least else None) == ("medium" if count > 4 else None)


@pytest.mark.parametrize(
    ("seen", "level"),
    [
        ((), None),
        (("late_return",), "low"),
        (("late_return", "self_harm", "sti"), "low"),
        (("taken_in_vehicles",), "medium"),
        (("late_return", "groomed_online"), "medium"),
    ],
)
def test_croydon_one_is_enough(seen: tuple[str, ...], level: str | None) -> None:
    assert result("croydon", now(*seen)).level == level


@pytest.mark.parametrize(("age", "level"), [(11, "medium"), (12, "medium"), (13, "low"), (14, "low")])
def test_croydon_no_child_under_13_is_low(age: int, level: str) -> None:
    assert result("croydon", now("late_return"), age=age).level == level


def test_croydon_no_child_with_a_learning_disability_is_low() -> None:
    assert result("croydon", now("late_return", "learning_disability")).level == "medium"
    assert result("croydon", now("taken_in_vehicles", "learning_disability")).level == "medium"


def test_croydon_a_floor_says_nothing_of_a_child_without_any_sign() -> None:
    assert result("croydon", age=12).outcome == "no_level"


@pytest.mark.parametrize(("score", "at_least"), [(0, None), (2, None), (3, "medium")])
def test_gateshead_nobody_who_scores_3_is_low(score: int, at_least: str | None) -> None:
    found = result("gateshead", scores={"gateshead": {"missing": score}})
    assert (found.at_least.id if found.at_least else None) == at_least
    assert found.level is None


@pytest.mark.parametrize(("age", "at_least"), [(12, "medium"), (13, None), (14, None)])
def test_gateshead_no_child_under_13_is_low(age: int, at_least: str | None) -> None:
    found = result("gateshead", scores={"gateshead": {"missing": 1}}, age=age)
    assert (found.at_least.id if found.at_least else None) == at_least


def test_gateshead_a_person_may_still_record_low_and_is_told() -> None:
    judged = {"gateshead": Judgement("low", "my view")}
    found = result("gateshead", scores={"gateshead": {"missing": 3}}, judged=judged)
    assert found.level == "low"
    assert any("at least medium" in note for note in found.guardrails)


HEADINGS = [
    ("gateshead", "missing", 3),
    ("anchored_scale", "missing", 5),
    ("anchored_scale", "education", 4),
    ("checklist_0_3", "phone", 3),
    ("cambs_peterborough", "control", 3),
    ("tigers_road", "high_indicator", 1),
]


@pytest.mark.parametrize(("tool", "heading", "highest"), HEADINGS)
def test_a_heading_takes_scores_from_0_to_its_highest(tool: str, heading: str, highest: int) -> None:
    for score in (0, highest):
        evaluate(library()[tool], Answers(scores={tool: {heading: score}}))
    for score in (-1, highest + 1):
        with pytest.raises(InstrumentError, match=f"0 to {highest}"):
            evaluate(library()[tool], Answers(scores={tool: {heading: score}}))


@pytest.mark.parametrize(("told", "level"), [("no", None), ("unknown", None), ("yes", "high")])
def test_anchored_scale_a_child_who_tells_is_high_at_once(told: str, level: str | None) -> None:
    found = result("anchored_scale", {"disclosure": Seen(told, "no")})  # type: ignore[arg-type]
    assert found.level == level
    assert any("whether the child has told" in m.about for m in found.missing) == (told == "unknown")


def test_anchored_scale_what_was_told_once_is_not_untold_by_time() -> None:
    assert result("anchored_scale", {"disclosure": ago(30)}).level == "high"


@pytest.mark.parametrize(("score", "level"), [(0, None), (1, "high")])
def test_tigers_road_one_high_indicator(score: int, level: str | None) -> None:
    assert result("tigers_road", scores={"tigers_road": {"high_indicator": score}}).level == level


@pytest.mark.parametrize(("age", "score", "asked"), [(13, 3, True), (13, 2, False), (14, 3, False), (10, 3, True)])
def test_pan_cheshire_one_high_factor_at_13_or_younger(age: int, score: int, asked: bool) -> None:
    found = result("pan_cheshire", scores={"pan_cheshire": {"infection": score}}, age=age)
    assert ("social_care_consultation" in {r.response for r in found.recommended}) == asked


@pytest.mark.parametrize(("age", "disabled", "must"), [(12, "no", True), (13, "no", False), (13, "yes", True)])
def test_west_yorkshire_must_refer(age: int, disabled: str, must: bool) -> None:
    seen = now("late_return") | {"learning_disability": Seen(disabled, "no")}  # type: ignore[arg-type]
    found = result("west_yorkshire", seen, age=age)
    assert ("social_care_assessment" in {r.response for r in found.recommended}) == must


def test_west_yorkshire_one_high_may_be_serious_harm_and_the_level_is_judged() -> None:
    found = result("west_yorkshire", scores={"west_yorkshire": {"heading_1": 3, "heading_2": 0}})
    assert found.outcome == "left_to_judgement"
    assert "1 at 3 (high), 1 at 0 (none)" in found.label
    assert "strategy_discussion" in {r.response for r in found.recommended}


def test_cambs_and_peterborough_counts_headings_at_each_level() -> None:
    found = result("cambs_peterborough", scores={"cambs_peterborough": {"missing": 3, "school": 3, "family": 1}})
    assert "2 at 3 (high), 1 at 1 (low)" in found.label
    assert found.level is None


def test_the_checklist_scores_ignorance_as_no() -> None:
    tool = library()["checklist_0_3"]
    unknown = evaluate(tool, Answers())
    no = evaluate(tool, Answers(scores={tool.id: {heading.id: 0 for heading in tool.scoring.headings}}))
    assert unknown.label.startswith("total 0")
    assert no.label.startswith("total 0")
    assert any("Ignorance is not safety" in note for note in unknown.guardrails)
    assert not any("Ignorance is not safety" in note for note in no.guardrails)


def test_wiltshire_labels_indicators_and_not_the_child() -> None:
    found = result("wiltshire", now("pregnancy", "self_harm", "suicidal"))
    assert (found.level, found.label) == (None, "1 high indicator; 2 medium indicators")


@pytest.mark.parametrize(
    ("tool", "level", "common"),
    [
        ("kent_medway", "category_1", "low"),
        ("kent_medway", "category_2", "medium"),
        ("kent_medway", "category_3", "high"),
        ("west_midlands", "no_current_risk", "none"),
        ("west_midlands", "significant", "medium"),
        ("west_midlands", "serious", "high"),
        ("durham_matrix", "medium", "medium"),
        ("southwark", "red", "high"),
        ("core", "very_high", "very_high"),
    ],
)
def test_a_judged_level_is_mapped_with_what_it_loses(tool: str, level: str, common: str) -> None:
    found = result(tool, judged={tool: Judgement(level, "reasons")})
    assert (found.outcome, found.level) == ("judged", common)
    assert found.loses
