"""The data contract contradicts neither itself nor what the other modules assume of it."""

from __future__ import annotations

import pytest

from unmissed.register.schema import RECORDED_ON, Column, Table, _validate, schema

TABLES = list(schema())


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_has_an_id_and_a_child(table: Table) -> None:
    assert table.id.type == "id"
    assert table.id.required
    if table.name not in {"children", "service_directory"}:
        assert table.column("child_id").refers_to == "children"
        assert table.column("child_id").required


@pytest.mark.parametrize("table", [t for t in TABLES if t.dated], ids=lambda table: table.name)
def test_a_dated_table_says_when_a_row_became_known(table: Table) -> None:
    assert table.first_date or table.known_with
    assert {RECORDED_ON, "source", "notes"} <= set(names(table))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_are_named_once_and_have_a_meaning(table: Table) -> None:
    assert len(names(table)) == len(set(names(table)))
    assert all(column.meaning.strip() for column in table.columns)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_reference_bears_the_name_of_the_id_it_refers_to(table: Table) -> None:
    for column in table.columns:
        if column.refers_to:
            assert schema()[column.refers_to].id.name == column.name


def test_what_names_a_child_is_identifying() -> None:
    children = schema()["children"]
    identifying = {column.name for column in children.columns if column.privacy == "identifying"}
    assert identifying == {"date_of_birth", "nhs_number", "upn", "name"}


def test_free_text_is_sensitive() -> None:
    for name in ("notes", "summary", "rationale", "detail", "action", "resolution"):
        holders = [table.column(name) for table in TABLES if table.has(name)]
        assert holders
        assert all(column.privacy == "sensitive" for column in holders), name


def test_later_dates_leave_out_plans_and_the_first_date() -> None:
    actions = schema()["actions"]
    assert [column.name for column in actions.later_dates] == ["done_on"]


def test_a_date_is_known_under_its_own_name() -> None:
    assert schema()["assessments"].column("completed_on").known_name == "completed_known_on"


def test_an_unknown_column_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="events has no column colour"):
        schema()["events"].column("colour")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"type": "number"}, "type 'number'"),
        ({"type": "text", "privacy": "secret"}, "privacy 'secret'"),
        ({"type": "code"}, "needs its codes"),
    ],
)
def test_a_column_refuses_nonsense(options: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Column("x", meaning="x", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (Column("b", "text", "x", settled_by="a"), "which is no date"),
        (Column("b", "id", "x", refers_to="nowhere"), "unknown table nowhere"),
    ],
)
def test_the_contract_refuses_to_contradict_itself(column: Column, message: str) -> None:
    table = Table("t", "one thing", False, (Column("a", "id", "x"), column))
    with pytest.raises(ValueError, match=message):
        _validate({"t": table})
