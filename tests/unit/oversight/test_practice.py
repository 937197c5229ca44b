"""Practice audits: the draw, the form, the filled forms, the agreement of two auditors."""

from __future__ import annotations

import builtins
import csv
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.unit.oversight.conftest import Known
from unmissed.oversight.figure import OversightError
from unmissed.oversight.practice import blank_rows, sample
from unmissed.oversight.practice_filled import Filled, read_filled
from unmissed.oversight.practice_form import ANSWERS, COLUMNS, OVERALL, load_form, parse_form, practice_form
from unmissed.oversight.practice_results import REGISTER_COLUMNS, agreement, register_rows, results
from unmissed.oversight.rule import parse_rule

RULE = parse_rule("level >= medium or harm >= suspected")
DAY = "2026-02-28"
TODAY = date(2026, 4, 1)
FORM = files("unmissed.oversight").joinpath("practice_form.yaml").read_text("utf-8")


def child(name: str, born: str | None = "2010-03-01") -> dict[str, Any]:
    return {"child_id": name, "date_of_birth": born}


def assessed(name: str, level: str, harm: str = "none", completed: str = "2026-01-10") -> dict[str, Any]:
    days = {"started_on": "2026-01-05", "completed_on": completed}
    return {
        "assessment_id": f"{name}-{completed}",
        "child_id": name,
        "kind": "assessment",
        "level": level,
        "harm": harm,
        **days,
    }


def many(count: int) -> dict[str, list[dict[str, Any]]]:
    names = [f"C{n:02}" for n in range(count)]
    return {"children": [child(name) for name in names], "assessments": [assessed(name, "high") for name in names]}


# The draw


def test_only_children_under_18_whom_the_rule_takes_by_what_is_known(known: Known) -> None:
    rows = {
        "children": [child("LOW"), child("MEDIUM"), child("HARM"), child("GROWN", "2008-02-28"), child("EVE", "2008-03-01")],
        "assessments": [
            assessed("LOW", "low"),
            assessed("LOW", "high", completed="2026-03-01"),  # a day after the as-of date
            assessed("MEDIUM", "medium"),
            assessed("HARM", "none", "suspected"),
            assessed("HARM", "none", completed="2026-02-20"),
            assessed("GROWN", "high"),
            assessed("EVE", "high"),
        ],
    }
    figure = sample(known(rows, DAY), RULE, 10, "7")
    assert set(figure.values("child_id")) == {"MEDIUM", "HARM", "EVE"}
    harm = next(row for row in figure.records() if row["child_id"] == "HARM")
    assert (harm["assessment_id"], harm["completed_on"]) == ("HARM-2026-02-20", date(2026, 2, 20))
    assert (harm["level"], harm["harm"]) == ("none", "suspected")
    assert figure.about_children


@pytest.mark.parametrize(("day", "taken"), [("2026-02-28", 1), ("2026-03-01", 0)])
def test_a_child_born_on_29_february_is_a_year_older_on_1_march(known: Known, day: str, taken: int) -> None:
    rows = {"children": [child("LEAP", "2012-02-29"), child("OTHER", "2020-01-01")]}
    figure = sample(known(rows, day), parse_rule("age = 13 or age < 10"), 5, "s")
    assert len(figure.rows) == 1 + taken


def test_indicators_are_those_of_the_last_completed_assessment(known: Known) -> None:
    rows = {
        "children": [child("A"), child("B")],
        "assessments": [assessed("A", "low"), assessed("B", "low"), assessed("B", "low", completed="2026-02-01")],
        "assessment_factors": [
            {"assessment_id": f"{name}-2026-01-10", "child_id": name, "factor": "debt", "effect": "risk"} for name in "AB"
        ],
    }
    assert sample(known(rows, DAY), parse_rule("indicator:debt"), 5, "s").values("child_id") == ("A",)


def test_the_draw_repeats_and_hangs_neither_on_order_nor_on_other_children(known: Known) -> None:
    rows = many(20)
    turned = {table: list(reversed(each)) for table, each in rows.items()}
    first = sample(known(rows, DAY), RULE, 8, "2026").values("child_id")
    assert sample(known(turned, DAY), RULE, 8, "2026").values("child_id") == first
    without = {table: [row for row in each if row["child_id"] != first[0]] for table, each in rows.items()}
    assert sample(known(without, DAY), RULE, 7, "2026").values("child_id") == first[1:]
    assert sample(known(rows, DAY), RULE, 8, "2027").values("child_id") != first


@pytest.mark.parametrize(
    ("size", "drawn", "said"),
    [(1, 1, "1 drawn"), (4, 4, "4 drawn"), (5, 5, "5 drawn"), (6, 5, "6 were asked for: all are drawn")],
)
def test_the_title_states_rule_seed_taken_and_drawn(known: Known, size: int, drawn: int, said: str) -> None:
    figure = sample(known(many(5), DAY), RULE, size, "blue")
    assert len(figure.rows) == drawn
    assert figure.title == f"The rule `{RULE.text}` takes 5 children under 18; {said} by the seed `blue`"


@pytest.mark.parametrize(
    ("size", "seed", "rule", "message"),
    [
        (0, "7", "level >= low", "a sample of 0 cannot be drawn"),
        (1, " ", "level >= low", "needs a seed"),
        (1, "7", "level >= very_high", "takes no child under 18 on 2026-02-28"),
    ],
)
def test_what_cannot_be_drawn_is_a_clear_error(known: Known, size: int, seed: str, rule: str, message: str) -> None:
    with pytest.raises(OversightError, match=message):
        sample(known(many(2), DAY), parse_rule(rule), size, seed)


@pytest.mark.parametrize(
    ("lacks", "rule", "message"),
    [
        (["assessment_factors"], "indicator:debt", "no table assessment_factors"),
        (["children.date_of_birth"], "age < 16", "no column date_of_birth"),
        (["assessments.level"], "level >= low", "no column level"),
        (["assessments.harm", "events"], "harm = none", "no column harm; the register has no table events"),
    ],
)
def test_a_rule_that_names_what_the_register_lacks_is_refused(known: Known, lacks: list[str], rule: str, message: str) -> None:
    with pytest.raises(OversightError, match=message):
        sample(known(many(2), DAY, lacks=lacks), parse_rule(rule), 1, "7")


def test_harm_seen_in_part_is_said(known: Known) -> None:
    figure = sample(known(many(2), DAY, lacks=["events"]), RULE, 1, "7")
    assert any("the register has no table events" in note for note in figure.limits)


# The form


def test_the_form_asks_about_ten_questions_each_with_its_source() -> None:
    form = practice_form()
    assert 8 <= len(form.questions) <= 12
    assert all(each.question.endswith("?") and each.good.endswith(".") for each in form.questions)
    assert {"F.5 ¶33", "F.4 ¶25", "Beyond the source"} <= {each.source for each in form.questions}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version: 1", "version: 2", "version: expected 1"),
        ("id: harm_answered", "id: past_harm", "two questions have the id past_harm"),
        ("id: past_harm", "id: overall", "question 1: expected an id"),
        ("source: F.5 ¶33", "source: page 3", "question 1: expected a source such as F.5 ¶37"),
        ("    good: Earlier", "    fine: Earlier", "question 1: expected exactly id, question, good, source"),
        ("[inadequate, ", "[", "overall, grades: expected inadequate, requires_improvement"),
        ('"yes", partly', "yes, partly", "answers: expected yes, partly, no, not_applicable"),
        ("  agency: The", "  who: The", "actions: expected exactly agency, action, due_on"),
        ("version: 1", "version: [1", "is not YAML at line"),
    ],
)
def test_a_wrong_form_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    assert old in FORM
    with pytest.raises(OversightError, match=message):
        parse_form(FORM.replace(old, new, 1), "mine.yaml")


def test_a_local_form_is_read_and_a_missing_one_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(FORM, "utf-8")
    assert load_form(path) == practice_form()
    with pytest.raises(OversightError, match="cannot be read"):
        load_form(tmp_path / "none.yaml")
    with pytest.raises(OversightError, match="questions holds no list"):
        parse_form(FORM[: FORM.index("questions:")] + "questions: []\n" + FORM[FORM.index("overall:") :], "mine.yaml")


def test_a_blank_form_holds_only_identifiers(known: Known) -> None:
    rows = many(2)
    rows["assessments"] = rows["assessments"][:1]
    drawn = sample(known(rows, DAY), parse_rule("age < 18"), 2, "7")
    header, *blank = blank_rows(drawn, "7")
    assert header == COLUMNS
    assert len(blank) == 2 * (len(practice_form().questions) + 1)
    assert {row[3] for row in blank} == {*practice_form().ids, OVERALL}
    assert all(set(row[4:]) == {""} for row in blank)
    assert {row[1:3] for row in blank} == {("C00", "C00-2026-01-10"), ("C01", "")}
    assert len({row[0] for row in blank}) == 2
    assert blank_rows(drawn, "7")[1:] == blank
    assert {row[0] for row in blank_rows(drawn, "8")[1:]}.isdisjoint(row[0] for row in blank)


# Filled forms


def graded(audit: str, first: str, second: str = "", moderated: str = "") -> list[dict[str, str]]:
    """A whole audit, every answer yes."""
    blank = dict.fromkeys(COLUMNS, "") | {"audit_id": audit, "child_id": f"child-{audit}", "assessment_id": f"as-{audit}"}
    overall = {
        "question": OVERALL, "grade": first, "auditor": "AU1", "audited_on": "2026-03-02", "second_grade": second,
        "second_auditor": "AU2" if second else "", "moderated_grade": moderated,
    }  # fmt: skip
    return [*(blank | {"question": each, "answer": "yes"} for each in practice_form().ids), blank | overall]


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(tmp_path: Path, rows: list[dict[str, str]]) -> Filled:
    return read_filled(written(tmp_path / "form.csv", rows), TODAY)


def test_the_grade_that_stands_is_moderated_agreed_or_the_only_one(tmp_path: Path) -> None:
    rows = [
        *graded("1", "good"),
        *graded("2", "good", "good"),
        *graded("3", "good", "inadequate", "requires_improvement"),
    ]
    filled = read(tmp_path, rows)
    assert [each.grade for each in filled.audits] == ["good", "good", "requires_improvement"]
    assert register_rows(filled)[2] == ("3", "child-3", "as-3", date(2026, 3, 2), "requires_improvement", "AU1")
    assert REGISTER_COLUMNS == ("audit_id", "child_id", "assessment_id", "audited_on", "grade", "auditor")
    grades = results(filled, TODAY).figure("practice-grades")
    assert grades.title == "3 audits: 1 requires improvement, 2 good"
    assert grades.about_children


def test_answers_are_counted_by_question_and_actions_listed_by_day(tmp_path: Path) -> None:
    rows = [*graded("1", "good"), *graded("2", "good")]
    for row, answer in zip((rows[0], rows[len(rows) // 2]), ("no", "partly"), strict=True):
        row["answer"] = answer
    rows[1] |= {"action": "Meet, with\nthe school", "action_agency": "Health", "action_due_on": "2026-05-01"}
    rows[-1] |= {"action": "Reassess", "action_agency": "Social care", "action_due_on": "2026-03-02"}
    sheet = results(read(tmp_path, rows), TODAY)
    first = sheet.figure("practice-answers").records()[0]
    assert [first[answer] for answer in ANSWERS] == [0, 1, 1, 0]
    actions = sheet.figure("practice-actions")
    assert actions.values("agency") == ("Social care", "Health")
    assert actions.title == "2 actions set, 1 with a day already past"


def test_an_audit_that_nobody_began_is_counted_apart(tmp_path: Path) -> None:
    rows = graded("2", "good")
    for row in rows:
        row.update(dict.fromkeys(COLUMNS[4:], ""))
    filled = read(tmp_path, [*graded("1", "good"), *rows])
    assert (len(filled.audits), filled.not_begun) == (1, 1)
    sheet = results(filled, TODAY)
    assert "1 audit of the form not begun: not counted." in sheet.figure("practice-grades").notes
    assert sheet.unanswered == {"practice-actions": "No audit set an action."}
    with pytest.raises(OversightError, match="holds no audit that was begun"):
        read(tmp_path, rows)


LAST = len(practice_form().questions) + 2
"""The line of the row `overall` of the first audit."""


@pytest.mark.parametrize(
    ("place", "cells", "message"),
    [
        (0, {"answer": "Canary"}, "line 2, column answer: expected one of yes, partly, no, not_applicable"),
        (0, {"answer": ""}, "line 2, column answer: expected one of"),
        (0, {"question": "Canary"}, "line 2, column question: expected one of past_harm"),
        (1, {"question": "past_harm"}, "line 2, column question: expected one row for past_harm in this audit, found 2"),
        (1, {"child_id": "Canary"}, "line 3, column child_id: expected the same as on line 2"),
        (1, {"assessment_id": "Canary"}, "line 3, column assessment_id: expected the same as on line 2"),
        (1, {"audit_id": ""}, "line 3, column audit_id: expected a value"),
        (0, {"grade": "good"}, "line 2, column grade: expected nothing"),
        (-1, {"answer": "yes"}, f"line {LAST}, column answer: expected nothing"),
        (-1, {"grade": "Canary"}, f"line {LAST}, column grade: expected one of inadequate"),
        (-1, {"auditor": ""}, f"line {LAST}, column auditor: expected a value"),
        (-1, {"audited_on": "Canary"}, f"line {LAST}, column audited_on: expected a day as YYYY-MM-DD"),
        (-1, {"audited_on": "20260302"}, f"line {LAST}, column audited_on: expected a day as YYYY-MM-DD"),
        (-1, {"audited_on": "2026-04-02"}, f"line {LAST}, column audited_on: expected no day after 2026-04-01"),
        (-1, {"second_grade": "Canary"}, f"line {LAST}, column second_grade: expected one of"),
        (-1, {"moderated_grade": ""}, f"line {LAST}, column moderated_grade: expected one of .* the two auditors differ"),
        (-1, {"second_auditor": "au1"}, f"line {LAST}, column second_auditor: expected another auditor"),
        (-1, {"second_grade": "good"}, f"line {LAST}, column moderated_grade: expected nothing, or the grade"),
        (-1, {"second_grade": ""}, f"line {LAST}, column second_grade: expected the second auditor's grade"),
        (0, {"action": "Canary"}, "line 2, column action_agency: expected a value"),
        (
            0,
            {"action": "Canary", "action_agency": "Canary", "action_due_on": "2026-03-01"},
            "line 2, column action_due_on: expected no day before audited_on",
        ),
        (
            0,
            {"action": "Canary", "action_agency": "Canary", "action_due_on": "Canary"},
            "line 2, column action_due_on: expected a day",
        ),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column_and_never_shown(
    tmp_path: Path, place: int, cells: dict[str, str], message: str
) -> None:
    rows = graded("1", "good", "outstanding", "requires_improvement")
    rows[place] |= cells
    with pytest.raises(OversightError, match=message) as error:
        read(tmp_path, rows)
    assert "Canary" not in str(error.value)


def test_days_on_the_limit_and_lines_after_a_cell_of_two_lines_are_right(tmp_path: Path) -> None:
    rows = graded("1", "good")
    rows[0] |= {"action": "First\nsecond", "action_agency": "Police", "action_due_on": "2026-04-01"}
    rows[-1]["audited_on"] = "2026-04-01"
    assert read(tmp_path, rows).audits[0].actions[0].due_on == TODAY
    rows[1]["answer"] = "perhaps"
    with pytest.raises(OversightError, match="line 4, column answer"):  # the row before takes lines 2 and 3
        read(tmp_path, rows)


def test_a_guarded_identifier_is_read_as_the_register_has_it(tmp_path: Path) -> None:
    rows = [row | {"child_id": "'-7"} for row in graded("1", "good")]
    assert read(tmp_path, rows).audits[0].child_id == "-7"


def test_a_file_that_is_no_form_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    with pytest.raises(OversightError, match="cannot be read"):
        read_filled(path, TODAY)
    path.write_text("Canary,b\n")
    with pytest.raises(OversightError, match="line 1: expected the columns audit_id"):
        read_filled(path, TODAY)
    path.write_text(",".join(COLUMNS) + "\nCanary,b\n")
    with pytest.raises(OversightError, match="line 2: found 2 cells, expected 14"):
        read_filled(path, TODAY)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OversightError, match="no CSV file in UTF-8"):
        read_filled(path, TODAY)


def test_a_long_list_of_errors_is_cut_and_counted(tmp_path: Path) -> None:
    rows = [*graded("1", "good"), *graded("2", "good")]
    for row in rows:
        row["answer"] = "perhaps"
    with pytest.raises(OversightError, match=rf"and {len(rows) - 20} errors more"):
        read(tmp_path, rows)


# Agreement


def test_kappa_worked_by_hand() -> None:
    """Linear kappa is 1 - (mean distance seen) / (mean distance by chance); grades are 0 to 3.

    Seen: distances 0, 1, 0, 1, mean 0.5. Each auditor gave grade 0 once, 1 once and 2 twice, so by chance
    2 × (¼·¼·1 + ¼·½·2 + ¼·½·1) = 0.875. Kappa is 1 - 0.5 / 0.875 = 3/7.
    """
    pairs = [
        ("good", "good"),
        ("good", "requires_improvement"),
        ("inadequate", "inadequate"),
        ("requires_improvement", "good"),
    ]
    found = agreement(pairs)
    assert (found.pairs, found.equal) == (4, 0.5)
    assert found.kappa == pytest.approx(3 / 7)


def test_kappa_of_full_agreement_of_chance_and_of_opposites() -> None:
    assert agreement([("good", "good"), ("inadequate", "inadequate")]).kappa == pytest.approx(1)
    assert agreement([("good", "inadequate"), ("inadequate", "good")]).kappa == pytest.approx(-1)
    assert agreement([("good", "outstanding"), ("good", "outstanding")]).kappa == pytest.approx(0)


@pytest.mark.parametrize(
    ("pairs", "equal", "why"),
    [
        ([], None, "fewer than 2"),
        ([("good", "good")], 1.0, "fewer than 2"),
        ([("good", "good"), ("good", "good")], 1.0, "always gave one grade"),
    ],
)
def test_kappa_is_said_to_be_undefined(pairs: list[tuple[str, str]], equal: float | None, why: str) -> None:
    found = agreement(pairs)
    assert (found.pairs, found.equal, found.kappa) == (len(pairs), equal, None)
    assert why in (found.undefined or "")


def test_the_agreement_stands_on_the_grades_before_moderation(tmp_path: Path) -> None:
    rows = [*graded("1", "good", "good"), *graded("2", "good", "inadequate", "good"), *graded("3", "inadequate")]
    figure = results(read(tmp_path, rows), TODAY).figure("practice-agreement")
    assert figure.rows == ((2, 50.0, "0.00"),)


def test_without_statsmodels_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("statsmodels"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(OversightError, match=r"unmissed\[oversight\]"):
        agreement([("good", "good"), ("good", "inadequate")])
