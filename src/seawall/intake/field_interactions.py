"""Which interactions do posts tell? From their own fields (answered, passed on, carries), and from text and map.

A row of the result takes platform, account, channel and time from its post; its owner is the post's place, since keys
are only known when the batch makes them. Left out: finding targets in text (`text_interactions.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus.schemas import INTERACTIONS
from seawall.intake.text_interactions import text_interactions

__all__ = ["Told", "interactions_of_posts"]

Told = tuple[str, "Sequence[int] | npt.NDArray[np.int64]", "Sequence[str] | pa.Array"]
"""A kind of interaction, the places of the posts that tell it, and the targets."""

_FIELDS = {"replied": "reply_to", "reshared": "reshare_of"}


def interactions_of_posts(
    posts: pa.Table, *, text_kinds: Sequence[str], told: Iterable[Told] = ()
) -> tuple[pa.Table, pa.Int64Array]:
    """Return the interactions of `posts` and, for each, the place of its post; `told` are further ones."""
    parts = [_from_column(kind, posts.column(name).combine_chunks()) for kind, name in _FIELDS.items()]
    parts.append(_attached(posts.column("media").combine_chunks()))
    text = posts.column("text").combine_chunks()
    stated = [_part(*one) for one in told]
    parts += [*(_part(*one) for one in text_interactions(text, text_kinds)), *stated]
    places = np.concatenate([place for _, place, _ in parts])
    kinds = pa.array(np.concatenate([np.full(len(place), kind, dtype=object) for kind, place, _ in parts]), pa.string())
    targets = pa.concat_arrays([target for _, _, target in parts])
    owners = pa.array(places, pa.int64())
    columns = {name: posts.column(name).take(owners) for name in ("platform", "account_id", "channel_id")}
    table = pa.table(
        {**columns, "occurred_at": posts.column("posted_at").take(owners), "kind": kinds, "target": targets},
        schema=pa.schema([INTERACTIONS.field(name) for name in (*columns, "occurred_at", "kind", "target")]),
    )
    return _without_doubles(table, owners) if stated else (table, owners)


def _without_doubles(table: pa.Table, owners: pa.Int64Array) -> tuple[pa.Table, pa.Int64Array]:
    """Return each (post, kind, target) once: what a column states may also stand in the text."""
    together = pa.table({"owner": owners, "kind": table["kind"], "target": table["target"], "place": _places(table)})
    first = together.group_by(["owner", "kind", "target"], use_threads=False).aggregate([("place", "min")])
    kept = first.column("place_min").combine_chunks()
    return table.take(kept), owners.take(kept)


def _places(table: pa.Table) -> pa.Int64Array:
    return pa.array(np.arange(table.num_rows, dtype=np.int64))


_Part = tuple[str, "npt.NDArray[np.int64]", pa.Array]


def _part(kind: str, places: Sequence[int] | npt.NDArray[np.int64], targets: Sequence[str] | pa.Array) -> _Part:
    written = targets if isinstance(targets, pa.Array) else pa.array(targets, pa.string())
    return kind, np.asarray(places, dtype=np.int64), written


def _from_column(kind: str, column: pa.Array) -> _Part:
    valid = column.is_valid()
    places = np.flatnonzero(valid.to_numpy(zero_copy_only=False)).astype(np.int64)
    return kind, places, column.filter(valid)


def _attached(media: pa.Array) -> _Part:
    places = pc.list_parent_indices(media).to_numpy(zero_copy_only=False).astype(np.int64)
    return "attached", places, pc.list_flatten(media)
