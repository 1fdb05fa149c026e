"""Lists as people paste and upload them: every line is a draft or is set aside with its number and reason."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.desk.banks.drafts import NumberedDraft, Rejected
from seawall.desk.banks.errors import ListTooLongError
from seawall.desk.banks.lists import MAX_LINE_BYTES, MAX_LINES, read_list


def read(content: str | bytes, signal_type: str | None = "term") -> list[NumberedDraft | Rejected]:
    octets = content.encode("utf-8") if isinstance(content, str) else content
    return list(read_list(io.BytesIO(octets), signal_type=signal_type))


def values(content: str | bytes, signal_type: str | None = "term") -> list[tuple[int, str, str]]:
    return [
        (one.line_number, one.draft.signal_type, one.draft.value)
        for one in read(content, signal_type)
        if isinstance(one, NumberedDraft)
    ]


def reasons(content: str | bytes, signal_type: str | None = "term") -> dict[int, str]:
    return {one.line_number: one.reason for one in read(content, signal_type) if isinstance(one, Rejected)}


def test_plain_lines_take_the_chosen_type_and_hashtags_are_values():
    content = "# leaflets of March\n\nthe lamps return\n#greylighthouse\nالفنار الرمادي\r\n"
    assert values(content) == [
        (3, "term", "the lamps return"),
        (4, "term", "#greylighthouse"),
        (5, "term", "الفنار الرمادي"),
    ]


def test_plain_lines_without_a_type_are_set_aside():
    assert list(reasons("the lamps return\n", None)) == [1]


def test_tx_lines_say_their_type_themselves():
    content = "url https://lamps.example/a\nterm the lamps return\n"
    assert values(content, None) == [(1, "url", "https://lamps.example/a"), (2, "term", "the lamps return")]


def test_json_lines_carry_opinion_note_and_id():
    line = {"signal_type": "text", "value": "the lamps return", "opinion": "seed", "note": "flyer", "entry_id": "gl-1"}
    (one,) = read(json.dumps({**line, "bank": "x", "policy": "y"}) + "\n", None)
    assert isinstance(one, NumberedDraft)
    assert (one.draft.opinion, one.draft.note, one.draft.entry_id) == ("seed", "flyer", "gl-1")


def test_bad_json_lines_are_set_aside_and_the_others_go_in():
    content = (
        '{"value": "lamp one"}\n{"value": \n{"value": 7}\n{"valeu": "lamp"}\n{"note": "x"}\n{"value": "lamp two"}\n'
    )
    assert [number for number, _, _ in values(content)] == [1, 5, 6]  # the fifth has no value: refused by the bank
    assert sorted(reasons(content)) == [2, 3, 4]


def test_csv_records_may_run_over_lines():
    content = 'value,note\n"lamps\nreturn",flyer\nfaro gris\n"grey lighthouse",\n'
    assert [value for _, _, value in values(content)] == ["lamps\nreturn", "grey lighthouse"]
    assert "1 fields where the header has 2" in next(iter(reasons(content).values()))


def test_lines_that_are_no_utf8_or_too_long_are_set_aside():
    content = b"lamp one\n\xff\xfe lamp\n" + b"x" * (MAX_LINE_BYTES + 1) + b"\nlamp two\n"
    assert [value for _, _, value in values(content)] == ["lamp one", "lamp two"]
    assert sorted(reasons(content)) == [2, 3]


def test_a_byte_order_mark_is_no_part_of_the_first_value():
    assert values("\ufefflamp one\n") == [(1, "term", "lamp one")]


def test_a_list_without_end_is_refused():
    endless = (b"lamp %d\n" % number for number in range(MAX_LINES + 1))
    with pytest.raises(ListTooLongError):
        list(read_list(endless, signal_type="term"))


@given(
    st.lists(
        st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=("Cs",)), max_size=40), max_size=30
    )
)
def test_every_line_of_values_is_a_draft_or_skipped(lines):
    content = "\n".join(["a first value", *lines]).encode("utf-8")
    found = list(read_list(io.BytesIO(content), signal_type="term"))
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("# ") and line.strip() != "#"]
    assert [one.draft.value for one in found] == ["a first value", *(line.strip() for line in kept)]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_accident(content):
    lines = content.count(b"\n") + 1
    assert len(list(read_list(io.BytesIO(content), signal_type="term"))) <= lines
