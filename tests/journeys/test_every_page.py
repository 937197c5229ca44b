"""Every page, in each of its states, for every role: nobody is kept out of it. The list is held to what addresses there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import resolve
from playwright.sync_api import expect

from tests.journeys.facts import Facts
from tests.journeys.opening import PHONE
from tests.journeys.places import BROUGHT_ABOUT, NEVER_WRONG, NO_PAGES, PLACES, STATES, Place
from tests.journeys.somebody import Somebody
from tests.web.test_matrix import addresses
from unmissed.web.people.roles import SEES_EVERY_CHILD, May, Role, may

Enter = Callable[..., Somebody]
VIEWS = {address.name: address.view for address in addresses()}
ERRORS_OF = {Role.COORDINATOR, Role.ADMINISTRATOR}
"""Who sends every form with nothing in it; what others are told is the same. No other role may keep people."""


def allowed(place: Place, role: Role) -> bool:
    """Whether the role may open the page at all."""
    return may(role, VIEWS[place.name].needs)


def address_for(place: Place, who: str, facts: Facts) -> str | None:
    """Where the page stands for somebody; nothing where the record has nothing that it could be about."""
    if not place.about:
        return place.path
    found = facts.seen(place.about, who)
    return place.path.format(child=found[0], it=found[1]) if found else None


def somebody_for(place: Place, role: Role, facts: Facts) -> tuple[str, str] | None:
    """Who of a role can open the page, and at which address; nothing where nobody of them can."""
    reached = ((who, address_for(place, who, facts)) for who in facts.people(role))
    return next(((who, path) for who, path in reached if path), None)


# --- The list is whole ----------------------------------------------------------------------------------------------------


def test_every_address_is_a_page_that_is_walked_or_says_why_it_is_none() -> None:
    named = {place.name for place in PLACES}
    assert named | set(BROUGHT_ABOUT) | set(NO_PAGES) == set(VIEWS)
    assert not (named & set(NO_PAGES))
    assert {place.name for place in STATES} <= named | set(BROUGHT_ABOUT)
    assert set(NEVER_WRONG) <= named


@pytest.mark.parametrize("place", [*PLACES, *STATES], ids=str)
def test_an_address_of_the_list_leads_to_the_page_that_it_names(place: Place) -> None:
    path = place.path.format(child="1", it="1").split("?")[0]
    assert resolve(path).url_name == place.name


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_page_is_open_to_some_role(place: Place) -> None:
    assert [role for role in Role if allowed(place, role)]


# --- Nobody is kept out ----------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("role", list(Role))
def test_whoever_has_a_role_is_kept_out_of_none_of_its_pages(enter: Enter, facts: Facts, role: Role) -> None:
    lacking = []
    people: dict[str, Somebody] = {}
    for place in (place for place in PLACES if allowed(place, role)):
        found = somebody_for(place, role, facts)
        if found is None:
            lacking.append(place)
            continue
        person = people[found[0]] = people.get(found[0]) or enter(found[0])
        person.opens(found[1])
        looks_through(person, errors=role in ERRORS_OF, place=place)
    assert not lacking or role not in SEES_EVERY_CHILD, f"the record has nothing to try these pages on: {lacking}"


@pytest.mark.browser
@pytest.mark.parametrize("place", STATES, ids=str)
def test_nobody_is_kept_out_of_any_state_of_a_page(enter: Enter, facts: Facts, place: Place) -> None:
    role = next(role for role in (Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR) if allowed(place, role))
    found = somebody_for(place, role, facts)
    assert found
    person = enter(found[0])
    person.opens(found[1])
    looks_through(person, errors=True, place=place)


@pytest.mark.browser
@pytest.mark.parametrize(
    "place", [place for place in PLACES if place.name in {"home", "tracker", "findings", "figures", "child"}], ids=str
)
def test_records_that_can_only_be_read_keep_nobody_out(enter: Enter, facts: Facts, place: Place) -> None:
    gareth = enter("gareth.prosser")
    gareth.opens("/partnerships")
    gareth.main.get_by_role("button").first.click()
    sql = "select child_id from findings_standing s join people_partnership p on p.id = s.partnership_id where p.read_only"
    gareth.opens(place.path.format(child=facts.one(sql)))
    gareth.sees("Read only")
    looks_through(gareth, errors=False, place=place)
    gareth.opens("/partnerships")
    gareth.main.get_by_role("button").first.click()


def looks_through(person: Somebody, *, errors: bool, place: Place) -> None:
    """The page as it opens; with `errors` also on a phone, and as it answers to a form with nothing in it."""
    expect(person.page.get_by_role("heading", level=1).first).to_be_visible()
    person.meets_no_barrier()
    if not errors:
        return
    person.fits(PHONE)
    if person.can_fill_something_in() and place.name not in NEVER_WRONG:
        assert person.sends_nothing(), f"{place}: a form with nothing in it was taken"
        person.meets_no_barrier()
        person.fits(PHONE)


# --- What is no page ----------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("name", sorted(NO_PAGES))
def test_what_is_no_page_shows_none(enter: Enter, facts: Facts, name: str) -> None:
    path, why = NO_PAGES[name]
    needs = getattr(VIEWS[name], "needs", May.OWN_ACCOUNT)
    role = next(role for role in (Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR) if may(role, needs))
    somebody = enter(facts.people(role)[0])
    child = facts.one("select child_id from findings_standing")
    answer = somebody.page.request.get(somebody.address + path.format(child=child), max_redirects=0)
    assert answer.status != 403
    shows = answer.ok and "text/html" in answer.headers.get("content-type", "")
    assert not shows, f"{name} was said to be {why}, and shows a page"
