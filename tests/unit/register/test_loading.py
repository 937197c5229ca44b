"""What a register becomes when it is loaded: typed tables, what it has and what it lacks, the same from every source."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from unmissed.register.cells import BLANKS
from unmissed.register.loading import Register, load_register, register_from_rows
from unmissed.register.quarantine import RegisterError
from unmissed.register.schema import schema

Load = Callable[..., Register]
Write = Callable[..., Path]

EVENT = {"event_id": "E1", "child_id": "C1", "occurred_on": "2019-01-05", "kind": "other"}
DATABASE_TYPES = {"date": "DATE", "bool": "BOOLEAN", "whole": "INTEGER", "list": "VARCHAR[]"}


def rows_of(register: Register, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a loaded table, in the order of their text."""
    return sorted(register.con.execute(f"select {', '.join(columns) or '*'} from store.{table}").fetchall(), key=str)


def one_event(**values: object) -> Register:
    return register_from_rows({"children": [{"child_id": "C1"}], "events": [{**EVENT, **values}]})


def sentences(register: Register) -> list[str]:
    return [entry.sentence for entry in register.quarantine]


def notices(register: Register) -> str:
    return "\n".join(map(str, register.notices))


# --- Tables and columns


@pytest.mark.parametrize("table", [table.name for table in schema()])
def test_every_table_of_the_contract_can_be_asked(table: str) -> None:
    register = register_from_rows({"children": [{"child_id": "C1"}]})
    described = register.con.execute(f"describe store.{table}").fetchall()
    expected = [(column.name, DATABASE_TYPES.get(column.type, "VARCHAR")) for column in schema()[table].columns]
    assert [(name, kind) for name, kind, *_ in described] == expected


@pytest.mark.parametrize("table", [table.name for table in schema()])
def test_a_table_that_is_there_has_the_same_types(table: str) -> None:
    """Typed by loading and not by the empty table: every column is given and holds nothing."""
    row = {column.name: None for column in schema()[table].columns}
    register = register_from_rows({"children": [{"child_id": "C1"}], table: [row]})
    described = register.con.execute(f"describe store.{table}").fetchall()
    expected = [(column.name, DATABASE_TYPES.get(column.type, "VARCHAR")) for column in schema()[table].columns]
    assert [(name, kind) for name, kind, *_ in described] == expected


def test_the_register_says_which_tables_and_columns_it_has() -> None:
    register = one_event()
    assert register.tables == {"children", "events"}
    assert register.columns == {"children": {"child_id"}, "events": set(EVENT)}


def test_a_header_without_rows_is_known_to_be_empty(load: Load) -> None:
    register = load(events="event_id,child_id,occurred_on,kind\n")
    assert "events" in register.tables
    assert register.columns["events"] == set(EVENT)
    assert register.quarantine == ()


def test_children_without_rows_is_an_empty_register(load: Load) -> None:
    assert load(children="child_id\n").tables == {"children"}


def test_rows_in_memory_without_a_row_are_known_to_be_empty_in_every_column() -> None:
    register = register_from_rows({"children": [], "events": []})
    assert register.columns["events"] == {column.name for column in schema()["events"].columns}


def test_unknown_columns_are_kept_as_text_and_told(load: Load) -> None:
    register = load(events="event_id,child_id,occurred_on,kind,Our Ref\nE1,C1,2019-01-05,other, 007 \n")
    assert rows_of(register, "events", '"Our Ref"') == [("007",)]
    assert register.columns["events"] == set(EVENT)
    assert "no column Our Ref in events" in notices(register)


def test_unknown_columns_keep_apart_from_each_other_and_from_what_the_engine_adds(load: Load) -> None:
    register = load(children="child_id,ref,Ref,,known_on,_faulty_cells,c0\nC1,a,b,c,d,e,f\n")
    extras = rows_of(register, "children", "ref", "Ref_2", "unnamed_3", "known_on_2", "_faulty_cells_2", "c0")
    assert extras == [("a", "b", "c", "d", "e", "f")]
    assert len(register.notices) == 6


def test_unknown_tables_and_files_are_told(write: Write) -> None:
    folder = write(children="child_id\nC1\n", colours="a\n")
    (folder / "readme.txt").write_text("x")
    (folder / ".hidden").write_text("x")
    told = notices(load_register(folder))
    assert "colours.csv" in told
    assert "readme.txt" in told
    assert ".hidden" not in told
    assert "colours is no table" in notices(register_from_rows({"children": [], "colours": []}))


def test_nothing_that_only_loading_needed_is_left() -> None:
    rows = [{"child_id": f"C{number}"} for number in range(500)]
    register = register_from_rows({"children": [*rows, {"child_id": "C1"}]})
    tables = register.con.execute("select table_name from duckdb_tables() where schema_name <> 'store'").fetchall()
    assert tables == []
    columns = register.con.execute("select column_name from duckdb_columns() where schema_name = 'store'").fetchall()
    assert ("_faulty_cells",) not in columns


def test_a_register_never_fetches_an_extension() -> None:
    con = register_from_rows({"children": []}).con
    names = ("autoinstall_known_extensions", "autoload_known_extensions")
    assert [con.execute(f"select current_setting('{name}')").fetchone() for name in names] == [(False,), (False,)]


# --- Cells


@pytest.mark.parametrize("text", ["2019-01-05", " 2019-01-05 ", "2019-1-5", "2019-01-05T22:15:00", "2019-01-05 00:00:00.000"])
def test_dates(text: str) -> None:
    assert rows_of(one_event(occurred_on=text), "events", "occurred_on") == [(date(2019, 1, 5),)]


@pytest.mark.parametrize("value", [date(2019, 1, 5), datetime(2019, 1, 5, 23, 59)])
def test_typed_dates(value: date) -> None:
    assert rows_of(one_event(occurred_on=value), "events", "occurred_on") == [(date(2019, 1, 5),)]


@pytest.mark.parametrize(
    "text", ["epoch", "infinity", "2019", "20190105", "2019/01/05", "1 Jan 2019", "2019-01-05 (BC)", "05/01/19", "43470", "x"]
)
def test_what_is_no_date(text: str) -> None:
    register = one_event(occurred_on=text)
    assert rows_of(register, "events") == []
    assert "YYYY-MM-DD" in sentences(register)[0]


@pytest.mark.parametrize(("text", "kept"), [("1899-12-31", 0), ("1900-01-01", 1), ("2199-12-31", 1), ("2200-01-01", 0)])
def test_dates_far_away_are_slips(text: str, kept: int) -> None:
    register = one_event(occurred_on=text)
    assert len(rows_of(register, "events")) == kept
    assert all("outside 1900-01-01 to 2199-12-31" in sentence for sentence in sentences(register))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(text, True) for text in ("yes", "YES ", "y", "true", "1", True)],
        *[(text, False) for text in ("No", "n", "FALSE", "0", False)],
        *[(text, None) for text in ("", "  ", None)],
    ],
)
def test_yes_and_no(text: object, value: bool | None) -> None:
    assert rows_of(one_event(perpetrator_identified=text), "events", "perpetrator_identified") == [(value,)]


@pytest.mark.parametrize("text", ["other", " Other", "OTHER\u00a0", "\tother\n"])
def test_codes_whatever_their_case_and_the_spaces_around(text: str) -> None:
    assert rows_of(one_event(kind=text), "events", "kind") == [("other",)]


@pytest.mark.parametrize("text", ["sexual_exploitation", "Sexual exploitation", "sexual-exploitation"])
def test_codes_with_spaces_for_underscores(text: str) -> None:
    assert rows_of(one_event(kind=text), "events", "kind") == [("sexual_exploitation",)]


@pytest.mark.parametrize(("given", "value"), [("7", 7), (7, 7), (7.0, 7), ("7.0", 7), (" 7 ", 7), ("", None)])
def test_whole_numbers(given: object, value: int | None) -> None:
    entry = {"directory_id": "D", "service": "s", "min_age": given}
    register = register_from_rows({"children": [], "service_directory": [entry]})
    assert rows_of(register, "service_directory", "min_age") == [(value,)]


@pytest.mark.parametrize("given", ["seven", "-1", "7.5", "99999999999"])
def test_what_is_no_whole_number(given: str) -> None:
    entry = {"directory_id": "D", "service": "s", "min_age": given}
    register = register_from_rows({"children": [], "service_directory": [entry]})
    assert rows_of(register, "service_directory") == []
    assert "no whole number" in sentences(register)[0]


@pytest.mark.parametrize(
    ("given", "value"),
    [
        *[(given, ["a", "b c"]) for given in ("a;b c", " a ; b c;; ", ["a", " b c"], {"b c", "a"})],
        *[(given, None) for given in ("", ";", [])],
        ("a", ["a"]),
    ],
)
def test_lists(given: object, value: list[str] | None) -> None:
    meeting = {"meeting_id": "M", "child_id": "C1", "held_on": "2019-01-01", "kind": "mace", "agencies": given}
    register = register_from_rows({"children": [{"child_id": "C1"}], "meetings": [meeting]})
    assert rows_of(register, "meetings", "agencies") == [(value,)]


def test_lists_of_codes() -> None:
    entries = [
        {"directory_id": "D1", "service": "s", "kinds": "Health; direct work"},
        {"directory_id": "D2", "service": "s", "kinds": "health;dance"},
    ]
    register = register_from_rows({"children": [], "service_directory": entries})
    assert rows_of(register, "service_directory", "directory_id", "kinds") == [("D1", ["health", "direct_work"])]
    assert register.quarantine[0].column == "kinds"


def test_ids_are_trimmed_and_whole_numbers_become_text() -> None:
    register = register_from_rows({"children": [{"child_id": 12.0}], "events": [{**EVENT, "child_id": " 12\u00a0"}]})
    assert rows_of(register, "events", "child_id") == [("12",)]


@settings(max_examples=40, deadline=None)
@given(day=st.dates(date(1900, 1, 1), date(2199, 12, 31)), pads=st.tuples(*[st.text(BLANKS, max_size=3)] * 2))
def test_every_day_is_read_back(day: date, pads: tuple[str, str]) -> None:
    register = one_event(occurred_on=pads[0] + day.isoformat() + pads[1])
    assert rows_of(register, "events", "occurred_on") == [(day,)]


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=12))
def test_a_date_is_read_or_quarantined_never_changed(text: str) -> None:
    register = one_event(started=text, recorded_on=text)
    kept = rows_of(register, "events", "recorded_on")
    stripped = text.replace("\0", "").strip(BLANKS)
    assert len(kept) + register.quarantined_rows() == 1
    if kept and kept[0][0] is not None:
        day = kept[0][0]
        assert str(day.year) in stripped
        assert str(day.day) in stripped
    elif kept:
        assert stripped == ""


CODES = schema()["events"].column("kind").codes


@settings(max_examples=40, deadline=None)
@given(code=st.sampled_from(CODES), flips=st.lists(st.booleans(), min_size=40, max_size=40), pad=st.text(BLANKS, max_size=3))
def test_every_code_is_read_in_any_case(code: str, flips: list[bool], pad: str) -> None:
    written = "".join(sign.upper() if flip else sign for sign, flip in zip(code, flips, strict=False))
    assert rows_of(one_event(kind=pad + written + pad), "events", "kind") == [(code,)]


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1, max_size=12))
def test_text_is_kept_to_the_letter_but_for_its_ends(text: str) -> None:
    kept = rows_of(one_event(reported_by=text), "events", "reported_by")
    assert kept == [(text.replace("\0", "").strip(BLANKS) or None,)]


# --- Days before months


def events(*days: str) -> list[dict[str, object]]:
    return [{**EVENT, "event_id": f"E{number}", "occurred_on": day} for number, day in enumerate(days)]


def dated(*days: str) -> Register:
    return register_from_rows({"children": [{"child_id": "C1"}], "events": events(*days)})


def test_days_first_when_one_date_proves_it() -> None:
    register = dated("03/04/2019", "13/04/2019", "2019-05-06", "7.8.2019", " 4/5/2019 00:00", "09-10-2019")
    days = [date(2019, 4, 3), date(2019, 4, 13), date(2019, 5, 6), date(2019, 8, 7), date(2019, 5, 4), date(2019, 10, 9)]
    assert rows_of(register, "events", "occurred_on") == sorted(((day,) for day in days), key=str)
    assert register.quarantine == ()
    assert "day first" in notices(register)


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (("03/04/2019",), "nothing in occurred_on shows"),
        (("03/04/2019", "04/13/2019"), "have the month first"),
        (("13/04/2019", "04/13/2019"), "some dates in occurred_on have the day first"),
    ],
)
def test_dates_that_can_be_read_in_two_ways_are_quarantined(days: tuple[str, ...], reason: str) -> None:
    register = dated(*days, "2019-05-06")
    assert rows_of(register, "events", "occurred_on") == [(date(2019, 5, 6),)]
    assert [reason in sentence for sentence in sentences(register)] == [True] * len(days)
    assert register.notices == ()


def test_one_column_does_not_settle_another() -> None:
    register = register_from_rows(
        {"children": [{"child_id": "C1"}], "events": [{**EVENT, "occurred_on": "13/01/2019", "recorded_on": "03/04/2019"}]}
    )
    assert [entry.column for entry in register.quarantine] == ["recorded_on"]


def test_an_impossible_day_in_a_column_with_days_first() -> None:
    register = dated("13/01/2019", "29/02/2019", "31/04/2019")
    assert [sentence.split(".")[0] for sentence in sentences(register)] == [
        "29/02/2019 is no date: 2019 was not a leap year",
        "31/04/2019 is no date: that month has 30 days",
    ]


def test_days_first_over_many_rows_of_a_file(load: Load) -> None:
    first = date(2015, 1, 1)
    days = [(first + timedelta(days=number)).strftime("%d/%m/%Y") for number in range(400)]
    lines = "".join(f"E{number},C1,{day},other\n" for number, day in enumerate(days))
    register = load(events=f"event_id,child_id,occurred_on,kind\n{lines}")
    assert len({day for (day,) in rows_of(register, "events", "occurred_on")}) == 400


# --- The same from every source

CHILDREN = [("C1", date(2005, 3, 1), "Leeds"), ("C2", None, 'O\'Brien, "Bo"\nline')]
EVENTS = [("E1", "C1", date(2019, 1, 5), "other", True), ("E2", "C2", date(2020, 2, 29), "arrest", None)]
CHILD_COLUMNS = ("child_id", "date_of_birth", "name")
EVENT_COLUMNS = ("event_id", "child_id", "occurred_on", "kind", "perpetrator_identified")


def in_memory() -> Register:
    return register_from_rows(
        {
            "children": [dict(zip(CHILD_COLUMNS, row, strict=True)) for row in CHILDREN],
            "events": [dict(zip(EVENT_COLUMNS, row, strict=True)) for row in EVENTS],
        }
    )


def copy(table: str, path: Path, options: str) -> None:
    """Write a table of `in_memory` with the database's own writer."""
    columns = CHILD_COLUMNS if table == "children" else EVENT_COLUMNS
    in_memory().con.execute(f"copy (select {', '.join(columns)} from store.{table}) to '{path}' ({options})")


def as_csv(folder: Path) -> Path:
    copy("children", folder / "children.csv", "header")
    copy("events", folder / "Events.CSV", "header")
    return folder


def as_parquet(folder: Path) -> Path:
    copy("children", folder / "children.parquet", "format parquet")
    copy("events", folder / "events.parquet", "format parquet")
    return folder


def mixed(folder: Path) -> Path:
    copy("children", folder / "children.csv", "header")
    copy("events", folder / "events.parquet", "format parquet")
    return folder


def as_workbook(folder: Path) -> Path:
    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, columns, rows in (("Children", CHILD_COLUMNS, CHILDREN), ("events", EVENT_COLUMNS, EVENTS)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, columns)
            for line, row in enumerate(rows, start=1):
                for place, value in enumerate(row):
                    sheet.write(line, place, value, *([day] if isinstance(value, date) else []))
    return path


@pytest.mark.parametrize("source", [as_csv, as_parquet, mixed, as_workbook])
def test_the_same_register_from_every_source(tmp_path: Path, source: Callable[[Path], Path]) -> None:
    register = load_register(source(tmp_path))
    assert register.quarantine == ()
    assert register.notices == ()
    assert register.columns == in_memory().columns
    for table in ("children", "events"):
        assert rows_of(register, table) == rows_of(in_memory(), table)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("timestamp '2019-01-05 23:30'", date(2019, 1, 5)),
        ("timestamptz '2019-07-05 23:30:00+00'", date(2019, 7, 6)),
        ("'2019-01-05'", date(2019, 1, 5)),
        ("date '2019-01-05'", date(2019, 1, 5)),
    ],
)
def test_types_of_dates_in_parquet(tmp_path: Path, expression: str, value: date) -> None:
    """A moment with a time zone is the day in England and Wales."""
    duckdb.execute(f"copy (select 'C1' as child_id, {expression} as date_of_birth) to '{tmp_path}/children.parquet'")
    assert rows_of(load_register(tmp_path), "children", "date_of_birth") == [(value,)]


@pytest.mark.parametrize(("expression", "value"), [("12::bigint", "12"), ("12::double", "12"), ("'12 '", "12"), ("12.5", "12.5")])
def test_types_of_ids_in_parquet(tmp_path: Path, expression: str, value: str) -> None:
    duckdb.execute(f"copy (select {expression} as child_id) to '{tmp_path}/children.parquet'")
    assert rows_of(load_register(tmp_path), "children", "child_id") == [(value,)]


def test_dates_out_of_range_in_parquet(tmp_path: Path) -> None:
    days = "('C1', date '1066-10-14'), ('C2', date '2005-01-01'), ('C3', 'infinity'::date)"
    duckdb.execute(f"copy (from (values {days}) t(child_id, date_of_birth)) to '{tmp_path}/children.parquet'")
    register = load_register(tmp_path)
    assert rows_of(register, "children", "child_id") == [("C2",)]
    assert [entry.line for entry in register.quarantine] == [1, 3]


def test_lists_and_numbers_in_parquet(tmp_path: Path) -> None:
    duckdb.execute(f"copy (select 'C1' as child_id) to '{tmp_path}/children.parquet'")
    row = "'D' as directory_id, 's' as service, ['health', ' Direct work'] as kinds, 3::double as min_age, true as provider"
    duckdb.execute(f"copy (select {row}) to '{tmp_path}/service_directory.parquet'")
    found = rows_of(load_register(tmp_path), "service_directory", "kinds", "min_age", "provider")
    assert found == [(["health", "direct_work"], 3, "yes")]


def test_a_folder_name_is_no_pattern(tmp_path: Path) -> None:
    for name in ("year=2019", "[a]*b?"):
        folder = tmp_path / name
        folder.mkdir()
        copy("children", folder / "children.csv", "header") if name[0] != "[" else as_written(folder)
        assert len(rows_of(load_register(folder), "children", *CHILD_COLUMNS)) == 2


def as_written(folder: Path) -> None:
    (folder / "children.csv").write_text("child_id,name,date_of_birth\nC1,x,\nC2,y,\n")


# --- Order


def shuffled(rows: list[dict[str, object]], seed: int) -> list[dict[str, object]]:
    return random.Random(seed).sample(rows, len(rows))


def mixed_rows() -> dict[str, list[dict[str, object]]]:
    """Good rows, every kind of bad row, and ids used twice with more or less filled in."""
    return {
        "children": [{"child_id": f"C{n % 7}", "name": "x" if n % 2 else None, "sex": str(n)} for n in range(12)],
        "events": [
            {**EVENT, "event_id": f"E{n % 9}", "child_id": f"C{n % 8}", "occurred_on": day, "summary": str(n)}
            for n, day in enumerate(["2019-01-05", "13/01/2019", "01/02/2019", "2019-02-29", "", "2019-01-06"] * 3)
        ],
    }


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_never_matters(seed: int) -> None:
    plain = register_from_rows(mixed_rows())
    other = register_from_rows({table: shuffled(rows, seed) for table, rows in reversed(mixed_rows().items())})
    for table in ("children", "events"):
        assert rows_of(plain, table) == rows_of(other, table)
        assert plain.quarantined_rows(table) == other.quarantined_rows(table) > 0
    assert sorted(sentences(plain)) == sorted(sentences(other))


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_order_of_rows_never_matters_for_any_rows(data: st.DataObject) -> None:
    value = st.sampled_from(["", "2019-01-05", "13/04/2019", "04/13/2019", "03/04/2019"])
    row = st.fixed_dictionaries({"event_id": st.sampled_from("AB"), "occurred_on": value, "recorded_on": value})
    rows = [{**EVENT, **given_row} for given_row in data.draw(st.lists(row, max_size=6))]
    children = {"children": [{"child_id": "C1"}]}
    registers = [register_from_rows({**children, "events": order}) for order in (rows, data.draw(st.permutations(rows)))]
    assert rows_of(registers[0], "events") == rows_of(registers[1], "events")
    assert registers[0].quarantined_rows() == registers[1].quarantined_rows()


def test_many_rows_in_memory_are_the_same_as_few() -> None:
    rows = [{"child_id": f"C{number}", "name": "it's"} for number in range(1000)]
    assert rows_of(register_from_rows({"children": rows}), "children", "name") == [("it's",)] * 1000


def test_children_is_needed() -> None:
    with pytest.raises(RegisterError, match=r"memory holds events, but not children\. Add a file children\.csv"):
        register_from_rows({"events": []})


def test_signs_that_separate_cells_on_the_way_in_are_kept_apart() -> None:
    rows = [{"child_id": f"C{number}", "name": "a\x1fb\x1ec", "sex": None} for number in range(1000)]
    register = register_from_rows({"children": rows})
    assert rows_of(register, "children", "name", "sex") == [("a b c", None)] * 1000


@pytest.mark.parametrize("number", [1, 1000])
def test_half_a_character_does_no_harm(number: int) -> None:
    rows = [{"child_id": f"C{place}", "name": "a\ud800"} for place in range(number)]
    assert rows_of(register_from_rows({"children": rows}), "children", "name") == [("a?",)] * number
