"""The catalogue of checks: read from the folders of this package, and from local folders by the same rules.

A check is `NAME.sql`: a header (YAML in the first comment) and one SELECT over the register's tables and timelines that gives
`child_id`, `opened_by` (the opening record as table:id), `opened_on`, `closed_on`, `evidence` (a list of table:id), and every
fact that the header's `because` names; optionally `severity`, and `opened_with` where two records open a finding together. The
engine does the rest: the 18th birthday, the as-of date, ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from unmissed.policy.model import default_policy
from unmissed.register.annotated import AnnotationError, parse_annotated
from unmissed.register.schema import schema

Severity = Literal["critical", "serious", "watch", "strength"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
LAST = 10_000
"""Where a check without a number of its own stands: after the numbered ones."""


class CheckError(ValueError):
    """A check that cannot be used. The message names the file and says what was expected."""


@dataclass(frozen=True)
class Check:
    """One safeguard check.

    `unprotected` says whether its open days count as days unprotected; `needs` names the tables, and the optional columns as
    table.column, without which it is not assessed; `because` is the sentence of a finding, with facts in braces. `closed_by`
    pairs a table whose record opens a finding, or "" for any, with the records that close it, the most fitting first: a table for
    a new one, table.column for a day that is filled in on one of the finding's own.
    """

    name: str
    group: str
    title: str
    asks: str
    why: str
    opens: str
    closes: str
    cites: tuple[str, ...]
    severity: Severity
    unprotected: bool
    parameters: tuple[str, ...]
    needs: tuple[str, ...]
    because: str
    sql: str
    path: Path
    number: int = LAST
    sharpened: str = ""
    closed_by: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", tuple(dict.fromkeys(re.findall(r"\{(\w+)\}", self.because))))
        for problem in _problems(self):
            raise CheckError(f"{self.path.name}: {problem}")

    @property
    def examples_path(self) -> Path:
        """Where its examples stand: beside it."""
        return self.path.with_suffix(".examples.yaml")

    def closers(self, opened_by: str) -> tuple[str, ...]:
        """What closes a finding that this record (table:id) opened, as `closed_by` says it; empty where nothing written does."""
        table = opened_by.partition(":")[0]
        return next((names for opener, names in self.closed_by if opener in ("", table)), ())


@cache
def catalogue() -> tuple[Check, ...]:
    """The checks of this package, in the order of the design."""
    return tuple(_sorted(read_checks(Path(__file__).parent)))


def with_local(folder: Path) -> tuple[Check, ...]:
    """The package's checks and those of a local folder; a name that stands twice is refused."""
    if not folder.is_dir():
        raise CheckError(f"the folder of checks {folder} does not exist. Give a folder that holds .sql files.")
    local = tuple(read_checks(folder))
    if not local:
        raise CheckError(f"the folder of checks {folder} holds no .sql file. `unmissed new-check NAME` writes a first one.")
    clashes = {check.name for check in catalogue()} & {check.name for check in local}
    if clashes:
        raise CheckError(f"{', '.join(sorted(clashes))}: there is a check of this name already. Give yours another name.")
    return tuple(_sorted((*catalogue(), *local)))


def read_checks(folder: Path) -> Iterator[Check]:
    """Every check in a folder and its folders. Raises CheckError for one that cannot be used."""
    for path in sorted(folder.rglob("*.sql")):
        yield read_check(path)


def read_check(path: Path) -> Check:
    """One check from its file."""
    try:
        text = parse_annotated(path.read_text("utf-8"), path.stem)
    except AnnotationError as error:
        raise CheckError(str(error)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise CheckError(f"{path.name} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}.") from None
    return Check(name=path.stem, path=path, sql=text.sql, **_header(path, text.header))


_TEXTS = ("title", "asks", "why", "opens", "closes", "because")
_LISTS = ("cites", "parameters", "needs")
_OPTIONAL: dict[str, Any] = {"number": LAST, "sharpened": "", "group": None, "closed_by": []}


def _header(path: Path, header: dict[str, Any]) -> dict[str, Any]:
    expected = {*_TEXTS, *_LISTS, "severity", "unprotected"}
    missing, unknown = expected - set(header), set(header) - expected - set(_OPTIONAL)
    if missing or unknown:
        found = "; ".join(_named(missing, "is missing") + _named(unknown, "is not known"))
        raise CheckError(f"{path.name}: header: {found}. `unmissed new-check NAME` writes a header to follow.")
    wrong = [f"{name} is {header[name]!r}, expected {kind}" for name, kind in _wrong_kinds(header)]
    if wrong:
        raise CheckError(f"{path.name}: header: {'; '.join(wrong)}.")
    header = _OPTIONAL | header
    header["group"] = header["group"] or path.parent.name.replace("_", " ").capitalize()
    return header | {name: tuple(header[name] or ()) for name in _LISTS} | {"closed_by": _closed_by(header["closed_by"])}


def _closed_by(given: dict[str, list[str]] | list[str] | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A list counts whatever opened the finding; a mapping says it by the table of the record that did."""
    told = given if isinstance(given, dict) else {"": given or []}
    return tuple((table, tuple(names)) for table, names in told.items() if names)


def _wrong_kinds(header: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The values of a header that are of another kind than they must be, with what was expected."""
    yield from ((name, "a text") for name in _TEXTS if not isinstance(header[name], str))
    yield from ((name, "a list, [] for none") for name in _LISTS if not isinstance(header[name] or [], list))
    if not isinstance(header["unprotected"], bool):
        yield "unprotected", "true or false"
    told = header.get("closed_by") or []
    if not all(isinstance(names, list) for names in (told.values() if isinstance(told, dict) else [told])):
        yield "closed_by", "a list, [] for none, or such a list for each table whose record opens a finding"


def _named(names: Iterable[str], what: str) -> list[str]:
    return [f"{name} {what}" for name in sorted(names)]


def _problems(check: Check) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", check.name):
        yield "the name of a check is lower-case words joined by hyphens, such as review-overdue"
    if check.severity not in SEVERITIES:
        yield f"severity is {check.severity!r}, expected one of {', '.join(SEVERITIES)}"
    for name in check.parameters:
        if name not in default_policy().settings:
            yield f"the parameter {name} is no policy value"
    for need in check.needs:
        yield from _unknown("needs", need)
    for opener, names in check.closed_by:
        for name in (*names, *([opener] if opener else [])):
            yield from _unknown("closed_by", name)


def _unknown(field_name: str, name: str) -> Iterator[str]:
    table, _, column = str(name).partition(".")
    if table not in schema().tables:
        yield f"{field_name}: there is no table {table}"
    elif column and not schema()[table].has(column):
        yield f"{field_name}: the table {table} has no column {column}"


def closers_in_words(check: Check) -> Iterator[str]:
    """`closed_by`, a line for each kind of record that opens a finding: `meetings, monitoring`."""
    for opener, names in check.closed_by:
        yield ", ".join(names) + (f" (opened by {opener})" if opener else "")


def _sorted(checks: Iterable[Check]) -> list[Check]:
    return sorted(checks, key=lambda check: (check.number, check.name))
