"""What a server refuses to start with, and what HTTPS changes: real processes with the settings of a real installation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.web.installation import Installation
from unmissed.web.errors import RunningError
from unmissed.web.keys import LEAST, key
from unmissed.web.running.place import Place
from unmissed.web.running.serving import demand_safe

ASK = """
import json, sys
from django.conf import settings
from django.test import Client
def said(response):
    cookies = {name: bool(cookie["secure"]) for name, cookie in response.cookies.items()}
    return [response.status_code, response.get("Location", ""), response.get("Strict-Transport-Security", ""), cookies]
plain, secure = Client().get("/sign-in"), Client().get("/sign-in", headers={"x-forwarded-proto": "https"})
print(json.dumps([said(plain), said(secure)]))
"""


def asked(installation: Installation) -> Any:
    return json.loads(installation.python(ASK))


# --- HTTPS ----------------------------------------------------------------------------------------------------------------------


def test_behind_https_nothing_is_answered_without_it_and_cookies_go_over_nothing_else(installation: Installation) -> None:
    installation.more["UNMISSED_HTTPS"] = "1"
    installation.more["UNMISSED_HOSTS"] = "testserver"
    plain, secure = asked(installation)
    assert plain[:2] == [301, "https://testserver/sign-in"]
    assert secure[0] == 200
    assert secure[2] == "max-age=31536000"
    assert secure[3] == {"csrftoken": True}


@pytest.mark.parametrize("value", ["", "0", "yes"])
def test_without_it_pages_are_answered_and_no_proxy_is_believed(installation: Installation, value: str) -> None:
    installation.more["UNMISSED_HTTPS"] = value
    installation.more["UNMISSED_HOSTS"] = "testserver"
    plain, secure = asked(installation)
    assert plain[0] == secure[0] == 200
    assert plain[2] == secure[2] == ""
    assert secure[3] == {"csrftoken": False}


def test_under_a_name_that_is_not_its_own_it_answers_nothing(installation: Installation) -> None:
    installation.more["UNMISSED_HOSTS"] = "record.example"
    plain, _ = asked(installation)
    assert plain[0] == 400


# --- Addresses that others reach ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "record.example"])
def test_an_address_that_others_reach_is_refused_where_nothing_encrypts(host: str, settings: Any) -> None:
    settings.HTTPS = False
    with pytest.raises(RunningError, match="can be reached by other machines"):
        demand_safe(Place(host), without_https=False)
    demand_safe(Place(host), without_https=True)
    settings.HTTPS = True
    demand_safe(Place(host), without_https=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.5", "::1", "localhost"])
def test_this_machine_needs_no_encryption(host: str, settings: Any) -> None:
    settings.HTTPS = False
    demand_safe(Place(host), without_https=False)


def test_the_command_refuses_and_starts_nothing(installation: Installation) -> None:
    ran = installation.unmissed("serve", "--host", "0.0.0.0", "--port", "9")
    assert ran.returncode == 2
    assert "UNMISSED_HTTPS=1" in ran.stderr
    assert "Unmissed is at" not in ran.stdout


# --- Keys -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["UNMISSED_SECRET_KEY", "UNMISSED_TRAIL_KEY"])
@pytest.mark.parametrize("content", ["", "short"])
def test_a_key_file_that_holds_no_key_is_refused(installation: Installation, variable: str, content: str) -> None:
    name = "secret.key" if "SECRET" in variable else "trail.key"
    (installation.data / name).write_text(content)
    ran = installation.unmissed("recheck")
    assert ran.returncode == 2
    assert f"fewer than {LEAST}" in ran.stderr
    assert name in ran.stderr
    assert (installation.data / name).read_text() == content


def test_a_short_key_in_the_environment_is_refused_without_being_said(installation: Installation) -> None:
    installation.more["UNMISSED_SECRET_KEY"] = "hunter2"
    ran = installation.unmissed("recheck")
    assert ran.returncode == 2
    assert "the key in UNMISSED_SECRET_KEY has 7 characters" in ran.stderr
    assert "hunter2" not in ran.stderr


def test_a_key_of_the_environment_is_taken_and_none_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNMISSED_SECRET_KEY", "k" * LEAST)
    assert key("UNMISSED_SECRET_KEY", tmp_path / "secret.key") == "k" * LEAST
    assert not (tmp_path / "secret.key").exists()


def test_a_key_that_is_missing_is_drawn_once_for_its_owner_only(tmp_path: Path) -> None:
    where = tmp_path / "data" / "trail.key"
    drawn = key("UNMISSED_NO_SUCH_KEY", where)
    assert key("UNMISSED_NO_SUCH_KEY", where) == drawn
    assert len(drawn) >= LEAST
    assert where.stat().st_mode & 0o077 == 0


def test_a_server_whose_trail_key_was_lost_does_not_begin_another_trail(installation: Installation) -> None:
    (installation.data / "trail.key").unlink()
    ran = installation.unmissed("serve", "--port", "9")
    assert ran.returncode == 2
    assert "was not sealed with the key of this installation" in ran.stderr
    assert "Unmissed is at" not in ran.stdout
