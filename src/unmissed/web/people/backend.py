"""Checks a password. Without groups and permissions of its own: roles say what people may do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from unmissed.web.people.models import Person


class SignInBackend(BaseBackend):
    """Signs in a person who is active and knows the password."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """The person, or None. An unknown name costs the same time as a wrong password."""
        sign_in, password = credentials.get("username", ""), credentials.get("password", "")
        person = Person.objects.filter(sign_in=sign_in).first()
        if person is None:
            Person().set_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session; None once the person may no longer sign in."""
        return Person.objects.select_related("partnership", "agency", "team").filter(pk=user_id, is_active=True).first()
