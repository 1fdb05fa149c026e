"""The page of evidence says what the code says."""

from __future__ import annotations

from pathlib import Path

from seawall.identity.compare import BUILT_IN

PAGE = Path(__file__).parents[3] / "docs" / "identity-evidence.md"


def test_the_table_has_every_comparison_with_its_family_and_levels() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    told = [line.rsplit(" | ", 1)[0] for line in rows]
    assert told == [f"| `{one.NAME}` | {one.FAMILY} | {', '.join(one.LEVELS)}" for one in BUILT_IN]
