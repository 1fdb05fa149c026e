"""What every test shares: a data folder of its own, and an honest skip where a machine lacks something."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import django
import pytest

_HOME = tempfile.TemporaryDirectory(prefix="seawall-tests-")
os.environ["SEAWALL_TESSERACT"] = "none"  # half a second a picture: tests that mean it name the program
os.environ["SEAWALL_HOME"] = _HOME.name
os.environ.pop("SEAWALL_DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "seawall.desk.settings"
django.setup()


@pytest.fixture(scope="session")
def skip_or_fail() -> Callable[[str], None]:
    """Return a function that skips a test this machine can't run; where SEAWALL_TEST_STRICT is set, it fails it."""
    return _skip_or_fail


def _skip_or_fail(reason: str) -> None:
    if os.environ.get("SEAWALL_TEST_STRICT"):
        pytest.fail(f"SEAWALL_TEST_STRICT is set, yet {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real data sets, named by SEAWALL_TEST_DATA."""
    folder = os.environ.get("SEAWALL_TEST_DATA")
    if not folder or not Path(folder).is_dir():
        _skip_or_fail("the real data sets are absent: set SEAWALL_TEST_DATA to their folder")
    return Path(folder)
