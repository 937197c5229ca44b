"""Load and leave: a register comes in with a preview and its quarantine, and goes out whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload

from scripts.small_register import small_register
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def register(name: str = "register.zip") -> FilePayload:
    """A small register, with rows that cannot be used as they are."""
    return {"name": name, "mimeType": "application/zip", "buffer": small_register()}


def test_a_coordinator_uploads_mends_what_is_wrong_and_loads(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.goes_to("Load and leave")
    fiona.meets_no_barrier()
    fiona.presses("Load a register")
    fiona.gives_file("The register", register())
    fiona.presses("Upload and look through")
    fiona.is_at("Look through the upload")
    fiona.sees("rows are in quarantine", "2 children are new")
    fiona.meets_no_barrier()
    fiona.presses("Load into the record")
    fiona.is_told("Tick that the rows in quarantine stay out, or mend them first")
    fiona.meets_no_barrier()
    fiona.main.get_by_role("link", name="Mend line").first.click()
    fiona.meets_no_barrier()
    fiona.fills("Date of birth", "2011-02-31")
    fiona.presses("Keep and go back")
    fiona.is_told("date_of_birth")
    fiona.finds_written("Date of birth", "2011-02-31")
    fiona.meets_no_barrier()
    fiona.fills("Date of birth", "2011-02-03")
    fiona.presses("Keep and go back")
    fiona.sees("1 change not read yet.")
    fiona.meets_no_barrier()
    fiona.presses("Read again")
    fiona.sees("3 rows cannot be used as they are.", "3 children are new")
    fiona.main.get_by_role("link", name="Mend line").first.click()
    fiona.presses("Leave the row out")
    fiona.is_told("Enter why this row is left out")
    fiona.meets_no_barrier()
    fiona.fills("Why this row is left out", "It is a copy of another row.")
    fiona.presses("Leave the row out")
    fiona.presses("Read again")
    fiona.sees("2 rows cannot be used as they are.", "It is a copy of another row.")
    fiona.meets_no_barrier()
    fiona.chooses("I know that the rows in quarantine stay out of the record")
    fiona.presses("Load into the record")
    fiona.is_at("The register is loaded")
    fiona.meets_no_barrier()
    fiona.opens("/children/X3")
    fiona.is_at("Ash Denholm")


def test_a_file_that_is_no_register_is_refused_in_words(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.opens("/imports/upload")
    fiona.meets_no_barrier()
    fiona.gives_file("The register", {"name": "letter.zip", "mimeType": "application/zip", "buffer": b"no archive at all"})
    fiona.presses("Upload and look through")
    fiona.is_told("")
    fiona.meets_no_barrier()


def test_the_whole_register_is_taken_out_with_a_reason(enter: Enter) -> None:
    judith = enter("judith.marwood")
    judith.goes_to("Load and leave")
    judith.does_not_see("Load a register")
    judith.presses("Download the register")
    judith.meets_no_barrier()
    judith.presses("Download")
    judith.is_told("Enter why it is taken out")
    judith.meets_no_barrier()
    judith.fills("Why it is taken out", "The yearly audit")
    assert judith.takes_out("Download") == "register-2026-03-16.zip"


def test_without_scripts_an_upload_is_looked_through_and_discarded(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill", scripts=False)
    fiona.opens("/imports/upload")
    fiona.gives_file("The register", register("again.zip"))
    fiona.presses("Upload and look through")
    fiona.is_at("Look through the upload")
    fiona.presses("Discard the upload")
    fiona.sees("The upload was discarded. Nothing of it was loaded.")
