"""Every write is an action: keyword-only, one transaction, with its entry in the trail inside it.

Views, forms and commands never save: they call an action.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from unmissed.web.people.models import Person
from unmissed.web.people.roles import CHANGES, May, may
from unmissed.web.trail.models import Head

P = ParamSpec("P")
R = TypeVar("R")


class RefusedError(Exception):
    """An action that the person may not do. The message says why and what to do; it carries no child's details."""


class UntrailedError(AssertionError):
    """A fault of ours: an action that wrote nothing into the trail."""


def action(needs: May) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function `f(*, by: Person, ...)` an action that only roles with `needs` may do.

    Raises RefusedError where the role may not, or the person's partnership is read-only; everything is then as before.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            assert isinstance(by, Person)
            demand(by, needs)
            with transaction.atomic():
                before = _entries()
                result = function(*args, **kwargs)
                if _entries() == before:
                    raise UntrailedError(f"{function.__name__} left no entry in the trail")
                return result

        run.needs = needs  # type: ignore[attr-defined]
        return run

    return decorate


def demand(by: Person, needs: May) -> None:
    """Raise RefusedError where the person's role or partnership does not allow `needs`."""
    if not may(by.role, needs):
        raise RefusedError(f"The role {by.role_words} may not {needs.value}. Ask your manager or the coordinator.")
    if needs in CHANGES and by.partnership.read_only:
        raise RefusedError(f"{by.partnership.name} can be read but not changed.")


def _entries() -> int:
    return Head.objects.filter(pk=1).values_list("number", flat=True).first() or 0
