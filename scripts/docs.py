"""Writes the generated part of docs/ from the code: `make docs`. With --check nothing is written, and a difference fails."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer.main
import yaml

from unmissed.checks.catalogue import Check, catalogue, closers_in_words
from unmissed.cli.main import app
from unmissed.engine.examples import Example, read_examples
from unmissed.instruments import manual
from unmissed.policy.model import Policy, default_policy
from unmissed.register.schema import Column, Table, schema
from unmissed.register.timeline import timelines
from unmissed.replay.run import replay
from unmissed.replay.story import story

ROOT = Path(__file__).resolve().parent.parent / "docs"
NOTE = "<!-- Written by `make docs` from the code. Do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """Every generated page: its path under docs/ and its text."""
    written = {
        "checks/README.md": catalogue_page(),
        "data/register.md": register_page(),
        "data/timelines.md": timelines_page(),
        "data/policy.md": policy_page(default_policy()),
        "cli.md": commands_page(),
        "replay.md": story(replay()),
    }
    written |= {f"checks/{check.name}.md": check_page(check) for check in catalogue()}
    written |= manual.pages()
    return {path: NOTE + text.rstrip() + "\n" for path, text in written.items()}


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    names = list(header)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def catalogue_page() -> str:
    """The list of checks by group."""
    text = [f"# The {len(catalogue())} safeguard checks\n", "† its open days count as days unprotected.\n"]
    for group in dict.fromkeys(check.group for check in catalogue()):
        members = [check for check in catalogue() if check.group == group]
        rows = [
            (f"[{c.name}]({c.name}.md)", c.asks, c.severity + (" †" if c.unprotected else ""), ", ".join(c.cites))
            for c in members
        ]
        text += [f"## {group}\n", table(("check", "asks", "severity", "from"), rows)]
    sharpened = [(f"[{c.name}]({c.name}.md)", c.sharpened) for c in catalogue() if c.sharpened]
    text += [
        "## Definitions made sharper\n",
        "Where the design's words left more than one reading.\n",
        table(("check", "reading"), sharpened),
    ]
    return "\n".join(text)


def check_page(check: Check) -> str:
    """One check: its header, its limits, its examples and its SQL."""
    policy = default_policy()
    facts = [
        ("asks", check.asks),
        ("why it matters", check.why),
        ("from", ", ".join(check.cites)),
        ("severity", check.severity + (", leaves a child unprotected" if check.unprotected else "")),
        ("opens", check.opens),
        ("closes", check.closes),
        *(("closed by a record of", each) for each in closers_in_words(check)),
        *([("made sharper", check.sharpened)] if check.sharpened else []),
        ("says", f"“{check.because}”"),
        ("not assessed without", ", ".join(check.needs)),
    ]
    limits = [(name, policy[name], policy[name].meaning, policy[name].source) for name in check.parameters]
    text = [f"# {check.title}\n", f"`{check.name}`\n", table(("", ""), facts)]
    text += ["## Limits\n", table(("name", "default", "meaning", "source"), limits)] if limits else []
    text += ["## Examples\n", *example_sections(check), "## SQL\n", f"```sql\n{check.sql}\n```\n"]
    return "\n".join(text)


def example_sections(check: Check) -> Iterator[str]:
    """The examples as a reader sees them: rows given, findings expected."""
    examples = read_examples(check)
    for example in examples.examples:
        yield f"**{example.name}** ({', '.join(example.shows).replace('_', ' ')})\n"
        yield f"```yaml\n{_plain(example)}```\n"
    if examples.without:
        yield table(("no example", "because"), ((kind.replace("_", " "), reason) for kind, reason in examples.without.items()))


def _plain(example: Example) -> str:
    shown = {
        "policy": dict(example.policy),
        "lacks": list(example.lacks),
        "given": dict(example.given),
        "expect": example.expect,
    }
    kept = {key: value for key, value in shown.items() if value or key == "expect"}
    return yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)


def register_page() -> str:
    """The data dictionary."""
    text = [f"# The register\n\nData contract, version {schema().version}. `*` marks a required value.\n"]
    for declared in schema():
        rows = [(_name(c), c.type, f"{c.meaning} {_rules(c)}".strip(), _needed_by(declared, c)) for c in declared.columns]
        text += [
            f"## {declared.name}\n",
            f"One row is {declared.one_row}.\n",
            table(("column", "type", "meaning", "needed by"), rows),
        ]
    return "\n".join(text)


def _name(column: Column) -> str:
    return column.name + ("\\*" if column.required else "")


def _rules(column: Column) -> str:
    rules = [f"One of: {', '.join(column.codes)}."] if column.codes else []
    rules += [f"Said in words: {', '.join(code for code, _ in column.words)}; any other value as it is."] if column.words else []
    rules += (
        [f"Not known before `{column.settled_by}`" + (f"; until then `{column.before}`." if column.before else ".")]
        if column.settled_by
        else []
    )
    rules += ["A plan: known with its row."] if column.planned else []
    rules += [f"Not before `{column.not_before}`."] if column.not_before else []
    rules += [f"Refers to {column.refers_to}."] if column.refers_to else []
    rules += [f"Privacy: {column.privacy}."] if column.privacy != "plain" else []
    return " ".join(rules)


def _needed_by(declared: Table, column: Column) -> str:
    return ", ".join(c.name for c in catalogue() if f"{declared.name}.{column.name}" in c.needs)


def timelines_page() -> str:
    """The shared terms as SQL."""
    text = ["# Timelines\n", "Each shared term of the design is one SQL view. Checks read them by name.\n"]
    for timeline in sorted(timelines().values(), key=lambda t: t.name):
        text += [f"## {timeline.name}\n", timeline.meaning + "\n", f"```sql\n{timeline.sql}\n```\n"]
    return "\n".join(text)


def policy_page(policy: Policy) -> str:
    """Every policy value with its default and source."""
    used = {s.name: ", ".join(c.name for c in catalogue() if s.name in c.parameters) for s in policy}
    rows = [(s.name, s, s.meaning, s.source, used[s.name]) for s in policy]
    return (
        "# Policy\n\nA local YAML file given with `--policy` overrides some of these: `review_days: 42`, or\n"
        "`review_days: {value: 30, unit: working_days}`. A limit in days may be given in working days (weekends and the bank\n"
        "holidays of England and Wales left out).\n\n" + table(("name", "default", "meaning", "source", "used by"), rows)
    )


def commands_page() -> str:
    """Every command with its arguments and options, and the exit status."""
    text = ["# Commands\n", "## Exit status\n", *(f"- {line}" for line in EXIT_STATUS), ""]
    for name, command in commands():
        rows = [(_usage(p), getattr(p, "help", "") or "") for p in command.params if p.name != "help"]
        text += [f"## unmissed {name}\n", (command.help or "") + "\n", table(("", ""), rows) if rows else ""]
    return "\n".join(text)


def commands(group: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its full name, those of groups too."""
    group = group or typer.main.get_command(app)
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def _usage(parameter: Any) -> str:
    """An option by its names, an argument by the word that stands for it."""
    is_option = parameter.opts[0].startswith("-")
    return f"`{', '.join(parameter.opts) if is_option else parameter.metavar or parameter.name.upper()}`"


EXIT_STATUS = (
    "0: it ran",
    "1: a finding of the severity given with `--fail-on`, or of a graver one, is open; a replay did not hold; an example failed",
    "2: wrong use, or input that cannot be read",
    "3: it ran, but rows were quarantined",
)


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; 1 when they differ."""
    wanted = pages()
    found = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*.md") if path.read_text("utf-8").startswith(NOTE)}
    stale = [name for name, text in wanted.items() if not (ROOT / name).exists() or (ROOT / name).read_text("utf-8") != text]
    surplus = sorted(found - set(wanted))
    if "--check" in arguments:
        sys.stdout.writelines(f"docs/{name} is not what the code says: run `make docs`\n" for name in stale + surplus)
        return 1 if stale or surplus else 0
    for name in stale:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(wanted[name], "utf-8")
    for name in surplus:
        (ROOT / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
