"""Documents say what is: the generated part is what the code says, and everything that exists is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import docs
from tests.repo.files import ROOT, project_files
from unmissed.checks.catalogue import catalogue
from unmissed.policy.model import default_policy
from unmissed.register.schema import schema
from unmissed.register.timeline import timelines


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return docs.pages()


def test_the_generated_pages_are_what_the_code_says(pages: dict[str, str]) -> None:
    stale = [
        name for name, text in pages.items() if not (docs.ROOT / name).exists() or (docs.ROOT / name).read_text("utf-8") != text
    ]
    assert not stale, f"run `make docs`: {stale}"


def test_no_page_of_something_that_is_gone_remains(pages: dict[str, str]) -> None:
    generated = [p for p in docs.ROOT.rglob("*.md") if p.read_text("utf-8").startswith(docs.NOTE)]
    assert {str(p.relative_to(docs.ROOT)) for p in generated} == set(pages)


def test_every_check_column_value_timeline_and_command_is_in_the_manual(pages: dict[str, str]) -> None:
    for check in catalogue():
        assert f"[{check.name}](" in pages["checks/README.md"]
    for table in schema():
        assert f"## {table.name}\n" in pages["data/register.md"]
        assert all(f"| {c.name}" in pages["data/register.md"] for c in table.columns)
    for setting in default_policy():
        assert f"| {setting.name} |" in pages["data/policy.md"]
    for name in timelines():
        assert f"## {name}\n" in pages["data/timelines.md"]
    for name, _ in docs.commands():
        assert f"## unmissed {name}\n" in pages["cli.md"]


def test_every_policy_value_is_used_by_a_check() -> None:
    used = {name for check in catalogue() for name in check.parameters}
    assert {setting.name for setting in default_policy()} - used == set()


def test_every_option_and_argument_of_every_command_explains_itself() -> None:
    for name, command in docs.commands():
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"unmissed {name}: {parameter.name}"


def test_every_check_has_a_number_of_the_design_and_they_run_from_1() -> None:
    assert [check.number for check in catalogue()] == list(range(1, len(catalogue()) + 1))


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for page in (p for p in project_files() if p.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert not broken


def test_the_readme_begins_with_the_two_commands() -> None:
    first_code = re.search(r"```\w*\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert first_code
    assert [line.split("#")[0].strip() for line in first_code[1].splitlines()] == ["make demo", "make test"]


def test_the_commands_that_the_readme_shows_exist() -> None:
    shown = set(re.findall(r"^unmissed ([a-z-]+)", Path(ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    assert shown
    assert shown <= {name.split()[0] for name, _ in docs.commands()}
