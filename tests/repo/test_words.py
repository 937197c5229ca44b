"""What no file of the project may say: blame on a child, an address of a package index, a path of somebody's machine."""

from __future__ import annotations

import re

import pytest

from tests.repo.files import texts

BLAMING = (
    r"put(s|ting)? (themselves|herself|himself) at risk",
    r"lifestyle choice",
    r"child prostitut",
    r"promiscuous",
    r"streetwise",
    r"attention[- ]seeking",
    r"sexually active",
    r"refus(es|ed|ing) to engage",
    r"hard to reach",
    r"child pornography",
    r"abscond",
)
"""Words of section 4 of the field's language guides that blame a child, or soften what was done to one."""

SPOKEN_OF = {
    "GLOSSARY.md": "says that the phrase is not used",
    "CONTRIBUTING.md": "says that the phrase is not used",
    "tests/repo/test_words.py": "is this list",
    "tests/unit/replay/test_replay_cases.py": "holds a list of its own for the cases",
}
"""Files in which such a word may stand, each with the reason."""


@pytest.mark.parametrize("phrase", BLAMING)
def test_no_file_blames_a_child(phrase: str) -> None:
    found = [name for name, text in texts() if name not in SPOKEN_OF and re.search(phrase, text, re.IGNORECASE)]
    assert not found, f"{phrase!r} stands in {found}: say what was done to the child, and by whom (GLOSSARY.md, Language)"


def test_no_lock_file_carries_an_index_address() -> None:
    locks = [(name, text) for name, text in texts() if name.startswith("requirements")]
    assert len(locks) == 3
    for name, text in locks:
        assert "--hash=sha256:" in text, f"{name} pins without hashes"
        assert not re.search(r"://|--(extra-)?index-url|--find-links", text), f"{name} carries an address: run `make lock`"


def test_no_file_carries_a_path_of_a_machine() -> None:
    found = [
        name
        for name, text in texts()
        if re.search(r"(?<![\w.])/(home|Users|root|work)/\w", text) and name != "tests/repo/test_words.py"
    ]
    assert not found, f"{found} name a folder of somebody's machine"
