"""Bad rows: each is set aside with its place, its value and a sentence that tells how to mend it; nothing else is lost."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from unmissed.register.check_digits import UPN_LETTERS
from unmissed.register.loading import Register, load_register, register_from_rows
from unmissed.register.quarantine import SHOWN_PER_FAULT, Fault, Faults, RegisterError, shown
from unmissed.register.schema import Column

Load = Callable[..., Register]

EVENT = {"event_id": "E1", "child_id": "C1", "occurred_on": "2019-01-05", "kind": "other"}
CHILD = {"child_id": "C1"}


def one_event(**values: object) -> Register:
    return register_from_rows({"children": [CHILD], "events": [{**EVENT, **values}]})


def ids(register: Register, table: str, column: str) -> list[str]:
    return [value for (value,) in register.con.execute(f"select {column} from store.{table} order by 1").fetchall()]


# --- Sentences


@pytest.mark.parametrize(
    ("values", "column", "value", "sentence"),
    [
        (
            {"occurred_on": "2019-02-29"},
            "occurred_on",
            "2019-02-29",
            "2019-02-29 is no date: 2019 was not a leap year. Write the day on which it happened as YYYY-MM-DD.",
        ),
        (
            {"occurred_on": "2019-13-01"},
            "occurred_on",
            "2019-13-01",
            "2019-13-01 is no date: there is no month 13. Write the day on which it happened as YYYY-MM-DD.",
        ),
        (
            {"occurred_on": "43470"},
            "occurred_on",
            "43470",
            "43470 is a spreadsheet's day number, not a date. Format the column as a date YYYY-MM-DD and save it again.",
        ),
        (
            {"occurred_on": "soon"},
            "occurred_on",
            "soon",
            "soon is no date. Write the day on which it happened as YYYY-MM-DD.",
        ),
        (
            {"harm": "knwon"},
            "harm",
            "knwon",
            "knwon is no value of harm. Use one of: none, suspected, known. Perhaps known is meant.",
        ),
        (
            {"perpetrator_identified": "perhaps"},
            "perpetrator_identified",
            "perhaps",
            "perhaps is neither yes nor no. Write yes or no, or leave it empty where it is not known.",
        ),
        ({"kind": " "}, "kind", "", "kind is empty, and every row needs it. Fill it in."),
        (
            {"child_id": "C9"},
            "child_id",
            "C9",
            "children has no row with the child_id C9. Add that row to children, or correct the child_id here.",
        ),
    ],
)
def test_what_is_wrong_with_a_row(values: dict[str, object], column: str, value: str, sentence: str) -> None:
    (entry,) = one_event(**values).quarantine
    assert (entry.table, entry.file, entry.line, entry.rows) == ("events", "memory", 1, 1)
    assert (entry.column, entry.value, entry.sentence) == (column, value, sentence)


def test_an_end_before_its_start() -> None:
    row = {"assessment_id": "A1", "child_id": "C1", "kind": "review", "started_on": "2019-02-01", "completed_on": "2019-01-31"}
    register = register_from_rows({"children": [CHILD], "assessments": [row]})
    (entry,) = register.quarantine
    assert entry.column == "completed_on"
    assert entry.sentence == ("completed_on 2019-01-31 lies before started_on 2019-02-01. Correct whichever of the two is wrong.")


def test_an_end_on_the_day_of_its_start_is_sound() -> None:
    row = {"assessment_id": "A1", "child_id": "C1", "kind": "review", "started_on": "2019-02-01", "completed_on": "2019-02-01"}
    assert register_from_rows({"children": [CHILD], "assessments": [row]}).quarantine == ()


def test_a_row_with_several_faults_is_told_of_all_and_counted_once() -> None:
    register = one_event(occurred_on="x", kind="y", harm="z")
    assert [(entry.column, entry.rows) for entry in register.quarantine] == [("occurred_on", 1), ("kind", 0), ("harm", 0)]
    assert register.quarantined_rows() == register.quarantined_rows("events") == 1
    assert register.quarantined_rows("children") == 0


def test_the_other_rows_are_used() -> None:
    rows = [{**EVENT, "event_id": f"E{number}", "kind": "other" if number % 2 else "?"} for number in range(6)]
    register = register_from_rows({"children": [CHILD], "events": rows})
    assert ids(register, "events", "event_id") == ["E1", "E3", "E5"]
    assert [entry.line for entry in register.quarantine] == [1, 3, 5]


# --- Duplicates and orphans


def test_of_rows_with_the_same_id_the_fullest_is_kept() -> None:
    rows = [EVENT, {**EVENT, "harm": "known"}, {**EVENT, "kind": "arrest"}]
    register = register_from_rows({"children": [CHILD], "events": rows})
    assert ids(register, "events", "harm") == ["known"]
    assert [(entry.line, entry.column, entry.value) for entry in register.quarantine] == [
        (1, "event_id", "E1"),
        (3, "event_id", "E1"),
    ]
    assert "used by more than one row" in register.quarantine[0].sentence


def test_of_rows_as_full_the_choice_goes_by_their_text() -> None:
    rows = [{**EVENT, "kind": kind} for kind in ("other", "arrest", "disclosure")]
    for order in (rows, rows[::-1], rows[1:] + rows[:1]):
        assert ids(register_from_rows({"children": [CHILD], "events": order}), "events", "kind") == ["arrest"]


def test_extra_columns_count_as_filled() -> None:
    rows = [{**EVENT, "kind": "arrest"}, {**EVENT, "ours": "1"}]
    assert ids(register_from_rows({"children": [CHILD], "events": rows}), "events", "kind") == ["other"]


def test_a_bad_row_is_no_rival_for_the_same_id() -> None:
    rows = [{**EVENT, "harm": "known", "kind": "?"}, {**EVENT, "harm": "known", "child_id": "C9"}, EVENT]
    register = register_from_rows({"children": [CHILD], "events": rows})
    assert ids(register, "events", "child_id") == ["C1"]
    assert [entry.column for entry in register.quarantine] == ["kind", "child_id"]


def test_ids_differ_by_case() -> None:
    assert ids(register_from_rows({"children": [{"child_id": "c1"}, CHILD]}), "children", "child_id") == ["C1", "c1"]


def test_records_of_a_child_in_quarantine_say_so() -> None:
    children = [{"child_id": "C1", "date_of_birth": "2019-02-30"}]
    register = register_from_rows({"children": children, "events": [EVENT]})
    assert [entry.table for entry in register.quarantine] == ["children", "events"]
    assert register.quarantine[1].sentence == (
        "The row of children for C1 is itself in quarantine. Mend that row first; this one then counts."
    )


def test_a_chain_of_orphans() -> None:
    register = register_from_rows(
        {
            "children": [CHILD],
            "assessment_factors": [
                {"factor_id": "F1", "assessment_id": "A1", "child_id": "C1", "factor": "x", "effect": "risk"},
                {"factor_id": "F2", "assessment_id": "A2", "child_id": "C1", "factor": "x", "effect": "risk"},
            ],
            "assessments": [{"assessment_id": "A1", "child_id": "C9", "kind": "review", "started_on": "2019-01-01"}],
        }
    )
    assert [(entry.table, entry.column, "itself in quarantine" in entry.sentence) for entry in register.quarantine] == [
        ("assessments", "child_id", False),
        ("assessment_factors", "assessment_id", True),
        ("assessment_factors", "assessment_id", False),
    ]


ACTION = {"action_id": "N1", "child_id": "C1", "meeting_id": "M1", "agency": "police", "action": "x", "set_on": "2019-01-01"}


def test_a_reference_to_a_table_that_is_missing_is_let_be() -> None:
    assert register_from_rows({"children": [CHILD], "actions": [ACTION]}).quarantine == ()


def test_a_reference_to_an_empty_table_is_an_orphan() -> None:
    register = register_from_rows({"children": [CHILD], "actions": [ACTION], "meetings": []})
    assert [entry.column for entry in register.quarantine] == ["meeting_id"]


def test_an_optional_reference_may_be_empty() -> None:
    register = register_from_rows({"children": [CHILD], "actions": [{**ACTION, "meeting_id": ""}], "meetings": []})
    assert register.quarantine == ()


# --- Tables set aside whole


def test_a_table_without_a_required_column_is_set_aside_whole(load: Load) -> None:
    register = load(events="event_id,child_id,kind\nE1,C1,other\nE2,C1,other\n")
    (entry,) = register.quarantine
    assert (entry.table, entry.file, entry.line, entry.column, entry.rows) == ("events", "events.csv", 1, "", 2)
    assert "lacks occurred_on" in entry.sentence
    assert entry.sentence.endswith("Until then events counts as missing.")
    assert register.tables == {"children"}
    assert ids(register, "events", "event_id") == []


def test_a_missing_date_of_birth_is_no_bad_row() -> None:
    assert register_from_rows({"children": [{"child_id": "C1", "date_of_birth": ""}]}).quarantine == ()


# --- Blank rows, lines and places


def test_rows_with_nothing_in_them_are_passed_over(load: Load) -> None:
    register = load(events="event_id,child_id,occurred_on,kind,extra\n,,,, \nE1,C1,2019-01-05,other,\n\n , ,\u00a0,,\n")
    assert register.quarantine == ()
    assert [notice.rows for notice in register.notices if "nothing in it" in notice.sentence] == [2]


def test_a_row_with_only_an_extra_value_is_a_bad_row(load: Load) -> None:
    register = load(events="event_id,child_id,occurred_on,kind,extra\n,,,,x\n")
    assert register.quarantined_rows() == 1


def test_the_line_is_the_line_of_the_file(load: Load) -> None:
    register = load(
        events='event_id,child_id,occurred_on,kind,notes\nE1,C1,2019-01-05,other,"one\ntwo\n\nfour"\n\n'
        'E2,C1,2019-01-05,?,"5"" x"\r\n\r\nE3,C1,2019-01-05,?,a "b" c\n'
    )
    assert [entry.line for entry in register.quarantine] == [7, 9]


def test_the_line_in_a_large_file(load: Load) -> None:
    """Large enough to be read by several threads, each with its own part of the rows."""
    bad = {3, 130_000, 299_999}
    rows = [f"E{number},C1,2019-01-05,{'?' if number in bad else 'Other'}\n" for number in range(300_000)]
    register = load(events="event_id,child_id,occurred_on,kind\n" + "".join(rows))
    assert [entry.line for entry in register.quarantine] == [number + 2 for number in sorted(bad)]
    (out_of_place,) = register.con.execute(
        "select count(*) from (select event_id, lag(event_id) over (order by rowid) as before from store.events) "
        "where substr(event_id, 2)::integer < substr(before, 2)::integer"
    ).fetchone() or (None,)
    assert out_of_place == 0


def test_the_row_of_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "children"
    for row in (["child_id", "date_of_birth"], ["C1", "2001-01-01"], [None, None], ["C2", "x"]):
        book.active.append(row)
    book.save(tmp_path / "r.xlsx")
    (entry,) = load_register(tmp_path / "r.xlsx").quarantine
    assert (entry.file, entry.line) == ("sheet children", 4)


def test_the_row_of_a_parquet_file(tmp_path: Path) -> None:
    register = register_from_rows({"children": [{"child_id": "C1"}, {"child_id": "C2"}]})
    rows = "select child_id, if(child_id = 'C2', 'x', '') as date_of_birth from store.children"
    register.con.execute(f"copy ({rows}) to '{tmp_path}/children.parquet'")
    assert [entry.line for entry in load_register(tmp_path).quarantine] == [2]


def test_an_entry_reads_as_a_sentence_with_its_place() -> None:
    (entry,) = one_event(kind="").quarantine
    assert str(entry) == "memory, line 1, kind: kind is empty, and every row needs it. Fill it in."


# --- Many faults of one kind


def test_many_faults_of_a_kind_are_folded_and_still_counted() -> None:
    rows = [{**EVENT, "event_id": f"E{number}", "kind": "?"} for number in range(SHOWN_PER_FAULT + 5)]
    register = register_from_rows({"children": [CHILD], "events": rows})
    assert len(register.quarantine) == SHOWN_PER_FAULT + 1
    assert register.quarantined_rows() == SHOWN_PER_FAULT + 5
    assert register.quarantine[-1].line == SHOWN_PER_FAULT + 1
    assert register.quarantine[-1].sentence.startswith("5 more rows")


def test_a_folded_row_counts_once() -> None:
    faults = Faults()
    for row in range(SHOWN_PER_FAULT + 3):
        faults.add(Fault(row, "a", "", "x", "x"))
        faults.add(Fault(row, "b", "", "x", "x", rows=0))
    entries = list(faults.entries("events", "f", {row: row + 1 for row in range(SHOWN_PER_FAULT + 3)}))
    assert sum(entry.rows for entry in entries) == SHOWN_PER_FAULT + 3


# --- Check digits: reported, and the row kept


def told(**child: Any) -> list[str]:
    register = register_from_rows({"children": [{"child_id": "C1", **child}]})
    assert ids(register, "children", "child_id") == ["C1"]
    assert register.quarantine == ()
    return [notice.sentence for notice in register.notices]


@pytest.mark.parametrize("number", ["943 476 5919", "9434765919", "401-023-2137", "", None, 9434765919])
def test_sound_nhs_numbers(number: object) -> None:
    assert told(nhs_number=number) == []


@pytest.mark.parametrize("number", ["943 476 5918", "943476591", "94347659190", "943476591X", "none"])
def test_wrong_nhs_numbers_are_told_without_their_value(number: str) -> None:
    (sentence,) = told(nhs_number=number)
    assert sentence == "1 value of nhs_number with a wrong check digit, the first in line 1. Rows kept."


def upn(body: str, step: int = 0) -> str:
    """A pupil number with its check letter, or with the letter `step` further."""
    values = [int(sign) if sign.isdigit() else UPN_LETTERS.index(sign) for sign in body]
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return UPN_LETTERS[(total + step) % 23] + body


@pytest.mark.parametrize("body", ["801200001001", "203342515010", "99900000000A", "12345678901Z"])
def test_pupil_numbers(body: str) -> None:
    assert told(upn=upn(body)) == told(upn=upn(body).lower()) == []
    assert len(told(upn=upn(body, step=1))) == 1


@pytest.mark.parametrize("number", ["H80120000100", "I801200001001", "H80120000100I", "x"])
def test_what_is_no_pupil_number(number: str) -> None:
    assert len(told(upn=number)) == 1


def test_wrong_check_digits_are_counted() -> None:
    children = [{"child_id": "C1", "nhs_number": "9434765919"}, *({"child_id": c, "nhs_number": "1"} for c in ("C2", "C3"))]
    (notice,) = register_from_rows({"children": children}).notices
    assert (notice.column, notice.rows) == ("nhs_number", 2)
    assert "the first in line 2" in notice.sentence


def test_the_line_of_a_wrong_check_digit_after_rows_were_set_aside() -> None:
    children = [{"child_id": "C1", "date_of_birth": "x"}, {"child_id": "C2"}, {"child_id": "C3", "nhs_number": "1"}]
    (notice,) = register_from_rows({"children": children}).notices
    assert "the first in line 3" in notice.sentence


# --- Privacy

SURNAME, NUMBER = "Canaryford", "9434765918"


@pytest.mark.parametrize(
    ("privacy", "text", "seen"),
    [
        ("plain", "C1", "C1"),
        ("plain", "x" * 41, "(hidden, 41 characters)"),
        ("plain", "a\nb", "(hidden, 3 characters)"),
        ("sensitive", "C1", "(hidden, 2 characters)"),
        ("identifying", "C1", "(hidden, 2 characters)"),
        ("identifying", "", ""),
        ("identifying", None, ""),
    ],
)
def test_what_of_a_value_is_shown(privacy: Any, text: str | None, seen: str) -> None:
    assert shown(Column("x", "text", "x", privacy=privacy), text) == seen


def everything_said(register: Register) -> str:
    return repr(register.quarantine) + repr(register.notices)


def test_no_identifying_or_sensitive_value_is_ever_said() -> None:
    """A canary in every identifying and free-text column, and everything fails."""
    child = {"name": SURNAME, "nhs_number": NUMBER, "upn": SURNAME, "date_of_birth": f"{SURNAME} 1.1.2001"}
    register = register_from_rows(
        {
            "children": [{"child_id": "C1", **child}, {"child_id": "C2", **child, "date_of_birth": ""}, child],
            "events": [
                {**EVENT, "kind": "?", "summary": SURNAME, "notes": NUMBER, "unknown column": SURNAME},
                {**EVENT, "child_id": "C9", "summary": SURNAME, "notes": NUMBER},
                {**EVENT, "occurred_on": f"{SURNAME} has the number {NUMBER}, written in the wrong column"},
            ],
            "actions": [{**ACTION, "action": SURNAME, "set_on": "", "notes": NUMBER}],
        }
    )
    assert register.quarantined_rows() == 6
    assert register.notices
    assert SURNAME not in everything_said(register)
    assert NUMBER not in everything_said(register)


@pytest.mark.parametrize(
    "content",
    [
        "child_id,name,nhs_number\nC1,{0},{1},{1}\nC2\n",
        'child_id,name,nhs_number\nC1,"{0},{1}\nC2,x,\n',
        "child_id,name,nhs_number\nC1,{0}\udcff,{1}\n",
        "child_id,name,nhs_number\nC1,{0},{1}\nC1,{0},{1}\n",
    ],
)
def test_rows_that_cannot_be_split_are_not_shown(load: Load, content: str) -> None:
    register = load(children=content.format(SURNAME, NUMBER).encode("utf-8", "surrogateescape"))
    assert register.quarantined_rows() > 0
    assert SURNAME not in everything_said(register)
    assert NUMBER not in everything_said(register)


def test_a_traceback_shows_no_line_of_a_file(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's own error quotes the line; whatever goes wrong next must not carry it along."""

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("unmissed.register.sources._patient_csv_source", fail)
    with pytest.raises(OSError, match="disk full") as error:
        load(children=f"child_id,name\nC1,{SURNAME},{NUMBER}\n")
    assert SURNAME not in "".join(traceback.format_exception(error.value))


def test_a_file_that_begins_with_data_instead_of_a_header_is_not_shown(load: Load) -> None:
    with pytest.raises(RegisterError) as error:
        load(children=f"C1,{SURNAME},{NUMBER}\n")
    assert SURNAME not in str(error.value)
    register = load(events=f"E1,{SURNAME},{NUMBER}\n")
    assert register.quarantined_rows("events") == 0 < len(register.quarantine)
    assert SURNAME not in everything_said(register)
