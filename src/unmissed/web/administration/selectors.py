"""What the pages of administration read. Nothing of it is a child's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from unmissed.policy.model import Policy, Setting, default_policy
from unmissed.web.access.models import FactorDemand
from unmissed.web.access.steps import has_second_factor
from unmissed.web.findings.policy import policy_of
from unmissed.web.people.models import Agency, Partnership, Person


@dataclass(frozen=True)
class PolicyLine:
    """One value of the policy: the default and, where there is one, the local value with its own source."""

    name: str
    default: Setting
    now: Setting
    local_source: str


def policy_lines(partnership: Partnership) -> list[PolicyLine]:
    """Every value of the policy."""
    defaults: Policy = default_policy()
    now = policy_of(partnership)
    sources = dict(partnership.policy_values.values_list("name", "source"))
    return [PolicyLine(one.name, one, now[one.name], sources.get(one.name, "")) for one in defaults]


def people_of(partnership: Partnership, words: str = "") -> QuerySet[Person]:
    """People of a partnership, those who may sign in first; `words` is looked for in names."""
    found = Person.objects.filter(partnership=partnership).select_related("agency", "team").order_by("-is_active", "name")
    return found.filter(Q(name__icontains=words) | Q(sign_in__icontains=words)) if words else found


def person_of(partnership: Partnership, person_id: int) -> Person | None:
    """A person of this partnership; None for anybody else."""
    return people_of(partnership).filter(pk=person_id).first()


def agencies_of(partnership: Partnership) -> QuerySet[Agency]:
    """Agencies with their teams."""
    return Agency.objects.filter(partnership=partnership).prefetch_related("teams")


def factor_roles(partnership: Partnership) -> list[str]:
    """The roles that must have a second factor."""
    return list(FactorDemand.objects.filter(partnership=partnership).values_list("role", flat=True))


def second_factor_words(person: Person) -> str:
    """How a person stands with the second factor."""
    demanded = person.needs_second_factor or person.role in factor_roles(person.partnership)
    state = "set up" if has_second_factor(person) else "not set up"
    return f"{state.capitalize()}, {'required' if demanded else 'not required'}"


def overview(partnership: Partnership) -> dict[str, Any]:
    """The figures on the first page of administration."""
    people = Person.objects.filter(partnership=partnership)
    return {
        "people": people.filter(is_active=True).count(),
        "gone": people.filter(is_active=False).count(),
        "agencies": Agency.objects.filter(partnership=partnership).count(),
        "local_values": partnership.policy_values.count(),
    }
