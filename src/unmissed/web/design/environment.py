"""The templates' environment: Jinja2, as the report has it, with the macros of the GOV.UK components and the report's timeline.

Whatever comes from a record is escaped. What is not there raises instead of printing nothing: a page must not look calm because
a value was forgotten. The GOV.UK macros ask for options that nobody gave, so they, and only they, run where that is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from datetime import date
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
)

from unmissed.report.words import in_words
from unmissed.web.design.fields import asked, faults
from unmissed.words import counted

MACROS = "govuk_frontend_jinja"


class DesignEnvironment(Environment):
    """An environment that is strict in our own templates and lenient in the macros of the GOV.UK components."""

    macros: Environment

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  the name is Jinja's
    ) -> Template:
        """A template of ours, or a macro file of the GOV.UK components from the environment of its own."""
        if isinstance(name, str) and name.startswith(f"{MACROS}/"):
            return self.macros.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend calls with its own options; `loader` knows the folders of the apps."""
    own: BaseLoader = options.pop("loader")
    reloads = bool(options.get("auto_reload"))
    made = DesignEnvironment(
        **options
        | {
            "autoescape": True,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "loader": ChoiceLoader([own, PrefixLoader({"report": PackageLoader("unmissed.report")})]),
        }
    )
    made.macros = Environment(
        loader=PrefixLoader({MACROS: PackageLoader(MACROS)}), autoescape=True, undefined=ChainableUndefined, auto_reload=reloads
    )
    made.globals |= {"static": static, "url": url, "asked": asked, "faults": faults}
    made.filters |= {
        "short": short,
        "in_words": in_words,
        "days_ago": days_ago,
        "counted": counted,
        "thousands": thousands,
        "said": said,
    }
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def short(day: date) -> str:
    """3 Sep 2026."""
    return f"{day.day} {day:%b %Y}"


def days_ago(day: date, today: date) -> str:
    """`today`, `yesterday`, `61 days ago`, `tomorrow`, `in 14 days`: the clock is passed in."""
    days = (today - day).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    return near.get(days) or (f"{counted(days, 'day')} ago" if days > 0 else f"in {counted(-days, 'day')}")


def thousands(number: int) -> str:
    """100,000."""
    return f"{number:,}"


def said(code: str) -> str:
    """A code of the register as words: `no_identified_perpetrator` is said `no identified perpetrator`."""
    return code.replace("_", " ")


def template_names(env: Environment) -> Iterable[str]:
    """Every template of ours, for tests that compile them all."""
    return (name for name in env.list_templates() if name.startswith("design/"))
