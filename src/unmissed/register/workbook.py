"""A register in one .xlsx workbook: each sheet named after a table is that table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from unmissed.register.quarantine import RegisterError
from unmissed.register.schema import Table
from unmissed.register.sources import Source, UnreadableError, as_cell, text_source


class Workbook:
    """An open workbook. Raises RegisterError where the file is none."""

    def __init__(self, path: Path) -> None:
        try:
            self._workbook: CalamineWorkbook = load_workbook(str(path))
        except (CalamineError, OSError) as error:
            raise RegisterError(
                f"{path.name} cannot be opened as a workbook. Open it in a spreadsheet program and save it again as .xlsx, "
                "or give a folder of CSV files."
            ) from error

    @property
    def sheets(self) -> list[str]:
        """The names of its sheets."""
        return list(self._workbook.sheet_names)

    def source(self, con: duckdb.DuckDBPyConnection, table: Table, sheet: str) -> Source:
        """A sheet as a source; its first row that is not blank is the header."""
        rows = self.rows(sheet)
        header = next(rows, None)
        if header is None:
            raise UnreadableError("is an empty sheet. Its first row must name the columns, even of a table without rows.")
        names = _without_blank_end(header[1])
        cut = ((line, cells[: len(names)]) for line, cells in rows)
        return text_source(con, table, f"sheet {sheet}", names, cut)

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """The rows that hold anything, with their numbers in the sheet."""
        try:
            grid = self._workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except CalamineError as error:
            raise UnreadableError("cannot be read. Open the workbook, copy the sheet into a new one and save it.") from error
        for line, cells in enumerate(grid, start=1):
            texts = [as_cell(cell) or "" for cell in cells]
            if any(text.strip() for text in texts):
                yield line, texts


def _without_blank_end(names: list[str]) -> list[str]:
    """The names without empty ones at the end, where nobody wrote a header."""
    while names and not names[-1].strip():
        names = names[:-1]
    return names
