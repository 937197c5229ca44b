"""The same answers under many tools, the manual that is computed from them, and what a person reads."""

from __future__ import annotations

import json
import re

import pytest

from tests.unit.instruments.answering import NOW, now, result
from unmissed.instruments.answers import Answers, Judgement, Seen
from unmissed.instruments.comparison import HEADER, Comparison, common_level, compare
from unmissed.instruments.library import library
from unmissed.instruments.manual import everywhere, pages
from unmissed.instruments.told import result_as_data, result_in_full, tool_in_full
from unmissed.instruments.tool import CERTAINTY_MARKS
from unmissed.instruments.vocabulary import vocabulary


@pytest.fixture(scope="module")
def manual() -> dict[str, str]:
    return pages()


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(library().values(), everywhere())


def test_every_tool_has_a_row_with_how_sure_we_are(comparison: Comparison) -> None:
    rows = comparison.rows()
    assert [row[0] for row in rows] == [tool.short for tool in library().values()]
    assert all(len(row) == len(HEADER) and row[1] in CERTAINTY_MARKS.values() and row[2] and row[3] and row[4] for row in rows)


def test_the_finding_says_how_far_tools_lie_apart(comparison: Comparison) -> None:
    assert comparison.finding() == "The same answers are low under Staffordshire and medium under SERAF"


def test_the_finding_when_tools_agree_and_when_none_tells() -> None:
    several = [library()[name] for name in ("seraf", "kent_medway")]
    answers = Answers(indicators=dict.fromkeys(vocabulary(), Seen("no", "no")) | {"late_return": NOW}, age=15)
    assert compare(several, answers).finding() == "Only SERAF gives these answers a level: none"
    more = Answers(indicators=answers.indicators | now("controlling_person"), age=15)
    both = compare([library()["seraf"], library()["staffordshire"]], more)
    assert both.finding() == "The 2 tools that give these answers a level all say low"
    assert compare([library()["kent_medway"]], answers).finding().startswith("No tool gives these answers a level")


def test_what_a_person_recorded_is_not_what_tools_say_of_the_same_answers() -> None:
    judged = {"kent_medway": Judgement("category_3", "seen")}
    found = compare([library()["kent_medway"], library()["seraf"]], Answers(indicators={"late_return": NOW}, judged=judged))
    assert [one.tool.id for one in found.levels] == ["seraf"]


def test_a_level_is_shown_with_what_is_unanswered() -> None:
    (seraf,) = compare([library()["seraf"]], Answers(indicators={"late_return": NOW})).results
    assert common_level(seraf) == "none; unanswered, up to high"
    assert common_level(result("seraf", now("late_return"))) == "none"
    assert common_level(result("gateshead", scores={"gateshead": {"missing": 3}})) == "at least medium"


# The arithmetic consequences that the manual shows: recomputed here from the sources' own words, not through the evaluator.


def row_of(page: str, heading: str, first: str) -> list[str]:
    """The cells of a row of the manual under a heading."""
    section = page[page.index(f"### {heading}\n") :].split("\n### ", 2)[0]
    line = next(line for line in section.splitlines() if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_one_current_significant_sign_is_not_at_risk(manual: dict[str, str]) -> None:
    row = row_of(manual["instruments.md"], "One current significant sign", "one significant sign now")
    assert row[1:] == ["in all 5, from 0 to 5", "Category 1: not at risk", "none"]


def test_eleven_vulnerabilities_without_any_sign_are_moderate(manual: dict[str, str]) -> None:
    row = row_of(manual["instruments.md"], "Vulnerabilities alone", "every vulnerability, no sign")
    assert row[1:] == ["in all 11, from 11 to 15", "Category 3: moderate risk", "medium"]


@pytest.mark.parametrize(("months", "points"), [(1, 5 + 5), (6, 5 + 5), (7, 1 + 1), (12, 1 + 1), (13, 0), (36, 0)])
def test_past_harm_scores_nothing_after_twelve_months(manual: dict[str, str], months: int, points: int) -> None:
    assert row_of(manual["instruments.md"], "Past harm runs out", f"{months} months ago")[1].startswith(f"in all {points},")


def test_dont_know_counts_as_no(manual: dict[str, str]) -> None:
    nothing, all_no = (
        row_of(manual["instruments.md"], "Don't know counts as no", first) for first in ("nothing known", "all answered no")
    )
    assert nothing[1] == all_no[1] == "0"
    assert int(nothing[3]) > 18 > int(all_no[3])


def test_one_year_of_age(manual: dict[str, str]) -> None:
    page = manual["instruments.md"]
    assert row_of(page, "One year of age", "12 years")[1:] == ["medium risk", "low risk", "Category 1: not at risk"]
    assert row_of(page, "One year of age", "13 years")[1:] == ["low risk", "low risk", "Category 1: not at risk"]


def test_every_tool_and_indicator_is_in_the_manual_and_every_link_leads_somewhere(manual: dict[str, str]) -> None:
    for name in library():
        assert f"(instruments/{name}.md)" in manual["instruments.md"]
        assert all(line in manual[f"instruments/{name}.md"] for line in tool_in_full(library()[name]))
    assert all(f"| `{name}` |" in manual["instruments/vocabulary.md"] for name in vocabulary())
    linked = set(re.findall(r"\]\((instruments/[^)]+)\)", manual["instruments.md"]))
    assert linked == set(manual) - {"instruments.md"}


def test_the_manual_is_the_same_each_time(manual: dict[str, str]) -> None:
    assert pages() == manual


def test_a_result_in_full_names_everything() -> None:
    found = result(
        "seraf", now("controlling_person", "sexual_abuse"), harm="known", past_harm=("events:E1",), perpetrator_identified="no"
    )
    text = "\n".join(result_in_full(found))
    assert text.startswith("SERAF (●): Category 2: mild risk")
    parts = (
        "level     low on the common scale",
        "harm      known",
        "because   in all 6",
        "F.4 ¶25",
        "events:E1",
        "loses     Mild",
    )
    more = ("strategy discussion (harm is known)", "review    within 90 days", "past harm: how the harm")
    for part in (*parts, *more):
        assert part in text
    assert not any(line.strip().isdigit() for line in text.splitlines())


def test_many_missing_answers_are_counted() -> None:
    (core,) = compare([library()["core"]], Answers()).results
    text = "\n".join(result_in_full(core))
    assert re.search(r"and \d+ more unanswered", text)
    assert len([line for line in text.splitlines() if line.startswith("missing")]) == 13


def test_a_result_as_data_has_no_score() -> None:
    data = result_as_data(result("seraf", now("controlling_person"), judged={"seraf": Judgement("category_4", "known")}))
    assert json.loads(json.dumps(data)) == data
    assert "score" not in data
    assert data["recorded"] == {"level": "category_4", "rationale": "known"}
    assert (data["local_level"], data["level"], data["harm"]) == ("category_1", "none", "none")


def test_the_core_keeps_four_lists_and_adds_nothing_up() -> None:
    seen = {"isolated": NOW, "late_return": Seen("yes", "yes", (4,)), "sexual_abuse": Seen("no", "yes"), "trusted_adult": NOW}
    found = result("core", seen)
    assert dict(found.profile) == {
        "vulnerabilities": ("Isolated from friends and networks (now)",),
        "concern signs": ("Comes home late (now, in the past, last 4 months ago)",),
        "evidence of harm": ("Sexual abuse, ever (in the past, nobody knows when)",),
        "protective factors": ("An adult whom the child trusts (now)",),
    }
    assert (found.level, found.outcome) == (None, "left_to_judgement")


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({}, set()),
        ({"isolated": NOW}, {"early_help"}),
        ({"late_return": NOW}, {"social_care_consultation", "services"}),
        ({"late_return": Seen("no", "yes", (20,))}, {"early_help"}),
        ({"injuries_unexplained": NOW}, {"strategy_discussion", "social_care_assessment", "monitoring", "services"}),
        ({"disclosure": NOW}, {"strategy_discussion", "social_care_assessment", "monitoring", "services", "police"}),
    ],
)
def test_the_core_recommends_by_what_is_there(seen: dict[str, Seen], expected: set[str]) -> None:
    assert {recommended.response for recommended in result("core", seen).recommended} == expected
