"""Start a command, wait for it, and write what the operating system says about it: `launch.py FILE_DESCRIPTOR COMMAND...`

A process counts, as its own most memory, that of the one that started it. This one is tiny, and stands between a contender and
the script that measures it, which may have just generated a register.
"""

import json
import os
import sys
from time import perf_counter


def main(descriptor: str, *command: str) -> None:
    since = perf_counter()
    _, status, usage = os.wait4(os.posix_spawnp(command[0], command, os.environ), 0)
    told = {
        "status": os.waitstatus_to_exitcode(status),
        "wall": perf_counter() - since,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
    }
    os.write(int(descriptor), json.dumps(told).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
