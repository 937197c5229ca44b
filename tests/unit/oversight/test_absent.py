"""Who is on another agency's list and not here. Identifiers are matched and never shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.oversight.conftest import Known, row_of
from unmissed.oversight.absent import Line, absent, read_list
from unmissed.oversight.figure import OversightError, Sheet

NHS = {"A": "9434765919", "B": "9990000018", "C": "9990000026", "OLD": "9990000034"}
CHILDREN = [
    {"child_id": "A", "date_of_birth": "2005-01-01", "nhs_number": NHS["A"], "upn": "A999200000001"},
    {"child_id": "B", "date_of_birth": "2005-01-01", "nhs_number": "999 000 0018"},
    {"child_id": "C", "date_of_birth": "2005-01-01", "nhs_number": NHS["C"]},
    {"child_id": "OLD", "date_of_birth": "2000-01-01", "nhs_number": NHS["OLD"]},
    {"child_id": "T1", "date_of_birth": "2005-01-01", "nhs_number": "9990000042"},
    {"child_id": "T2", "date_of_birth": "2005-01-01", "nhs_number": "999-000-0042"},
]
ROWS = {
    "children": CHILDREN,
    "assessments": [
        {
            "child_id": "B",
            "kind": "review",
            "started_on": "2018-01-01",
            "completed_on": "2018-01-01",
            "level": "high",
            "harm": "known",
        }
    ],
    "monitoring": [
        {"child_id": "A", "list": "MACE", "added_on": "2018-01-01"},
        {"child_id": "B", "list": "MACE", "added_on": "2018-01-01", "removed_on": "2018-02-01"},
    ],
}
LIST = [NHS["A"], "9990000018", "999-000 0026", "9990000998", "9990000018", " ", "9990000034", "9990000042", "4010232137"]


def asked(known: Known, identifiers: list[str], as_of: str = "2018-06-01", **given: object) -> Sheet:
    return absent(
        known(ROWS, as_of), [Line(n, each) for n, each in enumerate(identifiers, 2)], "nhs_number", "police missing list"
    )


def test_where_everybody_on_their_list_stands(known: Known) -> None:
    sheet = asked(known, LIST)
    counts = dict(zip(sheet.figure("absent").values("standing"), sheet.figure("absent").values("lines"), strict=True))
    assert counts == {
        "not monitored": 2,
        "not in the register": 2,
        "monitored": 1,
        "several": 1,
        "18 or over": 1,
        "repeated": 1,
        "no identifier": 1,
    }
    assert sum(counts.values()) == len(LIST)
    assert row_of(sheet.figure("absent"), standing="not monitored")["share"] == 40.0
    assert sheet.figure("absent").title == "Of 5 children on police missing list, 2 on no list here and 2 not in this register"
    first, second = sheet.figure("absent-known").records()
    assert (first["child_id"], first["line"], first["level"], first["harm"]) == ("B", 3, "high", "known")
    assert (first["at_risk_since"], first["last_removed_on"]) == (date(2018, 1, 1), date(2018, 2, 1))
    assert (second["child_id"], second["line"], second["level"], second["at_risk_since"]) == ("C", 4, "not assessed", None)
    assert [(row["line"], row["standing"], row["wrong_number"]) for row in sheet.figure("absent-unknown").records()] == [
        (5, "not in the register", True),
        (9, "several", False),
        (10, "not in the register", False),
    ]


def test_no_identifier_is_in_any_figure(known: Known) -> None:
    text = repr(asked(known, LIST)) + repr([Line(2, NHS["A"])])
    for number in [*NHS.values(), "9990000998", "4010232137", "999-000 0026"]:
        assert number not in text


def test_what_is_dated_later_is_not_yet_known(known: Known) -> None:
    lines = [Line(2, NHS["C"], date(2018, 7, 1)), Line(3, NHS["C"], date(2018, 5, 1))]
    sheet = absent(known(ROWS, "2018-06-01"), lines, "nhs_number")
    assert dict(zip(sheet.figure("absent").values("standing"), sheet.figure("absent").values("lines"), strict=True)) == {
        "not monitored": 1,
        "later": 1,
    }
    assert sheet.figure("absent-known").values("listed_on") == (date(2018, 5, 1),)
    assert absent(known(ROWS, "2018-01-15"), [Line(2, "B")], "child_id").figure("absent").values("standing") == ("monitored",)


def test_on_child_id_and_upn(known: Known) -> None:
    by_id = absent(known(ROWS, "2018-06-01"), [Line(2, " B "), Line(3, "b")], "child_id").figure("absent")
    assert by_id.values("standing") == ("not monitored", "not in the register")
    assert absent(known(ROWS, "2018-06-01"), [Line(2, "a999200000001")], "upn").figure("absent").values("standing") == (
        "monitored",
    )


def test_what_cannot_be_compared_is_refused(known: Known) -> None:
    with pytest.raises(OversightError, match="holds no line"):
        absent(known(ROWS, "2018-06-01"), [], "nhs_number")
    with pytest.raises(OversightError, match="no child of the register has a value in upn"):
        absent(known({"children": [{"child_id": "A"}]}, "2018-06-01"), [Line(2, "x")], "upn")
    with pytest.raises(
        OversightError, match=r"absent cannot be counted\. Who is on a list here is not known: .*no table monitoring"
    ):
        absent(known(ROWS, "2018-06-01", lacks=["monitoring"]), [Line(2, NHS["A"])], "nhs_number")


def test_a_list_is_read_with_its_lines_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('\ufeffName,NHS_Number ,Seen\n"Two\nlines",9434765919,2018-05-01\nx,,\n', "utf-8")
    assert [(each.line, each.identifier, each.listed_on) for each in read_list(path, "nhs_number", "seen")] == [
        (3, "9434765919", date(2018, 5, 1)),
        (4, "", None),
    ]


@pytest.mark.parametrize(
    ("text", "dated", "said"),
    [
        ("name\nx\n", None, "has no column nhs_number; found 1 other columns"),
        ("", None, "has no column nhs_number; found no header"),
        ("nhs_number\n1\n", "seen", "has no column seen"),
        ("nhs_number,seen\n9434765919,1 May\n", "seen", "line 2: the date in seen is no YYYY-MM-DD"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_without_a_value(tmp_path: Path, text: str, dated: str | None, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text)
    with pytest.raises(OversightError) as refused:
        read_list(path, "nhs_number", dated)
    assert said in str(refused.value)
    assert "9434765919" not in str(refused.value)
    with pytest.raises(OversightError, match="cannot be read"):
        read_list(tmp_path / "none.csv", "nhs_number")
    (tmp_path / "binary.csv").write_bytes(bytes(range(128, 256)))
    with pytest.raises(OversightError, match="no CSV file in UTF-8"):
        read_list(tmp_path / "binary.csv", "nhs_number")
