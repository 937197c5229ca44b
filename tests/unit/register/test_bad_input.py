"""Files that are broken, empty, in another encoding or not there: a sentence that says what to do, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from unmissed.register import csv_records
from unmissed.register.csv_records import Record, lines_of, read_records
from unmissed.register.loading import Register, load_register, register_from_rows
from unmissed.register.quarantine import RegisterError

Load = Callable[..., Register]
Write = Callable[..., Path]

HEADER = "event_id,child_id,occurred_on,kind\n"
ROW = "E1,C1,2019-01-05,other\n"


def children(register: Register) -> list[tuple[Any, ...]]:
    return register.con.execute("select child_id, name from store.children order by 1").fetchall()


def event_ids(register: Register) -> list[str]:
    return [value for (value,) in register.con.execute("select event_id from store.events order by 1").fetchall()]


def places(register: Register) -> list[tuple[str, int]]:
    return [(entry.file, entry.line) for entry in register.quarantine]


# --- Nothing that is a register


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"There is no .*nowhere\. Give a folder of CSV or Parquet files"):
        load_register(tmp_path / "nowhere")


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"holds no table of the register, but not children\. Add a file children\.csv"):
        load_register(tmp_path)


def test_a_folder_without_children(write: Write) -> None:
    with pytest.raises(RegisterError, match="holds events, but not children"):
        load_register(write(events=HEADER))


def test_a_file_that_is_no_workbook(write: Write) -> None:
    with pytest.raises(RegisterError, match=r"neither a folder nor an \.xlsx workbook"):
        load_register(write(children="child_id\n") / "children.csv")


def test_the_same_table_twice(write: Write) -> None:
    folder = write(children="child_id\n")
    (folder / "Children.parquet").write_bytes(b"")
    with pytest.raises(RegisterError, match=r"children is there twice: Children\.parquet and children\.csv\. Keep the one"):
        load_register(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"name\nx\n", "lacks child_id"),
        (b"child_id,name,Name\nC1,x,y\n", "names name more than once"),
        (bytes(range(256)) * 20, "not UTF-8"),
        ("child_id\nC1\n".encode("utf-16"), "not UTF-8"),
        (b"\xff\xfe\xfd,child_id\n", "not UTF-8"),
        (b'"child_id,name\n', "quotation marks"),
    ],
)
def test_children_that_cannot_be_read(load: Load, content: bytes, message: str) -> None:
    with pytest.raises(RegisterError, match=message) as error:
        load(children=content)
    assert str(error.value).startswith("children.csv ")


@pytest.mark.parametrize(
    "content", [b"", b"event_id\n", bytes(range(256)) * 20, b"event_id,Event ID,child_id,occurred_on,kind\n"]
)
def test_another_table_that_cannot_be_read_counts_as_missing(load: Load, content: bytes) -> None:
    register = load(events=content)
    assert register.tables == {"children"}
    assert places(register) == [("events.csv", 1)]
    assert "events counts as missing" in register.quarantine[0].sentence


def test_rows_of_a_damaged_file_without_a_required_column_are_counted(load: Load) -> None:
    assert load(events="event_id,child_id\nE1,C1\nE2\n").quarantined_rows("events") == 2


# --- Unusual but sound


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfchild_id,name\nC1,x\nC2,y\n",
        b'\xef\xbb\xbf"child_id","name"\r\n"C1","x"\r\n"C2","y"\r\n',
        b"Child ID , NAME\nC1,x\nC2,y",
        b"child-id,name\rC1,x\rC2,y\r",
        b"child_id,name\r\nC1,x\nC2,y\r\n",
        b"\n\nchild_id,name\nC1,x\n\n\nC2,y\n  \n",
        b"child_id,name\nC1,x,\nC2,y,,\n",
        b"child_id,name\nC1,x  \n C2\xc2\xa0,\xe2\x80\xaf y\n",
        b'"child\nid",name\nC1,x\nC2,y\n',
        b"child_id,name\nC1,\x00x\nC2,y\n",
    ],
)
def test_sound_children(load: Load, content: bytes) -> None:
    register = load(children=content)
    assert children(register) == [("C1", "x"), ("C2", "y")]
    assert register.quarantine == ()


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_other_separators_are_read_and_told(load: Load, sign: str, name: str) -> None:
    register = load(children=f'child_id{sign}name\nC1{sign}"a{sign}b"\nC2{sign}y,z\n')
    assert children(register) == [("C1", f"a{sign}b"), ("C2", "y,z")]
    assert [name in str(notice) for notice in register.notices] == [True]


def test_one_column_with_empty_lines(load: Load) -> None:
    register = load(children="child_id\n\nC1\n\nC1\n")
    assert places(register) == [("children.csv", 5)]


# --- Damaged lines: they alone are set aside


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (b"E2,C1\n", "has 2 values where the header names 4 columns"),
        (b"E2,C1,2019-01-05,other,more\n", "has 5 values where the header names 4 columns"),
        (b"E2,C1,2019-01-05,O\x92Brien\n", "not UTF-8"),
        (b'E2,C1,2019-01-05,"other\n', "quotation marks"),
        (b'E2,C1,2019-01-05,"oth"er\n', "quotation marks"),
        (b"\x89PNG\x1a\xff\xfe,\x00\n", "not UTF-8"),
    ],
)
def test_a_damaged_line(load: Load, damage: bytes, reason: str) -> None:
    register = load(events=HEADER.encode() + ROW.encode() + damage + b"E3,C1,2019-01-05,other\n")
    assert event_ids(register) == ["E1", "E3"]
    assert places(register) == [("events.csv", 3)]
    assert reason in register.quarantine[0].sentence
    assert register.quarantined_rows() == 1


def test_records_of_a_child_whose_line_is_damaged_say_so(load: Load) -> None:
    register = load(children="child_id,name\nC1\n", events=HEADER + ROW)
    assert "itself in quarantine" in register.quarantine[1].sentence


def test_a_line_without_end_is_passed_in_bounded_memory(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of 100 stands for one of a million, so that a line of any length is the same test."""
    monkeypatch.setattr(csv_records, "LONGEST_LINE", 100)
    register = load(events=HEADER + ROW + "E2,C1," + "x" * 1000 + "\nE3,C1,2019-01-05,other\nE4\n")
    assert event_ids(register) == ["E1", "E3"]
    assert places(register) == [("events.csv", 3), ("events.csv", 5)]
    assert "longer than" in register.quarantine[0].sentence


def test_a_line_longer_than_the_database_takes(load: Load) -> None:
    register = load(events=HEADER + "E2,C1,2019-01-05," + "x" * 3_000_000 + "\n" + ROW)
    assert event_ids(register) == ["E1"]
    assert places(register) == [("events.csv", 2)]


def test_a_quotation_mark_never_closed_takes_no_other_line_with_it(load: Load) -> None:
    rows = "".join(f"E{number},C1,2019-01-05,other\n" for number in range(100, 700))
    register = load(events=HEADER + '"E2,C1,2019-01-05,other\n' + rows)
    assert len(event_ids(register)) == 600
    assert places(register) == [("events.csv", 2)]


def test_a_damaged_file_with_many_rows(load: Load) -> None:
    """More rows than go into one statement and into one batch."""
    rows = "".join(f"E{number},C1,2019-01-05,{'?' if number == 41_000 else 'other'}\n" for number in range(45_000))
    register = load(events=HEADER + "E\n" + rows)
    assert len(event_ids(register)) == 44_999
    assert places(register) == [("events.csv", 2), ("events.csv", 41_003)]


def test_records_and_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('a,b\n1,"x\ny"\n\n2,5" z\n3,"q ""r"""\n')
    records = list(read_records(path))
    assert records == [
        Record(1, ("a", "b")),
        Record(2, ("1", "x\ny")),
        Record(5, ("2", '5" z')),
        Record(6, ("3", 'q "r"')),
    ]
    assert lines_of(path, ",", [0, 2]) == {0: 2, 2: 6}
    assert lines_of(path, ",", []) == {}


# --- Parquet and workbooks


def test_a_parquet_file_cut_in_half(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    duckdb.execute(f"copy (select 'E' || i as event_id, 'C1' as child_id from range(5000) t(i)) to '{path}'")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    register = load()
    assert register.tables == {"children"}
    assert places(register) == [("events.parquet", 1)]
    assert "no whole Parquet file" in register.quarantine[0].sentence


def test_a_parquet_file_with_damaged_pages(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    columns = "'E' || i as event_id, 'C1' as child_id, date '2019-01-01' as occurred_on, 'other' as kind"
    duckdb.execute(f"copy (select {columns} from range(5000) t(i)) to '{path}' (compression zstd)")
    data = bytearray(path.read_bytes())
    data[4:400] = bytes(396)
    path.write_bytes(data)
    register = load()
    assert register.tables == {"children"}
    assert "events.parquet is damaged" in register.quarantine[0].sentence


def test_children_in_a_broken_parquet_file(tmp_path: Path) -> None:
    (tmp_path / "children.parquet").write_bytes(b"PAR1")
    with pytest.raises(RegisterError, match=r"children\.parquet is no whole Parquet file"):
        load_register(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"no zip at all"])
def test_a_broken_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=r"register\.xlsx cannot be opened as a workbook"):
        load_register(path)


def test_a_workbook_without_children(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "register.xlsx")
    with pytest.raises(RegisterError, match="but not children"):
        load_register(tmp_path / "register.xlsx")


def test_empty_unknown_and_twofold_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Children"
    book.active.append(["Child ID", "name", None])
    book.active.append(["C1", "x"])
    book.create_sheet("events")
    book.create_sheet("Our notes")
    book.save(tmp_path / "register.xlsx")
    register = load_register(tmp_path / "register.xlsx")
    assert children(register) == [("C1", "x")]
    assert [(entry.file, entry.rows) for entry in register.quarantine] == [("sheet events", 0)]
    assert [notice.file for notice in register.notices] == ["sheet Our notes"]
    book.create_sheet("CHILDREN ")
    book.save(tmp_path / "register.xlsx")
    with pytest.raises(RegisterError, match="children is there twice"):
        load_register(tmp_path / "register.xlsx")


# --- No right to read, folders in the place of files


def forbid(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Refuse `name` as the system would: the tests may run as a user who may read everything."""
    plain_open, plain_iterdir = Path.open, Path.iterdir

    def guarded(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Path, *args: Any, **options: Any) -> Any:
            if path.name == name:
                raise PermissionError(13, "Permission denied", str(path))
            return method(path, *args, **options)

        return call

    monkeypatch.setattr(Path, "open", guarded(plain_open))
    monkeypatch.setattr(Path, "iterdir", guarded(plain_iterdir))


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid(monkeypatch, tmp_path.name)
    with pytest.raises(RegisterError, match="may not be read by this user"):
        load_register(tmp_path)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_that_may_not_be_read(load: Load, write: Write, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    folder = write(events=HEADER)
    (folder / "events.csv").rename(folder / f"events.{kind}")
    forbid(monkeypatch, f"events.{kind}")
    register = load()
    assert register.tables == {"children"}
    assert "may not be read by this user" in register.quarantine[0].sentence
    forbid(monkeypatch, "children.csv")
    with pytest.raises(RegisterError, match=r"children\.csv may not be read"):
        load_register(folder)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_folder_in_the_place_of_a_file(load: Load, tmp_path: Path, kind: str) -> None:
    (tmp_path / f"events.{kind}").mkdir()
    assert "is a folder where a file is expected" in load().quarantine[0].sentence


def test_a_failing_disk(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(children="child_id\nC1\n")

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(RegisterError, match=r"cannot be read \(Input/output error\)\. Check the disk"):
        load_register(folder)


def test_the_folder_is_left_as_it_was(load: Load, tmp_path: Path) -> None:
    before = {"children.csv", "events.csv"}
    load(events=HEADER + "E2\n" + ROW)
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_value_that_is_sql_is_a_value() -> None:
    name = "x'); drop table store.children; --"
    register = register_from_rows({"children": [{"child_id": "C1", "name": name, 'a" b': name}]})
    assert register.con.execute('select name, "a"" b" from store.children').fetchall() == [(name, name)]
