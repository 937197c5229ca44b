"""The fields that Django lacks, the wording of errors, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from tests.unit.report.sample import sample_audit
from tests.web.design.gallery import TYPED, ConcernForm
from unmissed.report.child import children, choose, make_timelines
from unmissed.report.drawing import draw
from unmissed.report.html import drawn_style
from unmissed.web.design.environment import days_ago, environment, template_names
from unmissed.web.design.fields import CodeField, DayField, DesignForm, NamedField, YesNoField, asked, faults


class Day(DesignForm):
    raised_on = DayField(label="Date raised", min_year=1990)


class Answers(DesignForm):
    seen = YesNoField(label="Child seen")
    kind = CodeField(["removal", "level_too_low"], {"removal": "Removal from a list"}, required=False)


def day(*typed: str) -> Day:
    return Day(dict(zip(("raised_on-day", "raised_on-month", "raised_on-year"), typed, strict=True)))


def shown(form: forms.BaseForm, template: str) -> str:
    source = '{% from "design/form.html" import field, fields, error_summary, form_tag %}' + template
    return str(engines["jinja2"].from_string(source).render({"form": form}, RequestFactory().get("/")))


@pytest.mark.parametrize("typed", [("27", "3", "2026"), (" 27 ", "03", "2026"), ("27", "march", "2026"), ("27", "Mar", "2026")])
def test_a_day_is_read_as_people_write_it(typed: tuple[str, str, str]) -> None:
    form = day(*typed)
    assert form.is_valid()
    assert form.cleaned_data == {"raised_on": date(2026, 3, 27)}


@pytest.mark.parametrize(
    ("typed", "says", "parts"),
    [
        (("", "", ""), "Enter the date raised", ("day", "month", "year")),
        (("27", "3", ""), "Date raised must include a year", ("year",)),
        (("", "", "2026"), "Date raised must include a day and month", ("day", "month")),
        (("31", "2", "2026"), "Date raised must be a real date", ("day", "month", "year")),
        (("x", "2", "2026"), "Date raised must be a real date", ("day",)),
        (("1", "2", "26"), "Year must include 4 numbers", ("year",)),
        (("1", "2", "1926"), "Date raised must be in 1990 or later", ("year",)),
    ],
)
def test_a_day_that_makes_no_sense_says_what_to_do_and_keeps_its_boxes(
    typed: tuple[str, str, str], says: str, parts: tuple[str, ...]
) -> None:
    form = day(*typed)
    assert form.errors == {"raised_on": [says]}
    items = asked(form["raised_on"])["items"]
    assert tuple(item["value"] for item in items) == typed
    assert tuple(item["name"] for item in items if "error" in item["classes"]) == parts
    assert faults([form])[0].href == f"#id_raised_on-{parts[0]}"


def test_the_first_year_that_makes_sense_is_within() -> None:
    assert day("1", "1", "1990").is_valid()


def test_a_day_from_a_record_stands_in_its_boxes() -> None:
    items = asked(Day(initial={"raised_on": date(2026, 3, 27)})["raised_on"])["items"]
    assert [item["value"] for item in items] == ["27", "3", "2026"]


@pytest.mark.parametrize(("typed", "meant"), [("yes", True), ("no", False), ("unknown", None)])
def test_not_known_is_an_answer(typed: str, meant: bool | None) -> None:
    form = Answers({"seen": typed})
    assert form.is_valid()
    assert form.cleaned_data["seen"] is meant


def test_no_answer_is_no_answer() -> None:
    assert Answers({}).errors["seen"] == ["Select yes, no or not known for child seen"]


def test_few_codes_are_radios_and_many_a_list() -> None:
    assert isinstance(CodeField("abcdef").widget, forms.RadioSelect)
    assert isinstance(CodeField("abcdefg").widget, forms.Select)
    items = asked(Answers()["kind"])["items"]
    assert [item["text"] for item in items] == ["Removal from a list", "Level too low", "Not recorded"]


def test_every_error_says_what_to_do_and_leads_to_its_question() -> None:
    form = ConcernForm(TYPED | {"reference": "more than ten", "agency": "elsewhere"})
    says = {fault.says: fault.href for fault in faults([form])}
    assert says == {
        "Date raised must be a real date": "#id_raised_on-day",
        "Say what was done, or who will do it": None,
        "Select agency from the list": "#id_agency",
        "Select yes, no or not known for child seen": "#id_child_seen",
        "Number of times must be a whole number, like 12": "#id_times",
        "Reference must be 10 characters or fewer": "#id_reference",
        "Enter an email address in the correct format, like name@example.com": "#id_email",
        "Select “I have checked this” to go on": "#id_sure",
        "Enter password": "#id_password",
    }
    page = shown(form, "{{ error_summary(form) }}{{ fields(form) }}")
    assert all(f'id="{href[1:]}"' in page for href in says.values() if href)


def test_nothing_that_was_typed_is_lost_but_the_password() -> None:
    page = shown(ConcernForm(TYPED | {"password": "secret words"}), "{{ fields(form) }}")
    assert "They &lt;b&gt;said&lt;/b&gt;:\n\n    not now</textarea>" in page
    assert 'value="often"' in page
    assert 'value="mace" checked' in page
    assert "secret words" not in page


def test_a_form_that_came_back_holds_words_that_were_not_sent() -> None:
    tag = "{% call form_tag(csrf_input, form) %}{% endcall %}"
    assert "data-typed" in shown(ConcernForm(TYPED), tag)
    fresh = shown(ConcernForm(), tag)
    assert "data-typed" not in fresh
    assert 'enctype="multipart/form-data"' in fresh
    assert "csrfmiddlewaretoken" in fresh


def test_every_template_of_the_design_compiles_and_none_styles_inline() -> None:
    env = engines["jinja2"].env
    names = list(template_names(env))
    assert "design/base.html" in names
    for name in names:
        source = env.loader.get_source(env, name)[0]
        assert " style=" not in source, name
        assert "<style" not in source, name
        env.get_template(name)


def test_our_own_templates_are_strict() -> None:
    assert environment.__module__ == "unmissed.web.design.environment"
    with pytest.raises(Exception, match="is undefined"):
        shown(Day(), "{{ forgotten }}")


def test_the_looks_of_the_timeline_are_written_once_for_the_report_and_the_application() -> None:
    from django.contrib.staticfiles import finders  # noqa: PLC0415  needs Django to be configured

    path = finders.find("unmissed/timeline.css")
    assert isinstance(path, str)
    served = Path(path).read_text("utf-8")
    assert served == drawn_style()
    assert ".draw {" in served
    own = Path(str(files("unmissed.report").joinpath("templates", "report.css"))).read_text("utf-8").splitlines()
    assert [rule for rule in served.splitlines() if rule in own and rule not in {"", "}"}] == ["@media (max-width: 700px) {"]


def test_days_are_said_from_the_clock_that_is_passed_in() -> None:
    today = date(2026, 11, 12)
    said = [days_ago(date(2026, 11, n), today) for n in (12, 11, 2, 13, 26)]
    assert said == ["today", "yesterday", "10 days ago", "tomorrow", "in 14 days"]


def test_a_page_draws_the_timeline_with_the_macros_of_the_report() -> None:
    audit = sample_audit()
    make_timelines(audit)
    choose(audit, 1)
    child = next(children(audit, None))
    drawing = draw(child, audit.as_of, audit.register.tables, {check.name: check.title for check in audit.checks})
    source = (
        '{% from "report/timeline.html" import drawing with context %}{% include "report/marks.svg" %}{{ drawing(child, d) }}'
    )
    page = engines["jinja2"].from_string(source).render({"child": child, "d": drawing, "as_of": audit.as_of})
    assert f'aria-label="Timeline of {child.child_id} from' in page
    assert 'class="life"' in page
    assert " style=" not in page


def test_one_known_name_is_chosen_from_a_list_with_a_box_for_another():
    form = type("Form", (DesignForm,), {"agency": NamedField({"P": "Police"}, other="Another agency", label="Agency")})
    assert [item["value"] for item in asked(form()["agency"])["items"]] == ["", "P", "another"]
    assert asked(form(initial={"agency": "Coast Guard"})["agency"])["box"]["value"] == "Coast Guard"
    for given, kept in ({"agency": "P"}, "P"), ({"agency": "another", "agency-other": " p "}, "P"), ({"agency-other": "X"}, "X"):
        sent = form(given)
        assert sent.is_valid()
        assert sent.cleaned_data == {"agency": kept}
    assert form({}).errors["agency"] == ["Select agency"]
    assert form({"agency": "another"}).errors["agency"] == ["Enter the name of another agency"]
