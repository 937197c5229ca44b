"""What is said when a tool or a set of answers cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class InstrumentError(ValueError):
    """A tool file or a set of answers that cannot be used: what was found, what was expected, and what to do.

    Messages about answers name lines and questions, never what was answered: an answer may be a child's.
    """


def nearest(name: str, names: Iterable[str]) -> str:
    """What to try instead of a wrong name."""
    known = list(names)
    begin_alike = [other for other in known if name and other.startswith(name)]
    matches = begin_alike or get_close_matches(name, known, n=1, cutoff=0.5)
    if matches:
        return f"Did you mean {matches[0]}?"
    return f"There are: {', '.join(known)}." if len(known) <= 30 else "`unmissed instruments --vocabulary` lists them."


def refuse(name: str, problems: Iterable[str]) -> None:
    """Raise InstrumentError with every problem on its own line; nothing happens when there is none."""
    found = list(problems)
    if found:
        raise InstrumentError(f"{name} cannot be used.\n" + "\n".join(f"  {problem}" for problem in found))
