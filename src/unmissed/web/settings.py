"""Settings of the web application. What differs between places comes from the environment; nothing secret stands here.

DATABASE_URL              where the record is kept (default: an SQLite file in UNMISSED_DATA)
UNMISSED_DATA             the folder of the SQLite file and the two keys (default: unmissed-data)
UNMISSED_SECRET_KEY       signs sessions (default: made once and kept in UNMISSED_DATA)
UNMISSED_TRAIL_KEY        seals the trail (default: made once and kept in UNMISSED_DATA)
UNMISSED_HOSTS            the names under which it is served, joined with commas (default: this machine only)
UNMISSED_HTTPS            1 where it is served over HTTPS: cookies are then sent over nothing else
UNMISSED_IDLE_MINUTES     after so many minutes without a page a person signs in again (default: 30)
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from unmissed.web.keys import key

WEB = Path(__file__).parent
DATA = Path(os.environ.get("UNMISSED_DATA", "unmissed-data"))

SECRET_KEY = key("UNMISSED_SECRET_KEY", DATA / "secret.key")
TRAIL_KEY = key("UNMISSED_TRAIL_KEY", DATA / "trail.key")
DEBUG = False  # a debug page shows local variables, which may be a child's
ALLOWED_HOSTS = os.environ.get("UNMISSED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
HTTPS = os.environ.get("UNMISSED_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "unmissed.web.design",
    "unmissed.web.people",
    "unmissed.web.trail",
    "unmissed.web.access",
    "unmissed.web.record",
    "unmissed.web.findings",
    "unmissed.web.children",
    "unmissed.web.referrals",
    "unmissed.web.imports",
    "unmissed.web.home",
    "unmissed.web.administration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "unmissed.web.faults.FaultsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "unmissed.web.access.middleware.SignedInMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "unmissed.web.design.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "unmissed.web.access.context.everywhere",
                "unmissed.web.children.context.child",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA.absolute() / 'record.sqlite3'}", conn_max_age=None)}
_DATABASE: dict[str, Any] = DATABASES["default"]  # type: ignore[assignment]
if _DATABASE["ENGINE"].endswith("sqlite3"):
    _DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits its turn at the beginning, never fails in the middle
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON;",
    }
else:
    _DATABASE["CONN_HEALTH_CHECKS"] = True  # a connection that was lost is made again with the next request

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "unmissed.web.people.backend.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]  # a shared office has one address: a lock must not shut out a whole team
AXES_USERNAME_FORM_FIELD = "username"  # what the name is called where a password is checked, not on the form
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["sign_in", "password", "kept"]  # what was typed is not kept beside the trail: a child may be in it
AXES_DISABLE_ACCESS_LOG = True  # the trail says who signed in
AXES_LOCKOUT_CALLABLE = "unmissed.web.access.sign_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it asks to lock addresses too, which would shut out the team
OTP_TOTP_ISSUER = "Unmissed"

IDLE_MINUTES = int(os.environ.get("UNMISSED_IDLE_MINUTES", "30"))
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # what is said of a child never lies in a cookie
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day is the longest session; an idle person signs in again long before
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "unmissed.web.faults.csrf_failed"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

ROOT_URLCONF = "unmissed.web.urls"
WSGI_APPLICATION = "unmissed.web.wsgi.application"
APPEND_SLASH = False
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "static/"
STATICFILES_DIRS = [("unmissed", WEB.parent / "report" / "drawn")]  # the looks of a drawn timeline are those of the report
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # mending a whole quarantine in one form
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"faults": {"()": "unmissed.web.quiet.WithoutDetails"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "filters": ["faults"]}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "WARNING", "propagate": False},
        "axes": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},  # it would write down names that were typed
    },
}
