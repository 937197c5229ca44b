"""The application's settings, with two pages of the tests' own and less patience, so that a fault shows within a test's time."""

from unmissed.web.settings import *  # noqa: F403
from unmissed.web.settings import DATABASES

ROOT_URLCONF = "tests.web.faults.pages"
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["OPTIONS"]["timeout"] = 3  # type: ignore[index,call-overload]
