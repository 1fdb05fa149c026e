"""What a post quotes is another's: it is left out before style is taken, but by counts of version 1."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.errors import ModelFileError
from seawall.identity.traits.style import StyleSpace, default_space
from seawall.identity.traits.style_counts import WHOLE_POSTS, style_counts
from seawall.identity.traits.style_quotes_kernel import leave_out_quotes


def own(*texts: str) -> list[str]:
    octets = [text.encode("utf-8") for text in texts]
    data = np.frombuffer(b"".join(octets), np.uint8)
    lengths = np.array([len(one) for one in octets], np.int64)
    ends = np.cumsum(lengths)
    out, begun, stopped = np.empty(len(data), np.uint8), np.empty(len(ends), np.int64), np.empty(len(ends), np.int64)
    size = leave_out_quotes(data, ends - lengths, ends, out, begun, stopped)
    assert size == (stopped[-1] if len(stopped) else 0)
    return [out[one:other].tobytes().decode("utf-8") for one, other in zip(begun, stopped, strict=True)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("They wrote: “the lamps return”, again.", "They wrote: “”, again."),
        ("Escribieron: «las lámparas vuelven». Nada más.", "Escribieron: «». Nada más."),
        ("كتبوا: «المصابيح تعود» ثم سكتوا", "كتبوا: «» ثم سكتوا"),
        ("وكتب ”المصابيح تعود“ مرة", "وكتب ”“ مرة"),
        ("Sie schrieben „die Lampen“ und »sie kehren« heim", "Sie schrieben „“ und »« heim"),
        ("彼は「灯りが戻る」と『書』いた", "彼は「」と『』いた"),
        ('He said "the lamps return" (sic), "twice".', 'He said "" (sic), "".'),
        ("My word\n> the lamps return\n  > and again\nmine", "My word\n>\n  >\nmine"),
        ("No comment. RT @lamp_room: the lamps return", "No comment. RT @lamp_room:"),
        ("RT @lamp_room the lamps return", ""),
        ("“the lamps return” 🌙!", ""),
        ("> the lamps return\n> and again", ""),
        ("See: RT @lamp_room: the lamps return", "See: RT @lamp_room:"),
        ("“the lamps return” @lamp_room #lamps https://lamps.example/a", ""),
        ("@lamp_room RT @harbour: the lamps return", ""),
        ("“the lamps return” says @lamp_room", "“” says @lamp_room"),
        ("@lamp_room #lamps https://lamps.example/a", None),
        ("“one “inner” word” mine", "“” word” mine"),
        # nobody else's words
        ('a board of 5" by 6" and 7" more', None),
        ("an “opening mark alone, and all of this is mine", None),
        ("the rt @lamp_room asked for, a > b, x >> y", None),
        ("start @lamp_room: not passed on", None),
        ("it's the keepers' night, don't 'quote' me", None),
        ('צה"ל and ארה"ב stay', None),
        ("", None),
    ],
)
def test_what_is_left_of_a_post(text, left):
    assert own(text) == [text if left is None else left]


@given(
    texts=st.lists(st.text(alphabet=st.characters(exclude_characters='"“”„‟«»「」『』>', exclude_categories=["Cs"])))
)
def test_a_post_without_marks_stays_as_it_is(texts):
    plain = [text.replace("RT", "").replace("rt", "").replace("Rt", "").replace("rT", "") for text in texts]
    plain = [text for text in plain if "rt" not in text.lower()]
    assert own(*plain) == plain


@given(text=st.text(alphabet='a "“”„«»「」>\nRT@:é م'))
def test_whatever_stands_there_what_is_left_is_text_in_its_order(text):
    (left,) = own(text)
    rest = iter(text)
    assert all(letter in rest for letter in left)  # a subsequence


def test_a_long_post_of_marks_is_read_in_one_pass():
    assert own("«" * 200_000, "“ " * 100_000, '"a ' * 100_000)[0] == "«" * 8_192


WORDS = tuple("the tide and of a keeper who will not say when or where it turns but only that it does".split())  # noqa: SIM905


def post(rng, habit: str) -> str:
    """Return a post of one hand: its own marks and small words."""
    words = rng.permutation(WORDS)[:9].tolist()
    if habit == "dots":
        return " … ".join(" ".join(words[at : at + 3]) for at in (0, 3, 6)) + " …"
    return " ".join(word.capitalize() if at % 3 == 0 else word for at, word in enumerate(words)) + "!!"


@pytest.fixture(scope="module")
def quoted():
    """Vectors by version: a closed account, a journalist who quotes it, its return, the journalist without quotes."""
    rng = np.random.default_rng(7)
    closed, returned = ([post(rng, "dots") for _ in range(40)] for _ in range(2))
    mine = [post(rng, "capitals") for _ in range(40)]
    quoting = [f"{one} “{other}” {one}" for one, other in zip(mine, closed, strict=True)]
    texts = [*closed, *quoting, *returned, *mine]
    owners = np.repeat(np.arange(4, dtype=np.int32), 40)
    shipped = default_space()
    spaces = (StyleSpace(**{name: getattr(shipped, name) for name in FIELDS}, features=WHOLE_POSTS), shipped)
    return [space.vectors(pa.array(texts), owners, 4) for space in spaces]


FIELDS = ("rare", "weights", "common", "scales", "steps", "offset", "cohort", "rarity", "digest")


def test_who_quotes_an_account_does_not_write_like_it(quoted):
    (before, after) = quoted
    closed, journalist, returned, alone = range(4)
    assert after[journalist] @ after[closed] < before[journalist] @ before[closed]
    gap = before[journalist] @ before[closed] - before[alone] @ before[closed]
    left = after[journalist] @ after[closed] - after[alone] @ after[closed]
    assert left < gap / 2
    np.testing.assert_array_equal(after[[closed, returned, alone]], before[[closed, returned, alone]])


def test_counts_of_posts_without_quotes_are_the_same_in_both_versions():
    rng = np.random.default_rng(3)
    texts = pa.array([post(rng, habit) for habit in ("dots", "capitals") for _ in range(30)] + [None])
    owners = np.array([0] * 30 + [1] * 31, np.int32)
    (one,), (two,) = list(style_counts(texts, owners, 2, version=WHOLE_POSTS)), list(style_counts(texts, owners, 2))
    np.testing.assert_array_equal(one.buckets, two.buckets)
    np.testing.assert_array_equal(one.amounts, two.amounts)


def test_who_only_quotes_has_no_style():
    rng = np.random.default_rng(11)
    framed = [f"RT @lamp_room: {post(rng, 'dots')}" for _ in range(30)] + [f"“{post(rng, 'dots')}”" for _ in range(30)]
    (counts,) = style_counts(pa.array(framed), np.repeat(np.arange(2, dtype=np.int32), 30), 2)
    assert not len(counts.buckets)


def test_a_space_says_which_version_it_measures(tmp_path):
    rng = np.random.default_rng(5)
    texts = [f"{post(rng, 'dots' if n % 2 else 'capitals')} “{post(rng, 'dots')}”" for n in range(300)]
    owners = (np.arange(300) % 30).astype(np.int32)
    fitted = {version: StyleSpace.fit(pa.array(texts), owners, features=version) for version in ("1", "2")}
    assert fitted["1"].digest != fitted["2"].digest
    for version, space in fitted.items():
        space.save(tmp_path / version)
        again = StyleSpace.open(tmp_path / version)
        assert (again.features, again.digest) == (version, space.digest)
        np.testing.assert_array_equal(
            again.vectors(pa.array(texts), owners, 30), space.vectors(pa.array(texts), owners, 30)
        )
    with pytest.raises(ValueError, match="there is no version '3'"):
        StyleSpace.fit(pa.array(texts), owners, features="3")
    other = StyleSpace(**{name: getattr(space, name) for name in FIELDS}, features="3")
    other.save(tmp_path / "3")
    with pytest.raises(ModelFileError, match="features of version 3, this Seawall those of 1 and 2"):
        StyleSpace.open(tmp_path / "3")
