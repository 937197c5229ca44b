"""The least that Django needs to render a template of the design; it stands over the application's settings."""

from __future__ import annotations

from django.test import override_settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The strictest policy under which every page must work."""

alone = override_settings(
    ALLOWED_HOSTS=["127.0.0.1", "testserver"],
    ROOT_URLCONF="tests.web.design.gallery",
    STATIC_URL="/static/",
    MIDDLEWARE=[],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "APP_DIRS": True,
            "OPTIONS": {"environment": "unmissed.web.design.environment.environment"},
        }
    ],
)
"""Without the rooms that say who is signed in, and without a database."""
