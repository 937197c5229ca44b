"""Loading a whole register: every row as the contract types it, grounds as single writes give them, all or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.web.world import TODAY, World, ago, rows
from unmissed.register.loading import load_register
from unmissed.synthetic.generate import generate
from unmissed.web.access.models import Ground
from unmissed.web.people.models import Partnership
from unmissed.web.record.bulk import UnsoundError, load_loaded, load_rows
from unmissed.web.record.grounds import replace_grounds, replace_grounds_of
from unmissed.web.record.models import MODELS
from unmissed.web.record.rows import rows_of


@pytest.fixture
def empty(world: World) -> Partnership:
    return Partnership.objects.create(name="Tynemouth", fixed_day=TODAY)


def grounds(partnership: Partnership) -> set[tuple[str, str, str]]:
    return set(Ground.objects.filter(partnership=partnership).values_list("child_id", "basis", "holder"))


def test_a_loaded_register_is_the_one_that_was_written_row_by_row(world: World, empty: Partnership) -> None:
    counts = load_rows(empty, rows())
    assert {name: count for name, count in counts.items() if count} == {name: len(given) for name, given in rows().items()}
    assert grounds(empty) == grounds(world.partnership)
    for child in (world.held, world.listed):
        loaded = {name: found for name, found in rows_of(empty, child).items() if found}
        for name, found in loaded.items():
            written = rows_of(world.partnership, child)[name]
            assert sorted(found, key=str) == sorted(({column: row[column] for column in found[0]} for row in written), key=str), (
                name
            )


def test_every_row_is_its_first_version_entered_by_nobody(empty: Partnership) -> None:
    load_rows(empty, rows())
    for model in MODELS.values():
        kept = set(model.every.filter(partnership=empty).values_list("version", "entered_by", "withdrawn", "extras"))
        assert kept <= {(1, None, False, None)}
    assert empty.people.count() == 0


def test_values_of_every_type_come_back_as_they_were(empty: Partnership) -> None:
    row = {
        "assessment_id": "A1", "child_id": "C1", "kind": "review", "started_on": "2026-01-05", "completed_on": date(2026, 1, 9),
        "child_seen": "yes", "assessor_trained": False, "level": "high", "notes": "a; b \"c\"\nd\té\\N",
    }  # fmt: skip
    directory = {"directory_id": "D1", "service": "Direct work", "kinds": ["direct_work", "health"], "min_age": 10}
    load_rows(empty, {"children": [{"child_id": "C1"}], "assessments": [row], "service_directory": [directory]})
    kept = MODELS["assessments"].objects.get(partnership=empty)
    assert (kept.started_on, kept.completed_on, kept.child_seen, kept.assessor_trained) == (
        date(2026, 1, 5),
        date(2026, 1, 9),
        True,
        False,
    )
    assert (kept.notes, kept.harm, kept.child_view_recorded) == (row["notes"], None, None)
    service = MODELS["service_directory"].objects.get(partnership=empty)
    assert (service.kinds, service.min_age, service.max_age) == (["direct_work", "health"], 10, None)


def test_what_the_register_lacks_is_known(empty: Partnership) -> None:
    load_rows(empty, {"children": [{"child_id": "C1", "date_of_birth": None}], "events": [], "concerns": [_concern()]})
    empty.refresh_from_db()
    assert empty.lacks["assessments"] is None
    assert "events" not in empty.lacks
    assert {"responded_on", "response"} <= set(empty.lacks["concerns"] or ())
    assert not {"recorded_on", "source", "notes"} & set(empty.lacks["concerns"] or ())
    assert "name" in (empty.lacks["children"] or ())
    given = {"children": ["name"]}
    other = Partnership.objects.create(name="Blyth")
    load_rows(other, {"children": [{"child_id": "C1"}]}, lacks=given)
    assert Partnership.objects.get(pk=other.pk).lacks == given


def test_unknown_columns_are_kept_beside_the_row(empty: Partnership, tmp_path: Path) -> None:
    (tmp_path / "children.csv").write_text('child_id,Ward,school "house"\nC1,North,\nC2,,\n')
    load_loaded(empty, load_register(tmp_path))
    kept = dict(MODELS["children"].objects.filter(partnership=empty).values_list("child_id", "extras"))
    assert kept["C2"] is None
    assert list(kept["C1"].values()) == ["North"]


def test_bad_rows_are_refused_and_nothing_is_written(empty: Partnership) -> None:
    with pytest.raises(UnsoundError, match="1 rows are bad, in concerns"):
        load_rows(empty, {"children": [{"child_id": "C1"}], "concerns": [_concern() | {"about": "nonsense"}]})
    assert not MODELS["children"].every.filter(partnership=empty).exists()


def test_a_partnership_with_records_is_left_alone(world: World) -> None:
    with pytest.raises(UnsoundError, match="has records already"):
        load_rows(world.partnership, rows())
    assert MODELS["children"].every.filter(partnership=world.partnership).count() == 4


def test_grounds_in_bulk_are_those_of_each_child(empty: Partnership, tmp_path: Path) -> None:
    generate(60, 3, tmp_path, as_of=TODAY)
    load_loaded(empty, load_register(tmp_path))
    at_once = grounds(empty)
    assert {basis for _, basis, _ in at_once} >= {"allocation", "team", "agency", "meeting"}
    Ground.objects.filter(partnership=empty).delete()
    for child_id in MODELS["children"].objects.filter(partnership=empty).values_list("child_id", flat=True):
        replace_grounds(empty, child_id)
    assert grounds(empty) == at_once


def test_grounds_follow_the_days(empty: Partnership) -> None:
    load_rows(empty, rows())
    before = grounds(empty)
    empty.fixed_day = date(2027, 1, 1)
    replace_grounds_of(empty, ["C-held", "C-listed"])
    assert {basis for _, basis, _ in before - grounds(empty)} == {"meeting"}
    assert not grounds(empty) - before


def _concern() -> dict[str, object]:
    return {"concern_id": "K1", "child_id": "C1", "raised_on": ago(9), "raised_by": "child", "about": "exploitation"}
