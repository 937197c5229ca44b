"""Pages of findings."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from unmissed.web.access.pages import PageRequest, page, why_not
from unmissed.web.access.selectors import names_of
from unmissed.web.clock import today
from unmissed.web.findings import actions
from unmissed.web.findings.acts import offers_to
from unmissed.web.findings.forms import AcknowledgeForm, AssignForm, FilterForm, HandOverForm
from unmissed.web.findings.holders import ACTS, people_who_could_hold
from unmissed.web.findings.live import refresh_changed
from unmissed.web.findings.models import Finding
from unmissed.web.findings.policy import policy_of
from unmissed.web.findings.presenters import Shown, as_found, history, records_of, shown
from unmissed.web.findings.selectors import holders, listed
from unmissed.web.people.models import Person
from unmissed.web.people.roles import SEES_EVERY_CHILD, May
from unmissed.web.trail.action import RefusedError


@page(May.SEE_CHILDREN, looks="the list of findings")
def findings(request: PageRequest) -> HttpResponse:
    """The list: mine, my team's, or all that the person may see."""
    asked = _asked(request)
    form = FilterForm(initial=asked, holders=holders(request.partnership), auto_id="filter_%s")
    wanted = form.wanted(asked, request.GET.get("page", "1"))
    day, policy = today(request.partnership), policy_of(request.partnership)
    found = listed(request.person, request.partnership, wanted, day)
    offers = offers_to(request.person, request.partnership).for_all(found.findings)
    context = {
        "filters": form,
        "wanted": wanted,
        "found": found,
        "lines": [
            shown(as_found(row, day), day, policy, kept=row, name=found.names.get(row.child_id, ""), offers=offers)
            for row in found.findings
        ],
        "address": "?" + urlencode({name: value for name, value in asked.items() if value} | {"page": ""}),
        "may_assign": why_not(request, May.ASSIGN) is None,
    }
    return render(request, "findings/findings.html", context)


@page(May.SEE_CHILDREN, looks="a finding")
def finding(request: PageRequest, child_id: str, finding_id: str) -> HttpResponse:
    """One finding, with its records, why it matters, what closes it, and its history."""
    refresh_changed(request.partnership, child_id)
    row = _finding(request, child_id, finding_id)
    events = row.events.select_related("by", "to").order_by("-at", "-pk")
    context = {"row": row, "finding": _shown(request, row), "history": history(events), "can": _can(request, row)}
    return render(request, "findings/finding.html", context)


@page(May.ANSWER_FINDING)
def acknowledge_finding(request: PageRequest, child_id: str, finding_id: str) -> HttpResponse:
    """Say that a finding was seen, with a reason."""
    row = _finding(request, child_id, finding_id)
    form = AcknowledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.acknowledge(finding=row, why=form.cleaned_data["why"], by=request.person)
        messages.success(request, "Acknowledged. The finding stays open until the record shows that something was done.")
        return _to_finding(row)
    return render(request, "findings/acknowledge.html", {"form": form, "finding": _shown(request, row)})


@page(May.ASSIGN)
def assign_finding(request: PageRequest, child_id: str, finding_id: str) -> HttpResponse:
    """Give a finding to somebody who sees the child."""
    row = _finding(request, child_id, finding_id)
    form = AssignForm(request.POST or None, people=people_who_could_hold(request.partnership, child_id))
    if request.method == "POST" and form.is_valid():
        to: Person = form.cleaned_data["to"]
        actions.assign(finding=row, to=to, by=request.person, why=form.cleaned_data["why"])
        messages.success(request, f"{to.name} has this finding now and sees it on their Home.")
        return _to_finding(row)
    return render(request, "findings/assign.html", {"form": form, "finding": _shown(request, row)})


@page(May.ASSIGN)
def hand_over(request: PageRequest) -> HttpResponse:
    """Give everything that one person holds to another."""
    people = Person.objects.filter(partnership=request.partnership, is_active=True, role__in=ACTS)
    form = HandOverForm(request.POST or None, givers=holders(request.partnership), takers=people)
    if request.method == "POST" and form.is_valid() and _handed_over(request, form):
        return HttpResponseRedirect(f"{reverse('findings')}?whose=all&held_by={form.cleaned_data['to'].pk}")
    return render(request, "findings/hand_over.html", {"form": form})


def _handed_over(request: PageRequest, form: HandOverForm) -> bool:
    """Hand over and say what went and what stayed; what was refused is said on the form, with everything typed kept."""
    given = form.cleaned_data
    try:
        done = actions.hand_over(giver=given["giver"], to=given["to"], by=request.person, why=given["why"])
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return False
    stayed = f" {done.stayed} stayed: {given['to'].name} or you do not see these children." if done.stayed else ""
    messages.success(request, f"{done.moved} handed over to {given['to'].name}.{stayed}")
    return True


def _asked(request: PageRequest) -> dict[str, str]:
    """The query with what is shown where nothing was asked for: my own findings that are open; all, for who has none."""
    answers = why_not(request, May.ANSWER_FINDING) is None
    whose = "mine" if answers and request.person.role not in SEES_EVERY_CHILD else "all"
    named = ("whose", "state", "severity", "check", "held_by")
    given = {name: request.GET[name] for name in named if name in request.GET}
    return {"whose": whose, "state": "open", "severity": "", "check": "", "held_by": ""} | given


def _finding(request: PageRequest, child_id: str, finding_id: str) -> Finding:
    rows = Finding.objects.filter(partnership=request.partnership, child_id=child_id, finding_id=finding_id)
    row = rows.select_related("assigned_to").first()
    if row is None:
        raise Http404
    return row


def _shown(request: PageRequest, row: Finding) -> Shown:
    day, policy = today(request.partnership), policy_of(request.partnership)
    name = names_of(request.partnership, [row.child_id]).get(row.child_id, "")
    changes = why_not(request, May.RECORD) is None  # not where the record is open in an emergency only
    records, offers = records_of(request.partnership, row), offers_to(request.person, request.partnership) if changes else None
    return shown(as_found(row, day), day, policy, kept=row, name=name, records=records, offers=offers)


def _can(request: PageRequest, row: Finding) -> dict[str, bool]:
    live = row.gone_at is None and row.closed_on is None
    able = {"acknowledge": May.ANSWER_FINDING, "assign": May.ASSIGN}
    return {what: live and why_not(request, needs) is None for what, needs in able.items()}


def _to_finding(row: Finding) -> HttpResponse:
    return HttpResponseRedirect(reverse("finding", args=[row.child_id, row.finding_id]))
