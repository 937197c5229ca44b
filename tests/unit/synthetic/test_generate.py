"""A synthetic register: the same for the same seed, sound by the contract, about 40 records a child, in believable shapes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import duckdb
import pytest

from unmissed.register.loading import load_register
from unmissed.register.schema import schema
from unmissed.synthetic.generate import DEFAULT_AS_OF, Format, SyntheticError, generate

CHILDREN = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register")
    generate(CHILDREN, 7, path)
    return path


@pytest.fixture(scope="module")
def con(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The written tables, each under its name."""
    with duckdb.connect() as connection:
        for table in schema():
            connection.execute(f"create view {table.name} as from '{folder / table.name}.parquet'")
        yield connection


def value(con: duckdb.DuckDBPyConnection, sql: str) -> float:
    row = con.execute(sql).fetchone()
    assert row is not None
    return float(row[0])


def test_same_seed_same_bytes_in_both_formats(tmp_path: Path) -> None:
    for format_ in get_args(Format):
        generate(60, 3, tmp_path / f"{format_}1", format_)
        generate(60, 3, tmp_path / f"{format_}2", format_)
        for first in (tmp_path / f"{format_}1").iterdir():
            assert first.read_bytes() == (tmp_path / f"{format_}2" / first.name).read_bytes(), first.name


def test_another_seed_gives_another_register(tmp_path: Path) -> None:
    generate(60, 3, tmp_path / "three", "csv")
    generate(60, 4, tmp_path / "four", "csv")
    assert (tmp_path / "three" / "events.csv").read_bytes() != (tmp_path / "four" / "events.csv").read_bytes()


def test_more_children_leave_the_first_ones_as_they_are(tmp_path: Path) -> None:
    generate(20, 3, tmp_path / "few", "csv")
    generate(40, 3, tmp_path / "more", "csv")
    few = (tmp_path / "few" / "assessments.csv").read_text("utf-8")
    assert (tmp_path / "more" / "assessments.csv").read_text("utf-8").startswith(few)


@pytest.mark.parametrize("format_", get_args(Format))
def test_nothing_is_quarantined_or_remarked_on(tmp_path: Path, format_: Format) -> None:
    rows = generate(300, 11, tmp_path, format_)
    register = load_register(tmp_path)
    assert [entry.sentence for entry in register.quarantine] == []
    assert register.notices == ()
    for table in schema():
        found = register.con.execute(f"select count(*) from store.{table.name}").fetchone()
        assert found == (rows[table.name],), table.name


def test_both_formats_hold_the_same(tmp_path: Path) -> None:
    for format_ in get_args(Format):
        generate(100, 5, tmp_path / format_, format_)
    parquet, csv = load_register(tmp_path / "parquet"), load_register(tmp_path / "csv")
    for table in schema():
        query = f"select * from store.{table.name} order by {table.id.name}"
        assert parquet.con.execute(query).fetchall() == csv.con.execute(query).fetchall(), table.name


def test_parquet_is_typed_and_has_every_column_of_the_contract(con: duckdb.DuckDBPyConnection) -> None:
    types = {"date": "DATE", "bool": "BOOLEAN", "whole": "INTEGER"}
    for table in schema():
        found = {row[0]: row[1] for row in con.execute(f"describe {table.name}").fetchall()}
        assert found == {column.name: types.get(column.type, "VARCHAR") for column in table.columns}, table.name


def test_every_table_has_rows_and_there_are_about_40_records_a_child(con: duckdb.DuckDBPyConnection) -> None:
    rows = {table.name: value(con, f"select count(*) from {table.name}") for table in schema()}
    assert all(rows.values()), rows
    assert 35 <= sum(rows.values()) / CHILDREN <= 45


def test_only_plans_lie_after_the_as_of_date(con: duckdb.DuckDBPyConnection) -> None:
    for table in schema():
        for column in table.columns:
            if column.type == "date" and not column.planned:
                latest = con.execute(f"select max({column.name}) from {table.name}").fetchone()
                assert latest is not None
                assert latest[0] is None or latest[0] <= DEFAULT_AS_OF, f"{table.name}.{column.name}"


def test_levels_are_mostly_low_as_in_durham(con: duckdb.DuckDBPyConnection) -> None:
    judged = "from assessments where level is not null"
    share = dict(con.execute(f"select level, count(*) / (select count(*) {judged}) {judged} group by 1").fetchall())
    assert 0.70 <= share["none"] + share["low"] <= 0.87  # 109 of 135 in 2017/18
    assert 0.05 <= share["medium"] <= 0.14  # 10 of 135
    assert 0.07 <= share["high"] + share["very_high"] <= 0.17  # 16 of 135


def test_some_assessments_and_reviews_are_late(con: duckdb.DuckDBPyConnection) -> None:
    in_time = "avg((completed_on - started_on <= 90)::integer)"
    assert 0.27 <= value(con, f"select {in_time} from assessments where kind = 'assessment'") <= 0.87  # Tower Hamlets
    gaps = "select completed_on - lag(completed_on) over (partition by child_id order by completed_on) as days from assessments"
    assert 0.05 <= value(con, f"select avg((days > 84)::integer) from ({gaps}) where days is not null") <= 0.4


def test_some_records_were_entered_late_and_never_before_they_happened(con: duckdb.DuckDBPyConnection) -> None:
    for table in schema():
        if table.dated and table.first_date and table.name not in {"assessment_factors", "practice_audits"}:
            first = table.first_date.name
            assert value(con, f"select count(*) from {table.name} where recorded_on < {first}") == 0, table.name
            late = f"select count(*) filter (recorded_on > {first}) / count(*) from {table.name}"
            assert 0.005 <= value(con, late) <= 0.2, table.name


def test_no_child_is_anybody(con: duckdb.DuckDBPyConnection) -> None:
    assert value(con, "select count(*) from children where name <> 'Child ' || right(child_id, 6)") == 0
    assert value(con, "select count(*) from children where not starts_with(nhs_number, '999')") == 0


def test_another_as_of_date_moves_the_whole_register(tmp_path: Path) -> None:
    generate(50, 3, tmp_path, as_of=date(2020, 3, 31))
    found = duckdb.execute(f"select min(started_on), max(started_on) from '{tmp_path}/assessments.parquet'").fetchone()
    assert found is not None
    assert date(2015, 1, 1) <= found[0] <= found[1] <= date(2020, 3, 31)


@pytest.mark.parametrize("children", [0, -1, 10_000_000])
def test_an_impossible_number_of_children_is_refused(tmp_path: Path, children: int) -> None:
    with pytest.raises(SyntheticError, match="give a number from 1 to 9999999"):
        generate(children, 1, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SyntheticError, match="choose parquet or csv"):
        generate(1, 1, tmp_path, "xlsx")  # type: ignore[arg-type]
