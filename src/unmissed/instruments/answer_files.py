"""Reading answers from a YAML, JSON or CSV file. What is wrong is said by line and question, never by what was answered.

YAML and JSON:                                   CSV, header `question,answer,past,months_ago,reason`:

    age: 14                                          age,14,,,
    harm: suspected                                  harm,suspected,,,
    learning_disability: no                          learning_disability,no,,,
    disclosure: no                                   disclosure,no,,,
    perpetrator_identified: no                       perpetrator_identified,no,,,
    past_harm_considered: yes                        past_harm_considered,yes,,,
    indicators:
      late_return: yes                               late_return,yes,,,
      missing_overnight:                             missing_overnight,no,yes,3;9,
        {current: no, past: yes, months_ago: [3, 9]}
    scores:
      gateshead: {missing: 2}                        score:gateshead:missing,2,,,
    judged:
      kent_medway: {level: category_2,               judged:kent_medway,category_2,,,Abuse is happening
                    rationale: Abuse is happening}
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any, get_args

from unmissed.instruments.answers import OLDEST, Answer, Answers, HarmAnswer, Judgement, Seen
from unmissed.instruments.errors import InstrumentError, nearest, refuse
from unmissed.instruments.located import Located, Path, read_located
from unmissed.instruments.tool import Tool
from unmissed.instruments.vocabulary import vocabulary

FACTS = ("age", "harm", "learning_disability", "disclosure", "perpetrator_identified", "past_harm_considered")
PARTS = (*FACTS, "indicators", "scores", "judged", "about")
HEADER = ("question", "answer", "past", "months_ago", "reason")
MOST_MONTHS = OLDEST * 12
_IN_FACTS = ("learning_disability", "disclosure")
"""Indicators that an answers file gives as facts."""


def read_answers_file(path: FilePath, tools: Mapping[str, Tool]) -> Answers:
    """The answers in a .yaml, .yml, .json or .csv file. Raises InstrumentError with every fault, its line and how to mend it."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InstrumentError(f"the answers {path} cannot be read: {reason}. Give a .yaml, .json or .csv file.") from None
    return read_answers(text, path.name, tools)


def read_answers(text: str, name: str, tools: Mapping[str, Tool]) -> Answers:
    """The answers in a text; its kind is told by the ending of `name`."""
    if name.lower().endswith(".csv"):
        document = _from_csv(text, name)
    else:
        document = read_located(text.replace("\t", " ") if name.lower().endswith(".json") else text, name)
    refuse(name, _faults(document, tools))
    return _answers(document.data)


def _faults(document: Located, tools: Mapping[str, Tool]) -> Iterator[str]:
    if not isinstance(document.data, dict):
        yield "line 1: found no names and values. Write `indicators:` and under it one `name: yes` on each line."
        return
    for name in document.data:
        if name not in PARTS:
            yield _said(document, (name,), f"this question is not known here. {_hint(name, PARTS)}")
    for name, value in document.data.items():
        if name in _CHECKS:
            yield from _CHECKS[name](document, (name,), value, tools)
        elif name in FACTS:
            yield from _answer(document, (name,), value)


def _said(document: Located, path: Path, what: str) -> str:
    return f"line {document.line(path)}: {what}"


def _hint(name: str, names: Any) -> str:
    """A near name, but never the name that was found: it could be a child's."""
    return nearest(name, names) if re.fullmatch(r"\w{1,40}", name) else f"There are: {', '.join(names)}."


def _answer(document: Located, path: Path, value: object) -> Iterator[str]:
    if not isinstance(value, bool) and value not in (None, *get_args(Answer)):
        about = f"{path[-2]} ({path[-1]})" if path[-1] in {"current", "past"} else path[-1]
        yield _said(document, path, f"the answer to {about} is none of yes, no, unknown.")


def _age(document: Located, path: Path, value: object, _: Mapping[str, Tool]) -> Iterator[str]:
    if value not in (None, "unknown") and not _whole(value, OLDEST):
        yield _said(document, path, f"the age is no whole number of years from 0 to {OLDEST}. Leave it out where it is unknown.")


def _harm(document: Located, path: Path, value: object, _: Mapping[str, Tool]) -> Iterator[str]:
    if value is not None and value not in get_args(HarmAnswer):
        yield _said(document, path, f"harm is none of {', '.join(get_args(HarmAnswer))}.")


def _whole(value: object, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= highest


def _indicators(document: Located, path: Path, value: object, _: Mapping[str, Tool]) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _said(document, path, "indicators must hold one `name: yes` on each line.")
        return
    for name, seen in value.items():
        where = (*path, name)
        if name in _IN_FACTS:
            yield _said(document, where, f"give {name} beside age and harm, not among the indicators.")
        elif name not in vocabulary():
            yield _said(document, where, f"there is no such indicator. {_hint(name, list(vocabulary()))}")
        elif isinstance(seen, dict):
            yield from _seen(document, where, seen)
        else:
            yield from _answer(document, where, seen)


def _seen(document: Located, path: Path, seen: dict[str, Any]) -> Iterator[str]:
    for name in seen.keys() - {"current", "past", "months_ago"}:
        yield _said(document, (*path, name), f"{path[-1]} takes current, past and months_ago, and nothing else.")
    for name in ("current", "past"):
        yield from _answer(document, (*path, name), seen.get(name))
    months = _listed(seen.get("months_ago"))
    if not all(_whole(month, MOST_MONTHS) for month in months):
        yield _said(
            document, (*path, "months_ago"), f"months_ago of {path[-1]} is no whole number of months from 0 to {MOST_MONTHS}."
        )
    if months and seen.get("past") in {False, "no"}:
        yield _said(document, path, f"{path[-1]} has months_ago and past: no. Take one of them out.")


def _scores(document: Located, path: Path, value: object, tools: Mapping[str, Tool]) -> Iterator[str]:
    for tool, scores in _by_tool(document, path, value, tools):
        headings = {heading.id: heading for heading in tools[tool].scoring.headings}
        for name, score in scores.items():
            where = (*path, tool, name)
            if name not in headings:
                yield _said(
                    document, where, f"{tool} has no such heading. {_hint(name, list(headings)) if headings else 'It has none.'}"
                )
            elif not _whole(score, headings[name].highest):
                yield _said(document, where, f"the score of {name} is no whole number from 0 to {headings[name].highest}.")
    yield from _unknown_tools(document, path, value, tools)


def _judged(document: Located, path: Path, value: object, tools: Mapping[str, Tool]) -> Iterator[str]:
    for tool, judged in _by_tool(document, path, value, tools):
        levels = [level.id for level in tools[tool].levels]
        if judged.get("level") not in levels:
            known = ", ".join(levels) or "none that is known"
            yield _said(document, (*path, tool), f"the level recorded under {tool} is none of its own. Its levels: {known}.")
        if not isinstance(judged.get("rationale", ""), str) or judged.keys() - {"level", "rationale"}:
            yield _said(document, (*path, tool), "a judgement takes level and rationale, both texts.")
    yield from _unknown_tools(document, path, value, tools)


def _by_tool(document: Located, path: Path, value: object, tools: Mapping[str, Tool]) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield from ((tool, part) for tool, part in value.items() if tool in tools and isinstance(part, dict))


def _unknown_tools(document: Located, path: Path, value: object, tools: Mapping[str, Tool]) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _said(document, path, f"{path[-1]} must hold a tool on each line.")
        return
    for tool, part in value.items():
        if tool not in tools:
            yield _said(document, (*path, tool), f"there is no such tool. {_hint(tool, list(tools))}")
        elif not isinstance(part, dict):
            yield _said(document, (*path, tool), f"write names and values under {tool}.")


_CHECKS: dict[str, Callable[[Located, Path, object, Mapping[str, Tool]], Iterator[str]]] = {
    "age": _age,
    "harm": _harm,
    "indicators": _indicators,
    "scores": _scores,
    "judged": _judged,
}


def _answers(raw: dict[str, Any]) -> Answers:
    indicators = {name: _made_seen(seen) for name, seen in raw.get("indicators", {}).items()}
    indicators |= {name: Seen(current=_yes_no(raw[name])) for name in _IN_FACTS if raw.get(name) is not None}
    return Answers(
        indicators=indicators,
        age=raw["age"] if isinstance(raw.get("age"), int) else None,
        harm=raw.get("harm") or "unknown",
        perpetrator_identified=_yes_no(raw.get("perpetrator_identified")),
        past_harm_considered=_yes_no(raw.get("past_harm_considered")),
        scores=raw.get("scores", {}),
        judged={tool: Judgement(j["level"], j.get("rationale", "")) for tool, j in raw.get("judged", {}).items()},
    )


def _made_seen(value: object) -> Seen:
    if not isinstance(value, dict):
        return Seen(_yes_no(value))
    months = tuple(_listed(value.get("months_ago")))
    past: Answer = "yes" if months else _yes_no(value.get("past"))
    return Seen(_yes_no(value.get("current")), past, months)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _yes_no(value: object) -> Answer:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return {"yes": "yes", "no": "no"}.get(str(value), "unknown")  # type: ignore[return-value]


def _from_csv(text: str, name: str) -> Located:
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or not any(rows):
        raise InstrumentError(f"{name} is empty. Its header is {','.join(HEADER)}.")
    if [cell.strip().lower() for cell in rows[0]] != list(HEADER):
        raise InstrumentError(f"{name}, line 1: the header must be {','.join(HEADER)}.")
    data: dict[str, Any] = {}
    lines: dict[Path, int] = {}
    for number, row in enumerate(rows[1:], start=2):
        if any(row):
            _put(data, lines, [cell.strip() for cell in row] + [""] * (len(HEADER) - len(row)), (name, number))
    return Located(data, lines)


def _put(data: dict[str, Any], lines: dict[Path, int], row: list[str], where: tuple[str, int]) -> None:
    """One row of a CSV as what YAML would hold."""
    path, value = _placed(row)
    for key in path[:-1]:
        data = data.setdefault(key, {})
    if path[-1] in data:
        raise InstrumentError(f"{where[0]}, line {where[1]}: this question stands twice. Keep the line that is right.")
    data[path[-1]] = value
    lines |= {(*path[: place + 1],): where[1] for place in range(len(path))}
    lines[path] = where[1]


def _placed(row: list[str]) -> tuple[tuple[str, ...], Any]:
    question, answer, past, months, reason = row[:5]
    parts = question.split(":")
    if parts[0] == "score" and len(parts) == 3:
        return ("scores", parts[1], parts[2]), _number(answer)
    if parts[0] == "judged" and len(parts) == 2:
        return ("judged", parts[1]), {"level": answer, "rationale": reason}
    if question in FACTS:
        return (question,), _number(answer) or None if question == "age" else answer or None
    times = [_number(month) for month in months.split(";")] if months else None
    return ("indicators", question), {"current": answer or None, "past": past or None, "months_ago": times}


def _number(text: str) -> int | str:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else text
