"""How long the parts of a contender took: told on its last line of output, as JSON, in seconds."""

from __future__ import annotations

import json
from time import perf_counter


class Phases:
    """Seconds by name of the part, in the order in which they ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = perf_counter()

    def done(self, name: str) -> None:
        """Name what has been going on since the last call."""
        now = perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._since = now

    def tell(self) -> None:
        """Print them for `benchmarks.run`."""
        print(json.dumps(self.seconds))
