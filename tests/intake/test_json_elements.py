"""Walking a document piece by piece gives what parsing it whole gives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.intake import json_elements
from seawall.intake.errors import BrokenInputError
from seawall.intake.json_elements import walk_json

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=20,
)


def cut(content, size):
    return [content[at : at + size] for at in range(0, len(content), size)]


@given(messages=st.lists(VALUES, max_size=6), around=VALUES, size=st.integers(1, 40), indent=st.sampled_from([None, 1]))
def test_elements_are_those_of_the_parsed_document(messages, around, size, indent):
    document = {"name": around, "messages": messages, "after": around}
    content = json.dumps(document, indent=indent, ensure_ascii=size % 2 == 0).encode()
    found = [(path, json.loads(raw)) for path, raw in walk_json(cut(content, size), {"", "messages"}.__contains__)]
    expected = [("name", around), *(("messages.*", one) for one in messages), ("after", around)]
    assert found == expected


@given(size=st.integers(1, 30), length=st.integers(0, 120))
def test_a_document_that_breaks_off_gives_its_good_elements_and_then_an_error(size, length):
    content = json.dumps({"messages": [{"id": number, "text": 'a "lamp" \\'} for number in range(5)]}).encode()
    if length >= len(content):
        return
    elements = []
    with pytest.raises(BrokenInputError, match="breaks off"):
        elements.extend(walk_json(cut(content[:length], size), {"", "messages"}.__contains__))
    found = [(path, json.loads(raw)["id"]) for path, raw in elements]
    assert found == [("messages.*", number) for number in range(len(found))]


@pytest.mark.parametrize("content", [b'{"a": ]}', b"{1: 2}", b'{"a" 1]', b'["a"}'])
def test_brackets_that_do_not_match_are_told(content):
    with pytest.raises(BrokenInputError, match="can't be read on from byte"):
        list(walk_json([content], {"", "a"}.__contains__))


@pytest.mark.parametrize("size", [7, 100, 100_000])
@pytest.mark.parametrize(
    "long", ['"' + 'x\\"{[' * 400 + '"', '{"t": "' + "x" * 3000 + '", "u": [1, "}"]}', "[" + "1," * 999 + "1]"]
)
def test_an_element_that_is_too_long_is_skipped_without_being_held(monkeypatch, long, size):
    monkeypatch.setattr(json_elements, "MAX_ELEMENT_BYTES", 500)
    content = f'[{{"id": 1}}, {long}, {{"id": 3}}]'.encode()
    found = list(walk_json(cut(content, size), {""}.__contains__))
    assert found == [("*", b'{"id": 1}'), ("*", None), ("*", b'{"id": 3}')]


def test_a_huge_string_goes_by_in_bounded_memory():
    import tracemalloc

    def blocks():
        yield b'[{"id": 1}, {"text": "'
        for _ in range(60):
            yield b"x" * (1 << 20)
        yield b'"}, {"id": 3}]'

    tracemalloc.start()
    try:
        found = list(walk_json(blocks(), {""}.__contains__))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == [("*", b'{"id": 1}'), ("*", None), ("*", b'{"id": 3}')]
    assert peak < 80 << 20
