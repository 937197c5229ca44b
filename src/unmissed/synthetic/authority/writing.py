"""Writing the made-up authority's register as a folder of CSV files, as a partnership would hand it over."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from unmissed.register.schema import schema
from unmissed.synthetic.authority.model import Authority


def write_authority(authority: Authority, folder: Path) -> None:
    """Write every table into `folder` (made if need be), one file each, with every column of the contract."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in schema():
        names = [column.name for column in table.columns]
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(names)
            writer.writerows([_cell(row.get(name)) for name in names] for row in authority.rows[table.name])


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case list() | tuple():
            return ";".join(map(str, value))
        case _:
            return str(value)
