"""The rule language: what it accepts, what it refuses and how it says so."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import duckdb
import pytest

from unmissed.oversight.figure import OversightError
from unmissed.oversight.rule import default_rules, load_rules, parse_rule

LEVELS = ("none", "low", "medium", "high", "very_high")
ACCEPTED = {
    "level >= high": lambda level, harm, age, codes: level is not None and level >= 3,
    "level >= medium or harm >= suspected": lambda level, harm, age, codes: (level is not None and level >= 2) or harm >= 1,
    "level >= medium and age < 16": lambda level, harm, age, codes: (
        level is not None and level >= 2 and age is not None and age < 16
    ),
    "indicator:peer_links": lambda level, harm, age, codes: "peer_links" in codes,
    "not level >= high": lambda level, harm, age, codes: not (level is not None and level >= 3),
    "not (harm = none or age != 13)": lambda level, harm, age, codes: not (harm == 0 or (age is not None and age != 13)),
    "level = low and harm = known or age <= 12": lambda level, harm, age, codes: (
        (level == 1 and harm == 2) or (age is not None and age <= 12)
    ),
    "level=low and (harm=known or age<=12)": lambda level, harm, age, codes: (
        level == 1 and (harm == 2 or (age is not None and age <= 12))
    ),
    "level > low and level < very_high": lambda level, harm, age, codes: level is not None and 1 < level < 4,
    "not not indicator:peer_links": lambda level, harm, age, codes: "peer_links" in codes,
}


@pytest.mark.parametrize("text", ACCEPTED)
def test_a_rule_holds_exactly_where_its_words_say(text: str) -> None:
    """Every level, harm and age, the unknown ones too, with and without the indicator."""
    con = duckdb.connect()
    con.execute(f"create macro holds(level_rank, harm_rank, age, indicators) as {parse_rule(text).sql}")
    for level, harm, age, codes in product(
        (None, 0, 1, 2, 3, 4), (0, 1, 2), (None, 11, 12, 13, 15, 16), ([], ["peer_links", "x"])
    ):
        found = con.execute("select holds($1::integer, $2, $3::integer, $4::varchar[])", [level, harm, age, codes]).fetchone()
        assert found == (ACCEPTED[text](level, harm, age, codes),), (level, harm, age, codes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found its end, expected `level`, `harm`, `age` or `indicator:CODE`"),
        ("level", "found its end, expected one of =, !=, >="),
        ("level high", "found `high` at character 7, expected one of ="),
        ("level >= hgih", "found `hgih` at character 10, expected a level: none, low"),
        ("harm >= high", "expected a harm: none, suspected, known"),
        ("age < sixteen", "expected an age in whole years from 0 to 18"),
        ("age < 99", "expected an age in whole years"),
        ("level >= low and", "found its end"),
        ("level >= low harm = known", "found `harm` at character 14, expected `and`, `or` or the end"),
        ("(level >= low", "expected `)`"),
        ("level >= low)", "found `)`"),
        ("indicator:", "found `indicator`"),
        ("name = 'x'", "found `name`"),
        ("1 = 1", "found `1`"),
        ("level >= low; drop table children", "found `;`"),
        ("level >= low -- x", "found `-`"),
        ("indicator:a') or ('1'='1", "found `'`"),
        ("(" * 60 + "level >= low" + ")" * 60, "nests more than 50 deep"),
        ("not " * 60 + "level >= low", "nests more than 50 deep"),
    ],
)
def test_anything_else_is_refused_with_what_was_found_and_expected(text: str, said: str) -> None:
    with pytest.raises(OversightError) as refused:
        parse_rule(text)
    assert said in str(refused.value)


def test_brackets_side_by_side_are_not_deep() -> None:
    assert parse_rule(" or ".join(["(level >= low)"] * 80)).sql.count("level_rank") == 80


def test_the_rules_of_the_design_and_the_inquiry_are_the_default() -> None:
    assert [rule.text for rule in default_rules()] == [
        "level >= high",
        "level >= medium",
        "harm >= suspected",
        "level >= medium or harm >= suspected",
    ]


def test_a_file_of_rules(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("- name: our protocol\n  rule: level >= medium and age < 16\n")
    assert [(rule.name, rule.text) for rule in load_rules(path)] == [("our protocol", "level >= medium and age < 16")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "is not YAML"),
        ("", "holds no list of rules"),
        ("name: x", "holds no list of rules"),
        ("- level >= high", "rule 1 has not both"),
        ("- {name: a, rule: 3}", "rule 1 has not both"),
        ("- {name: a, rule: level >= high}\n- {name: a, rule: level >= low}", "two rules are called 'a'"),
        ("- {name: a, rule: level is high}", "found `is`"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    with pytest.raises(OversightError, match=said):
        load_rules(path)
    with pytest.raises(OversightError, match="cannot be read"):
        load_rules(tmp_path / "none.yaml")
