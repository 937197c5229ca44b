"""From a bound Django field to the options of a GOV.UK component, and the fields that Django lacks.

Errors are worded as the Design System asks: what to do, in the words of the question. Nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.datastructures import MultiValueDict
from markupsafe import Markup

from unmissed.web.design.typed_day import PARTS, TypedDay

MOST_RADIOS = 6
"""How many answers are shown as radios; more are a list to choose from."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


# --- Fields ---------------------------------------------------------------------------------------------------------------------


class DayWidget(forms.Widget):
    """Three boxes. The page draws them; this reads what was typed into them."""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> TypedDay:
        """What stands in the boxes, without the spaces around it."""
        return TypedDay(*(str(data.get(f"{name}-{part}") or "").strip() for part in PARTS))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        """Whether none of the boxes was on the page."""
        return not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        """The first box."""
        return f"{id_}-day"


class DayField(forms.Field):
    """A date in three boxes, day, month and year; a month may be a number or its name. Gives a date or None.

    `min_year` is the first year that makes sense; an earlier one is taken for a slip of the hand.
    """

    widget = DayWidget

    def __init__(self, *, min_year: int = 1900, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_year = min_year

    def prepare_value(self, value: Any) -> TypedDay:
        """A date, or what was typed, as it stands in the boxes."""
        if isinstance(value, date):
            return TypedDay(str(value.day), str(value.month), str(value.year))
        return value if isinstance(value, TypedDay) else TypedDay("", "", "")

    def to_python(self, value: Any) -> date | None:
        """The date, or a ValidationError that says what to do and which boxes it is about."""
        if value is None or isinstance(value, date):
            return value
        missing = value.missing()
        if len(missing) == len(PARTS):
            return None
        if missing:
            raise self._error(f"must include a {_listed(missing)}", missing)
        return self._real(value)

    def _real(self, typed: TypedDay) -> date:
        day, month, year = _number(typed.day), _month(typed.month), _number(typed.year)
        wrong = tuple(part for part, number in zip(PARTS, (day, month, year), strict=True) if number is None)
        if day is None or month is None or year is None:
            raise self._error("must be a real date", wrong)
        if len(typed.year) != 4:
            raise ValidationError("Year must include 4 numbers", code="year", params={"parts": ("year",)})
        try:
            found = date(year, month, day)
        except ValueError as error:
            raise self._error("must be a real date", PARTS) from error
        if year < self.min_year:
            raise self._error(f"must be in {self.min_year} or later", ("year",))
        return found

    def _error(self, what: str, parts: tuple[str, ...]) -> ValidationError:
        label = str(self.label or "Date").rstrip("?").replace("%", "%%")
        return ValidationError(f"{label} {what}", code="invalid", params={"parts": parts})


class YesNoField(forms.TypedChoiceField):
    """Yes, no or not known, as radios; gives True, False or None. An unanswered one is None too, where it need not be answered.

    To show that a record says `not known`, give `initial="unknown"`: None as the initial value shows no answer.
    """

    widget = forms.RadioSelect

    def __init__(self, *, unknown: str = "Not known", **kwargs: Any) -> None:
        choices = [("yes", "Yes"), ("no", "No"), ("unknown", unknown)]
        meaning = {"yes": True, "no": False}
        super().__init__(choices=choices, coerce=meaning.get, empty_value=None, **kwargs)
        self.widget.attrs["class"] = "govuk-radios--inline"

    def prepare_value(self, value: Any) -> Any:
        """The answer's code."""
        return {True: "yes", False: "no"}.get(value, value)


class CodeField(forms.ChoiceField):
    """One code of the register: radios when there are few, else a list to choose from.

    `words` says a code to people; a code that it lacks is said as it is, with spaces. `hints` explains single answers.
    Where no answer is needed, there is one that takes a choice back.
    """

    def __init__(
        self,
        codes: Sequence[str],
        words: Mapping[str, str] | None = None,
        *,
        hints: Mapping[str, str] | None = None,
        required: bool = True,
        **kwargs: Any,
    ) -> None:
        said = {code: (words or {}).get(code, code.replace("_", " ").capitalize()) for code in codes}
        few = len(codes) <= MOST_RADIOS
        blank = [] if few and required else [("", "Choose one" if required else "Not recorded")]
        kwargs.setdefault("widget", forms.RadioSelect if few else forms.Select)
        super().__init__(choices=[*([] if few else blank), *said.items(), *(blank if few else [])], required=required, **kwargs)
        self.hints = dict(hints or {})


@dataclass(frozen=True)
class Named:
    """What was chosen among known names, and what was typed beside them."""

    chosen: tuple[str, ...] = ()
    other: str = ""


class NamedWidget(forms.Widget):
    """The known names, and a box for another. The page draws them; this reads what was chosen and typed."""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Named:
        """What was chosen and what stands in the box."""
        given = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name)
        chosen = given if isinstance(given, list | tuple) else [given]
        return Named(tuple(str(each) for each in chosen if each), str(data.get(f"{name}-other") or "").strip())

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        """Whether nothing of it was on the page."""
        return name not in data and f"{name}-other" not in data


class NamedField(forms.Field):
    """One of some known names, or another that is typed. With `many`: several, and gives a list. None where there is none.

    A name that was typed and is known but for case and spaces becomes the known one, because a record is found by the exact name.
    """

    widget = NamedWidget
    max_length = 200
    OTHER = "another"
    """What stands for the box among the names."""

    def __init__(self, known: Mapping[str, str], *, other: str, many: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known, self.other, self.many = dict(known), other, many
        self._plain = {_plainly(name): name for name in self.known}

    def prepare_value(self, value: Any) -> Named:
        """Names as they are chosen or stand in the box."""
        if isinstance(value, Named):
            return value
        names = [str(each) for each in (value if isinstance(value, list | tuple) else [value]) if each]
        return Named(tuple(n for n in names if n in self.known), "\n".join(n for n in names if n not in self.known))

    def to_python(self, value: Any) -> Any:
        """The name, or the list of names; a ValidationError where the box was chosen and left empty, or the other way round."""
        if not isinstance(value, Named):
            return value
        unknown = set(value.chosen) - set(self.known) - {self.OTHER}
        if unknown:
            raise ValidationError(f"Select {in_sentence(str(self.label))} from the list", code="invalid_choice")
        chosen = [name for name in value.chosen if name != self.OTHER]
        names = list(dict.fromkeys([*chosen, *self._typed(value, chosen)]))
        return (names or None) if self.many else (names[0] if names else None)

    def _typed(self, value: Named, chosen: Sequence[str]) -> Iterator[str]:
        asked = self.OTHER in value.chosen
        if asked and not value.other:
            raise ValidationError(f"Enter the name of {in_sentence(self.other)}", code="required")
        if "\x00" in value.other:
            raise ValidationError(f"{self.other} must not include null characters", code="null_characters_not_allowed")
        if max((len(line) for line in value.other.splitlines()), default=0) > self.max_length:
            raise ValidationError(f"{self.other} must be {self.max_length} characters or fewer", code="max_length")
        if value.other and not asked and self.many and chosen:
            raise ValidationError(f"Select “{self.other}”, or empty its box", code="invalid")
        if asked or not chosen:
            lines = value.other.replace(";", "\n").splitlines() if self.many else [value.other]
            yield from (self._plain.get(_plainly(line), line.strip()) for line in lines if line.strip())


def _plainly(name: str) -> str:
    return " ".join(name.split()).casefold()


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() else None


def _month(typed: str) -> int | None:
    name = typed[:3].lower()
    return _MONTHS.index(name) + 1 if name in _MONTHS else _number(typed)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(words)


# --- Errors in words ------------------------------------------------------------------------------------------------------------


class DesignForm(forms.Form):
    """A form whose errors are worded as the Design System asks, unless a field has words of its own.

    `says_optional`: whether a question that need not be answered says so. A filter does not: none of its questions need be.
    """

    says_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            word(field)


def word(field: forms.Field) -> None:
    """Give a field the Design System's wording wherever it still has Django's."""
    label = str(field.label or "Answer").rstrip("?")
    for code, text in _wording(field, label).items():
        if field.error_messages.get(code) == _of_django(field, code):
            field.error_messages[code] = text


def _of_django(field: forms.Field, code: str) -> Any:
    for kind in type(field).__mro__:
        messages = getattr(kind, "default_error_messages", {})
        if code in vars(kind).get("default_error_messages", {}):
            return messages[code]
    return None


def _wording(field: forms.Field, label: str) -> dict[str, str]:
    named, formatted = in_sentence(label), label.replace("%", "%%")
    return {
        "required": _required(field, named),
        "max_length": f"{formatted} must be %(limit_value)d characters or fewer",
        "min_length": f"{formatted} must be %(limit_value)d characters or more",
        "min_value": f"{formatted} must be %(limit_value)s or more",
        "max_value": f"{formatted} must be %(limit_value)s or fewer",
        "null_characters_not_allowed": f"{formatted} must not include null characters",
        "invalid_choice": f"Select {named.replace('%', '%%')} from the list",
        "invalid_list": f"Select {named} from the list",
        "empty": "The selected file is empty",
        "missing": f"Select {named}",
    } | _invalid(field, label)


def _required(field: forms.Field, named: str) -> str:
    if isinstance(field, YesNoField):
        return f"Select yes, no or not known for {named}"
    if isinstance(field, DayField):
        return f"Enter the {named}"
    if isinstance(field, forms.BooleanField):
        return f"Select “{field.label}” to go on"
    chosen = isinstance(field, forms.ChoiceField | forms.FileField | NamedField)
    return f"Select {named}" if chosen else f"Enter {named}"


def _invalid(field: forms.Field, label: str) -> dict[str, str]:
    if isinstance(field, forms.EmailField):
        return {"invalid": "Enter an email address in the correct format, like name@example.com"}
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.FloatField | forms.DecimalField):
        return {"invalid": f"{label} must be a whole number, like 12"}
    return {}


def in_sentence(label: str) -> str:
    """A label as it stands within a sentence: `Date raised` is `date raised`, `MACE list` stays."""
    return label if label[1:2].isupper() or label.startswith("I ") else label[:1].lower() + label[1:]


# --- From a bound field to the options of a component ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """One line of the error summary: its words, and the place that it leads to (None where it is about no single field)."""

    says: str
    href: str | None


def faults(forms_: Iterable[forms.BaseForm]) -> list[Fault]:
    """Everything that is wrong on a page, in the order of the questions; what is about no single question comes first."""
    return [fault for form in forms_ for fault in _faults(form)]


def _faults(form: forms.BaseForm) -> Iterator[Fault]:
    yield from (Fault(str(text), None) for text in form.non_field_errors())
    for bound in form:
        href = f"#{_first_wrong(bound)}"
        yield from (Fault(str(text), None if bound.is_hidden else href) for text in bound.errors)


def asked(bound: BoundField, *, heading: bool = False, size: str = "s", classes: str = "") -> dict[str, Any]:
    """The options of the component that asks a field's question; `kind` names the component.

    `heading` makes the question the page's heading, where it is the only one. `size` is that of the label (s, m, l).
    """
    kind = _kind(bound)
    attrs = dict(bound.field.widget.attrs)
    made = {
        "kind": kind,
        "id": bound.auto_id,
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "label": _label(bound, "label", heading, size),
        "classes": f"{attrs.pop('class', '')} {classes}".strip(),
        "autocomplete": attrs.pop("autocomplete", None),
        "hint": {"text": bound.help_text} if bound.help_text else None,
        "errorMessage": {"html": Markup("<br>").join(str(text) for text in bound.errors)} if bound.errors else None,
    }
    return made | _OF_KIND[kind](bound, attrs) | _fieldset(bound, kind, heading, size) | {"attributes": attrs}


_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (DayWidget, "day"),
    (NamedWidget, "named"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.SelectMultiple, "checkboxes"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (Input, "text"),
)
"""Which component a widget becomes; the first that fits."""


def _kind(bound: BoundField) -> str:
    for widget, kind in _KINDS:
        if isinstance(bound.field.widget, widget):
            return kind
    raise TypeError(
        f"no component is known for {type(bound.field.widget).__name__}: use a widget of another kind for {bound.name}"
    )


def _label(bound: BoundField, of: str, heading: bool, size: str) -> dict[str, Any]:
    says = getattr(bound.form, "says_optional", True) and not bound.field.required
    optional = " (optional)" if says and not isinstance(bound.field, forms.BooleanField) else ""
    text = f"{bound.label}{optional}"
    return {
        "text": text,
        "classes": f"govuk-{'fieldset__legend' if of == 'legend' else 'label'}--{size}",
        "isPageHeading": heading,
    }


def _fieldset(bound: BoundField, kind: str, heading: bool, size: str) -> dict[str, Any]:
    if kind not in {"day", "radios", "checkboxes", "named"} or (kind == "named" and _is_select(bound.field)):
        return {}
    return {"fieldset": {"legend": _label(bound, "legend", heading, size)}}


def _text(bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    kind = str(getattr(bound.field.widget, "input_type", "text"))
    made: dict[str, Any] = {"value": _plain(bound.value()), "type": kind}
    if kind == "number":  # a number field of the browser changes its value on scrolling and drops what is no number
        made |= {"type": "text", "inputmode": "numeric", "spellcheck": False}
        for limit in ("min", "max", "step"):
            attrs.pop(limit, None)
    attrs.pop("maxlength", None)  # a cut-off would lose typed words without a sign
    attrs.pop("minlength", None)
    return made


def _textarea(bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    for pixels in ("cols", "maxlength", "minlength"):
        attrs.pop(pixels, None)
    rows = attrs.pop("rows", 5)
    most = getattr(bound.field, "max_length", None)
    value = _plain(bound.value())
    return {"value": _kept_lines(value), "rows": 5 if str(rows) == "10" else rows, "maxlength": most, "spellcheck": True}


def _kept_lines(text: str) -> str:
    """A browser drops one line break at the start of a text box: give it one to drop."""
    return "\n" + text if text.startswith(("\n", "\r")) else text


def _password(bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    attrs.pop("maxlength", None)
    return {}


def _day(bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    typed, wrong = bound.value(), _wrong_parts(bound)
    items = [{"name": part, "value": value, "classes": _box(part, wrong)} for part, value in zip(PARTS, typed, strict=True)]
    return {"items": items, "namePrefix": bound.html_name}


def _box(part: str, wrong: tuple[str, ...]) -> str:
    width = f"govuk-input--width-{4 if part == 'year' else 2}"
    return f"{width} govuk-input--error" if part in wrong else width


def _wrong_parts(bound: BoundField) -> tuple[str, ...]:
    """The boxes that an error is about: all of them when it names none."""
    for error in bound.errors.as_data():
        return tuple((error.params or {}).get("parts", PARTS))
    return ()


def _first_wrong(bound: BoundField) -> str:
    if isinstance(bound.field.widget, DayWidget):
        return f"{bound.auto_id}-{(_wrong_parts(bound) or PARTS)[0]}"
    return bound.auto_id


def _items(bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    value = bound.value()
    chosen = {_plain(v) for v in value} if isinstance(value, list | tuple | set) else {_plain(value)}
    hints: dict[str, str] = getattr(bound.field, "hints", {})
    named = isinstance(bound.field, CodeField) and not bound.field.required
    items = []
    for code, words in _choices(bound):
        checked = code in chosen and (code != "" or (named and bound.form.is_bound))
        hint = {"text": hints[code]} if code in hints else None
        items.append({"value": code, "text": words, "checked": checked, "selected": code in chosen, "hint": hint})
    return {"items": items}


def _is_select(field: forms.Field) -> bool:
    """One name is chosen from a list: a box under a radio button is announced with a state that radio buttons do not have."""
    return isinstance(field, NamedField) and not field.many


def _named(bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    """The names, and the box for another: a list to choose from, checkboxes where there may be several."""
    field, value = bound.field, bound.value()
    assert isinstance(field, NamedField)
    other = field.OTHER in value.chosen or bool(value.other)
    blank = [] if field.many else [("", "Choose one" if field.required else "Not recorded")]
    names = [*blank, *field.known.items()]
    items = [
        {"value": name, "text": words, "checked": name in value.chosen, "selected": name in value.chosen} for name, words in names
    ]
    items.append({"value": field.OTHER, "text": field.other, "checked": other, "selected": other})
    hint = {"text": "One to a line"} if field.many else None
    label = {"text": f"Name of {in_sentence(field.other)}"}
    box = {"id": f"{bound.auto_id}-other", "name": f"{bound.html_name}-other", "value": value.other, "label": label, "hint": hint,
           "rows": 2, "autocomplete": "off", "classes": "" if field.many else "govuk-!-width-two-thirds"}  # fmt: skip
    return {"items": items, "many": field.many, "box": box}


def _choices(bound: BoundField) -> Iterator[tuple[str, str]]:
    for code, words in getattr(bound.field, "choices", ()):
        if isinstance(words, list | tuple):
            raise TypeError(f"{bound.name} groups its choices, which no component shows: give them in one list")
        yield _plain(code), str(words)


def _checkbox(bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    on = bool(bound.field.widget.format_value(bound.value()) or bound.value() is True)
    return {"items": [{"value": "on", "text": bound.label, "checked": on, "hint": None}]}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _nothing(bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    return {"value": _plain(bound.value())}


_OF_KIND = {
    "text": _text,
    "textarea": _textarea,
    "password": _password,
    "day": _day,
    "radios": _items,
    "checkboxes": _items,
    "checkbox": _checkbox,
    "select": _items,
    "named": _named,
    "file": lambda bound, attrs: {},
    "hidden": _nothing,
}
