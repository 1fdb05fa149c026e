"""What matched is marked in the text as it was written; cutting loses nothing but length."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seawall.desk.cases.marking import mark_text

texts = st.text(max_size=200)
spans = st.lists(st.tuples(st.integers(-5, 210), st.integers(-5, 210)), max_size=8)


@given(texts, spans)
def test_the_segments_together_are_the_text(text, spans):
    marked = mark_text(text, spans, shown_characters=None)
    assert "".join(part.text for part in marked.segments) == text
    assert not marked.is_cut


@given(texts, spans)
def test_exactly_the_characters_of_the_spans_are_marked(text, spans):
    inside = {place for start, end in spans for place in range(max(0, start), min(len(text), end))}
    flags = [part.marked for part in mark_text(text, spans, shown_characters=None).segments for _ in part.text]
    assert {place for place, is_marked in enumerate(flags) if is_marked} == inside


@given(st.text(min_size=1, max_size=200), spans, st.integers(1, 60))
def test_a_cut_text_says_what_it_left_out(text, spans, shown):
    marked = mark_text(text, spans, shown_characters=shown)
    length = sum(len(part.text) for part in marked.segments)
    assert length == min(shown, len(text))
    assert marked.left_out_before + length + marked.left_out_after == len(text)


def test_a_long_text_is_shown_around_what_matched():
    text = "x" * 1_000_000 + "the lamps return" + "y" * 1_000_000
    marked = mark_text(text, [(1_000_000, 1_000_016)])
    assert [part.text for part in marked.segments if part.marked] == ["the lamps return"]
    assert sum(len(part.text) for part in marked.segments) == 1500


def test_invisible_and_order_turning_characters_are_counted():
    assert mark_text("safe \u202egnihtyna\u202c \u200b", []).hidden == 3
    assert mark_text("الفنار الرمادي", []).hidden == 0
