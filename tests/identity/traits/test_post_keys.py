"""Keys of posts: as plain Python finds them, in whatever order they come, and from bad input too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity.portrait import KeyKind
from seawall.identity.traits.contact_points import contact_points
from seawall.identity.traits.key_gathering import PostKeys, join_post_keys
from seawall.identity.traits.key_hash import key_of, keys_of
from seawall.identity.traits.post_keys import MOST_PHRASES, PHRASE_WORDS, post_keys
from seawall.signals.normal_form import normalise

_WORD = "[A-Za-z0-9_]+"
_PART = rf"{_WORD}(?:[.-](?=[a-z0-9]){_WORD})*"
_MENTION = re.compile(rf"(?<![A-Za-z0-9_.+-])[@＠]({_PART}(?:@{_PART})?)")


def _found(texts: Sequence[str | None], **columns: object) -> PostKeys:
    return post_keys(pa.array(texts, pa.string()), np.arange(len(texts)), **columns)


def _shown(found: PostKeys, kind: KeyKind) -> list[tuple[int, str]]:
    pairs = found.of_kind(kind)
    return sorted((int(owner), found.shown[int(key)]) for owner, key in zip(*pairs, strict=True))


def test_a_post_shows_what_it_names() -> None:
    found = _found(
        [
            "See https://www.lamps.example/a?utm_source=feed with @Lamp_Room #GreyLighthouse",
            "t.me/+AbCdEf, https://t.me/harbour/12, +34 600 111 222, oil@mail.example",
            "GB82 WEST 1234 5698 7654 32",
        ]
    )
    assert _shown(found, KeyKind.URL) == [(0, "https://lamps.example/a"), (1, "https://t.me/harbour/12")]
    assert _shown(found, KeyKind.CONTACT) == [(0, "@lamp_room"), (1, "https://t.me/harbour")]
    assert _shown(found, KeyKind.HASHTAG) == [(0, "#greylighthouse")]
    assert _shown(found, KeyKind.CONTACT_POINT) == [
        (1, "https://t.me/+AbCdEf"),
        (1, "mailto:oil@mail.example"),
        (1, "tel:+34600111222"),
        (2, "iban:GB82WEST12345698765432"),
    ]


def test_hashtags_of_one_normal_form_are_one() -> None:
    found = _found(["#Grey_Lighthouse", "＃greylighthouse", "#GRЕYLIGHTHOUSE", "#الفَنار_الرمادي، #الفنار_الرمادى"])
    assert _shown(found, KeyKind.HASHTAG) == [
        (0, "#greylighthouse"),
        (1, "#greylighthouse"),
        (2, "#greylighthouse"),
        (3, "#" + normalise("الفنارالرمادي")),
    ]


@given(st.text("+0٠۰1٣ ()-a@.é", max_size=40))
def test_contact_points_in_bulk_are_those_of_single_texts(text: str) -> None:
    assert {told for _, told in _shown(_found([text]), KeyKind.CONTACT_POINT)} == set(contact_points(text))


@pytest.mark.parametrize("text", ["a#b", "# lamp", "#", "##", "#…", "#،"])
def test_a_number_sign_alone_is_no_hashtag(text: str) -> None:
    assert _shown(_found([text]), KeyKind.HASHTAG) == []


@given(st.lists(st.text("@＠ab Z9_.-é،\n", max_size=24), max_size=6))
def test_mentions_are_those_of_the_plain_rule(texts: list[str]) -> None:
    expected = {(row, f"@{match[1].lower()}") for row, text in enumerate(texts) for match in _MENTION.finditer(text)}
    assert set(_shown(_found(texts), KeyKind.CONTACT)) == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.text("ab éن ", max_size=60)), max_size=12))
def test_posts_and_phrases_are_those_of_the_plain_rule(posts: list[tuple[int, str]]) -> None:
    found = post_keys(pa.array([text for _, text in posts], pa.string()), np.array([who for who, _ in posts], np.int32))
    for owner in range(4):
        words = [normalise(text).split() for who, text in posts if who == owner]
        whole = {" ".join(one) for one in words if len(one) >= PHRASE_WORDS}
        phrases = {" ".join(one[at : at + PHRASE_WORDS]) for one in words for at in range(len(one) - PHRASE_WORDS + 1)}
        assert _keys(found, KeyKind.POST, owner) == keys_of(whole).tolist()
        assert _keys(found, KeyKind.PHRASE, owner) == keys_of(phrases).tolist()[:MOST_PHRASES]


def _keys(found: PostKeys, kind: KeyKind, owner: int) -> list[int]:
    owners, keys = found.of_kind(kind)
    return [int(key) for key in keys[owners == owner]]


def test_of_many_phrases_the_smallest_keys_stay() -> None:
    text = " ".join(f"word{number}" for number in range(500))
    words = text.split()
    every = keys_of(" ".join(words[at : at + PHRASE_WORDS]) for at in range(len(words) - PHRASE_WORDS + 1))
    found = _found([text])
    assert _keys(found, KeyKind.PHRASE, 0) == every.tolist()[:MOST_PHRASES]


def test_addresses_and_mentions_do_not_hide_that_posts_are_the_same() -> None:
    found = _found(
        [
            "The lamps return tonight, friends https://t.example/a1 @lamp",
            "@oil_jar the LAMPS return tonight friends https://t.example/b2",
        ]
    )
    assert (
        _keys(found, KeyKind.POST, 0) == _keys(found, KeyKind.POST, 1) == [key_of("the lamps return tonight friends")]
    )


@pytest.mark.parametrize(
    "text",
    [
        "RT @lamp: the lamps return tonight my friends",
        "the lamps return tonight my friends via @lamp",
        "the lamps return tonight my friends (vía @lamp)",
        "“the lamps return tonight my friends” @lamp",
        "«the lamps return tonight my friends» — @lamp",
        "المصابيح تعود الليلة يا أصدقاء الميناء عبر @lamp",
    ],
)
def test_words_that_are_anothers_are_not_carried_over(text: str) -> None:
    found = _found([text])
    assert not len(found.of_kind(KeyKind.POST).keys)
    assert not len(found.of_kind(KeyKind.PHRASE).keys)
    assert _shown(found, KeyKind.CONTACT) == [(0, "@lamp")]


def test_reshares_and_quotes_by_kind_are_anothers() -> None:
    text = "the lamps return tonight my friends"
    found = _found([text] * 4, kinds=pa.array(["post", "reshare", "quote", None]))
    assert found.of_kind(KeyKind.POST).owners.tolist() == [0, 3]


def test_media_and_answered_accounts_are_taken_by_post() -> None:
    found = _found(
        ["a", "b", None],
        media=pa.array([["sha256:1", "sha256:2", None, ""], None, ["sha256:1"]], pa.list_(pa.string())),
        others=pa.array(["@Lamp", None, "https://t.me/harbour"]),
    )
    assert _shown(found, KeyKind.MEDIA) == [(0, "sha256:1"), (0, "sha256:2"), (2, "sha256:1")]
    assert _shown(found, KeyKind.CONTACT) == [(0, "@lamp"), (2, "https://t.me/harbour")]


def test_announcements_are_keys_by_who_wrote_them() -> None:
    found = _found(
        ["follow my new account @Lamp2", "my old account @lamp1 was closed", "new channel https://t.me/lamp3"]
    )
    assert _shown(found, KeyKind.ANNOUNCED) == [(0, "@lamp2"), (2, "@lamp3")]
    assert _shown(found, KeyKind.FORMER) == [(1, "@lamp1")]


_POSTS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(
            [
                "the lamps return tonight my friends #lamps @oil",
                "las lámparas vuelven esta noche al puerto https://lamps.example/a",
                "المصابيح تعود الليلة إلى المرفأ القديم",
                "new account @wick t.me/+AbCdEf",
                "",
            ]
        ),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(_POSTS, st.integers(0, 12), st.randoms(use_true_random=False))
def test_neither_order_nor_portions_change_what_is_found(
    posts: list[tuple[int, str]], cut: int, random: Random
) -> None:
    whole = _of(posts)
    mixed = list(posts)
    random.shuffle(mixed)
    for other in (
        _of(mixed),
        join_post_keys([_of(posts[:cut]), _of(posts[cut:])], most={KeyKind.PHRASE: MOST_PHRASES}),
    ):
        assert {kind: [one.tolist() for one in pairs] for kind, pairs in whole.keys.items()} == {
            kind: [one.tolist() for one in pairs] for kind, pairs in other.keys.items()
        }
        assert dict(whole.shown) == dict(other.shown)


def _of(posts: Sequence[tuple[int, str]]) -> PostKeys:
    return post_keys(pa.array([text for _, text in posts], pa.string()), np.array([who for who, _ in posts], np.int32))


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2"):
        post_keys(pa.array(["a"]), np.zeros(2, np.int32))


def test_no_posts_give_no_keys() -> None:
    assert not _found([]).keys
    assert not _found([None, "", " "]).keys


def test_chunks_and_slices_are_read_like_arrays() -> None:
    texts = ["x", "the lamps return tonight my friends @oil", "@wick"]
    whole = _found(texts[1:])
    sliced = post_keys(pa.array(texts, pa.large_string())[1:], np.arange(2))
    chunked = post_keys(pa.chunked_array([texts[1:2], texts[2:]], pa.string()), np.arange(2))
    for other in (sliced, chunked):
        assert other.of_kind(KeyKind.CONTACT).keys.tolist() == whole.of_kind(KeyKind.CONTACT).keys.tolist()
        assert other.of_kind(KeyKind.POST).keys.tolist() == whole.of_kind(KeyKind.POST).keys.tolist()


@pytest.mark.parametrize("unit", ["@", "#", "@a ", "＠", "#é", '"', "lamps ", "h", "http://", "+1", "new account @a "])
def test_a_post_of_a_million_characters_is_read(unit: str) -> None:
    found = _found([unit * (1_000_000 // len(unit)), "the lamps return tonight my friends"])
    assert _keys(found, KeyKind.POST, 1) == [key_of("the lamps return tonight my friends")]


def test_octets_that_are_no_utf8_harm_nobody_else() -> None:
    broken = b"#\xff\xfe @lamp \xe2\x80"
    octets = broken + b"the lamps return tonight my friends"
    offsets = np.array([0, len(broken), len(octets)], np.int64)
    column = pa.LargeStringArray.from_buffers(2, pa.py_buffer(offsets), pa.py_buffer(octets))
    found = post_keys(column, np.arange(2))
    assert _keys(found, KeyKind.POST, 1) == [key_of("the lamps return tonight my friends")]


def test_many_addresses_mean_what_each_means_alone() -> None:
    texts = [
        f"see https://{host}/{path}{number} now"
        for number in range(30)
        for host, path in (
            ("lamps.example", "a"),
            ("t.me", "+AbCdEf"),
            ("wa.me", "346001112"),
            ("twitter.com", "lamp/status/1"),
        )
    ]
    whole = _found(texts)
    for row, text in enumerate(texts):
        alone = _found([text])
        for kind in (KeyKind.URL, KeyKind.CONTACT, KeyKind.CONTACT_POINT):
            assert _keys(whole, kind, row) == _keys(alone, kind, 0)
