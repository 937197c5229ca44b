"""What only the whole of a tool file can show to be wrong: names that lead nowhere, bands that overlap, weights that lower."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from unmissed.instruments.errors import nearest
from unmissed.instruments.located import Located, Path
from unmissed.instruments.vocabulary import vocabulary
from unmissed.policy.model import LEVELS

NEEDED = {
    "weighted_sum": ("tiers", "items", "bands"),
    "count": ("items", "bands"),
    "tiers": ("tiers", "items", "overall"),
    "headings": ("headings", "overall"),
    "judgement": (),
    "profile": ("items",),
}
"""What each kind of scoring cannot do without."""
OVERALL = {"tiers": ("highest", "open", "judged"), "headings": ("total", "open", "judged")}
"""How the kinds that need to say so may come to the child's level."""


def senseless(document: Located) -> Iterator[str]:
    """Every fault of meaning in a document that has passed the contract, each with its line and how to mend it."""
    for rule in _RULES:
        yield from rule(document, document.data)


def _said(document: Located, path: Path, what: str) -> str:
    return f"line {document.line(path)}: {what}"


def _parts_by_kind(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    scoring = raw["scoring"]
    for part in NEEDED[scoring["kind"]]:
        if part not in scoring:
            yield _said(document, ("scoring",), f"the kind {scoring['kind']} needs `{part}:`. Add it, or use the kind judgement.")
    overall, allowed = scoring.get("overall"), OVERALL.get(scoring["kind"], ())
    if overall and allowed and overall not in allowed:
        says = f"found {overall}, expected one of {', '.join(allowed)} for the kind {scoring['kind']}."
        yield _said(document, ("scoring", "overall"), says)
    if overall == "total" and "bands" not in scoring:
        yield _said(document, ("scoring", "overall"), "a total needs `bands:`. Add them, or say `overall: open`.")
    if overall == "highest" and any("level" not in tier for tier in scoring.get("tiers", ())):
        yield _said(document, ("scoring", "tiers"), "the highest tier makes the level: give every tier its `level`.")


def _indicators_exist(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    for path, part in _indicated(raw):
        for place, name in enumerate(part.get("indicators", ())):
            if name not in vocabulary():
                where = (*path, "indicators", place)
                yield _said(document, where, f"there is no indicator {name} in the vocabulary. {nearest(name, vocabulary())}")


def _indicated(raw: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for kind in ("items", "headings"):
        for place, part in enumerate(raw["scoring"].get(kind, ())):
            yield ("scoring", kind, place), part


def _nothing_protective_scores(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    if raw["scoring"]["kind"] == "profile":
        return
    for path, part in _indicated(raw):
        for name in part.get("indicators", ()):
            if name in vocabulary() and vocabulary()[name].type == "protective":
                says = f"{name} is a protective factor: it is shown beside the level and never scored. Take it out of the items."
                yield _said(document, (*path, "indicators"), says)


def _tiers_exist(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    scoring = raw["scoring"]
    names = [tier["id"] for tier in scoring.get("tiers", ())]
    for place, item in enumerate(scoring.get("items", ())):
        path = ("scoring", "items", place)
        if names and item.get("tier") not in names:
            found = item.get("tier") or "nothing"
            yield _said(document, (*path, "tier"), f"found the tier {found}, expected one of {', '.join(names)}.")
        if not names and "tier" in item:
            yield _said(document, (*path, "tier"), "this tool has no tiers: take the tier out, or add `tiers:`.")


def _windows_in_order(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    for place, tier in enumerate(raw["scoring"].get("tiers", ())):
        for at, window in enumerate(tier.get("windows", ())):
            if window.get("to_months", 10_000) <= window.get("over_months", -1):
                path = ("scoring", "tiers", place, "windows", at)
                yield _said(document, path, "the window ends before it begins: to_months must be more than over_months.")


def _bands_meet(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    bands = raw["scoring"].get("bands", ())
    for place, (lower, upper) in enumerate(pairwise(bands)):
        path = ("scoring", "bands", place + 1)
        if "to" not in lower:
            yield _said(document, path, "the band before has no `to` and so takes every higher score. Give it one.")
        elif upper["from"] <= lower["to"]:
            says = f"the bands overlap: {upper['from']} lies in the band up to {lower['to']}. Begin at {lower['to'] + 1}."
            yield _said(document, path, says)
        elif upper["from"] > lower["to"] + 1:
            says = f"no band covers {lower['to'] + 1}. Begin at {lower['to'] + 1}, or say what is open with `not_settled`."
            yield _said(document, path, says)
    for place, band in enumerate(bands):
        yield from _band(document, ("scoring", "bands", place), band)


def _band(document: Located, path: Path, band: dict[str, Any]) -> Iterator[str]:
    if band.get("to", band["from"]) < band["from"]:
        yield _said(document, path, f"the band ends at {band['to']}, before it begins. Swap the two.")
    if ("level" in band) == ("not_settled" in band):
        yield _said(document, path, "give a band either a level, or `not_settled` with what the sources leave open.")


def _levels_exist(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    names = [level["id"] for level in raw["levels"]]
    for path, name in _named_levels(raw):
        if name not in names:
            there = f"Its levels are {', '.join(names)}." if names else "It has none."
            yield _said(document, path, f"there is no level {name} in this tool. {there}")


def _named_levels(raw: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    parts: list[tuple[Path, Sequence[dict[str, Any]], tuple[str, ...]]] = [
        (("scoring", "tiers"), raw["scoring"].get("tiers", ()), ("level",)),
        (("scoring", "bands"), raw["scoring"].get("bands", ()), ("level", "above")),
        (("floors",), raw.get("floors", ()), ("never", "becomes")),
        (("overrides",), raw.get("overrides", ()), ("level",)),
    ]
    for path, specs, keys in parts:
        for place, spec in enumerate(specs):
            yield from (((*path, place, key), spec[key]) for key in keys if key in spec)


def _above_leaves_room(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    for place, band in enumerate(raw["scoring"].get("bands", ())):
        if raw["levels"] and band.get("above") == raw["levels"][-1]["id"]:
            yield _said(document, ("scoring", "bands", place, "above"), "nothing lies above the highest level. Name a lower one.")


def _levels_rise(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    for place, (lower, upper) in enumerate(pairwise(raw["levels"])):
        if LEVELS.index(upper["common"]) < LEVELS.index(lower["common"]):
            says = f"{upper['id']} stands above {lower['id']} here and below it on the common scale. Put the lowest first."
            yield _said(document, ("levels", place + 1, "common"), says)


def _names_once(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    lists: dict[Path, Sequence[dict[str, Any]]] = {("levels",): raw["levels"]}
    lists |= {("scoring", kind): raw["scoring"].get(kind, ()) for kind in ("tiers", "headings", "items")}
    for path, specs in lists.items():
        names = [spec.get("id") or spec["indicators"][0] for spec in specs]
        for place, name in enumerate(names):
            if name in names[:place]:
                yield _said(document, (*path, place), f"{name} stands twice. Give each its own id.")


def _floors_raise(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    names = [level["id"] for level in raw["levels"]]
    for place, floor in enumerate(raw.get("floors", ())):
        never, becomes = floor["never"], floor["becomes"]
        if {never, becomes} <= set(names) and names.index(becomes) <= names.index(never):
            says = f"a floor may only raise: {becomes} is not above {never}. Name a higher level."
            yield _said(document, ("floors", place, "becomes"), says)


def _conditions_whole(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    needs = {"under_age": "years", "any_score": "score"}
    for part in ("floors", "overrides", "duties"):
        for place, rule in enumerate(raw.get(part, ())):
            needed = needs.get(rule["when"])
            if needed and needed not in rule:
                yield _said(document, (part, place), f"`when: {rule['when']}` needs `{needed}:`.")


def _score_names_are_numbers(document: Located, raw: dict[str, Any]) -> Iterator[str]:
    for name in raw["scoring"].get("score_names", {}):
        if not str(name).isdigit():
            yield _said(document, ("scoring", "score_names", name), f"found {name}, expected a score: a whole number, 0 or more.")


_RULES: tuple[Callable[[Located, dict[str, Any]], Iterator[str]], ...] = (
    _parts_by_kind,
    _indicators_exist,
    _nothing_protective_scores,
    _tiers_exist,
    _windows_in_order,
    _bands_meet,
    _levels_exist,
    _above_leaves_room,
    _levels_rise,
    _names_once,
    _floors_raise,
    _conditions_whole,
    _score_names_are_numbers,
)
