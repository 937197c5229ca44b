"""What a register holds in part only: read from its file or sheet, and told apart from what it holds whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.unit.register.conftest import Write
from unmissed.register.keeping import HEADER, Keeping, read_keeping
from unmissed.register.loading import load_register, register_from_rows
from unmissed.register.quarantine import RegisterError

FILES = {
    "children": "child_id\nC1\n",
    "monitoring": "entry_id,child_id,list,added_on,removal_decision\nL1,C1,MACE,2020-01-01,\n",
    "services": "service_id,child_id,service,kind,started_on\nS1,C1,Harbour,direct_work,2020-01-01\n",
}


def test_a_table_that_is_never_whole_is_unknown_and_its_rows_are_there(write: Write) -> None:
    register = load_register(write(**FILES, kept_from="table,column,kept_from\nmonitoring,,\n"))
    assert register.tables == {"children", "services"}
    assert "monitoring" not in register.columns
    assert "list" in register.brought["monitoring"]
    assert register.con.execute("select count(*) from store.monitoring").fetchone() == (1,)
    assert (register.notices, register.quarantine) == ((), ())


def test_a_column_that_is_never_whole_is_unknown_and_the_others_are_not(write: Write) -> None:
    register = load_register(write(**FILES, kept_from="table,column,kept_from\nmonitoring,removal_decision,\n"))
    assert "monitoring" in register.tables
    assert "removal_decision" not in register.columns["monitoring"]
    assert "added_on" in register.columns["monitoring"]


def test_a_table_that_is_whole_from_a_day_on_is_known_with_that_day(write: Write) -> None:
    register = load_register(write(**FILES, kept_from="table,column,kept_from\nmonitoring,,2026-03-02\n"))
    assert "monitoring" in register.tables
    assert register.kept_from == {"monitoring": date(2026, 3, 2)}


def test_a_register_without_the_file_holds_whole_what_it_has(write: Write) -> None:
    register = load_register(write(**FILES))
    assert register.tables == {"children", "monitoring", "services"}
    assert register.kept_from == {}
    assert register.brought == register.columns


@pytest.mark.parametrize(
    ("line", "said", "never"),
    [
        ("nothing,,2026-03-02", "names no table", {"nothing"}),
        ("monitoring,nothing,2026-03-02", "names no column of monitoring", {"monitoring"}),
        ("monitoring,,2 March", "has a day that is none", {"monitoring"}),
        ("monitoring,list,2026-02-30", "has a day that is none", {"monitoring.list"}),
        ("children,,", "is about children", set()),
    ],
)
def test_a_line_that_cannot_be_understood_makes_its_table_unknown(write: Write, line: str, said: str, never: set[str]) -> None:
    keeping, notices = read_keeping(write(**FILES, kept_from=f"table,column,kept_from\n{line}\n"))
    assert keeping == Keeping(frozenset(never))
    assert [said in notice.sentence for notice in notices] == [True]


def test_of_two_lines_about_one_table_the_careful_one_holds(write: Write) -> None:
    keeping, _ = read_keeping(write(kept_from="table,column,kept_from\nmonitoring,,2026-03-02\nmonitoring,,\n"))
    assert keeping == Keeping(frozenset({"monitoring"}))


def test_a_file_that_is_no_text_is_refused(write: Write) -> None:
    with pytest.raises(RegisterError, match=r"kept_from\.csv cannot be read"):
        read_keeping(write(kept_from=b"\xff\xfe\x00"))


def test_what_it_writes_it_reads(tmp_path: Path) -> None:
    keeping = Keeping(frozenset({"events", "monitoring.removal_decision"}), {"services": date(2026, 3, 2)})
    (tmp_path / "kept_from.csv").write_text("\n".join(",".join(cells) for cells in (HEADER, *keeping.lines())))
    assert read_keeping(tmp_path) == (keeping, [])


def test_a_sheet_says_it_as_a_file_does(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name, content in (FILES | {"kept_from": "table,column,kept_from\nmonitoring,,\nservices,,2026-03-02\n"}).items():
            sheet = workbook.add_worksheet(name)
            for row, line in enumerate(content.splitlines()):
                sheet.write_row(row, 0, line.split(","))
    register = load_register(path)
    assert register.tables == {"children", "services"}
    assert register.kept_from == {"services": date(2026, 3, 2)}
    assert register.notices == ()


def test_applied_to_rows_in_memory_it_is_the_same() -> None:
    rows = {"children": [{"child_id": "C1"}], "services": []}
    register = Keeping(frozenset({"services"})).applied(register_from_rows(rows))
    assert register.tables == {"children"}
