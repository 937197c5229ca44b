"""The report as one page that opens anywhere, offline: no request leaves it, and it holds what it needs.

The page is written while it is made, a child at a time, so that a large register needs little memory.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, BinaryIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from unmissed import __version__
from unmissed.checks.catalogue import SEVERITIES
from unmissed.engine.audit import Audit
from unmissed.report.child import Child, children, choose, make_timelines
from unmissed.report.drawing import LINES, draw
from unmissed.report.figures import Figures, figures, local_settings, quarantined_by_table
from unmissed.report.rows import child_names
from unmissed.report.words import ahead, facts, in_words, record_words, when, with_values
from unmissed.words import counted

MOST_CHILDREN = 1_000
"""How many children one page shows. Beyond it the page stays usable by showing the most urgent and saying who is left out."""
MOST_CLEAR = 1_000
"""How many children without a finding are named one by one; beyond it they are counted."""
MOST_FAULTS = 50

_CLEAR = "select child_id from children where child_id not in (select child_id from findings) order by child_id"
_CHUNK = 400
"""How many pieces of the page are joined before they are written."""


def write_html(audit: Audit, file: BinaryIO, *, with_names: bool, most_children: int = MOST_CHILDREN) -> None:
    """Write the page; at most `most_children` children are shown, the most severe and longest open first."""
    make_timelines(audit)
    counts = figures(audit)
    shown = choose(audit, most_children)
    names = child_names(audit) if with_names else None
    views = _views(audit, children(audit, names))
    number = {"shown": shown, "left_out": counts.with_any - shown}
    context = _summary(audit, counts) | _about(with_names) | number | {"children": views}
    stream = _environment(audit).get_template("report.html").stream(context)
    stream.enable_buffering(_CHUNK)
    stream.dump(file, encoding="utf-8")


def _summary(audit: Audit, counts: Figures) -> dict[str, Any]:
    assessed = [row for row in counts.checks if row.check.name not in audit.not_assessed]
    finding = [row for row in assessed if any(row.states.values())]
    clear = counts.children - counts.with_any
    return {
        "figures": counts,
        "finding_checks": sorted(finding, key=lambda row: (row.place, -row.states["open"], row.check.title)),
        "silent_checks": [row for row in assessed if not any(row.states.values())],
        "quarantined": quarantined_by_table(audit),
        "faults": audit.register.quarantine[:MOST_FAULTS],
        "local": local_settings(audit),
        "severities": SEVERITIES,
        "clear": [row[0] for row in audit.con.execute(_CLEAR).fetchall()] if clear <= MOST_CLEAR else [],
    }


def _about(with_names: bool) -> dict[str, Any]:
    style, script = Markup(drawn_style() + asset("report.css")), asset("report.js")
    return {
        "style": style,
        "script": script,
        "policy": content_policy(style, script),
        "with_names": with_names,
        "version": __version__,
    }


def _views(audit: Audit, every: Iterator[Child]) -> Iterator[dict[str, Any]]:
    titles = {check.name: check.title for check in audit.checks}
    for child in every:
        yield {
            "child": child,
            "facts": list(facts(child, audit.register.tables)),
            "drawing": draw(child, audit.as_of, audit.register.tables, titles),
            "lines": LINES,
            "records": defaultdict(str, {entry.record: record_words(entry) for entry in child.life}),
        }


def _environment(audit: Audit) -> Environment:
    """The templates; whatever comes from a register is escaped, and what is not there raises instead of printing nothing."""
    environment = Environment(
        loader=PackageLoader("unmissed.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "in_words": in_words,
        "short": lambda day: f"{day.day} {day:%b %Y}",
        "counted": counted,
        "thousands": lambda number: f"{number:,}",
        "with_values": lambda text: with_values(text, audit.policy),
        "ahead": ahead,
        "when": lambda finding: when(finding, audit.as_of),
    }
    environment.globals |= {
        "audit": audit,
        "as_of": audit.as_of,
        "checks": {check.name: check for check in audit.checks},
        "titles": {check.name: check.title for check in audit.checks},
    }
    return environment


@cache
def asset(name: str) -> Markup:
    """The page's own style or script: it comes with this package, so it needs no escaping."""
    return Markup(files("unmissed.report").joinpath("templates", name).read_text("utf-8"))


@cache
def drawn_style() -> Markup:
    """The looks of a drawn timeline, which the application serves from the same file."""
    return Markup(files("unmissed.report").joinpath("drawn", "timeline.css").read_text("utf-8"))


def content_policy(style: str, script: str = "") -> str:
    """What a page may do: use its own style, run its own script where it has one, and nothing else."""
    scripts = f"script-src '{_hash(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_hash(style)}'; {scripts}img-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
