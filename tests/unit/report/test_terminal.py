"""The table for a terminal: its order, its colours, and that nothing in a register can steer the terminal."""

from __future__ import annotations

import io
import re

import pytest

from tests.unit.report.conftest import Written
from tests.unit.report.sample import AS_OF, FORMULA
from unmissed.engine.audit import Audit, audit
from unmissed.register.loading import register_from_rows
from unmissed.report.terminal import visible, write_table

ESCAPE = "\x1b["


class Terminal(io.StringIO):
    """A file that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(run: Audit) -> str:
    """The table as a terminal gets it."""
    terminal = Terminal()
    write_table(run, terminal, with_names=False)
    return terminal.getvalue()


@pytest.fixture
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "160")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def test_the_summary_comes_first_then_findings_then_what_falls_due_then_what_works(written: Written) -> None:
    text = written("table").decode()
    places = [
        text.index(part)
        for part in ("As of 2020-12-31", "4 children, 3 with something open", "\nFindings\n", "\nFalls due\n", "\nWhat works\n")
    ]
    assert places == sorted(places)


def test_every_finding_has_a_line_in_its_part(written: Written, sample: Audit) -> None:
    text = written("table").decode()
    due, works = text.index("\nFalls due\n"), text.index("\nWhat works\n")
    for finding in sample.findings():
        line = re.search(
            rf"^{re.escape(finding.child_id)} +{finding.severity} +{finding.check} +{finding.opened_on}", text, re.MULTILINE
        )
        assert line
        if finding.state == "due":
            assert due < line.start() < works
        else:
            assert (line.start() > works) == (finding.severity == "strength")


def test_a_file_gets_no_colours(written: Written) -> None:
    assert ESCAPE not in written("table").decode()


@pytest.mark.usefixtures("colours")
def test_a_terminal_gets_colours_by_severity_and_what_is_closed_is_dim(sample: Audit) -> None:
    text = shown(sample)
    assert "\x1b[1;31mcritical" in text
    assert "\x1b[33mserious" in text
    assert "\x1b[2mcritical" in text  # closed: nobody can act on it any more


@pytest.mark.usefixtures("colours")
def test_no_color_is_respected(sample: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", shown(sample))


def test_a_register_cannot_steer_the_terminal() -> None:
    assert visible("A\x1b[2J\u202eB\n") == "A\ufffd[2J\ufffdB\ufffd"


def test_a_name_with_an_escape_is_shown_harmless() -> None:
    register = register_from_rows(
        {
            "children": [{"child_id": "A\x1b]0;title\x07", "date_of_birth": ""}],
            "events": [
                {
                    "event_id": "1",
                    "child_id": "A\x1b]0;title\x07",
                    "occurred_on": "2019-01-01",
                    "kind": "sexual_abuse",
                    "harm": "known",
                }
            ],
        }
    )
    out = io.StringIO()
    write_table(audit(register, as_of=AS_OF), out, with_names=False)
    assert "\x1b" not in out.getvalue()


def test_an_identifier_longer_than_its_column_is_cut_and_not_wrapped(sample: Audit) -> None:
    out = io.StringIO()
    write_table(sample, out, with_names=True)
    assert FORMULA in out.getvalue()
    assert (
        len(
            {
                line.index("critical")
                for line in out.getvalue().splitlines()
                if re.match(r"(MARA|OLU) ", line) and "critical" in line
            }
        )
        == 1
    )


def test_nothing_found_says_so_without_empty_lists() -> None:
    out = io.StringIO()
    write_table(
        audit(register_from_rows({"children": [{"child_id": "A", "date_of_birth": "2005-01-01"}]}), as_of=AS_OF),
        out,
        with_names=False,
    )
    assert "1 child, 0 with something open." in out.getvalue()
    assert "Findings" not in out.getvalue()
