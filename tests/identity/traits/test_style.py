"""A style vector sees habits of writing, never what a post is about."""

from __future__ import annotations

import io
import random
import zipfile

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity.errors import ModelFileError, StyleFitError
from seawall.identity.traits.style import StyleSpace, default_space
from seawall.identity.traits.style_counts import style_counts

_CONTENT = ("harbour", "lantern", "beacon", "ladder", "market", "window", "garden", "bridge", "winter", "kettle")
_GLUE = (
    "the",
    "and",
    "of",
    "to",
    "with",
    "from",
    "because",
    "but",
    "very",
    "never",
    "always",
    "again",
    "still",
    "only",
)


def _column(texts):
    return pa.array(texts, pa.large_string())


def _vector(*posts):
    return default_space().vectors(_column(list(posts)), np.zeros(len(posts), np.int32), 1)[0]


def _author(number, rng):
    """Return a writer: own glue words, marks, capitals and endings, the content drawn like everybody's."""
    own = random.Random(number)
    glue = own.sample(_GLUE, 5)
    end = own.choice(["!", "...", ".", "!!", " :)", "?!", " …", " 🌙"])
    comma = own.choice([", ", " - ", "; ", " / "])
    shout = own.random() < 0.3

    def write():
        words = [rng.choice(_CONTENT if rng.random() < 0.5 else glue) for _ in range(rng.randint(6, 14))]
        text = " ".join(words[:4]) + comma + " ".join(words[4:]) + end
        return text.upper() if shout else text

    return write


def _posts(authors, posts, seed=1):
    rng = random.Random(seed)
    writers = [_author(number, rng) for number in range(authors)]
    texts = [write() for write in writers for _ in range(posts)]
    return _column(texts), np.repeat(np.arange(authors, dtype=np.int32), posts)


@pytest.fixture(scope="module")
def fitted():
    return StyleSpace.fit(*_posts(40, 20))


def test_what_a_post_is_about_leaves_no_trace():
    one = _vector(
        "The lantern is in the HARBOUR with @lampkeeper, see https://a.example/x #Lamps 12", "but why lantern?"
    )
    same = _vector(
        "The cistern is in the PARLOUR with @somebody_else, see www.b.test #Boats_two 77", "but why pattern?"
    )
    other = _vector(
        "The cistern is in the ARMOUR with @somebody_else, see www.b.test #Boats_two 77", "but why pattern?"
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)  # a letter less is another shape


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("because of you", "cause of you"),
        ("we go now!", "we go now!!"),
        ("It is so", "it is so"),
        ("that is it 🌙", "that is it 🔥"),
        ("see https://a.example", "https://a.example see"),
        ("see  https://a.example", "see https://a.example"),
        ("هذا من أجل", "هذا لأجل"),
    ],
)
def test_habits_leave_a_trace(one, other):
    counts = [next(iter(style_counts(_column([text]), np.zeros(1, np.int32), 1))) for text in (one, other)]
    assert not np.array_equal(counts[0].buckets, counts[1].buckets)


def test_an_account_without_text_has_no_style():
    vectors = default_space().vectors(_column([None, "", "and so it is, again"]), np.array([0, 0, 2], np.int32), 3)
    assert not vectors[:2].any()
    assert 0.5 < np.linalg.norm(vectors[2]) <= 1.0


def test_odd_posts_have_finite_styles():
    odd = [
        "🌙" * 50,
        "\u202eabc\u202c def",
        "\x00\x01",
        "#",
        "@",
        "http://",
        "…" * 9,
        "a" * 1_000_000,
        "𐍈𐍉",
        "é",
        "١٢٣",
        "#__",
        "x'",
    ]
    vectors = default_space().vectors(_column(odd), np.arange(len(odd), dtype=np.int32), len(odd))
    assert np.isfinite(vectors).all()
    assert (np.linalg.norm(vectors, axis=1) <= 1.0 + 1e-5).all()


@settings(max_examples=40)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_counts_of_an_account_are_the_sum_of_its_posts(posts):
    together = np.zeros(1 << 16, np.int64)
    apart = np.zeros(1 << 16, np.int64)
    usable = [post.encode("utf-8", "ignore").decode() for post in posts]
    for owners, into in ((np.zeros(len(posts), np.int32), together), (np.arange(len(posts), dtype=np.int32), apart)):
        for counts in style_counts(_column(usable), owners, int(owners.max()) + 1):
            np.add.at(into, counts.buckets, counts.amounts)
    assert np.array_equal(together, apart)


def test_owners_that_fit_no_account_are_refused():
    with pytest.raises(ValueError, match="none of the 1 accounts"):
        default_space().vectors(_column(["a"]), np.array([1], np.int32), 1)
    with pytest.raises(ValueError, match="2 owners of 1 posts"):
        default_space().vectors(_column(["a"]), np.array([0, 0], np.int32), 1)


def test_neither_order_nor_numbers_of_accounts_change_a_fit(fitted):
    texts, owners = _posts(40, 20)
    order = np.random.default_rng(5).permutation(len(texts))
    numbers = np.random.default_rng(6).permutation(40).astype(np.int32)
    again = StyleSpace.fit(texts.take(pa.array(order)), numbers[owners][order])
    assert again.digest == fitted.digest
    vectors = fitted.vectors(texts, owners, 40)
    assert np.array_equal(fitted.vectors(texts.take(pa.array(order)), numbers[owners][order], 40)[numbers], vectors)


def test_a_hand_is_found_again_by_its_later_posts(fitted):
    bank = fitted.vectors(*_posts(40, 20), 40)
    later = fitted.vectors(*_posts(40, 10, seed=2), 40)
    assert ((later @ bank.T).argmax(axis=1) == np.arange(40)).mean() > 0.8


def test_strangers_of_the_fit_are_as_rare_as_the_table_says(fitted):
    texts, owners = _posts(40, 20)
    bank = fitted.vectors(texts, owners, 40)
    product = bank @ bank.T
    strangers = product[~np.eye(40, dtype=bool)]
    bits = np.array([fitted.rarity.bits(float(one), 20) for one in strangers])
    assert abs((bits >= 2).mean() - 0.25) < 0.1
    assert (np.diff([fitted.rarity.bits(cosine, 5) for cosine in np.linspace(-1, 1, 50)]) >= 0).all()


def test_too_few_accounts_give_no_space():
    with pytest.raises(StyleFitError, match="Only 5 accounts") as raised:
        StyleSpace.fit(*_posts(5, 20))
    assert raised.value.accounts == 5


def test_a_space_survives_its_file(fitted, tmp_path):
    path = tmp_path / "space.npz"
    fitted.save(path)
    opened = StyleSpace.open(path)
    assert opened.digest == fitted.digest
    texts, owners = _posts(3, 4)
    assert np.array_equal(opened.vectors(texts, owners, 3), fitted.vectors(texts, owners, 3))


def _rewritten(path, name, content):
    """Return the file with one member replaced, or left out where `content` is None."""
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        if content is not None:
            new.writestr(name, content)
    return stream.getvalue()


def _saved(array):
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("version", b"99"),
        ("version", None),
        ("offset.npy", None),
        ("offset.npy", _saved(np.array([{}], object))),
        ("offset.npy", _saved(np.full(120, np.nan, np.float32))),
        ("offset.npy", _saved(np.zeros(3, np.float32))),
        ("offset.npy", _saved(np.zeros(120))),
        ("rare.npy", _saved(np.array([70_000], np.int32))),
        ("steps.npy", b"no array"),
    ],
)
def test_a_damaged_space_is_refused(fitted, tmp_path, name, content):
    path = tmp_path / "space.npz"
    fitted.save(path)
    path.write_bytes(_rewritten(path, name, content))
    with pytest.raises(ModelFileError, match="no style space"):
        StyleSpace.open(path)


def test_an_absent_space_is_refused(tmp_path):
    with pytest.raises(ModelFileError):
        StyleSpace.open(tmp_path / "nothing.npz")
