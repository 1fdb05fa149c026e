"""Which posts pass on known content without a word of their own? Bare reshares of posts that are raised.

A reshare without text or file carries nothing to compare; what it shows its readers is the post that it names. It gets
the findings of that post, with their entry, tier and score and a sentence of its own. Quotes and replies say something
themselves and are not touched: who quotes may be reporting. Runs after the comparing, on what the store then holds.
Left out: reshares of posts that the corpus doesn't have, reshares of reshares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus import Snapshot
from seawall.pipeline.chunk_findings import ChunkRules, protection, stored_form
from seawall.pipeline.sentences import reshare_sentence

__all__ = ["RESHARE", "findings_of_reshares", "raised_originals"]

RESHARE: Final = "reshare"
"""Kind of post, and the stage of what is found on it."""

_COLUMNS: Final = (
    "key", "platform", "account_id", "channel_id", "post_id", "posted_at", "kind", "reshare_of", "text", "media",
)  # fmt: skip
_TAKEN: Final = (
    "finding_id", "revision", "table", "stage", "platform", "post_id", "raised", "withdrawn", "bank", "entry_id",
    "signal_type", "entry_value", "policy", "distance", "tier", "score", "evidence",
)  # fmt: skip
_KEPT: Final = ("bank", "entry_id", "signal_type", "entry_value", "policy", "distance", "tier", "score")

Originals: TypeAlias = Mapping[tuple[str, str], list[dict[str, Any]]]


def raised_originals(corpus: Snapshot, findings: Snapshot) -> Originals:
    """Return, for each raised post that somebody reshared barely, its standing findings; by platform and post id."""
    wanted = {
        (row["platform"], row["reshare_of"]) for rows in _bare_reshares(corpus, 1 << 16) for row in rows.to_pylist()
    }
    last: dict[bytes, dict[str, Any]] = {}
    if wanted:
        for batch in findings.scan("findings", list(_TAKEN)):
            posts = batch.filter(
                pc.and_(pc.equal(batch.column("table"), "posts"), pc.is_valid(batch.column("post_id")))
            )
            for row in posts.to_pylist():
                if (row["platform"], row["post_id"]) in wanted and row["stage"] != RESHARE:
                    known = last.get(row["finding_id"])
                    if known is None or known["revision"] < row["revision"]:
                        last[row["finding_id"]] = row
    originals: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in last.values():
        if row["raised"] and not row["withdrawn"]:
            originals[row["platform"], row["post_id"]].append(row)
    return dict(originals)


def findings_of_reshares(
    corpus: Snapshot, originals: Originals, rules: ChunkRules, *, chunk_rows: int
) -> Iterator[pa.Table]:
    """Yield the findings of bare reshares, a table for each chunk of posts that has some."""
    if not originals:
        return
    for rows in _bare_reshares(corpus, chunk_rows):
        drawn = [
            (post, original)
            for post in rows.to_pylist()
            for original in originals.get((post["platform"], post["reshare_of"]), ())
        ]
        if drawn:
            yield _as_table(drawn, rules)


def _bare_reshares(corpus: Snapshot, chunk_rows: int) -> Iterator[pa.RecordBatch]:
    for batch in corpus.scan("posts", list(_COLUMNS), batch_rows=chunk_rows):
        silent = pc.fill_null(pc.equal(pc.binary_length(batch.column("text")), 0), fill_value=True)
        empty = pc.fill_null(pc.equal(pc.list_value_length(batch.column("media")), 0), fill_value=True)
        named = pc.and_(pc.equal(batch.column("kind"), RESHARE), pc.is_valid(batch.column("reshare_of")))
        yield batch.filter(pc.and_(named, pc.and_(silent, empty))).select(
            ["key", "platform", "account_id", "channel_id", "post_id", "posted_at", "reshare_of"]
        )


def _as_table(drawn: list[tuple[dict[str, Any], dict[str, Any]]], rules: ChunkRules) -> pa.Table:
    reasons = [
        protection(
            rules, (post["platform"].lower(), owner) if (owner := post["account_id"] or post["channel_id"]) else ()
        )
        for post, _ in drawn
    ]
    columns: dict[str, Any] = {
        "table": ["posts"] * len(drawn),
        "observation": [post["key"] for post, _ in drawn],
        **{
            name: [post[name] for post, _ in drawn]
            for name in ("platform", "account_id", "channel_id", "post_id", "posted_at")
        },
        **{name: [original[name] for _, original in drawn] for name in _KEPT},
        "field": ["reshare_of"] * len(drawn),
        "stage": [RESHARE] * len(drawn),
        **{name: [None] * len(drawn) for name in ("start", "end", "media", "transform", "location", "alignment")},
        "raised": [reason is None for reason in reasons],
        "withdrawn": [False] * len(drawn),
        "because": [
            "Raised: it passes on known content." if reason is None else f"Not raised: {reason[0].lower()}{reason[1:]}"
            for reason in reasons
        ],
        "evidence": [_evidence(original) for _, original in drawn],
    }
    return stored_form(columns, rules.history)


def _evidence(original: Mapping[str, Any]) -> list[dict[str, Any]]:
    first = original["evidence"][0]
    said = {
        "feature": RESHARE, "weight": first["weight"], "detail": reshare_sentence(original["post_id"]),
        "left": first["left"], "right": first["right"],
    }  # fmt: skip
    return [said, {**first, "weight": 0.0}]
