"""What stands in the vendor folder is what was fetched, and carries no brand."""

from __future__ import annotations

import hashlib

from tests.repo.files import ROOT

VENDOR = ROOT / "src/unmissed/web/design/static/unmissed/vendor"


def test_every_vendored_file_is_as_it_was_fetched() -> None:
    sums = dict(reversed(line.split()) for line in (VENDOR / "sha256").read_text("utf-8").splitlines())
    assert set(sums) == {path.name for path in VENDOR.glob("*.min.*")}
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in sums} == sums


def test_no_vendored_file_carries_a_brand_or_asks_for_another_file() -> None:
    for path in VENDOR.glob("*.min.*"):
        text = path.read_text("utf-8")
        for brand in ("GDS Transport", "/assets/", "sourceMappingURL", "@font-face", "govuk-crest"):
            assert brand not in text, f"{path.name} names {brand}"


def test_every_vendored_package_has_its_licence_and_version() -> None:
    for name in ("govuk-frontend", "moj-frontend"):
        assert "Permission is hereby granted" in (VENDOR / f"{name}.LICENSE").read_text("utf-8")
        assert (VENDOR / f"{name}.version").read_text("utf-8").strip()
