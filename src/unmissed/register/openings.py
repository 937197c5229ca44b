"""Which files of a folder, or sheets of a workbook, are tables of the register, and how each is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from unmissed.register.headers import normal_name
from unmissed.register.keeping import NAME as KEPT_FROM
from unmissed.register.quarantine import Notice, RegisterError
from unmissed.register.schema import Table, schema
from unmissed.register.sources import Source, csv_source, parquet_source
from unmissed.register.workbook import Workbook

Opening = Callable[[duckdb.DuckDBPyConnection, Table], Source]
"""How the source of a table is opened."""

Openings = dict[str, tuple[str, Opening]]
"""By table: the file's name and how it is opened."""

_READERS = {".csv": csv_source, ".parquet": parquet_source}


def found(path: Path) -> tuple[Openings, list[Notice]]:
    """How each table at `path` is opened: a folder, or a workbook. Raises RegisterError where it is neither or cannot be read."""
    try:
        return of_folder(path) if path.is_dir() else of_workbook(path)
    except OSError as error:
        raise RegisterError(f"{path} {why_not(error)}") from error


def of_folder(folder: Path) -> tuple[Openings, list[Notice]]:
    """How each table in the folder is opened, and what else lies there."""
    openings: Openings = {}
    notices = []
    for path in sorted(folder.iterdir()):
        name = normal_name(path.stem)
        if name in schema().tables and path.suffix.lower() in _READERS:
            _claim(openings, name, path.name, _file_opening(path))
        elif not path.name.startswith((".", "~$")) and path.name != f"{KEPT_FROM}.csv":
            notices.append(Notice("", path.name, "", "it is named after no table of the register and was ignored."))
    return openings, notices


def of_workbook(path: Path) -> tuple[Openings, list[Notice]]:
    """How each sheet of a workbook is opened, and which are no tables."""
    if not path.exists():
        raise RegisterError(f"There is no {path}. Give a folder of CSV or Parquet files, or one .xlsx workbook.")
    if path.suffix.lower() != ".xlsx":
        raise RegisterError(f"{path} is neither a folder nor an .xlsx workbook. Give the folder that holds the files.")
    workbook = Workbook(path)
    openings: Openings = {}
    notices = []
    for sheet in workbook.sheets:
        name = normal_name(sheet)
        if name in schema().tables:
            _claim(openings, name, f"sheet {sheet}", _sheet_opening(workbook, sheet))
        elif sheet != KEPT_FROM:
            notices.append(Notice("", f"sheet {sheet}", "", "it is named after no table of the register and was ignored."))
    return openings, notices


def _file_opening(path: Path) -> Opening:
    return lambda con, table: _READERS[path.suffix.lower()](con, table, path)


def _sheet_opening(workbook: Workbook, sheet: str) -> Opening:
    return lambda con, table: workbook.source(con, table, sheet)


def _claim(openings: Openings, name: str, file: str, opening: Opening) -> None:
    """Take `file` as the table `name`; two files for one table would leave it open which is right."""
    if name in openings:
        raise RegisterError(f"{name} is there twice: {openings[name][0]} and {file}. Keep the one that is right.")
    openings[name] = (file, opening)


def why_not(error: OSError) -> str:
    """Why a file or folder cannot be read, and what to do."""
    if isinstance(error, IsADirectoryError):
        return "is a folder where a file is expected. Put the file itself there."
    if isinstance(error, PermissionError):
        return "may not be read by this user. Ask for the right to read it."
    return f"cannot be read ({error.strerror or 'unknown reason'}). Check the disk and copy it again."
