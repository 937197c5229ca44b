"""A wrong case file is refused, and the refusal says what was found, what was expected and what to do."""

from __future__ import annotations

import pytest

from unmissed.replay.casefile import read_case
from unmissed.replay.model import CaseError

RIGHT = """
id: made
order: 1
title: Made
area: Nowhere
cites: [F.4 ¶25]
ends_on: 2018-12-31
happened:
  - {says: A child was removed., cites: [F.4 ¶25]}
children:
  - child_id: C1
    who: a child
    records:
      - table: children
        wholly_assumed: A register needs the child.
        rows:
          - {date_of_birth: 2004-01-01}
      - table: monitoring
        fact: The child was removed in October 2018.
        cites: [F.4 ¶25]
        precision: month
        dated: {removed_on: 2018-10}
        rows:
          - {entry_id: M1, list: the list, added_on: 2018-03-05, removed_on: 2018-10-31}
        assumed:
          added_on: Undated.
          removed_on: The last day of the month.
    expect:
      - check: removed-while-at-risk
        by: 2018-10-31
        by_because: The last day of the month.
        cites: [F.4 ¶25]
"""

WRONG = [
    ("title: Made\n", "", "made.yaml: found no title; expected a value for title. Add `title:`."),
    ("title: Made", "title: Made\ncolour: red", "found the key 'colour'; expected one of id, title"),
    ("title: Made", "title: Made\ntitle: Again", "found the key 'title' twice"),
    (
        "ends_on: 2018-12-31",
        "ends_on: 31/12/2018",
        "made.yaml, ends_on: found '31/12/2018', expected a date as YYYY-MM-DD",
    ),
    ("order: 1", "order: first", "found order 'first'; expected a whole number"),
    ("cites: [F.4 ¶25]\nends", "cites: [page 4]\nends", "found the paragraph 'page 4'; expected one such as 'F.4 ¶25'"),
    ("cites: [F.4 ¶25]\nends", "cites: F.4 ¶25\nends", "found no list under cites"),
    ("table: monitoring", "table: lists", "found the table 'lists'; expected one of children, assessments"),
    ("list: the list", "liste: the list", "found the column 'liste'; expected a column of monitoring"),
    ("list: the list, ", "", "found no list; expected a value in every row of monitoring"),
    ("{entry_id: M1,", "{child_id: C1, entry_id: M1,", "found a child_id in a row"),
    ("added_on: 2018-03-05", "added_on: 2019-03-05", "found removed_on before added_on"),
    ("added_on: 2018-03-05", "added_on: spring", "added_on: found 'spring', expected a date"),
    ("removed_on: 2018-10-31}", "removed_on: 2018-11-01}", "found removed_on 2018-11-01; expected a day in 2018-10"),
    (
        "          removed_on: The last day of the month.\n",
        "",
        "found a day in removed_on that the report does not give",
    ),
    ("          added_on: Undated.\n", "", "found a day in added_on that the report does not give"),
    (
        "          added_on: Undated.",
        "          moved_on: Undated.\n          added_on: Undated.",
        "found moved_on under dated or assumed",
    ),
    ("precision: month", "precision: day", "found precision day; expected a period of that precision under dated"),
    ("precision: month", "precision: week", "found precision 'week'; expected one of day, month, year, relative"),
    ("{removed_on: 2018-10}", "{removed_on: autumn}", "found 'autumn', expected YYYY, YYYY-MM, YYYY-MM-DD"),
    (
        "        fact: The child was removed in October 2018.\n",
        "",
        "found a record without fact; expected fact, or wholly_assumed",
    ),
    (
        "        fact: The",
        "        wholly_assumed: Needed.\n        fact: The",
        "found fact in a record that is wholly assumed",
    ),
    ("    expect:", "    silent:", "found the key 'by'; expected one of check, because, cites, until"),
    ("by: 2018-10-31\n", "by: 2018-10-31\n        not_before: 2018-11-01\n", "found not_before after by"),
    ("date_of_birth: 2004-01-01", "sex: M", None),
    (
        "- {date_of_birth: 2004-01-01}",
        "- {date_of_birth: 2004-01-01}\n          - {date_of_birth: 2004-01-01}",
        "found 2 rows of the table children",
    ),
    (
        "list, added_on",
        "list, removal_reason: gone, added_on",
        "found removal_reason 'gone'; expected one of risk_reduced",
    ),
]


def test_a_right_file_is_read() -> None:
    case = read_case(RIGHT, "made.yaml")
    assert [record.table for record in case.children[0].records] == ["children", "monitoring"]


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG)
def test_a_wrong_file_is_refused_in_clear_words(right: str, wrong: str, message: str | None) -> None:
    assert right in RIGHT
    text = RIGHT.replace(right, wrong, 1)
    if message is None:  # an empty date of birth is a finding, not a mistake
        assert read_case(text, "made.yaml").children[0].records[0].rows[0] == {"sex": "M"}
        return
    with pytest.raises(CaseError) as refused:
        read_case(text, "made.yaml")
    assert message in str(refused.value)
    assert str(refused.value).startswith("made.yaml")


def test_every_problem_is_told_at_once() -> None:
    text = RIGHT.replace("title: Made\n", "").replace("table: monitoring", "table: lists")
    with pytest.raises(CaseError) as refused:
        read_case(text, "made.yaml")
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize("text", ["- a list", "just words", "a: [unclosed"])
def test_what_is_no_case_at_all_is_refused(text: str) -> None:
    with pytest.raises(CaseError, match=r"^made\.yaml: "):
        read_case(text, "made.yaml")


def test_a_child_about_whom_nothing_is_asked_is_refused() -> None:
    with pytest.raises(CaseError, match="about whom nothing is asked"):
        read_case(RIGHT.split("    expect:", maxsplit=1)[0], "made.yaml")


def test_an_id_given_twice_is_refused() -> None:
    record = RIGHT[RIGHT.index("      - table: monitoring") : RIGHT.index("    expect:")]
    with pytest.raises(CaseError, match="found the id 'M1' twice in monitoring"):
        read_case(RIGHT.replace(record, record * 2), "made.yaml")


def test_a_case_without_children_is_refused() -> None:
    with pytest.raises(CaseError, match="no children and no cohort"):
        read_case(RIGHT.split("children:\n", maxsplit=1)[0], "made.yaml")
