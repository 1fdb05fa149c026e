"""Mentions, links and hashtags: what counts, how it is written, and that the quick way equals the plain one."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.intake.text_interactions import find_hashtags, find_links, find_mentions, text_interactions

PIECES = st.sampled_from(
    [
        "http://lamps.example/a", "https://pier.example/B/c-d/9", "https://t.example/x_y",
        "https://www.pier.example/a", "https://pier.example/a/", "https://pier.example/a.",
        "https://pier.example/a...", "https://pier.example/a…", "https://pier.example/a'",
        "(https://pier.example/a)", "https://pier.example/a?x=1", "https://pier.example",
        "https://t.me/s/Lamp_Room", "t.me/lamproom", "hxxps://pier[.]example/a", "HTTPS://PIER.example/a",
        "lamps.example", "https://pier.example/a_", "https://pier.example//a",
        "https://pier.example/a/https://lamps.example/b", "3.0", "word", "الفنار", "@keeper", "#tag",
        "@Keeper", "#Tag", "#ﷺ", "\x1e", "@keeper@lamps.example", "#الفَنار", "“", ".", ",", "https://",
        "pier.example/a/b", "https://youtu.example/a", "10.2.example", "x..example", "...", "..", "10.2",
        "it.'", "pier.'", "1.5", "L.A.", "lamps.example.'", "[.]", "https://m.example/a",
        "https://mobile.twitter.com/a/b", "https://pier.example:443/a", "a@pier.example",
    ]
)  # fmt: skip
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", "  ", "\n", "", "\u00a0", "\t"])), max_size=6).map(
    lambda pairs: "".join(piece + space for piece, space in pairs)
)


FINDERS = {"mentioned": find_mentions, "linked": find_links, "tagged": find_hashtags}


@pytest.mark.parametrize("kind", FINDERS)
@given(texts=st.lists(st.one_of(TEXTS, st.none()), max_size=8))
def test_all_texts_at_once_give_what_each_gives_alone(kind, texts):
    found = {place: set() for place in range(len(texts))}
    for told, places, targets in text_interactions(pa.array(texts, pa.string()), (kind,)):
        assert told == kind
        for place, target in zip(places.tolist(), targets.to_pylist(), strict=True):
            assert target not in found[place]
            found[place].add(target)
    assert found == {place: set(FINDERS[kind](text or "")) for place, text in enumerate(texts)}


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@Keeper: hello @keeper", ["keeper"]),
        (".@harbour_wire and (@pier_chat)", ["harbour_wire", "pier_chat"]),
        ("@keeper@lamps.example.", ["keeper@lamps.example"]),
        ("@keeper.harbour.example says", ["keeper.harbour.example"]),
        ("شكرا @فنار!", ["فنار"]),
        ("mail keeper@lamps.example", []),
        ("https://lamps.example/@keeper", []),
        ("@ keeper @@", []),
        ("@keeper’s", ["keeper"]),
    ],
)
def test_mentions(text, handles):
    assert find_mentions(text) == handles


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#FaroGris #farogris", ["farogris"]),
        ("#الفَنار_الرمادي!", ["الفَنار_الرمادي"]),
        ("#2026 #2026lamps", ["2026lamps"]),
        ("＃Ｌａｍｐｓ", ["lamps"]),
        ("https://lamps.example/#part a#b &#39; ##", []),
        ("#लैंप #lamps-return", ["लैंप", "lamps"]),
        ("#one#two", ["one"]),
    ],
)
def test_hashtags(text, tags):
    assert find_hashtags(text) == tags


def test_places_name_the_text_that_tells():
    texts = pa.array([None, "nothing", "@a @b #c", "https://lamps.example/x #d"])
    found = {kind: set() for kind in ("mentioned", "linked", "tagged")}
    for kind, places, targets in text_interactions(texts, tuple(found)):
        found[kind] |= set(zip(places.tolist(), targets.to_pylist(), strict=True))
    assert found == {
        "mentioned": {(2, "a"), (2, "b")},
        "linked": {(3, "https://lamps.example/x")},
        "tagged": {(2, "c"), (3, "d")},
    }
