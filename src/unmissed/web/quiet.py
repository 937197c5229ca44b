"""What a log says of a fault: its kind and place, never a value, which may be a child's."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path


def place(error: BaseException) -> str:
    """Where a fault happened: file and line, never the values."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"


class WithoutDetails(logging.Filter):
    """Takes tracebacks and messages of faults out of log records: they may quote a value, which may be a child's."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, with the kind and place of its fault only."""
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            record.msg, record.args = "a fault in Unmissed: %s at %s", (type(error).__name__, place(error))
            record.exc_info = record.exc_text = None
        return True
