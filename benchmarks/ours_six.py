"""This engine with six checks. Usage: ours_six.py REGISTER AS_OF OUT"""

from __future__ import annotations

import sys

from benchmarks.ours import SIX, run

if __name__ == "__main__":
    run(*sys.argv[1:4], names=SIX)
