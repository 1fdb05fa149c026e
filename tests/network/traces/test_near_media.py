"""Accounts that attach copies of one picture meet on it; what has no hash gives no slot."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from seawall.network.near_pictures import PICTURE_HASHES
from seawall.network.traces import NEAR_MEDIA, TRACES, with_near_media

_START = datetime(2026, 2, 1, tzinfo=UTC)
_SLOTS = pa.schema([
    ("account", pa.string()), ("item", pa.string()), ("kind", pa.string()), ("time", pa.timestamp("us", "UTC")),
    ("post_key", pa.binary(16)),
])  # fmt: skip


def slots(*rows):
    told = [
        (account, item, kind, _START + timedelta(seconds=at), bytes([at] * 16))
        for at, (account, item, kind) in enumerate(rows)
    ]
    return pa.Table.from_pylist([dict(zip(_SLOTS.names, row, strict=True)) for row in told], schema=_SLOTS)


def hashes(**values):
    rows = [{"media": f"sha256:{name}", "value": value, "mark": None} for name, value in values.items()]
    return pa.Table.from_pylist(rows, schema=PICTURE_HASHES)


ONE, NEARLY, OTHER = "0" * 64, "0" * 62 + "ff", "f" * 64


def test_copies_of_a_picture_are_one_item_named_by_the_most_used():
    given = slots(
        ("a", "sha256:one", "same_media"), ("b", "sha256:nearly", "same_media"), ("c", "sha256:nearly", "same_media"),
        ("d", "sha256:other", "same_media"), ("e", "a text", "same_text"),
    )  # fmt: skip
    table = with_near_media(given, hashes(one=ONE, nearly=NEARLY, other=OTHER))
    assert table.schema == given.schema
    assert table.slice(0, 5) == given
    added = table.slice(5)
    assert added["kind"].to_pylist() == [NEAR_MEDIA] * 4
    assert added["item"].to_pylist() == ["sha256:nearly"] * 3 + ["sha256:other"]
    assert added.drop(["item", "kind"]) == given.slice(0, 4).drop(["item", "kind"])


def test_what_nobody_read_or_has_no_hash_gives_no_slot():
    given = slots(
        ("a", "sha256:one", "same_media"), ("b", "photo-7", "same_media"), ("c", "sha256:video", "same_media")
    )
    assert with_near_media(given, hashes(one=ONE)).num_rows == 4
    assert with_near_media(given, hashes()) == given
    assert with_near_media(slots(), hashes(one=ONE)).num_rows == 0


def test_its_name_is_permanent_and_no_other_trace_has_it():
    assert NEAR_MEDIA == "near_media"
    assert NEAR_MEDIA not in TRACES
