"""What every page needs: who is signed in, in which partnership, and where this person can go."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from unmissed.web.access.pages import PageRequest, why_not
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May

PLACES = (
    ("Home", "home", May.OWN_ACCOUNT),
    ("Tracker", "tracker", May.SEE_CHILDREN),
    ("Findings", "findings", May.SEE_CHILDREN),
    ("Refer", "refer", May.REFER),
    ("Figures", "figures", May.SEE_FIGURES),
    ("Load and leave", "imports", May.DOWNLOAD),
    ("Trail", "trail", May.SEE_TRAIL),
    ("Administration", "administration", May.ADMINISTER),
)
"""What stands in the navigation: its words, the page's name, and what a role must be allowed."""


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context of every page; for somebody who is not signed in, or not yet wholly, only that.

    Nothing is offered that would be refused: `may` asks what a page asks.
    """
    person: Person | None = getattr(request, "person", None)
    partnership: Partnership | None = getattr(request, "partnership", None)
    if person is None:
        return {"person": None, "partnership": None, "navigation": [], "sign_out_url": reverse("sign-out")}
    if getattr(request, "step", None):  # the password is given, but there is one thing more to do: no page is open yet
        return {"person": person, "partnership": partnership, "navigation": [], "sign_out_url": reverse("sign-out")}
    asked = cast(PageRequest, request)
    allowed = [(words, reverse(name)) for words, name, needs in PLACES if why_not(asked, needs) is None]
    here = request.path
    navigation = [(words, href, here == href or (href != "/" and here.startswith(href))) for words, href in allowed]
    return {
        "person": person,
        "partnership": partnership,
        "navigation": navigation,
        "sign_out_url": reverse("sign-out"),
        "account_url": reverse("account"),
        "may": lambda what: why_not(asked, May[what]) is None,
    }
