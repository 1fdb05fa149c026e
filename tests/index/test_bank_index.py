import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.errors import SeawallError
from seawall.index import BankEntryError, BankIndex, Opinion, make_entry, text_meets
from seawall.index.exact import _ExactSegment
from seawall.index.hash_kernel import hash_slices
from seawall.signals import MediaContent, SignalColumn, Slices, TextContent

WORDS = st.sampled_from(
    ["lamps", "the", "return", "grey", "lighthouse", "الفنار", "فنار", "وبالفنار", "للفنار", "الرمادي", "رمادي",
     "لفنار", "año", "ano", "LAMPS", "Lámps", "lаmps", "lampshade", "t.me/lamps", "https://lamps.example/a",
     "hxxp://lamps[.]example/a/",
     "#lamps_return", "...", "كالبحر", "البحر", "بحر", "والبحر", "ال", "لل", "وال"]
)  # fmt: skip
SENTENCES = st.lists(WORDS, max_size=7).map(" ".join)


def entry(kind, value, bank="b", **more):
    return make_entry(signal_type=kind, value=value, bank=bank, **more)


def meets(index, texts):
    return {
        (int(row), index.entries[number].entry_id)
        for part in index.look_up(TextContent(texts))
        for row, number in zip(part.hits.rows.tolist(), part.hits.entries.tolist(), strict=True)
    }


def of(kind, values):
    made = []
    for number, value in enumerate(values):
        try:
            made.append(entry(kind, value, entry_id=f"{kind}{number}"))
        except SeawallError:
            continue
    return made


@given(
    st.lists(SENTENCES, max_size=6), st.lists(SENTENCES, max_size=6), st.lists(SENTENCES, max_size=4),
    st.lists(WORDS, max_size=4),
)  # fmt: skip
def test_the_index_finds_what_trying_everything_finds(texts, terms, wholes, addresses):
    entries = [*of("term", terms), *of("text", wholes), *of("url", addresses)]
    index = BankIndex(entries)
    expected = {(row, one.entry_id) for row, text in enumerate(texts) for one in text_meets(text, entries)}
    assert meets(index, texts) == expected


@given(st.lists(WORDS, min_size=1, max_size=8, unique=True), st.data())
def test_adding_one_by_one_is_adding_at_once(values, data):
    entries = of("term", values)
    grown = BankIndex()
    for one in entries:
        grown.add([one])
    gone = data.draw(st.sets(st.sampled_from(entries))) if entries else set()
    for one in gone:
        assert grown.withdraw(one.bank, one.entry_id)
    left = [one for one in entries if one not in gone]
    text = [" ".join(values)]
    assert meets(grown, text) == meets(BankIndex(left), text)
    assert len(grown) == len(left)


@pytest.mark.parametrize("kind", ["term", "text", "url"])
def test_an_index_of_exactly_one_entry_finds_it(kind):
    value = "https://lamps.example/a" if kind == "url" else "the lamps return"
    assert meets(BankIndex([entry(kind, value, entry_id="only")]), ["x", value]) == {(1, "only")}


def test_no_entries_meet_nothing():
    assert BankIndex().look_up(TextContent(["the lamps return"])) == []
    assert len(BankIndex()) == 0


def test_duplicates_are_each_found():
    entries = [entry("term", "lamps", bank=bank) for bank in "abc"] + [entry("term", "LAMPS", bank="a", entry_id="x")]
    assert meets(BankIndex(entries), ["lamps"]) == {(0, one.entry_id) for one in entries}
    assert len({one.entry_id for one in entries}) == 4


def test_an_addition_is_found_and_a_withdrawal_is_gone_at_once():
    index = BankIndex([entry("text", "the lamps return", entry_id="1")])
    index.add([entry("text", "harbour at night", entry_id="2")])
    assert meets(index, ["Harbour at night"]) == {(0, "2")}
    assert index.withdraw("b", "1") is True
    assert index.withdraw("b", "1") is False
    assert meets(index, ["the lamps return"]) == set()


def test_an_entry_of_the_same_id_replaces_the_old_value():
    index = BankIndex([entry("text", "the lamps return", entry_id="1")])
    index.add([entry("text", "harbour at night", entry_id="1")])
    assert meets(index, ["the lamps return", "harbour at night"]) == {(1, "1")}
    index.add([entry("text", "harbour at night", entry_id="1", opinion="withdrawn")])
    assert len(index) == 0


def test_digests_of_files():
    index = BankIndex([entry("sha256", "ab" * 32), entry("md5", "0cc175b9c0f1b6a831c399e269772661")])
    content = MediaContent.of_bytes([b"b", b"a"])
    assert [(part.signal_type, part.hits.rows.tolist()) for part in index.look_up(content)] == [
        ("sha256", []),
        ("md5", [1]),
    ]


def test_a_hash_collision_is_no_match():
    held, asked = ["the lamps return", "harbour"], ["the lamps reture", "harbour"]
    segment = _ExactSegment(held, np.array([7, 8]))
    column = SignalColumn(rows=np.arange(2), values=Slices.of(asked))
    same_hashes = hash_slices(*(getattr(Slices.of(held), name) for name in ("data", "starts", "ends")))
    assert segment.look_up(column, same_hashes).entries.tolist() == [8]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("lamp", "lamps lampshade", False),
        ("lamp", "LAMP!", True),
        ("lamps return", "lamps. Return", True),
        ("lamps return", "lamps to return", False),
        ("الفنار", "فنار", False),
        ("الفنار", "والفنار", True),
        ("الفنار", "فبالفنار", True),
        ("الفنار", "للفنار", True),
        ("الفنار", "لفنار", False),
        ("الفنار", "الفنارات", True),
        ("الفنار", "الفنارية", False),
        ("فنار", "وبفنار الفنار", True),
        ("دم", "ودم قدم", False),  # two letters are too few to take particles off
        ("دم", "دم", True),
        ("الفنار الرمادي", "بالفنار الرمادي", True),
        ("الفنار الرمادي", "بالفنار رمادي", False),
        ("灯台", "灰色灯台会", True),
        ("lamps灯", "lamps灯台", True),
    ],
)
def test_word_boundaries(term, text, found):
    assert bool(meets(BankIndex([entry("term", term)]), [text])) is found


def test_terms_of_one_row_never_reach_into_the_next():
    assert meets(BankIndex([entry("term", "grey lighthouse")]), ["grey", "lighthouse"]) == set()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"signal_type": "handle", "value": "harbourfeed:@lamp_keeper"}, "never known content"),
        ({"signal_type": "term", "value": "lamps", "opinion": "maybe"}, "no opinion 'maybe'"),
        ({"signal_type": "no_such", "value": "00"}, "no signal_types named 'no_such'"),
        ({"signal_type": "term", "value": "la\0mps"}, "null character"),
    ],
)
def test_what_is_no_entry_says_why(line, reason):
    with pytest.raises(SeawallError, match=reason):
        make_entry(bank="b", **line)


def test_an_entry_needs_a_bank():
    with pytest.raises(BankEntryError):
        entry("term", "lamps", bank="")


def test_a_negative_handle_is_an_entry():
    assert entry("handle", "Harbourfeed:@Wire", opinion="negative").opinion is Opinion.NEGATIVE
