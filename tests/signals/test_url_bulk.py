import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.signals import TextContent, Url, find_urls
from seawall.signals.slices import string_buffers
from seawall.signals.url import url_levels
from seawall.signals.url_bulk import canonical_addresses, canonical_of_few

PIECES = st.sampled_from(
    ["https://", "http://", "HTTP://", "hxxp://", "www.", "t.me/", "lamps", ".example", "[.]", ".", "/", "/a_b-c",
     "?x=1", "#y", " ", "\n", "\u00a0", "\u3000", ",", ")", "(", "…", "...", "م", "ñ", "@", "a", "Z9", ":8080", "://",
     "\u200b", "。", "https://t.me/Lamp_Room", "http://lamps.example/harbour", "telegram.me/x",
     "xhttps://", "\x1f", "\x85", "<", "»", "t . me", " dot ", "(dot)", " / ", " slash ", "me", "com",
     "is", "WWW.", "tg:",
     "resolve?domain=", "wa", "'", "*", "_", "~", "/amp", "-b-c", "٫", "ن", "نقطة", "ı", "ſ", "\u212a",
     "：//", ":)", "｡", "．",
     "whatsapp://", "http://x.com/Lamp/status/1", "https://lamps.blogspot.com/2024", "lа", "]", "[://]", "ftp://"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def one_by_one(texts):
    return {
        (row, found.start, found.end, level.value, level.mark)
        for row, text in enumerate(texts)
        for found in find_urls(text or "")
        for level in url_levels(found.written)
    }


def in_bulk(texts):
    column = Url().extract(TextContent(texts))
    places = zip(column.rows.tolist(), column.starts.tolist(), column.ends.tolist(), strict=True)
    return {(*place, column.values.value(number), column.marks[number]) for number, place in enumerate(places)}


@settings(max_examples=300)
@given(st.lists(st.one_of(TEXTS, st.none()), max_size=6))
def test_bulk_extraction_is_one_by_one_extraction(texts):
    assert in_bulk(texts) == one_by_one(texts)


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_at_all(texts):
    assert in_bulk(texts) == one_by_one(texts)


@settings(max_examples=200)
@given(st.lists(TEXTS, max_size=5), st.sampled_from([1, 40]))
def test_canonical_addresses_are_what_texts_carry_without_the_levels(texts, times):
    rows, values = canonical_addresses(pa.array(texts * times, pa.large_string()))
    found = {(row, values.value(number)) for number, row in enumerate(rows.tolist())}
    assert found == {(row, value) for row, _, _, value, mark in one_by_one(texts * times) if mark is None}
    assert found == set(canonical_of_few(*string_buffers(pa.array(["x", *texts * times], pa.large_string()).slice(1))))


def test_columns_of_any_string_type_and_slices_of_them():
    texts = ["x", "see https://lamps.example/a", None, "t.me/lamps"]
    for kind in (pa.string(), pa.large_string()):
        column = pa.array(texts, kind)
        assert in_bulk(column.slice(1)) == one_by_one(texts[1:])
        assert in_bulk(pa.chunked_array([column, column])) == one_by_one(texts * 2)
    assert in_bulk(pa.array([], pa.string())) == set()


@pytest.mark.data
def test_real_posts_give_the_same_in_bulk(real_data):
    column = pq.read_table(real_data / "information_operation_posts.parquet", columns=["content"])["content"]
    column = column.slice(300_000, 20_000).combine_chunks()
    assert in_bulk(column) == one_by_one(column.to_pylist())
