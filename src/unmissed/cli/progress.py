"""A progress bar on long work: on standard error, gone when it is done, and never there when output is not a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from unmissed.checks.catalogue import Check


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Says that something is being read, for as long as it is."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(f"reading {what}"):
        yield


@contextmanager
def check_progress(total: int) -> Iterator[Callable[[Check], None]]:
    """Gives a function to call before each check."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("checks", total=total)

        def step(check: Check) -> None:
            progress.update(task, advance=1, description=check.title)

        yield step
