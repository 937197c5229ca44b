"""Signing in and out, the second factor, the own password."""

from __future__ import annotations

from typing import Any

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone

from unmissed.web.access import actions
from unmissed.web.access.forms import CodeForm, NewPasswordForm, ReplaceForm, SignInForm
from unmissed.web.access.kept import remember
from unmissed.web.access.pages import PageRequest, open_to_all, page
from unmissed.web.access.qr import new_key, unseal
from unmissed.web.access.selectors import locked_until, partnerships_for
from unmissed.web.access.steps import (
    begin_session,
    carried,
    has_second_factor,
    kept_in,
    onward,
    set_up_context,
    sign_in_page,
    time_step_proved,
)
from unmissed.web.people.models import Person
from unmissed.web.people.roles import May

_WRONG = "The sign-in name or the password is wrong. After five wrong passwords the name is locked for a while"


@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, and what is sent from it."""
    kept = kept_in(request)
    if request.method != "POST":
        return sign_in_page(request, kept)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return sign_in_page(request, kept, form)
    name = form.cleaned_data["sign_in"]
    person = authenticate(request, username=name, password=form.cleaned_data["password"])
    if isinstance(person, Person):
        login(request, person)
        begin_session(request)
        actions.sign_in(by=person)
        return remember(onward(request, kept), person)
    actions.sign_in_failed(sign_in=name, locked=bool(getattr(request, "axes_locked_out", False)))
    form.add_error(None, _WRONG)
    return sign_in_page(request, kept, form)


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """The page for a name that is locked after wrong passwords: until when, and what to do. The words stay kept."""
    until = f"{timezone.localtime(locked_until(str(credentials.get('username', '')))):%H:%M}"
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    context = {"minutes": minutes, "until": until, **carried(kept_in(request))}
    return render(request, "access/locked_out.html", context, status=429)


@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. Only a form can, so that no link on another page can."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person = request.user
    if isinstance(person, Person):
        actions.sign_out(by=person)
    logout(request)
    request.person = request.partnership = None  # type: ignore[attr-defined]
    return render(request, "access/signed_out.html")


@page(May.OWN_ACCOUNT)
def second_factor(request: PageRequest) -> HttpResponse:
    """The code of an authenticator app, after the password."""
    kept = kept_in(request)
    if request.step != "second-factor":
        return onward(request, kept)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        device = actions.give_code(code=form.cleaned_data["code"], by=request.person)
        if device is not None:
            django_otp.login(request, device)
            request.session.cycle_key()
            return onward(request, kept)
        form.add_error("code", "The code is wrong or was used before. Wait for the next one, then enter it")
    return render(request, "access/second_factor.html", {"form": form, **carried(kept), "must": True})


@page(May.OWN_ACCOUNT)
def set_up_second_factor(request: PageRequest) -> HttpResponse:
    """A new key, as a QR code and as text; kept once a code has proved that the app has it."""
    kept, person = kept_in(request), request.person
    key = unseal(person, request.POST.get("key", "")) or new_key()
    must, replaces = request.step == "set-up-second-factor", has_second_factor(person)
    sent = request.POST if request.method == "POST" else None
    form = ReplaceForm(sent, person=person) if replaces else CodeForm(sent)
    if form.is_valid():
        used = time_step_proved(key, form.cleaned_data["code"])
        if used is not None:
            device = actions.set_up_second_factor(key=key, used=used, by=person)
            django_otp.login(request, device)
            request.session.cycle_key()
            messages.success(request, "Your second factor is set up. You will be asked for a code when you sign in.")
            return onward(request, kept)
        form.add_error("code", "The code is wrong. Check that the app has this key and that your device's clock is right")
    context = {**set_up_context(person, key, form), **carried(kept), "must": must, "replaces": replaces}
    return render(request, "access/set_up_second_factor.html", context)


@page(May.OWN_ACCOUNT)
def new_password(request: PageRequest) -> HttpResponse:
    """Another password: because a one-time password was given, or because the person wants one."""
    kept, person = kept_in(request), request.person
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        actions.change_password(password=form.cleaned_data["password_new"], by=person)
        update_session_auth_hash(request, person)
        begin_session(request)
        messages.success(request, "Your password is changed.")
        return onward(request, kept)
    must = request.step == "new-password"
    return render(request, "access/new_password.html", {"form": form, **carried(kept), "must": must})


@page(May.OWN_ACCOUNT)
def account(request: PageRequest) -> HttpResponse:
    """The own account: who one is here, and what can be changed about it."""
    return render(request, "access/account.html", {"second_factor": has_second_factor(request.person)})


@page(May.OWN_ACCOUNT)
def partnerships(request: PageRequest) -> HttpResponse:
    """Turn to the records that everybody may read, and back."""
    if request.method == "POST":
        chosen = request.POST.get("partnership", "")
        found = actions.turn_to(partnership_id=int(chosen) if chosen.isdecimal() else 0, by=request.person)
        request.session["partnership"] = found.pk
        return redirect("home")
    return render(request, "access/partnerships.html", {"partnerships": partnerships_for(request.person)})
