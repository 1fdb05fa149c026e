"""Which sixteen bytes name an observation?

A key is the first half of a SHA-256 over the identifying fields. Each field is preceded by its length (all lengths
first, −1 for null), and the whole by the name of the domain, so that no two different rows write the same bytes. A
cryptographic digest is meant: with a weaker one, a poster could craft a post that counts as a repeat of another.

- A post with an id: platform, post id, account, channel, text; so an edited text is a new version, and both are kept.
- A post without: platform, account, time, text and the nth occurrence of these in its batch (`occurrences.py` counts).
- Accounts, channels and interactions: every column that describes them. Media: platform, media id, post, account.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus.errors import SchemaMismatchError
from seawall.corpus.schemas import PROVENANCE, TABLES

__all__ = ["KEY_BYTES", "anonymous_post_keys", "identified_post_keys", "nth_key", "observation_keys", "row_keys"]

KEY_BYTES: Final = 16

_IDENTIFYING: Final[dict[str, tuple[str, ...]]] = {
    **{
        table: tuple(name for name in TABLES[table].names if name not in {field.name for field in PROVENANCE})
        for table in ("accounts", "channels", "interactions")
    },
    "media": ("platform", "media_id", "post_key", "account_id"),
}
_IDENTIFIED_POST: Final = ("platform", "post_id", "account_id", "channel_id", "text")
_ANONYMOUS_POST: Final = ("platform", "account_id", "posted_at", "text")


def observation_keys(table_name: str, rows: pa.Table) -> pa.Array:
    """Return the key of each row of `accounts`, `channels`, `media` or `interactions`; a missing column counts as null.

    Raises:
        SchemaMismatchError: for posts (a batch keys them: `BatchWriter.post_keys`) and unknown tables.
    """
    names = _IDENTIFYING.get(table_name)
    if names is None:
        raise SchemaMismatchError(f"no fixed key fields for table {table_name!r}", table=table_name, column=None)
    return row_keys(table_name, _columns(table_name, rows, names))


def identified_post_keys(posts: pa.Table) -> pa.Array:
    """Return the keys of posts that have a post id."""
    return row_keys("post", _columns("posts", posts, _IDENTIFIED_POST))


def anonymous_post_keys(posts: pa.Table) -> pa.Array:
    """Return the keys of posts without id, as if each were the first of its like in the batch."""
    return row_keys("post without id", _columns("posts", posts, _ANONYMOUS_POST))


def nth_key(key: bytes, occurrence: int) -> bytes:
    """Return the key of a later occurrence (1 for the second) of an id-less post; the first keeps its key.

    >>> nth_key(b"k" * 16, 0) == b"k" * 16
    True
    >>> nth_key(b"k" * 16, 1) == nth_key(b"k" * 16, 2)
    False
    """
    if occurrence == 0:
        return key
    content = b"occurrence\0" + key + occurrence.to_bytes(8, "big")
    return hashlib.sha256(content).digest()[:KEY_BYTES]


def row_keys(domain: str, columns: Sequence[Any]) -> pa.Array:
    """Return a 16-byte key for each row of `columns` (Arrow arrays of one length: text, binary, integers, times).

    Keys of different domains never meet. Times are compared as instants in microseconds, integers by value.
    """
    arrays = [_as_array(column) for column in columns]
    count = len(arrays[0])
    lengths = np.empty((count, len(arrays)), dtype="<i4")
    values = []
    for position, array in enumerate(arrays):
        written = _written(array)
        lengths[:, position] = pc.fill_null(pc.binary_length(written), -1).to_numpy(zero_copy_only=False)
        values.append(written)
    header = _fixed_binary(lengths.view(np.uint8), 4 * len(arrays)).cast(pa.large_binary())
    prefix = pa.scalar(f"{domain}\0{len(arrays)}\0".encode(), pa.large_binary())
    separator = pa.scalar(b"", pa.large_binary())
    messages = pc.binary_join_element_wise(
        prefix, header, *values, separator, null_handling="replace", null_replacement=b""
    )
    return _digests(messages)


def _digests(messages: pa.LargeBinaryArray) -> pa.Array:
    _, offsets, buffer = messages.buffers()
    start, count = messages.offset, len(messages)
    bounds = np.frombuffer(offsets, dtype=np.int64)[start : start + count + 1].tolist()
    content = buffer.to_pybytes() if buffer is not None else b""
    sha256 = hashlib.sha256  # one digest a row is most of the work: some 1.2 µs of 1.35 (2026-11)
    joined = b"".join([sha256(content[a:b]).digest() for a, b in pairwise(bounds)])
    halves = np.frombuffer(joined, dtype=np.uint8).reshape(count, 32)[:, :KEY_BYTES]
    return _fixed_binary(np.ascontiguousarray(halves), KEY_BYTES)


def _fixed_binary(content: npt.NDArray[Any], width: int) -> Any:
    rows = content.nbytes // width if width else 0
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), rows, [None, pa.py_buffer(content)])


def _as_array(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _written(array: Any) -> Any:
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _written(array.dictionary_decode())
    if pa.types.is_timestamp(kind):
        array = array.cast(pa.timestamp("us", tz=kind.tz))
        kind = array.type
    if pa.types.is_null(kind):
        return array.cast(pa.large_binary())
    if pa.types.is_timestamp(kind) or pa.types.is_integer(kind):
        return _written_integers(array.cast(pa.int64()))
    return array.cast(pa.large_binary())


def _written_integers(array: Any) -> Any:
    numbers = np.ascontiguousarray(pc.fill_null(array, 0).to_numpy(zero_copy_only=False).astype("<i8"))
    written = _fixed_binary(numbers, 8).cast(pa.large_binary())
    return pc.if_else(array.is_valid(), written, pa.scalar(None, pa.large_binary())) if array.null_count else written


def _columns(table_name: str, rows: pa.Table, names: Sequence[str]) -> list[Any]:
    present = set(rows.schema.names)
    schema = TABLES[table_name]
    return [
        _typed(table_name, name, rows.column(name), schema.field(name).type)
        if name in present
        else pa.nulls(rows.num_rows)
        for name in names
    ]


def _typed(table_name: str, name: str, column: Any, kind: Any) -> Any:
    try:
        return column if column.type == kind else column.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise SchemaMismatchError(
            f"{table_name}.{name} is {column.type}, not {kind}: {error}", table=table_name, column=name
        ) from error
