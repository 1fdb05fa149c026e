"""Which posts are an account's own words: neither reshares, nor posts that only quote, nor posts without text."""

import numpy as np
import pyarrow as pa
import pytest

from seawall.identity.portrait_making import make_portraits
from seawall.identity.traits.own_posts import own_posts

MINE = "They say, and I don't, that it turns…"


def rows_of(texts, **columns) -> list[int]:
    found = own_posts(pa.array(texts, pa.string()), **{name: pa.array(one) for name, one in columns.items()})
    assert len(found) == len(found.words) == len(found.whole) == len(found.rows)
    assert [found.whole.value(at) for at in range(len(found))] == [texts[row] for row in found.rows]
    return found.rows.tolist()


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        (MINE, True),
        ("RT @lamp_room: the lamps return", False),
        ("So it is. RT @lamp_room: the lamps return", True),
        ("“the lamps return” @lamp_room", False),
        ("@lamp_room «المصابيح تعود» #الفنار https://lamps.example/a", False),
        ("“las lámparas vuelven” y nada más", True),
        ("> the lamps return", False),
        ("https://lamps.example/a", True),
        ("🌙🌙", True),
        ("", False),
        (None, False),
    ],
)
def test_a_post_is_own_by_its_text(text, is_own):
    assert rows_of([text]) == [0] * is_own


@pytest.mark.parametrize(
    ("kind", "reshare_of", "is_own"),
    [
        (None, None, True),
        (None, "", True),
        (None, "p:7", False),
        ("post", None, True),
        ("post", "p:7", False),
        ("reshare", None, False),
        ("reshare", "p:7", False),
        ("quote", "p:7", True),
        ("reply", "p:7", True),
        ("comment", None, True),
    ],
)
def test_a_post_is_own_by_what_its_row_says(kind, reshare_of, is_own):
    columns = {"kinds": pa.array([kind], pa.string()), "reshares": pa.array([reshare_of], pa.string())}
    assert rows_of([MINE], **columns) == [0] * is_own


@pytest.mark.parametrize("told", [("kinds",), ("reshares",), ("kinds", "reshares")])
def test_of_many_posts_the_same_ones_are_own_as_of_each_by_itself(told):
    rng = np.random.default_rng(4)
    texts = pa.array(rng.choice([MINE, "RT @lamp_room: no", "", None], 400), pa.string())
    said = {
        "kinds": pa.array(rng.choice(["post", "quote", "reply", "reshare", None], 400), pa.string()),
        "reshares": pa.array(rng.choice(["p:7", "", None], 400), pa.string()),
    }
    chosen = {name: said[name] for name in told}
    alone = [
        len(own_posts(texts[at : at + 1], **{n: one[at : at + 1] for n, one in chosen.items()})) for at in range(400)
    ]
    assert own_posts(texts, **chosen).rows.tolist() == np.flatnonzero(alone).tolist()
    in_pieces = {name: pa.chunked_array([one[:150], one[150:]]) for name, one in chosen.items()}
    assert own_posts(texts, **in_pieces).rows.tolist() == np.flatnonzero(alone).tolist()


def test_words_are_the_post_without_what_it_quotes():
    found = own_posts(pa.chunked_array([["RT @a: no"], ["He: “no”. Yes", None, "Yes"]]))
    assert found.rows.tolist() == [1, 3]
    assert [found.words.value(at) for at in range(2)] == ["He: “”. Yes", "Yes"]
    assert [found.whole.value(at) for at in range(2)] == ["He: “no”. Yes", "Yes"]


def portrait(posts):
    names = ("text", "kind", "reshare_of")
    table = pa.table({name: pa.array([post.get(name) for post in posts], pa.string()) for name in names})
    owned = table.append_column("account", pa.array(["a"] * len(posts)))
    return make_portraits(pa.table({"account": ["a"]}), owned)[0]


def test_a_portrait_has_style_and_languages_of_its_own_words_alone():
    mine = [{"text": f"{MINE} {number}"} for number in range(6)]
    passed_on = [
        {"text": "RT @farol_gris: ¡Las lámparas vuelven, y no hay quien las apague!"},
        {"text": "Las lámparas vuelven, y no hay quien las apague.", "kind": "reshare"},
        {"text": "«Las lámparas vuelven, y no hay quien las apague»"},
    ]
    alone, both = portrait(mine), portrait(mine + passed_on * 5)
    assert (alone.post_count, alone.own_post_count) == (6, 6)
    assert (both.post_count, both.own_post_count) == (21, 6)
    np.testing.assert_array_equal(both.style, alone.style)
    np.testing.assert_array_equal(both.languages, alone.languages)
    nobody = portrait(passed_on)
    assert (nobody.post_count, nobody.own_post_count) == (3, 0)
    assert nobody.style is None
    assert nobody.languages is None


@pytest.mark.parametrize(
    ("text", "has_word"),
    [
        (MINE, True),
        ("المصابيح تعود", True),
        ("https://lamps.example/a", False),
        ("@wick @reef #lamps", False),
        ("   ", False),
        ("💡💡", False),
        ("“the lamps return” so be it", True),
    ],
)
def test_links_names_and_pictures_of_letters_are_no_words(text, has_word):
    assert any(own_posts(pa.array([text])).worded()) == has_word


def test_posts_of_bare_links_are_not_counted_as_words_of_ones_own():
    accounts = pa.table({"account": ["pier:1"]})
    texts = [f"https://lamps.example/{number}" for number in range(200)] + [MINE] * 3
    posts = pa.table({"account": ["pier:1"] * len(texts), "time": range(len(texts)), "text": texts})
    portrait = make_portraits(accounts, posts)[0]
    assert (portrait.post_count, portrait.own_post_count) == (203, 3)
