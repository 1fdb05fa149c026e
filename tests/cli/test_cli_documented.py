"""docs/cli.md lists every verb and every exit code."""

import re
from pathlib import Path

from seawall.cli.exit_codes import ATTENTION, EXIT_CODES, FORGOTTEN
from seawall.cli.main import VERBS

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")


def test_every_verb_is_documented():
    assert set(re.findall(r"^\| `seawall ([a-z-]+)", PAGE, re.MULTILINE)) == set(VERBS)


def test_every_exit_code_is_documented():
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}
    assert {ATTENTION, FORGOTTEN, *EXIT_CODES.values()} <= documented
