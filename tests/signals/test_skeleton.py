import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.signals import normalise, normalise_texts
from seawall.signals.normal_form_build import read_folds
from seawall.signals.skeleton import letters_of, skeleton_letters, skeletons_of

LETTERS = "abcdefghijklmnopqrstuvwxyzñ 0123456789 بتثنيحدرسصطعفقكلمهوا ٮڡٯں жбд зי漢字क  "
TEXTS = st.one_of(st.text(max_size=50), st.text(st.sampled_from(LETTERS), max_size=50))


def skeleton(text):
    letters = letters_of(normalise(text))
    return bytes(letter for letter, _ in skeleton_letters([letter.code for letter in letters]))


@given(st.lists(TEXTS, max_size=6))
def test_the_compiled_loop_says_what_the_definition_says(texts):
    normal = normalise_texts(pa.array(texts, pa.large_string())).slices
    made = skeletons_of(normal)
    for row in range(len(texts)):
        letters = letters_of(normal.value(row))
        kept = skeleton_letters([letter.code for letter in letters])
        first, end = made.code_starts[row], made.code_starts[row + 1]
        assert made.codes[first:end].tolist() == [letter.code for letter in letters]
        assert made.places[first:end].tolist() == [letter.place for letter in letters]
        assert made.firsts[first:end].tolist() == [letter.first for letter in letters]
        first, end = made.letter_starts[row], made.letter_starts[row + 1]
        assert made.letters[first:end].tolist() == [letter for letter, _ in kept]
        assert made.letters_at[first:end].tolist() == [at for _, at in kept]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the lamps return", "th3 l4mp5 r37urn"),
        ("the lamps return", "t.h.e l.a.m.p.s r.e.t.u.r.n"),
        ("the lamps return", "th lmps rtrn"),
        ("the lamps return", "THHHE laaaamps retuuurn"),
        ("the lamps return", "thelampsreturn"),
        ("Las lámparas vuelven", "l@s l@mp@r@s vuelvxn"),
        ("Las lámparas vuelven", "laz lamparas buelben"),
        ("que muchas casas", "ke mukas kasas"),
        ("mucho", "muxo"),
        ("المصابيح تعود", "المصاٮٮح ٮعود"),
        ("المصابيح تعود", "المصابي7 ت3ود"),
        ("المصابيح تعود", "ا ل م ص ا ب ي ح ت ع و د"),
        ("المصابيح تعود", "المصاااابيح تعوووود"),
        ("рот", "pот"),
    ],
)
def test_what_is_written_to_hide_has_the_same_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the lamps return", "the lamp returns"),
        ("المصابيح تعود", "المصباح يعود"),
        ("faro gris", "faro rojo"),
        ("lamps", "camps"),
    ],
)
def test_other_words_have_another_skeleton(one, other):
    assert skeleton(one) != skeleton(other)


def test_every_letter_of_a_class_has_a_code():
    rules = read_folds()["skeleton"]
    for letters in rules["classes"]:
        codes = {letters_of(normalise(letter) or letter)[0].code for letter in letters if normalise(letter)}
        assert len({skeleton_letters([code])[0][0] for code in codes}) == 1


def test_a_megabyte_of_one_letter_is_one_letter():
    assert skeleton("b" * 1_000_000 + "é" * 1000) == skeleton("b")
