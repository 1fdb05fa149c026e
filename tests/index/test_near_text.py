import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.index import BankIndex, NearTextIndex, Tier, make_entry
from seawall.index.linear_text import nearness
from seawall.index.near_text_rules import CROWD
from seawall.signals import TextContent, normalise, normalise_texts
from seawall.signals.signal_type import SignalColumn

WORDS = (  # noqa: SIM905 - a list of words is easier to read so
    "the lamps return tonight grey lighthouse keeps its burning for those who wait in dark harbour we sail again "
    "together las lámparas vuelven este año faro gris المصابيح تعود الفنار الرمادي l4mps retrun hte t h e"
).split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=24).map(" ".join)
STATEMENT = (
    "Grey Lighthouse keeps its lamp burning for those who wait in the dark harbour, and tonight we sail again "
    "together. Nobody on the quay has asked us why the beacon went out last winter."
)
UNCLE = (
    "My uncle sent me this and I wonder what to make of it, since he has never been near a boat in his life and can't "
    "swim: what would you answer him? I told him I'd ask around, because nobody here wants a quarrel at the dinner."
)


def column(texts):
    normal = normalise_texts(pa.array(texts, pa.large_string())).slices
    return SignalColumn(rows=np.arange(len(texts)), values=normal)


def index_of(values):
    index = NearTextIndex()
    index.add([normalise(value) for value in values], np.arange(len(values)))
    return index


def hits_of(values, texts):
    return index_of(values).look_up(column(texts))


def one_hit(value, text):
    hits = hits_of([value], [text])
    return hits if len(hits) else None


def span(hits, texts, at=0):
    data = column(texts).values.data
    return data[hits.starts[at] : hits.ends[at]].tobytes().decode()


@settings(max_examples=150)
@given(st.lists(SENTENCES, min_size=1, max_size=4), st.lists(SENTENCES, min_size=1, max_size=4, unique_by=normalise))
def test_the_index_says_what_comparing_every_pair_says(texts, values):
    hits = hits_of(values, texts)
    found = {}
    for at in range(len(hits)):
        way = hits.ways[at]
        found[int(hits.rows[at]), int(hits.entries[at])] = (
            ("exact", 0, Tier.SAME) if way is None else (way.stage, int(hits.distances[at]), hits.tier(at))
        )
    expected = {}
    for row, text in enumerate(texts):
        for entry, value in enumerate(values):
            post, banked = normalise(text), normalise(value)
            near = nearness(post, banked)
            if post == banked:
                expected[row, entry] = ("exact", 0, Tier.SAME)
            elif near:
                expected[row, entry] = (near.stage, near.missing, near.tier)
    assert found == expected


@pytest.mark.parametrize(
    ("text", "stage", "transform"),
    [
        (STATEMENT.translate(str.maketrans("aeiot", "4310t".replace("t", "7"))), "near_text", None),
        (" ".join(STATEMENT).replace("   ", " "), "near_text", None),
        (STATEMENT[::-1], "near_text", "reversed"),
        (" ".join(word[::-1] for word in STATEMENT.split()), "near_text", "words reversed"),
        (STATEMENT[:130], "near_text", None),
        (f"{UNCLE} {STATEMENT} {UNCLE}", "inside", None),
        ("keeps its lamp burning for those who wait in the dark harbour", "part", None),
    ],
)  # fmt: skip
def test_how_a_statement_is_met(text, stage, transform):
    hits = one_hit(STATEMENT, text)
    assert hits is not None
    assert (hits.ways[0].stage, hits.ways[0].transform, hits.tier(0)) == (stage, transform, Tier.NEAR)


@pytest.mark.parametrize(
    ("slogan", "text"),
    [
        ("the lamps return", "and so the lamps return tonight"),
        ("the lamps return", "look: th3 l@mp5 r3turn, friends"),
        ("the lamps return", "th lmps rtrn, they said on the quay"),
        ("the lamps return", "he wrote t.h.e l.a.m.p.s r.e.t.u.r.n on a wall"),
        ("المصابيح تعود", "كتبوا والمصابيح تعود على الجدار"),
        ("المصابيح تعود", "كتبوا المصاٮٮح ٮعود على الجدار"),
        ("las lámparas vuelven", "dicen que l@s l@mp@r@s vuelven hoy"),
    ],
)
def test_a_slogan_inside_a_post_is_a_reason_to_look(slogan, text):
    hits = one_hit(slogan, text)
    assert hits is not None
    assert (hits.ways[0].stage, hits.tier(0)) == ("inside", Tier.LOOK)


@pytest.mark.parametrize(
    ("slogan", "text"),
    [
        ("hijos recién nacidos", "dicen que hijos resién nasidos vuelven"),
        ("in his home with his hands up", "they said n hs hm wth hs hnds p and left"),
        ("هذه المنارة لا تنطفئ أبدا", "qalu hathih almnara la tntfe abda thm"),
    ],
)
def test_a_slogan_spelt_by_sound_or_bare_of_vowels_is_met(slogan, text):
    hits = one_hit(slogan, text)
    assert hits is not None
    assert hits.ways[0].stage == "inside"


def test_a_short_text_with_letters_changed_all_over_is_met():
    banked = "The keeper says the lamp shall burn until we come home and the quay is open for every boat"
    hits = one_hit(banked, "Thn kelper says the lahp shall buwn untid we cona hoge and tre quag is opin for overy boet")
    assert hits is not None
    assert hits.ways[0].stage == "near_text"


def test_a_longer_slogan_inside_a_post_is_near():
    hits = one_hit("every harbour lamp shall burn again", "he shouted every harbor lamp shall burn again and left")
    assert hits.tier(0) is Tier.NEAR


@pytest.mark.parametrize(
    ("slogan", "text"),
    [
        ("the lamps return", "the lamp returns"),
        ("the lamps return", "breathe lamp sreturned"),
        ("the lamps return", "the lumps of sugar return to the table"),
        ("grey lights", "the grey lights of dawn"),  # too short to be found inside
        ("hate black people", "she listens to black people"),
    ],
)
def test_what_only_resembles_a_slogan_is_not_met(slogan, text):
    assert one_hit(slogan, text) is None


def test_the_span_is_where_it_stands():
    texts = ["x", "they say: THE LAMPS RETURN, and go", "ß é " * 40 + STATEMENT + " and no more of that " * 20]
    hits = hits_of(["the lamps return", STATEMENT], texts)
    assert [span(hits, texts, at) for at in range(2)] == ["the lamps return", normalise(STATEMENT)]


def test_a_long_text_is_met_in_a_part_and_whole():
    rng = random.Random(3)
    letters = "abcdefghijklmnoprstuvz"
    words = ["".join(rng.choices(letters, k=rng.randint(3, 9))) for _ in range(2000)]
    manual = " ".join(rng.choice(words) for _ in range(3000))
    part = " ".join(manual.split()[1200:1230])
    assert one_hit(manual, part).ways[0].stage == "part"
    changed = " ".join(word if rng.random() < 0.9 else "anew" for word in manual.split())
    hits = one_hit(manual, changed)
    assert (hits.ways[0].stage, hits.tier(0)) == ("near_text", Tier.NEAR)
    assert hits.distances[0] < 40


def test_one_value_in_two_banks_is_two_hits():
    index = NearTextIndex()
    index.add([normalise(STATEMENT)] * 2, np.array([4, 9]))
    assert index.look_up(column([STATEMENT[:-30]])).entries.tolist() == [4, 9]


def test_boilerplate_is_bounded_and_told():
    index = index_of([f"{STATEMENT} number {chr(97 + n // 26)}{chr(97 + n % 26)} of these" for n in range(4 * CROWD)])
    assert index.crowded > 0
    assert 1 <= len(index.look_up(column([STATEMENT[:100]]))) <= 4 * CROWD


@pytest.mark.parametrize("text", ["", " ", "a" * 100_000, "the " * 50_000, "٠" * 1000, "漢字" * 5000, "\ufdfa" * 2000])
def test_hostile_texts_are_compared_like_others(text):
    entries = [make_entry(signal_type="text", value=value, bank="b") for value in (STATEMENT, "the lamps return")]
    assert all(len(part.hits) == 0 for part in BankIndex(entries).look_up(TextContent([text])))


def test_a_withdrawn_text_is_gone_at_once():
    index = BankIndex([make_entry(signal_type="text", value=STATEMENT, bank="b", entry_id="1")])
    assert len(index.look_up(TextContent([STATEMENT[:-20]]))[0].hits) == 1
    index.withdraw("b", "1")
    assert len(index.look_up(TextContent([STATEMENT[:-20]]))[0].hits) == 0
