"""How much of what was wanted did the desk raise, and how much of what it raised was wanted?

The truth stands beside the made-up world (`truth/posts.parquet`, `truth/accounts.parquet`) and is read here alone,
after the engines are done. A post counts as raised if one finding on it is raised. Recall is given apart for known
content re-posted as it was and re-posted with edits, since exact signals can't see an edit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from seawall.corpus import Snapshot

__all__ = ["Measured", "Share", "measure", "raised_posts"]

_UNEDITED: Final = frozenset({None, "exact", "original"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many; `fraction` is None where there are none at all."""

    part: int
    whole: int

    @property
    def fraction(self) -> float | None:
        """Return part divided by whole."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the scan raised, beside the truth of the world."""

    precision: Share  # of raised posts, those that a reviewer should see
    recall_unchanged: dict[str, Share]  # signal type of the bank entry → of its content re-posted as it was
    recall_edited: Share  # of known content re-posted with edits
    recall_all: Share  # of everything that a reviewer should see, known before or not
    case_precision: Share  # of accounts with a case, those of the movement
    raised_unwanted: dict[str, int]  # class of post → raised though not wanted
    slogans_matched: Share  # of posts that repeat a known slogan as it was: matched, raised or not
    held_back: int  # posts that match a bank and are not raised, with the reason beside them


def raised_posts(findings: Snapshot) -> tuple[set[str], set[str]]:
    """Return the ids of posts that are raised, and of those that match a bank but are not."""
    raised: set[str] = set()
    matched: set[str] = set()
    latest: dict[bytes, tuple[int, str, bool, bool]] = {}
    for batch in findings.scan("findings", ["finding_id", "revision", "post_id", "raised", "withdrawn"]):
        for row in batch.to_pylist():
            known = latest.get(row["finding_id"])
            if row["post_id"] is not None and (known is None or known[0] < row["revision"]):
                latest[row["finding_id"]] = (row["revision"], row["post_id"], row["raised"], row["withdrawn"])
    for _, post_id, is_raised, is_withdrawn in latest.values():
        if not is_withdrawn:
            (raised if is_raised else matched).add(post_id)
    return raised, matched - raised


def measure(world: Path, findings: Snapshot, *, case_accounts: Iterable[str]) -> Measured:
    """Compare the findings store and the accounts that have a case with the truth beside `world`."""
    columns = ["post_id", "class", "wanted", "known_from", "edit"]
    posts: list[dict[str, Any]] = pq.read_table(world / "truth" / "posts.parquet", columns=columns).to_pylist()
    raised, held_back = raised_posts(findings)
    types = _signal_types(world)
    known = [post for post in posts if post["wanted"] and post["known_from"] is not None]
    unchanged: dict[str, list[dict[str, Any]]] = {}
    for post in known:
        if post["edit"] in _UNEDITED:
            unchanged.setdefault(types[post["known_from"]], []).append(post)
    unwanted = Counter(post["class"] for post in posts if post["post_id"] in raised and not post["wanted"])
    cases = set(case_accounts)
    return Measured(
        precision=Share(part=len(raised) - unwanted.total(), whole=len(raised)),
        recall_unchanged={name: _found(copies, raised) for name, copies in sorted(unchanged.items()) if name != "term"},
        recall_edited=_found([post for post in known if post["edit"] not in _UNEDITED], raised),
        recall_all=_found([post for post in posts if post["wanted"]], raised),
        case_precision=Share(part=len(cases & _movement_accounts(world)), whole=len(cases)),
        raised_unwanted=dict(unwanted.most_common()),
        slogans_matched=_found(unchanged.get("term", []), raised | held_back),
        held_back=len(held_back),
    )


def _found(posts: list[dict[str, Any]], raised: set[str]) -> Share:
    return Share(part=sum(post["post_id"] in raised for post in posts), whole=len(posts))


def _signal_types(world: Path) -> dict[str, str]:
    """Return the signal type of each bank entry."""
    lines = (line for file in (world / "banks").glob("*.jsonl") for line in file.read_text("utf-8").splitlines())
    return {entry["entry_id"]: entry["signal_type"] for entry in map(json.loads, lines)}


def _movement_accounts(world: Path) -> set[str]:
    accounts = pq.read_table(world / "truth" / "accounts.parquet", columns=["account_id", "group"]).to_pylist()
    return {account["account_id"] for account in accounts if account["group"] == "movement"}
