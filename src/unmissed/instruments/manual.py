"""The manual's pages about the tools. Every figure and every level on them is computed when the page is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from unmissed.instruments.answers import Answers, Seen
from unmissed.instruments.comparison import PLACES, compare, place_of, said
from unmissed.instruments.evaluator import evaluate
from unmissed.instruments.guardrails import FOR_HARM
from unmissed.instruments.library import library
from unmissed.instruments.result import Result
from unmissed.instruments.told import tool_in_full
from unmissed.instruments.tool import CERTAINTY_MARKS, CERTAINTY_MEANS, RESPONSE_NAMES, Tool
from unmissed.instruments.vocabulary import TYPE_NAMES, vocabulary

CONTROL, VEHICLES = "controlling_person", "taken_in_vehicles"
"""The significant signs of the examples."""


def pages() -> dict[str, str]:
    """Every generated page about the tools: its path under docs/ and its text."""
    written = {"instruments.md": _overview(), "instruments/vocabulary.md": _vocabulary_page()}
    return written | {f"instruments/{tool.id}.md": _tool_page(tool) for tool in library().values()}


def _overview() -> str:
    parts = [
        "# Assessment tools\n",
        f"{len(library())} tools as data, linked by [a common vocabulary](instruments/vocabulary.md) of {len(vocabulary())} "
        "indicators. Almost none of them has been validated: they are shown so that differences can be seen, not as anybody's "
        "current policy. What the sources leave open is marked as open. "
        "[How to use them, and how to add your own](guides/instruments.md).\n",
        _table(("", "how sure we are of a tool"), ((mark, CERTAINTY_MEANS[name]) for name, mark in CERTAINTY_MARKS.items())),
        _library_table(),
        "## What the arithmetic does\n",
        "Computed with the evaluator each time this page is written.\n",
        *_consequences(),
        "## The same words\n",
        "One word, and what each tool means by it.\n",
        _same_words(),
        "## What holds for every tool\n",
        *_guardrails(),
    ]
    return "\n".join(parts)


def _library_table() -> str:
    rows = []
    for tool in library().values():
        levels = "<br>".join(f"{level.label} → {said(level.common)}" for level in tool.levels) or "none that is known"
        name = f"[{tool.short}](instruments/{tool.id}.md)"
        rows.append((name, tool.area, tool.date, CERTAINTY_MARKS[tool.certainty], tool.scoring.says, levels, len(tool.open)))
    return _table(("tool", "area", "date", "sure", "scoring", "levels, and where they lie on the common scale", "open"), rows)


def _consequences() -> Iterator[str]:
    yield "### One current significant sign\n"
    yield "A controlling person now; everything else that SERAF asks is answered no.\n"
    yield _outcomes([("one significant sign now", _answered(seraf(), {CONTROL: Seen("yes", "no")}))])
    yield "### Vulnerabilities alone\n"
    yield "Every vulnerability that SERAF lists, and no sign of exploitation at all.\n"
    yield _outcomes([("every vulnerability, no sign", _answered(seraf(), _vulnerable()))])
    yield "### Past harm runs out\n"
    yield "The same two significant signs, last seen so many months ago, with nothing since.\n"
    yield _outcomes(
        [(f"{m} months ago", _answered(seraf(), {CONTROL: _past(m), VEHICLES: _past(m)})) for m in (1, 6, 7, 12, 13, 36)]
    )
    yield "### Harm counted as risk\n"
    yield "Each line of SERAF that is evidence of harm in the common vocabulary: current, and nothing else.\n"
    yield _outcomes([(vocabulary()[name].name, _answered(seraf(), {name: Seen("yes", "no")})) for name in _harm_lines(seraf())])
    yield "### Don't know counts as no\n"
    yield "A child about whom nothing is known, and a child about whom everything was asked and answered no.\n"
    yield _ignorance()
    yield "### One year of age\n"
    yield "The same single sign (comes home late), at 12 and at 13, and at 15 with a learning disability.\n"
    yield _floors()
    yield "### One child, every tool\n"
    yield "A child of 14: a controlling person now, gets into strangers' vehicles now, comes home late; missing overnight nine"
    yield "months ago; sexual abuse three years ago; nobody identified as causing harm. Everything else is answered no.\n"
    yield _everywhere()


def seraf() -> Tool:
    """The tool of most examples: its arithmetic is published whole."""
    return library()["seraf"]


def _answered(tool: Tool, seen: dict[str, Seen], **facts: object) -> Result:
    """A result with everything that the tool asks answered no, but what is given."""
    answered = dict.fromkeys(tool.indicators, Seen("no", "no")) | seen
    return evaluate(tool, Answers(indicators=answered, **facts))  # type: ignore[arg-type]


def _past(months: int) -> Seen:
    return Seen("no", "yes", (months,))


def _vulnerable() -> dict[str, Seen]:
    items = [item for item in seraf().scoring.items if item.tier == "vulnerability"]
    return {name: Seen("yes", "no") for item in items for name in item.indicators}


def _harm_lines(tool: Tool) -> list[str]:
    return [name for name in tool.indicators if vocabulary()[name].type == "harm"]


def _outcomes(results: Iterable[tuple[str, Result]]) -> str:
    rows = [
        (what, result.reasons[-1].split(":")[0], result.label, said(result.level or "none given")) for what, result in results
    ]
    return _table(("answers", "points", "the tool says", "common scale"), rows)


def _ignorance() -> str:
    checklist, core = library()["checklist_0_3"], library()["core"]
    nothing = Answers()
    all_no = Answers(
        indicators=dict.fromkeys(vocabulary(), Seen("no", "no")),
        scores={checklist.id: {heading.id: 0 for heading in checklist.scoring.headings}},
    )
    rows = []
    for name, answers in (("nothing known", nothing), ("all answered no", all_no)):
        result = evaluate(checklist, answers)
        scores = sum(answers.scores.get(checklist.id, {}).values())
        rows.append((name, scores, result.label, len(result.missing), len(evaluate(core, answers).missing)))
    return _table(
        ("child", "the checklist's total", "in words", "unanswered, named here", "unanswered in the core assessment"), rows
    )


def _floors() -> str:
    late = {"late_return": Seen("yes", "no")}
    disabled = {"learning_disability": Seen("yes", "no")}
    cases = [("12 years", 12, late), ("13 years", 13, late), ("15 years, learning disability", 15, late | disabled)]
    tools = [library()[name] for name in ("croydon", "staffordshire", "seraf")]
    rows = []
    for name, age, seen in cases:
        rows.append((name, *(_answered(tool, seen, age=age).label for tool in tools)))
    return _table(("child", *(tool.short for tool in tools)), rows)


def everywhere() -> Answers:
    """The answers of the example that goes through every tool."""
    return Answers(
        indicators=dict.fromkeys(vocabulary(), Seen("no", "no"))
        | {name: Seen("yes", "no") for name in (CONTROL, VEHICLES, "late_return")}
        | {"missing_overnight": _past(9), "sexual_abuse": _past(36)},
        age=14,
        harm="suspected",
        perpetrator_identified="no",
    )


def _everywhere() -> str:
    comparison = compare(library().values(), everywhere())
    rows = []
    for result in comparison.results:
        marks = ["●" if place == place_of(result) else "" for place in PLACES]
        rows.append((result.tool.short, *marks, result.label))
    return f"**{comparison.finding()}.**\n\n" + _table(("tool", *(said(place) for place in PLACES), "in its own words"), rows)


def _same_words() -> str:
    words: dict[str, list[str]] = defaultdict(list)
    for tool in library().values():
        for level in (level for level in tool.levels if "definition was not read" not in level.means):
            for word in ("at risk", "low", "mild", "medium", "moderate", "high", "significant", "serious"):
                if word in level.label.lower().replace("not at risk", "") and tool.id != "core":
                    words[word].append(f"{tool.short}: {level.means} ({said(level.common)})")
    shared = {word: meanings for word, meanings in words.items() if len(meanings) > 1}
    return _table(("word", "tools", "meanings"), ((word, len(them), "<br>".join(them)) for word, them in shared.items()))


def _guardrails() -> Iterator[str]:
    yield "No file of a tool can switch these off.\n"
    yield "- An unknown perpetrator never lowers a level: nothing that scores can ask about it; a file with a cap is refused."
    yield "- Harm is answered apart from the level. Where there is harm, these are recommended under every tool:"
    yield "  " + ", ".join(RESPONSE_NAMES[response] for response in FOR_HARM) + "."
    yield "- Past harm is put before the assessor and must be addressed; signs that a tool no longer counts are shown."
    yield "- Unknown is not no: what is missing is named, with the level that it could still lead to."
    yield "- A person may record another level, with a reason; both are kept."
    yield "- Nothing is subtracted: protective factors stand beside a level and never lower it.\n"


def _tool_page(tool: Tool) -> str:
    lines = list(tool_in_full(tool))
    return f"# {tool.name}\n\n`unmissed instruments {tool.id}`\n\n```text\n" + "\n".join(lines) + "\n```\n"


def _vocabulary_page() -> str:
    asked = {name: [t.short for t in library().values() if name in t.indicators] for name in vocabulary()}
    parts = [
        "# The common vocabulary\n",
        "What tools ask about, each thing once, under an id that never changes. Vulnerability, concern sign, evidence of harm "
        "and protective factor are kept apart, whatever a tool makes of them.\n",
    ]
    for kind, name in TYPE_NAMES.items():
        rows = [
            (f"`{i.id}`", i.name, i.group, i.meaning, ", ".join(asked[i.id]) or "none")
            for i in vocabulary().values()
            if i.type == kind
        ]
        parts += [f"## {name.capitalize()}\n", _table(("id", "name", "group", "note", "tools that ask"), rows)]
    return "\n".join(parts)


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(header)
    lines = [names, ["---"] * len(names), *rows]
    return (
        "\n".join("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)
        + "\n"
    )
