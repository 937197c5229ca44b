"""What every format holds, that it says the same every time, and that it never says what it must not."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.unit.report.conftest import Written
from tests.unit.report.sample import FORMULA, NAME, SECRETS, sample_audit
from unmissed.engine.audit import Audit
from unmissed.report import workbook
from unmissed.report.atomic import OutputError
from unmissed.report.figures import summary_lines
from unmissed.report.formats import FORMATS, Format, format_of, write_report
from unmissed.report.lines import RISKY, guarded

DESIGNED = [
    "finding_id",
    "check",
    "child_id",
    "opened_on",
    "closed_on",
    "severity",
    "unprotected",
    "evidence",
    "because",
    "cites",
]
"""The fields of a finding, as section 3 of the design names them."""


def text_of(form: Format, content: bytes) -> str:
    """Everything that a reader of the file can find in it, in lower case."""
    if form != "xlsx":
        return content.decode().lower()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist()).lower()


def sheet(content: bytes, name: str) -> list[tuple[object, ...]]:
    """The rows of one sheet."""
    return list(load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_audit_gives_the_same_bytes(written: Written, form: Format) -> None:
    assert written(form) == written(form, sample_audit())


@pytest.mark.parametrize("form", FORMATS)
def test_no_name_number_or_free_text_comes_out(written: Written, form: Format) -> None:
    text = text_of(form, written(form))
    assert [secret for secret in SECRETS if secret.lower() in text] == []


@pytest.mark.parametrize("form", FORMATS)
def test_with_names_only_the_name_comes_out(written: Written, form: Format) -> None:
    text = text_of(form, written(form, with_names=True))
    assert NAME.lower() in text
    without_names = text.replace("canarysurname", "")
    assert [secret for secret in SECRETS if secret.lower() in without_names] == []


def test_jsonl_rows_have_the_fields_of_the_design_and_the_state(written: Written, sample: Audit) -> None:
    rows = [json.loads(line) for line in written("jsonl").splitlines()]
    assert [list(row) for row in rows] == [[*DESIGNED, "state"]] * len(rows)
    findings = list(sample.findings())
    assert [row["finding_id"] for row in rows] == [finding.finding_id for finding in findings]
    row, finding = rows[0], findings[0]
    assert (row["opened_on"], row["closed_on"]) == (finding.opened_on.isoformat(), None)
    assert (row["evidence"], row["cites"], row["unprotected"]) == (
        list(finding.evidence),
        list(finding.cites),
        finding.unprotected,
    )


def test_the_name_stands_beside_the_identifier(written: Written) -> None:
    row = json.loads(written("jsonl", with_names=True).splitlines()[-1])
    assert list(row)[:4] == ["finding_id", "check", "child_id", "name"]


def test_csv_has_the_same_rows_as_jsonl(written: Written) -> None:
    header, *rows = csv.reader(io.StringIO(written("csv").decode()))
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    assert header == [*DESIGNED, "state"]
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        values = dict(zip(header, row, strict=True))
        assert values["evidence"] == ";".join(line["evidence"])
        assert values["unprotected"] == ("yes" if line["unprotected"] else "no")
        assert values["closed_on"] == (line["closed_on"] or "")
        assert values["child_id"].removeprefix("'") == line["child_id"]


@pytest.mark.parametrize("beginning", RISKY)
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(beginning: str) -> None:
    assert guarded(beginning + "1+1") == "'" + beginning + "1+1"


@pytest.mark.parametrize("harmless", ["", "MARA", "a=b", "1+1", "'=1"])
def test_a_harmless_cell_is_left_as_it_is(harmless: str) -> None:
    assert guarded(harmless) == harmless


def test_a_formula_in_an_identifier_or_name_is_text_in_csv_and_workbook(written: Written) -> None:
    assert f",'{FORMULA},'=Canarysurname," in written("csv", with_names=True).decode()
    content = written("xlsx", with_names=True)
    cells = [
        cell
        for row in load_workbook(io.BytesIO(content))["Findings"]
        for cell in row
        if cell.value in {FORMULA, "=Canarysurname"}
    ]
    assert {(cell.value, cell.data_type) for cell in cells} == {(FORMULA, "s"), ("=Canarysurname", "s")}
    assert all(cell.quotePrefix for cell in cells)


def test_the_totals_of_the_workbook_add_up_to_checks_times_children(written: Written, sample: Audit) -> None:
    _, *rows, sums = sheet(written("xlsx"), "Totals")
    assert len(rows) == len(sample.checks)
    assert all(sum(row[3:]) == sample.children() for row in rows)
    assert sums[1] == f"{len(sample.checks)} checks × 4 children"
    assert sum(sums[3:]) == len(sample.checks) * sample.children()


def test_the_workbook_says_what_was_not_assessed_not_used_and_noticed(written: Written, sample: Audit) -> None:
    content = written("xlsx")
    assert dict(sheet(content, "Not assessed")[1:]) == sample.not_assessed
    quarantine = sheet(content, "Quarantine")
    assert quarantine[0] == ("table", "file", "line", "column", "value", "sentence", "rows")
    assert [row[3] for row in quarantine[1:]] == ["occurred_on", "child_id"]
    assert "check digit" in str(sheet(content, "Notices")[1][3])
    assert [row[:3] for row in sheet(content, "Policy") if row[4] == "yes"] == [("review_days", 42, "days")]
    assert len(sheet(content, "Policy")) == len(sample.policy.settings) + 1


def test_more_findings_than_a_sheet_holds_are_refused(sample: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    with pytest.raises(OutputError, match=r"a sheet of a workbook holds 4\. Choose csv"):
        write_report(sample, "xlsx", tmp_path / "findings.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_the_lines_beside_the_findings_say_what_was_not_assessed_not_used_and_noticed(sample: Audit) -> None:
    lines = list(summary_lines(sample))
    assert lines[0] == f"not assessed: {len(sample.not_assessed)} checks of {len(sample.checks)}"
    assert "  disagreement-unresolved: the register has no table views" in lines
    assert lines[-3:-1] == ["in quarantine: 2 rows, which `unmissed validate` explains", "  events: 2 rows"]
    assert lines[-1].startswith("notice: memory: 1 value of nhs_number with a wrong check digit")


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv", "csv"), ("a.JSONL", "jsonl"), ("a.xlsx", "xlsx"), ("a.html", "html"), ("a.txt", "table"), ("a", "table")],
)
def test_the_ending_of_a_file_chooses_its_format(name: str, form: Format) -> None:
    assert format_of(Path(name)) == form


def test_without_a_file_the_table_is_chosen() -> None:
    assert format_of(None) == "table"


@pytest.mark.parametrize("form", FORMATS)
def test_the_standard_output_gets_what_a_file_gets(
    sample: Audit, written: Written, form: Format, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    write_report(sample, form, None)
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == written(form)


def test_a_workbook_is_not_poured_over_a_terminal(sample: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with pytest.raises(OutputError, match="Name a file"):
        write_report(sample, "xlsx", None)
