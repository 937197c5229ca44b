"""The library: every tool of this package, and tools of a partnership's own folder by the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from unmissed.instruments.errors import InstrumentError, nearest
from unmissed.instruments.reading import read_tool, read_tool_file
from unmissed.instruments.tool import Tool


@cache
def library() -> Mapping[str, Tool]:
    """Every tool of the package by id: Unmissed's own first, then by name of the file."""
    folder = files("unmissed.instruments").joinpath("library")
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml")]
    names.sort(key=lambda name: (name != "core.yaml", name))
    tools = [read_tool(folder.joinpath(name).read_text("utf-8"), name) for name in names]
    return MappingProxyType({tool.id: tool for tool in tools})


def with_local(folder: Path | None) -> Mapping[str, Tool]:
    """The package's tools, and those of a local folder; an id that stands twice is refused."""
    if folder is None:
        return library()
    if not folder.is_dir():
        raise InstrumentError(f"the folder of tools {folder} does not exist. Give a folder that holds .yaml files.")
    found = [read_tool_file(path) for path in sorted(folder.glob("*.yaml"))]
    if not found:
        pattern = "`unmissed instruments seraf --file` prints one to copy"
        raise InstrumentError(f"the folder of tools {folder} holds no .yaml file. {pattern}.")
    tools = dict(library())
    for tool in found:
        if tool.id in tools:
            raise InstrumentError(f"{tool.id}: there is a tool of this id already. Give yours another id.")
        tools[tool.id] = tool
    return MappingProxyType(tools)


def chosen(tools: Mapping[str, Tool], names: Sequence[str]) -> list[Tool]:
    """The tools called `names`, or all of them. An unknown name is refused with the nearest right one."""
    for name in names:
        if name not in tools:
            raise InstrumentError(f"there is no tool {name}. {nearest(name, tools)}")
    return [tool for tool in tools.values() if not names or tool.id in names]


def file_of(tool: str) -> str:
    """The file of a tool of the package, as a pattern to copy."""
    return files("unmissed.instruments").joinpath("library", f"{tool}.yaml").read_text("utf-8")
