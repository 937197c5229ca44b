"""Tool files: the library keeps the contract, and a wrong file is refused with the line and how to mend it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from unmissed.instruments.contract import faults, tool_schema
from unmissed.instruments.errors import InstrumentError
from unmissed.instruments.library import chosen, file_of, library, with_local
from unmissed.instruments.located import read_located
from unmissed.instruments.reading import read_tool, read_tool_file
from unmissed.instruments.tool import Tool

BAND = "{from: 6, to: 10, level: category_2}"
ITEM = "indicators: [late_return], tier: moderate"
"""Lines of SERAF that tests break."""
NAMED = {
    "seraf", "croydon", "gateshead", "staffordshire", "west_yorkshire", "kent_medway", "durham_matrix", "west_midlands",
    "pan_cheshire", "anchored_scale", "checklist_0_3", "tees_vemt", "core",
}  # fmt: skip
GOOD = file_of("croydon")
FOLDER = files("unmissed.instruments").joinpath("library")


def test_the_library_holds_the_tools_that_it_must() -> None:
    assert set(library()) >= NAMED
    assert len(library()) >= 13


@pytest.mark.parametrize("tool", library().values(), ids=list(library()))
def test_every_tool_has_its_source_and_says_what_is_open_and_lost(tool: Tool) -> None:
    assert tool.sources
    assert tool.licence
    assert tool.open or tool.certainty == "own"
    assert all(level.loses and level.means for level in tool.levels)
    assert f"{tool.id}.yaml" in {entry.name for entry in FOLDER.iterdir()}


@pytest.mark.parametrize("tool", library())
def test_every_file_keeps_the_json_schema(tool: str) -> None:
    jsonschema.Draft202012Validator(tool_schema()).validate(yaml.safe_load(file_of(tool)))


def test_the_json_schema_is_itself_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(tool_schema())


def broken(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    raw: dict[str, Any] = copy.deepcopy(yaml.safe_load(GOOD))
    change(raw)
    return raw


BREAKS: list[Callable[[dict[str, Any]], object]] = [
    lambda raw: raw.pop("sources"),
    lambda raw: raw.update(sources=[]),
    lambda raw: raw.update(sources=[{"key": "X"}]),
    lambda raw: raw.update(caps=[{"when": "perpetrator_unknown"}]),
    lambda raw: raw.update(id="Not An Id"),
    lambda raw: raw.update(name=""),
    lambda raw: raw.update(certainty="sure"),
    lambda raw: raw.update(in_use=True),
    lambda raw: raw.update(review_days=0),
    lambda raw: raw["scoring"].update(kind="magic"),
    lambda raw: raw["scoring"].update(items=[]),
    lambda raw: raw["scoring"]["items"][0].update(indicators=[]),
    lambda raw: raw["scoring"]["tiers"][0].update(windows=[{"points": -1}]),
    lambda raw: raw["levels"][0].update(common="critical"),
    lambda raw: raw["levels"][0].pop("loses"),
    lambda raw: raw["levels"][0].update(response=["nothing"]),
    lambda raw: raw["floors"][0].update(when="perpetrator_unknown"),
    lambda raw: raw["floors"][0].update(years=19),
    lambda raw: raw.update(open="nothing"),
    lambda raw: raw["scoring"].update(unknown_scores_zero="yes"),
    lambda raw: raw["scoring"].update(score_names={"1": 2}),
]


@pytest.mark.parametrize("change", [*BREAKS, lambda raw: None])
def test_our_reading_of_the_schema_agrees_with_json_schema(change: Callable[[dict[str, Any]], object]) -> None:
    raw = broken(change)
    document = read_located(yaml.safe_dump(raw), "tool.yaml")
    valid = jsonschema.Draft202012Validator(tool_schema()).is_valid(raw)
    assert (not list(faults(document))) == valid
    assert valid == (raw == yaml.safe_load(GOOD))


def refused(old: str, new: str, source: str = GOOD) -> tuple[str, int]:
    """The message when `new` stands for `old` in a good file, and the line on which it stands."""
    assert source.count(old) >= 1, old
    text = source.replace(old, new, 1)
    line = source[: source.index(old)].count("\n") + 1
    with pytest.raises(InstrumentError) as error:
        read_tool(text, "ours.yaml")
    return str(error.value), line


def test_an_unknown_indicator_is_refused_with_the_nearest() -> None:
    message, line = refused("indicators: [sti]", "indicators: [taken_in_vehicle]")
    assert f"line {line}: there is no indicator taken_in_vehicle" in message
    assert "Did you mean taken_in_vehicles?" in message


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (BAND, "{from: 5, to: 10, level: category_2}", "the bands overlap: 5 lies in the band up to 5. Begin at 6."),
        (BAND, "{from: 7, to: 10, level: category_2}", "no band covers 6. Begin at 6"),
        (BAND, "{from: 6, to: 10, level: category_9}", "there is no level category_9 in this tool"),
        (BAND, "{from: 6, to: 10}", "give a band either a level, or `not_settled`"),
        ("{from: 16, level: category_4}", "{from: 16, to: 2, level: category_4}", "the band ends at 2, before it begins"),
        (ITEM, "indicators: [late_return], tier: middling", "found the tier middling, expected one of"),
        (ITEM, "indicators: [sti], tier: moderate", "sti stands twice"),
        (ITEM, "indicators: [trusted_adult], tier: moderate", "trusted_adult is a protective factor"),
        ("over_months: 6, to_months: 12", "over_months: 6, to_months: 6", "the window ends before it begins"),
        ("{to_months: 6, points: 5}", "{to_months: 6, points: -5}", "found -5, expected a whole number, 0 or more"),
        ("kind: weighted_sum", "kind: weighted", "found 'weighted', expected one of weighted_sum"),
        ("certainty: read", "certainty: certain", "found 'certain', expected one of read"),
        ("common: medium", "common: none", "category_3 stands above category_2 here"),
    ],
)  # fmt: skip
def test_a_wrong_line_of_seraf_is_refused_with_the_line_and_the_mend(old: str, new: str, says: str) -> None:
    message, line = refused(old, new, file_of("seraf"))
    assert says in message
    assert f"line {line}" in message or "stands twice" in says


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("never: low, becomes: medium", "never: medium, becomes: low", "a floor may only raise: low is not above medium"),
        ("when: under_age, years: 13,", "when: under_age,", "`when: under_age` needs `years:`"),
        ("open:", "caps: [{when: no_perpetrator, at: medium}]\nopen:", "a tool may raise a level and never hold it down"),
        ("open:", "guardrails: off\nopen:", "the guardrails hold for every tool and cannot be set in a file"),
        ("overall: highest", "overall: total", "found total, expected one of highest, open, judged"),
        ("name: Child", "nmae: Child", "there is no nmae here: Did you mean name?"),
        ("id: croydon", "id: croydon\nid: croydon2", "this name stands twice"),
    ],
)  # fmt: skip
def test_a_wrong_line_of_croydon_is_refused_with_the_line_and_the_mend(old: str, new: str, says: str) -> None:
    message, line = refused(old, new)
    assert says in message
    assert f"line {line}" in message or "twice" in says


def test_a_cap_for_want_of_a_perpetrator_names_the_inquiry() -> None:
    message, _ = refused("open:", "caps: [{when: no_perpetrator, at: medium}]\nopen:")
    assert "No child is refused a level because nobody has been identified (inquiry F.4 ¶25)" in message


def test_a_tool_without_a_source_is_refused() -> None:
    text = "\n".join(line for line in GOOD.splitlines() if not line.startswith(("sources:", "  - {key:")))
    with pytest.raises(InstrumentError, match="sources is missing: add `sources:` with a list of at least one source"):
        read_tool(text, "ours.yaml")


def test_every_fault_is_told_at_once() -> None:
    text = GOOD.replace("indicators: [sti]", "indicators: [nothing_known]").replace("never: low", "never: lowest")
    with pytest.raises(InstrumentError) as error:
        read_tool(text, "ours.yaml")
    assert str(error.value).count("\n  line ") == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("- a list", "found a list, expected a tool"),
        ("a: [", "is neither YAML nor JSON (line"),
        ("just words", "expected a tool"),
    ],
)
def test_what_is_no_tool_file_is_refused(text: str, says: str) -> None:
    with pytest.raises(InstrumentError) as error:
        read_tool(text, "ours.yaml")
    assert says in str(error.value)


def test_a_local_folder_of_tools(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(GOOD.replace("id: croydon", "id: ours"))
    assert "ours" in with_local(tmp_path)
    assert [tool.id for tool in chosen(with_local(tmp_path), ["ours"])] == ["ours"]


def test_a_local_tool_may_not_take_an_id_of_the_library(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(GOOD)
    with pytest.raises(InstrumentError, match="croydon: there is a tool of this id already"):
        with_local(tmp_path)


def test_an_empty_or_missing_folder_and_an_unreadable_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InstrumentError, match=r"holds no \.yaml file"):
        with_local(tmp_path)
    with pytest.raises(InstrumentError, match="does not exist"):
        with_local(tmp_path / "none")
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(InstrumentError, match="not UTF-8"):
        read_tool_file(tmp_path / "bad.yaml")
    with pytest.raises(InstrumentError, match="No such file"):
        read_tool_file(tmp_path / "none.yaml")


def test_an_unknown_tool_is_refused_with_the_nearest() -> None:
    with pytest.raises(InstrumentError, match=r"there is no tool crydon\. Did you mean croydon\?"):
        chosen(library(), ["crydon"])
