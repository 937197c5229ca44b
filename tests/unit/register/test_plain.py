"""The short way for tiny registers takes only what is plainly sound, and then gives what the general way gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unmissed.register import plain
from unmissed.register.loading import Register, register_from_rows
from unmissed.register.schema import Column, schema

CHILD = {"child_id": "C1"}
EVENT = {"event_id": "E1", "child_id": "C1", "occurred_on": "2019-01-05", "kind": "other"}


def generally(rows: Any) -> Register:
    """The register by the general way: an unknown, empty column brings doubt and changes nothing else."""
    doubt = {"children": [*({**row, "doubt": None} for row in rows["children"])] or [{"child_id": None, "doubt": None}]}
    return register_from_rows({**rows, **doubt})


def contents(register: Register, table: str) -> list[tuple[Any, ...]]:
    names = ", ".join(column.name for column in schema()[table].columns)
    return sorted(register.con.execute(f"select {names} from store.{table}").fetchall(), key=str)


def is_plain(**values: object) -> bool:
    rows = {"children": [CHILD], "events": [{**EVENT, **values}]}
    try:
        return len(plain.insert_statements(schema(), rows)) == 2
    except plain.InDoubtError:
        return False


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"harm": "known"},
        {"harm": None},
        {"perpetrator_identified": "no"},
        {"perpetrator_identified": True},
        {"occurred_on": date(2019, 1, 5)},
        {"reported_by": "a teacher; it's so"},
    ],
)
def test_plainly_sound(values: dict[str, object]) -> None:
    assert is_plain(**values)


@pytest.mark.parametrize(
    "values",
    [{"harm": "Known"}, {"harm": ""}, {"kind": None}, {"perpetrator_identified": "YES"}, {"perpetrator_identified": 1}]
    + [{"occurred_on": text} for text in ("2019-1-5", "2019-02-29", "1899-12-31", "05/01/2019", datetime(2019, 1, 5))]
    + [
        {"child_id": "C9"},
        {"child_id": ["C1"]},
        {"event_id": ["E1"]},
        {"reported_by": " x"},
        {"reported_by": 5},
        {"colour": "red"},
        {"Kind": "other"},
    ],
)
def test_in_doubt(values: dict[str, object]) -> None:
    assert not is_plain(**values)


@pytest.mark.parametrize(
    "rows",
    [
        {"children": [CHILD, CHILD]},
        {"children": [{"child_id": "C1", "nhs_number": "9434765919"}]},
        {"children": [CHILD], "events": [{"event_id": "E1", "child_id": "C1", "kind": "other"}]},
        {"children": [CHILD], "service_directory": [{"directory_id": "D", "service": "s", "kinds": ["dance"]}]},
        {"children": [CHILD], "service_directory": [{"directory_id": "D", "service": "s", "min_age": "7"}]},
        {"children": [{"child_id": f"C{number}"} for number in range(plain.FEW + 1)]},
    ],
)
def test_tables_in_doubt(rows: plain.Rows) -> None:
    with pytest.raises(plain.InDoubtError):
        plain.insert_statements(schema(), rows)


def test_an_end_before_its_start_is_in_doubt() -> None:
    row = {"assessment_id": "A1", "child_id": "C1", "kind": "review", "started_on": "2019-02-01", "completed_on": "2019-01-31"}
    with pytest.raises(plain.InDoubtError):
        plain.insert_statements(schema(), {"children": [CHILD], "assessments": [row]})


def values_of(column: Column) -> st.SearchStrategy[object]:
    """Values of a column: mostly plainly sound, some in doubt."""
    texts = st.sampled_from(["x", "it's", "a;b", " y ", "", None])
    by_type: dict[str, st.SearchStrategy[object]] = {
        "date": st.sampled_from(["2019-01-05", "2019-03-05", date(2019, 2, 5), None, None, "05/01/2019"]),
        "bool": st.sampled_from([True, False, "yes", "no", None, "NO"]),
        "whole": st.sampled_from([0, 7, "7", None]),
        "code": st.sampled_from([*column.codes, *column.codes, None, "Other"]),
        "list": st.sampled_from([["a", "b c"], ("a",), "a; b", [], None]),
        "id": st.sampled_from(["C1", "X1", "X2"]),
    }
    if column.name == "child_id":
        return st.sampled_from(["C1", "C1", "C2"])
    if column.type == "list" and column.codes:
        return st.sampled_from([["health"], "health;preventive", None])
    return by_type.get(column.type, texts)


@st.composite
def registers(draw: st.DrawFn) -> dict[str, list[dict[str, object]]]:
    chosen = draw(st.lists(st.sampled_from([table for table in schema() if table.name != "children"]), max_size=2, unique=True))
    rows = {
        table.name: draw(
            st.lists(
                st.fixed_dictionaries(
                    {column.name: values_of(column) for column in table.columns if column.required},
                    optional={column.name: values_of(column) for column in table.columns if not column.required},
                ),
                max_size=3,
            )
        )
        for table in chosen
    }
    return {"children": [{"child_id": "C1"}, {"child_id": "C2", "date_of_birth": date(2005, 1, 2)}], **rows}


@settings(max_examples=60, deadline=None)
@given(rows=registers())
def test_both_ways_give_the_same_register(rows: dict[str, list[dict[str, object]]]) -> None:
    short, general = register_from_rows(rows), generally(rows)
    assert short.tables == general.tables
    assert short.columns == general.columns
    assert short.quarantine == general.quarantine
    for table in short.tables:
        assert contents(short, table) == contents(general, table)
