"""Answers: what was seen when, and reading them from files without ever repeating what a person wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from unmissed.instruments.answer_files import read_answers, read_answers_file
from unmissed.instruments.answers import Answers, Judgement, Seen
from unmissed.instruments.errors import InstrumentError
from unmissed.instruments.library import library
from unmissed.instruments.tool import NOW, Window

YAML = """
age: 14
harm: suspected
learning_disability: no
disclosure: yes
perpetrator_identified: no
past_harm_considered: yes
about: an invented child
indicators:
  late_return: yes
  school_absence: unknown
  missing_overnight: {current: no, past: yes, months_ago: [3, 9]}
  isolated: {past: yes}
scores:
  gateshead: {missing: 2}
judged:
  kent_medway: {level: category_2, rationale: Seen with others}
"""
JSON = """{
\t"age": 14, "harm": "suspected", "learning_disability": "no", "disclosure": true, "perpetrator_identified": "no",
\t"past_harm_considered": "yes",
\t"indicators": {"late_return": "yes", "school_absence": "unknown", "isolated": {"past": "yes"},
\t\t"missing_overnight": {"current": "no", "past": "yes", "months_ago": [3, 9]}},
\t"scores": {"gateshead": {"missing": 2}},
\t"judged": {"kent_medway": {"level": "category_2", "rationale": "Seen with others"}}
}"""
CSV = """question,answer,past,months_ago,reason
age,14,,,
harm,suspected,,,
learning_disability,no,,,
disclosure,yes,,,
perpetrator_identified,no,,,
past_harm_considered,yes,,,
late_return,yes,,,
school_absence,unknown,,,
missing_overnight,no,yes,3;9,
isolated,,yes,,
score:gateshead:missing,2,,,
judged:kent_medway,category_2,,,Seen with others
"""
EXPECTED = Answers(
    indicators={
        "late_return": Seen("yes"),
        "school_absence": Seen(),
        "missing_overnight": Seen("no", "yes", (3, 9)),
        "isolated": Seen("unknown", "yes"),
        "learning_disability": Seen("no"),
        "disclosure": Seen("yes"),
    },
    age=14,
    harm="suspected",
    perpetrator_identified="no",
    past_harm_considered="yes",
    scores={"gateshead": {"missing": 2}},
    judged={"kent_medway": Judgement("category_2", "Seen with others")},
)


@pytest.mark.parametrize(
    ("name", "text"), [("a.yaml", YAML), ("a.json", JSON), ("a.csv", CSV), ("a.csv", "\n" + CSV.replace("\n", "\r\n"))]
)
def test_the_same_answers_in_every_kind_of_file(name: str, text: str) -> None:
    assert read_answers(text.lstrip("\n") if name == "a.csv" else text, name, library()) == EXPECTED


@pytest.mark.parametrize(
    ("seen", "window", "expected"),
    [
        (Seen("yes", "unknown"), NOW, "yes"),
        (Seen("no", "unknown"), NOW, "no"),
        (Seen("unknown", "no"), NOW, "unknown"),
        (Seen("no", "yes", (3,)), NOW, "no"),
        (Seen("no", "unknown"), Window(to=6), "unknown"),
        (Seen("no", "yes"), Window(to=6), "unknown"),
        (Seen("no", "yes", (6,)), Window(to=6), "yes"),
        (Seen("no", "yes", (7,)), Window(to=6), "no"),
        (Seen("yes", "no"), Window(over=6, to=12), "no"),
        (Seen("no", "yes", (6,)), Window(over=6, to=12), "no"),
        (Seen("no", "yes", (7,)), Window(over=6, to=12), "yes"),
        (Seen("no", "yes", (12,)), Window(over=6, to=12), "yes"),
        (Seen("no", "yes", (13,)), Window(over=6, to=12), "no"),
        (Seen("no", "yes"), Window(), "yes"),
        (Seen("no", "no"), Window(), "no"),
        (Seen(), Window(), "unknown"),
    ],
)
def test_what_was_seen_within_a_window(seen: Seen, window: Window, expected: str) -> None:
    assert seen.within(window) == expected


@pytest.mark.parametrize(
    ("current", "past", "expected"), [("no", "unknown", "no"), ("unknown", "yes", "yes"), ("unknown", "unknown", "unknown")]
)
def test_a_learning_disability(current: str, past: str, expected: str) -> None:
    assert Answers(indicators={"learning_disability": Seen(current, past)}).learning_disability == expected  # type: ignore[arg-type]


WRONG = [
    ("age: old", 1, "the age is no whole number of years from 0 to 25"),
    ("age: 26", 1, "the age is no whole number"),
    ("age: -1", 1, "the age is no whole number"),
    ("age: 14\nharm: maybe", 2, "harm is none of none, suspected, known, unknown"),
    ("disclosure: perhaps", 1, "the answer to disclosure is none of yes, no, unknown"),
    ("hram: known", 1, "this question is not known here. Did you mean harm?"),
    ("indicators:\n  late_retrun: yes", 2, "there is no such indicator. Did you mean late_return?"),
    ("indicators:\n  late: yes", 2, "there is no such indicator. Did you mean late_return?"),
    ("indicators:\n  late_return: often", 2, "the answer to late_return is none of yes, no, unknown"),
    ("indicators:\n  late_return: {now: yes}", 2, "late_return takes current, past and months_ago"),
    ("indicators:\n  late_return: {past: yes, months_ago: -2}", 2, "months_ago of late_return is no whole number of months"),
    ("indicators:\n  late_return: {past: yes, months_ago: 301}", 2, "months_ago of late_return is no whole number of months"),
    ("indicators:\n  late_return: {past: no, months_ago: 2}", 2, "late_return has months_ago and past: no"),
    ("indicators:\n  disclosure: yes", 2, "give disclosure beside age and harm"),
    ("indicators: yes", 1, "indicators must hold one `name: yes` on each line"),
    ("scores:\n  gatehead: {missing: 1}", 2, "there is no such tool. Did you mean gateshead?"),
    ("scores:\n  gateshead: {mising: 1}", 2, "gateshead has no such heading. Did you mean missing?"),
    ("scores:\n  gateshead: {missing: 4}", 2, "the score of missing is no whole number from 0 to 3"),
    ("scores:\n  seraf: {missing: 4}", 2, "seraf has no such heading. It has none."),
    ("scores:\n  gateshead: 4", 2, "write names and values under gateshead"),
    (
        "judged:\n  kent_medway: {level: high}",
        2,
        "the level recorded under kent_medway is none of its own. Its levels: category_1",
    ),
    ("judged:\n  kent_medway: {level: category_1, why: x}", 2, "a judgement takes level and rationale, both texts"),
    ("judged: high", 1, "judged must hold a tool on each line"),
    ("- a\n- list", 1, "found no names and values"),
]


@pytest.mark.parametrize(("text", "line", "says"), WRONG)
def test_a_wrong_answer_is_refused_with_its_line_and_the_mend(text: str, line: int, says: str) -> None:
    with pytest.raises(InstrumentError) as error:
        read_answers(text, "a.yaml", library())
    assert f"line {line}: {says}" in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "a.csv is empty. Its header is question,answer,past,months_ago,reason"),
        ("who,what\n", "line 1: the header must be question,answer"),
        (CSV + "age,15,,,\n", "line 14: this question stands twice"),
        (CSV.replace("late_return,yes", "late_return,perhaps"), "line 8: the answer to late_return (current) is none of"),
        (CSV.replace("3;9", "3;x"), "line 10: months_ago of missing_overnight"),
        (CSV.replace("age,14", "age,fourteen"), "line 2: the age is no whole number"),
        (CSV.replace("score:gateshead:missing,2", "score:gateshead:missing,9"), "line 12: the score of missing"),
    ],
)
def test_a_wrong_row_of_a_csv_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(InstrumentError) as error:
        read_answers(text, "a.csv", library())
    assert says in str(error.value)


@pytest.mark.parametrize(("name", "text"), [("a.yaml", ""), ("a.yaml", "# nothing\n"), ("a.json", "")])
def test_an_empty_file_is_refused(name: str, text: str) -> None:
    with pytest.raises(InstrumentError, match="is empty"):
        read_answers(text, name, library())


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InstrumentError, match=r"cannot be read: No such file.*Give a \.yaml, \.json or \.csv file"):
        read_answers_file(tmp_path / "none.yaml", library())
    (tmp_path / "a.yaml").write_bytes(b"\xff")
    with pytest.raises(InstrumentError, match="not UTF-8"):
        read_answers_file(tmp_path / "a.yaml", library())


CANARY = "Canarysurname 9434765919"
SEEDED = [
    f"'{CANARY}': yes",
    f"age: {CANARY}",
    f"harm: {CANARY}",
    f"disclosure: {CANARY}",
    f"indicators:\n  '{CANARY}': yes",
    f"indicators:\n  late_return: {CANARY}",
    f"indicators:\n  late_return: {{'{CANARY}': yes}}",
    f"indicators:\n  late_return: {{past: yes, months_ago: {CANARY}}}",
    f"indicators: {CANARY}",
    f"scores:\n  '{CANARY}': {{missing: 1}}",
    f"scores:\n  gateshead: {{'{CANARY}': 1}}",
    f"scores:\n  gateshead: {{missing: {CANARY}}}",
    f"judged:\n  kent_medway: {{level: {CANARY}}}",
    f"judged:\n  '{CANARY}': {{level: low}}",
    f"'{CANARY}': yes\n'{CANARY}': no",
    f"a: [{CANARY}",
    CANARY,
]


@pytest.mark.parametrize("text", SEEDED)
def test_no_message_repeats_what_was_answered(text: str) -> None:
    with pytest.raises(InstrumentError) as error:
        read_answers(text, "a.yaml", library())
    assert "Canarysurname" not in str(error.value)
    assert "9434765919" not in str(error.value)
    assert error.value.__cause__ is None


@pytest.mark.parametrize(
    "row",
    [
        f"{CANARY},yes,,,",
        f"age,{CANARY},,,",
        f"late_return,{CANARY},,,",
        f"late_return,no,yes,{CANARY},",
        f"judged:{CANARY},x,,,",
    ],
)
def test_no_message_repeats_what_a_csv_answered(row: str) -> None:
    with pytest.raises(InstrumentError) as error:
        read_answers(f"question,answer,past,months_ago,reason\n{row}\n", "a.csv", library())
    assert "Canarysurname" not in str(error.value)
    assert "9434765919" not in str(error.value)
