"""The least that Django needs to render a template of the design; the application's settings take its place."""

from __future__ import annotations

import django
from django.conf import settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The strictest policy under which every page must work."""


def configure() -> None:
    """Configure Django once, unless the application's settings stand already."""
    if settings.configured:
        return
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1", "testserver"],
        INSTALLED_APPS=["django.contrib.staticfiles", "unmissed.web.design"],
        STATIC_URL="/static/",
        ROOT_URLCONF="tests.web.design.gallery",
        USE_TZ=True,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "APP_DIRS": True,
                "OPTIONS": {"environment": "unmissed.web.design.environment.environment"},
            }
        ],
    )
    django.setup()
