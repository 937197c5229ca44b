"""This engine with every check of the catalogue. Usage: ours_all.py REGISTER AS_OF OUT"""

from __future__ import annotations

import sys

from benchmarks.ours import run

if __name__ == "__main__":
    run(*sys.argv[1:4])
