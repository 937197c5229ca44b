"""The board report: what leaves, and in which forms."""

from __future__ import annotations

import io
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from unmissed.checks.catalogue import catalogue
from unmissed.oversight.board import Board, board
from unmissed.oversight.board_drawing import DRAWN, picture_of
from unmissed.oversight.figure import OversightError
from unmissed.oversight.ground import ground
from unmissed.oversight.quarter import parse_quarter
from unmissed.oversight.suppression import FEWEST, HIDDEN
from unmissed.register.loading import load_register
from unmissed.report.board.document import write_document
from unmissed.report.board.page import write_page
from unmissed.report.board.sheets import write_board
from unmissed.synthetic.generate import DEFAULT_AS_OF, generate

QUARTER = parse_quarter("2025Q3")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Board:
    folder = Path(tmp_path_factory.mktemp("made-up"))
    generate(120, 7, folder, "csv", DEFAULT_AS_OF)
    return board(ground(load_register(folder), as_of=QUARTER.last, checks=catalogue()), QUARTER)


def test_no_small_count_leaves_and_no_list_of_children(told: Board) -> None:
    assert len(told.figures) > 12
    for figure in told.figures:
        assert not figure.about_children
        names = {"workers", "placements"}
        counts = [n for n, column in enumerate(figure.columns) if column.kind == "count" and column.name not in names]
        small = [row[n] for row in figure.rows for n in counts if isinstance(row[n], int) and 0 < row[n] < FEWEST]  # type: ignore[operator]
        assert small == [], figure.name


def test_every_figure_says_what_is_counted_and_of_what(told: Board) -> None:
    for figure in told.figures:
        assert figure.definition, figure.name
        assert figure.denominator, figure.name
        assert figure.title != figure.asks, figure.name


def test_a_hidden_value_is_not_drawn(told: Board) -> None:
    for figure in told.figures:
        assert figure.shape is not None
        values = picture_of(figure).chart["data"]["values"]
        if figure.shape.form == "bars":
            assert all(value["value"] is None for value in values if value["label"].endswith(HIDDEN)), figure.name
            if len(figure.rows) <= DRAWN:
                hidden = [value for value in figure.values(figure.shape.y[0]) if value == HIDDEN]
                assert len([value for value in values if value["label"].endswith(HIDDEN)]) == len(hidden), figure.name


def test_the_page_asks_for_nothing_and_holds_every_figure(told: Board) -> None:
    file = io.BytesIO()
    write_page(told, file)
    text = unescape(file.getvalue().decode())
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert all(f'id="{figure.name}"' in text for figure in told.figures)


def test_the_workbook_has_a_sheet_a_figure_with_its_denominator(told: Board) -> None:
    file = io.BytesIO()
    write_board(told, file)
    book = load_workbook(file)
    for figure in told.figures:
        rows = list(book[figure.name].iter_rows(values_only=True))
        assert rows[0][0] == figure.title
        assert ("of", figure.denominator) in [row[:2] for row in rows]


def test_the_document_is_a_tagged_pdf_and_the_same_each_time(told: Board) -> None:
    one, two = io.BytesIO(), io.BytesIO()
    write_document(told, one)
    write_document(told, two)
    assert one.getvalue().startswith(b"%PDF")
    assert b"/MarkInfo" in one.getvalue() or b"/StructTreeRoot" in one.getvalue()
    assert one.getvalue() == two.getvalue()


def test_a_quarter_of_another_day_is_refused(told: Board) -> None:
    with pytest.raises(OversightError, match="written as a year and Q1 to Q4"):
        parse_quarter("Q3 2025")
    assert (parse_quarter("2024q4").first.isoformat(), parse_quarter("2024Q4").last.isoformat()) == ("2024-10-01", "2024-12-31")
