"""The policy: which values there are, how a local file overrides them, and how a wrong one is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

from unmissed.own_yaml import load_yaml

Unit = Literal["days", "working_days", "count", "months", "level", "codes"]
LEVELS = ("none", "low", "medium", "high", "very_high")

SAFE_LIMIT = 36_500
"""The largest number of days that a limit may have: a hundred years keeps every sum within the calendar."""


class PolicyError(ValueError):
    """A policy that cannot be used. The message says what was found, what was expected and what to do."""


@dataclass(frozen=True)
class Setting:
    """One value of the policy. `unit` is days, working_days, count, months, level or codes; `local` marks an override."""

    name: str
    value: int | str | tuple[str, ...]
    unit: Unit
    meaning: str
    source: str
    local: bool = False

    def __post_init__(self) -> None:
        accepts, expected = _ACCEPTED[self.unit]
        if not accepts(self.value):
            raise PolicyError(f"policy value {self.name}: found {self.value!r}, expected {expected}")

    def __str__(self) -> str:
        value = ", ".join(self.value) if isinstance(self.value, tuple) else self.value
        return f"{value} {self.unit.replace('_', ' ')}" if self.unit in {"days", "working_days", "months"} else f"{value}"


@dataclass(frozen=True)
class Policy:
    """All settings by name. Frozen: a run has one policy."""

    settings: Mapping[str, Setting]

    def __getitem__(self, name: str) -> Setting:
        return self.settings[name]

    def __iter__(self) -> Any:
        return iter(self.settings.values())


def default_policy() -> Policy:
    """The policy with every value at its default."""
    return Policy(MappingProxyType(dict(_defaults())))


def load_policy(path: Path) -> Policy:
    """The default policy with the values of a local YAML file put over it.

    Raises PolicyError when the file cannot be read, names an unknown value or gives a bad one.
    """
    return override(default_policy(), _read(path), where=path.name)


def override(policy: Policy, values: Mapping[str, Any], where: str = "policy") -> Policy:
    """`policy` with some values replaced; a value is plain, or a mapping of `value` and `unit`."""
    settings = dict(policy.settings)
    for name, given in values.items():
        settings[name] = _overridden(_known(settings, name, where), given)
    return Policy(MappingProxyType(settings))


@cache
def _defaults() -> tuple[tuple[str, Setting], ...]:
    raw = load_yaml(files("unmissed.policy").joinpath("default.yaml").read_text("utf-8"))
    return tuple((name, Setting(name, **(spec | {"value": _frozen(spec["value"])}))) for name, spec in raw.items())


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise PolicyError(f"the policy file {path} cannot be read: {reason}. Give a YAML file of names and values.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise PolicyError(f"the policy file {path} is not YAML{line}. Write one `name: value` on each line.") from None
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise PolicyError(f"the policy file {path} holds no names and values. Write one `name: value` on each line.")
    return raw


def _known(settings: Mapping[str, Setting], name: object, where: str) -> Setting:
    if isinstance(name, str) and name in settings:
        return settings[name]
    near = get_close_matches(str(name), settings, n=1)
    hint = f"Did you mean {near[0]}?" if near else "`unmissed checks` names the values that each check uses."
    raise PolicyError(f"{where}: there is no policy value {name!r}. {hint}")


def _overridden(setting: Setting, given: object) -> Setting:
    if not isinstance(given, dict):
        return replace(setting, value=_frozen(given), local=True)
    unknown = sorted(set(given) - {"value", "unit"}, key=str)
    if unknown or "value" not in given:
        raise PolicyError(f"policy value {setting.name}: expected `value` and perhaps `unit`, found {', '.join(map(str, given))}")
    unit = given.get("unit", setting.unit)
    if unit != setting.unit and {unit, setting.unit} != {"days", "working_days"}:
        choice = "days or working_days" if setting.unit == "days" else setting.unit
        raise PolicyError(f"policy value {setting.name}: found the unit {unit!r}, expected {choice}")
    return replace(setting, value=_frozen(given["value"]), unit=unit, local=True)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _whole(low: int, high: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _codes(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(v, str) and v for v in value)


_DAYS = (_whole(0, SAFE_LIMIT), f"a whole number of days from 0 to {SAFE_LIMIT}")
_ACCEPTED: dict[str, tuple[Callable[[object], bool], str]] = {
    "days": _DAYS,
    "working_days": _DAYS,
    "count": (_whole(1, 1_000), "a whole number from 1 to 1000"),
    "months": (_whole(1, 215), "a whole number of months from 1 to 215 (before the 18th birthday)"),
    "level": (lambda value: value in LEVELS, f"one of {', '.join(LEVELS)}"),
    "codes": (_codes, "a list of codes"),
}
