"""docs/settings.md lists every variable that Seawall reads, and none that it doesn't."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"SEAWALL_[A-Z]+(?:_[A-Z]+)*")


def names_in(*paths):
    return {name for path in paths for name in NAME.findall(path.read_text("utf-8"))}


def test_every_setting_is_documented():
    sources = [*(ROOT / "src").rglob("*.py"), ROOT / "conftest.py", *(ROOT / "tests").glob("conftest.py")]
    documented = names_in(ROOT / "docs" / "settings.md")
    assert names_in(*sources) - documented == set()
    assert documented - names_in(*sources) == set()
