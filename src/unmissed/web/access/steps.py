"""The steps between the sign-in page and the page that was asked for, each carrying the words that were kept."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from unmissed.web.access.forms import CodeForm, NewPasswordForm, SignInForm
from unmissed.web.access.kept import Kept, unsealed
from unmissed.web.access.qr import drawn, grouped, new_key, seal
from unmissed.web.access.selectors import factor_demanded
from unmissed.web.people.models import Partnership, Person


def missing_step(person: Person) -> str | None:
    """What this person has yet to do before any page is shown; None once nothing is missing.

    A second factor that was set up comes before a new password, so that the password alone can never change anything.
    """
    if getattr(person, "otp_device", None) is None and has_second_factor(person):
        return "second-factor"
    if person.must_change_password:
        return "new-password"
    if not has_second_factor(person) and factor_demanded(person):
        return "set-up-second-factor"
    return None


def has_second_factor(person: Person) -> bool:
    """Whether the person has set up a second factor."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def partnership_of(request: HttpRequest, person: Person) -> Partnership:
    """The person's own partnership, or the read-only one that the person has turned to."""
    chosen = request.session.get("partnership")
    if chosen and chosen != person.partnership_id:
        return Partnership.objects.filter(pk=chosen, read_only=True).first() or person.partnership
    return person.partnership


def begin_session(request: HttpRequest) -> None:
    """Start both clocks of a session: how long it may lie idle, and how long it may last."""
    request.session["signed_in_at"] = request.session["last_page_at"] = int(time.time())


def sign_in_page(request: HttpRequest, kept: Kept, form: SignInForm | None = None) -> HttpResponse:
    """The sign-in page, in place of the page asked for: with what was typed, or the way back to it."""
    context = {"form": form or SignInForm(), **carried(kept), "wrong": form is not None}
    return render(request, "access/sign_in.html", context, status=401 if request.method == "POST" else 200)


def step_page(request: HttpRequest, step: str, kept: Kept) -> HttpResponse:
    """The page of a step that is still missing, asked for the first time."""
    person = request.user
    assert isinstance(person, Person)
    made: dict[str, Any] = {
        "second-factor": lambda: ("access/second_factor.html", {"form": CodeForm()}),
        "new-password": lambda: ("access/new_password.html", {"form": NewPasswordForm(person=person)}),
        "set-up-second-factor": lambda: ("access/set_up_second_factor.html", set_up_context(person, new_key(), CodeForm())),
    }
    template, context = made[step]()
    return render(request, template, {**context, **carried(kept), "must": True})


def onward(request: HttpRequest, kept: Kept | None) -> HttpResponse:
    """Where a person goes who has done one step: to the next, to the words that were kept, to the page asked for, or home."""
    person = request.user
    assert isinstance(person, Person)
    arrived(request, person)
    kept = kept or Kept(reverse("home"), (), None)
    step = missing_step(person)
    if step:
        return step_page(request, step, kept)
    if kept.words or kept.files:
        return words_page(request, person, kept)
    return HttpResponseRedirect(kept.path)


def words_page(request: HttpRequest, person: Person, kept: Kept) -> HttpResponse:
    """ "Your words are kept", with one button that sends them on; to anybody else, only that they are not theirs."""
    if not kept.belongs_to(person):
        return render(request, "access/words_of_another.html")
    said = [(name.replace("_", " ").replace("-", " "), value) for name, value in kept.words if value.strip()]
    return render(request, "access/words_kept.html", {"kept": kept, "said": said})


def arrived(request: HttpRequest, person: Person) -> None:
    """Put the person and the partnership on the request; `step` is what the person has yet to do."""
    request.person, request.partnership = person, partnership_of(request, person)  # type: ignore[attr-defined]
    request.step = missing_step(person)  # type: ignore[attr-defined]


def carried(kept: Kept) -> dict[str, Any]:
    """What the templates of the steps need to carry the words on."""
    return {"kept": kept.sealed(), "words_kept": bool(kept.words), "files_lost": kept.files}


def kept_in(request: HttpRequest) -> Kept:
    """The words that a step's page carried; where there are none, the way home."""
    return unsealed(request.POST.get("kept", "")) or Kept(reverse("home"), (), None)


def set_up_context(person: Person, key: str, form: CodeForm) -> dict[str, Any]:
    """What the page needs that shows a new key: drawn, in words, and sealed for the way back."""
    return {"form": form, "qr": drawn(person, key), "key_words": grouped(key), "key": seal(person, key)}


def time_step_proved(key: str, code: str) -> int | None:
    """The time step for which `code` is right with this key; None where it is wrong."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time()
    return int(totp.t()) if totp.verify(int(code), tolerance=1) else None
