"""Contender (b): DuckDB SQL written by hand for these six checks. Usage: handwritten_six.py REGISTER AS_OF OUT"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from benchmarks.phases import Phases

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")


def main(register: str, as_of: str, out: str) -> None:
    phases = Phases()
    with duckdb.connect() as con:
        con.execute(f"create temp macro today() as date '{as_of}'")
        con.execute(f"set variable register = '{register}'")
        for statement in con.extract_statements(SQL):
            con.execute(statement)
        con.execute(f"copy findings to '{out}' (format parquet)")
    phases.done("six checks")
    phases.tell()


if __name__ == "__main__":
    main(*sys.argv[1:])
