"""This engine with the one check of which pm4py can express a part. Usage: ours_one.py REGISTER AS_OF OUT"""

from __future__ import annotations

import sys

from benchmarks.ours import run

if __name__ == "__main__":
    run(*sys.argv[1:4], names=("review-overdue",))
