"""This engine with six checks, and every finding told: id, evidence, sentence. Usage: ours_six_told.py REGISTER AS_OF OUT"""

from __future__ import annotations

import sys

from benchmarks.ours import SIX, TOLD, run

if __name__ == "__main__":
    run(*sys.argv[1:4], names=SIX, columns=TOLD)
