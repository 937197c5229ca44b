"""Forms for signing in."""

from __future__ import annotations

from django import forms


class SignInForm(forms.Form):
    """The name and password with which somebody signs in."""

    sign_in = forms.CharField(label="Sign-in name", max_length=60)
    password = forms.CharField(label="Password", widget=forms.PasswordInput, strip=False)
