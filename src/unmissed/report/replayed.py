"""The replay of the inquiry's cases as one page that opens offline: the same text as docs/replay.md, in the report's style."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from unmissed.replay.run import ReplayResult
from unmissed.replay.story import story
from unmissed.report.html import asset, content_policy


def replay_page(result: ReplayResult) -> str:
    """The page. Its text comes from the case files and the run; HTML in it would be shown, not obeyed."""
    told = MarkdownIt("commonmark", {"html": False}).enable("table").render(story(result))
    style = asset("report.css")
    environment = Environment(loader=PackageLoader("unmissed.report"), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("replay.html")
    return page.render(style=style, policy=content_policy(style), told=Markup(_scrolling(told))) + "\n"


def _scrolling(told: str) -> str:
    """Wide tables scroll by themselves, by keyboard too, and not the page with them."""
    opened = '<div class="wide" role="region" aria-label="table" tabindex="0"><table>'
    return told.replace("<table>", opened).replace("</table>", "</table></div>")
