"""Every view has a test file of its own, with the menu of menu.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.test_matrix import Address, addresses

HERE = Path(__file__).parent
ROOMS = [address for address in addresses() if address.name != "health"]
"""Everything but the word for load balancers, which belongs to no room and tells nobody anything."""
BY_HAND = re.compile(r"signed_out|asks_to_sign_in|sent_to_sign_in")


@pytest.mark.parametrize("address", {address.name: address for address in ROOMS}.values(), ids=lambda address: address.name)
def test_every_view_has_its_file_with_the_menu(address: Address) -> None:
    room = address.view.__module__.split(".")[2]
    file = HERE / room / f"test_{address.name.replace('-', '_')}.py"
    assert file.exists(), f"write {file.relative_to(HERE)}, with the menu of tests/web/menu.py"
    said = file.read_text("utf-8")
    by_menu = re.search(rf'\bmenu\(\s*"{address.name}"', said)
    open_to_all = getattr(address.view, "open_to_all", False)
    assert by_menu or BY_HAND.search(said) or open_to_all, f"put {address.name} through the menu of tests/web/menu.py"
