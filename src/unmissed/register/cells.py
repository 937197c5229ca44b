"""How one cell becomes a typed value: SQL expressions, derived from the contract, that the database runs over whole columns.

Every expression has a short way for what is written as the contract says, and a long way for what people also write:
spaces and no-break spaces around a value, capitals in a code, a time of day behind a date, days before months.
"""

from __future__ import annotations

from unmissed.register.schema import Column

BLANKS = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, *range(0x2000, 0x200C), 0x202F, 0x3000, 0xFEFF)))
"""What is trimmed from both ends of a cell: spaces, no-break and other wide or empty spaces, line ends, byte-order marks."""

EARLIEST, LATEST = "1900-01-01", "2199-12-31"
"""Dates outside are slips of the keyboard and are quarantined."""

SQL_TYPES = {"date": "DATE", "bool": "BOOLEAN", "whole": "INTEGER", "list": "VARCHAR[]"}
"""The database type of each contract type that is not VARCHAR."""

YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
LARGEST = 2_147_483_647
DAY_FIRST = r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:[T ][0-9:.]+Z?)?$"
_ISO = r"^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[T ][0-9:.]+Z?)?$"
PLAIN = "[!-~]+( [!-~]+)*"
"""What needs no trimming: printable ASCII that neither begins nor ends with a space. The long way takes the rest."""
PLAIN_LIST = "[!-:<-~]+( [!-:<-~]+)*(;[!-:<-~]+( [!-:<-~]+)*)*"
PLAIN_CODES = "[a-z_]+(;[a-z_]+)*"
"""Lists that need no trimming of their parts, of any text and of codes."""


def literal(text: str) -> str:
    """`text` as an SQL literal. Zero bytes cannot stand in a statement and are dropped."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def sql_type(column: Column) -> str:
    """The database type of a contract column."""
    return SQL_TYPES.get(column.type, "VARCHAR")


def as_text(raw: str, kind: str) -> str:
    """A raw value of the database type `kind`, written as it would be written in a CSV file."""
    if kind == "VARCHAR":
        return raw
    if kind == "BOOLEAN":
        return f"case when {raw} then 'yes' when not {raw} then 'no' end"
    if kind.endswith("[]"):
        return f"array_to_string({raw}::varchar[], ';')"
    if kind in {"DOUBLE", "FLOAT"} or kind.startswith("DECIMAL"):
        return f"coalesce(case when {raw} = floor({raw}) then try_cast({raw} as hugeint) end::varchar, {raw}::varchar)"
    return f"{raw}::varchar"


def cleaned(text: str) -> str:
    """Trimmed text without zero bytes, null when nothing is left."""
    slow = f"nullif(trim(replace({text}, chr(0), ''), {literal(BLANKS)}), '')"
    return f"case when regexp_full_match({text}, '{PLAIN}') then {text} else {slow} end"


def typed(column: Column, raw: str, kind: str, day_first: bool = False) -> str:
    """The typed value of `raw`, null where it is blank or cannot be read."""
    text = as_text(raw, kind)
    if column.type == "date":
        return _date(raw, kind, text, day_first)
    if column.type == "bool":
        return raw if kind == "BOOLEAN" else _bool(text)
    if column.type == "whole":
        return _whole(text)
    if column.type == "list":
        return _list(text, bool(column.codes))
    if column.type == "code":
        return _code(text, column.codes)
    return cleaned(text)


def fault(column: Column, value: str, raw: str, kind: str) -> str | None:
    """The condition under which the cell sets its row aside; None where no value can."""
    if column.type == "date":
        return _date_fault(column, value, _is_written(raw, kind))
    if column.required:
        return f"{value} is null"
    if column.type == "list" and column.codes:
        return f"not coalesce(list_has_all([{listed(column.codes)}], {value}), true)"
    if column.type in {"id", "text", "list"}:
        return None
    return f"case when {value} is null then {_is_written(raw, kind)} else false end"


def day_first_counts(text: str) -> tuple[str, str, str]:
    """Three aggregates over a text: dates written with slashes, those that prove days first, those that contradict."""
    shaped = f"regexp_full_match({text}, {literal(DAY_FIRST)})"
    first, second = (f"try_cast(regexp_extract({text}, {literal(DAY_FIRST)}, {part}) as integer)" for part in (1, 2))
    return (
        f"count(*) filter ({shaped})",
        f"count(*) filter ({shaped} and {first} > 12 and {second} <= 12)",
        f"count(*) filter ({shaped} and {second} > 12)",
    )


def _is_written(raw: str, kind: str) -> str:
    """The condition that a cell is not blank."""
    return f"trim({as_text(raw, kind)}, {literal(BLANKS)}) <> ''"


def listed(values: tuple[str, ...]) -> str:
    """The values as SQL literals with commas between them."""
    return ", ".join(literal(value) for value in values)


def _one_of(text: str, values: tuple[str, ...]) -> str:
    """The condition that a text is one of the values. An IN would become a join: slow here, and rows would lose their order."""
    return f"list_contains([{listed(values)}], {text})"


def _code(text: str, codes: tuple[str, ...]) -> str:
    normal = f"translate(lower(trim({text}, {literal(BLANKS)})), ' -', '__')"
    return f"case when {_one_of(text, codes)} then {text} else case when {_one_of(normal, codes)} then {normal} end end"


def _bool(text: str) -> str:
    normal = f"lower(trim({text}, {literal(BLANKS)}))"
    slow = f"case when {_one_of(normal, YES)} then true when {_one_of(normal, NO)} then false end"
    return f"case when {text} = 'yes' then true when {text} = 'no' then false else {slow} end"


def _whole(text: str) -> str:
    digits = f"regexp_extract(trim({text}, {literal(BLANKS)}), '^([0-9]+)([.]0*)?$', 1)"
    return f"try_cast({digits} as integer)"


def _list(text: str, coded: bool) -> str:
    plain = PLAIN_CODES if coded else PLAIN_LIST
    source = f"translate(lower({text}), ' -', '__')" if coded else text
    blanks = literal(BLANKS + "_" if coded else BLANKS)
    parts = f"list_transform(string_split({source}, ';'), lambda part: trim(part, {blanks}))"
    slow = f"nullif(list_filter({parts}, lambda part: part <> ''), [])"
    return f"case when regexp_full_match({text}, '{plain}') then string_split({text}, ';') else {slow} end"


def _date(raw: str, kind: str, text: str, day_first: bool) -> str:
    if kind == "DATE":
        return raw
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"({raw} at time zone 'Europe/London')::date"
    if kind.startswith("TIMESTAMP"):
        return f"{raw}::date"
    return _date_of_text(text, day_first)


def _date_of_text(text: str, day_first: bool) -> str:
    trimmed = f"trim({text}, {literal(BLANKS)})"
    slow = f"try_cast(regexp_extract({trimmed}, {literal(_ISO)}, 1) as date)"
    quick = ""
    if day_first:
        year, month, day = f"{text}[7:10]", f"{text}[4:5]", f"{text}[1:2]"
        quick = f"when {text} like '__/__/____' then try_cast({year} || '-' || {month} || '-' || {day} as date) "
        turned = f"regexp_extract({trimmed}, {literal(DAY_FIRST)}, 3) || '-' || " + " || '-' || ".join(
            f"regexp_extract({trimmed}, {literal(DAY_FIRST)}, {part})" for part in (2, 1)
        )
        slow = f"coalesce({slow}, try_cast({turned} as date))"
    return f"case when {text} like '____-__-__' then try_cast({text} as date) {quick}else {slow} end"


def _date_fault(column: Column, value: str, is_written: str) -> str:
    outside = f"{value} not between date '{EARLIEST}' and date '{LATEST}'"
    if column.required:
        return f"coalesce({outside}, true)"
    return f"case when {value} is null then {is_written} else {outside} end"
