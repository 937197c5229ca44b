"""A story: the shape of a life, told for so many children, and what must be open about each of them today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unmissed.synthetic.authority.life import Life

USUAL_AGES = (11.3, 17.2)
"""Old enough to be in sight, and too young for the move to adult services to be due."""


@dataclass(frozen=True)
class Story:
    """`tell` writes the records of one child. `opens` names the checks, strengths apart, that are open today: no more, no less.

    `ages` are the youngest and the oldest that a child may be today, in years.
    """

    tell: Callable[[Life], None]
    children: int
    opens: frozenset[str]
    ages: tuple[float, float] = USUAL_AGES

    @property
    def name(self) -> str:
        """The name of the function that tells it."""
        return self.tell.__name__


def story(children: int, *opens: str, ages: tuple[float, float] = USUAL_AGES) -> Callable[[Callable[[Life], None]], Story]:
    """Make a story of a function that tells one child's life, for this many children."""
    return lambda tell: Story(tell, children, frozenset(opens), ages)
