"""Uploading a register to look through."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.imports.conftest import csv_of, page, post_upload, register_zip, uploaded, zipped
from tests.web.world import World
from unmissed.web.imports import folders, unpacking
from unmissed.web.imports.models import Draft
from unmissed.web.trail.models import Entry

CHILDREN = [{"child_id": "N-1", "name": "Nell Farrow", "date_of_birth": "2011-02-03"}]


def test_an_upload_is_kept_privately_and_trailed(coordinator: Client, world: World, private_data: Path) -> None:
    draft = uploaded(coordinator, register_zip({"children": CHILDREN}), "autumn.zip")
    folder = private_data / "drafts" / draft.token
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert (draft.person, draft.partnership, draft.file_name) == (world.coordinator, world.partnership, "autumn.zip")
    assert modes == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.what, entry.detail["new"]) == ("change", "uploaded a register to look through", 1)


def test_a_workbook_is_a_register_too(coordinator: Client) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        sheet = workbook.add_worksheet("children")
        for row, cells in enumerate((["child_id", "date_of_birth"], ["N-1", "2011-02-03"])):
            sheet.write_row(row, 0, cells)
    draft = uploaded(coordinator, target.getvalue(), "register.xlsx")
    assert draft.counts["new"] == 1


@pytest.mark.parametrize("top", ["", "one folder/"])
def test_one_top_folder_and_what_systems_add_are_passed_over(coordinator: Client, top: str) -> None:
    files = {
        f"{top}children.csv": csv_of(CHILDREN),
        "__MACOSX/._children.csv": "x",
        f"{top}.DS_Store": "x",
        f"{top}read me.txt": "x",
    }
    assert uploaded(coordinator, zipped(files)).counts["new"] == 1


def _locked() -> bytes:
    content = bytearray(register_zip({"children": CHILDREN}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _linked() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("children.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("register.zip", b"", "The selected file is empty"),
        ("children.csv", csv_of(CHILDREN).encode(), "The file is a single table"),
        ("register.xls", b"\xd0\xcf\x11\xe0", "Save it as .xlsx"),
        ("register.zip", b"no zip at all", "no whole .zip file"),
        ("letter.pdf", b"%PDF-1.7", "must be a .zip"),
        ("register.zip", zipped({}), "The .zip is empty"),
        ("register.zip", zipped({"../children.csv": "x"}), "names that lead outside"),
        ("register.zip", zipped({"/etc/children.csv": "x"}), "names that lead outside"),
        ("register.zip", zipped({"a\\children.csv": "x"}), "names that lead outside"),
        ("register.zip", _linked(), "names that lead outside"),
        ("register.zip", _locked(), "locked with a password"),
        ("register.zip", zipped({"a/b/children.csv": "x"}), "folders within folders"),
        ("register.zip", zipped({"a/children.csv": "x", "b/events.csv": "x"}), "folders within folders"),
        ("register.zip", zipped({"children.csv": "x", "Children.csv": "x"}), "two files of one name"),
        ("register.zip", zipped({f"{number}.csv": "x" for number in range(201)}), "more than 200 files"),
        ("register.zip", zipped({"events.csv": "event_id\n"}), "but not children"),
        ("register.zip", zipped({"children.csv": "name\nNell\n"}), "the header lacks child_id"),
        ("register.xlsx", zipped({"xl/workbook.xml": "<x/>"}), "cannot be opened as a workbook"),
    ],
)
def test_what_cannot_be_used_is_said_beside_the_field(
    coordinator: Client, private_data: Path, name: str, content: bytes, says: str
) -> None:
    response = post_upload(coordinator, content, name)
    said = response.content.decode()
    assert response.status_code == 400
    assert "There is a problem" in said
    assert said.count(says) == 2, said  # in the summary and beside the field
    assert str(private_data) not in said
    assert not Draft.objects.exists()
    assert not list((private_data / "drafts").glob("*"))


def test_what_unpacks_to_too_much_is_refused(coordinator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_UNPACKED", 10_000)
    response = post_upload(coordinator, zipped({"children.csv": "0" * 20_000}))
    assert "which no register needs" in response.content.decode()


def test_a_zip_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(unpacking.UploadError, match="more than it says"):
        unpacking._write(io.BytesIO(b"0" * 5000), tmp_path / "x", 4999)


def _workbook(**parts: str) -> bytes:
    return zipped({"xl/workbook.xml": "<x/>"} | {f"xl/{name}.xml": content for name, content in parts.items()})


def _lying(content: bytes, name: bytes, size: int) -> bytes:
    """A zip whose directory says another size of one part than it unpacks to."""
    lying = bytearray(content)
    place = lying.rindex(name) - 46  # the last time the name stands there is in the directory, behind an entry of 46 bytes
    assert lying[place : place + 4] == b"PK\x01\x02"
    lying[place + 24 : place + 28] = size.to_bytes(4, "little")
    return bytes(lying)


def test_a_workbook_that_unpacks_to_too_much_is_refused_whatever_it_says(
    coordinator: Client, private_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_WORKBOOK", 10_000)
    honest = _workbook(sheet1="0" * 20_000)
    assert "The workbook unpacks to more than" in post_upload(coordinator, honest, "register.xlsx").content.decode()
    lying = post_upload(coordinator, _lying(honest, b"xl/sheet1.xml", 5), "register.xlsx")
    assert "The file is damaged" in lying.content.decode()
    assert not list((private_data / "drafts").glob("*"))


def test_a_workbook_with_two_parts_of_one_name_is_refused(coordinator: Client) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("xl/workbook.xml", "<y/>")
    assert "two parts of one name" in post_upload(coordinator, target.getvalue(), "register.xlsx").content.decode()


def test_no_file_chosen(coordinator: Client) -> None:
    response = coordinator.post(reverse("upload"))
    assert (response.status_code, "Select the file of the register" in response.content.decode()) == (400, True)


def test_a_file_that_is_too_large(coordinator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unmissed.web.imports.forms.LARGEST_UPLOAD", 10)
    assert "must be smaller than" in post_upload(coordinator, register_zip({"children": CHILDREN})).content.decode()


def test_an_upload_is_removed_after_a_day(coordinator: Client, private_data: Path) -> None:
    draft = uploaded(coordinator, register_zip({"children": CHILDREN}))
    Draft.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    coordinator.get(reverse("imports"))
    assert not list((private_data / "drafts").glob("*"))
    assert "This upload is gone" in page(coordinator, "draft", draft)
    assert coordinator.post(reverse("accept", kwargs={"token": draft.token})).status_code == 403


def test_discarding_removes_the_files(coordinator: Client, private_data: Path) -> None:
    draft = uploaded(coordinator, register_zip({"children": CHILDREN}))
    response = coordinator.post(reverse("discard", kwargs={"token": draft.token}), follow=True)
    assert "Nothing of it was loaded" in response.content.decode()
    assert not folders.folder_of(draft).exists()
    assert "This upload is gone" in page(coordinator, "draft", draft)


@pytest.mark.parametrize("role", ["practitioner", "manager", "chair", "partner", "auditor", "analyst", "administrator"])
def test_roles_that_may_not_load(world: World, signed_in: Callable[..., Client], role: str) -> None:
    client = signed_in(world.of(role))
    assert client.get(reverse("upload")).status_code == 403
    assert post_upload(client, register_zip({"children": CHILDREN})).status_code == 403
    assert not Draft.objects.exists()


def test_a_read_only_partnership_is_not_loaded_into(world: World, coordinator: Client) -> None:
    session = coordinator.session
    session["partnership"] = world.published.pk
    session.save()
    assert post_upload(coordinator, register_zip({"children": CHILDREN})).status_code == 403
    assert "Load a register" not in coordinator.get(reverse("imports")).content.decode()


def test_signed_out(client: Client) -> None:
    assert post_upload(client, register_zip({"children": CHILDREN})).status_code == 401
    assert not Draft.objects.exists()
