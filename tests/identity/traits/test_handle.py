"""Handles come down to their stems, whatever is put around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import KeyKind
from seawall.identity.traits.handle import handle_forms, spans_of, spelt
from seawall.identity.traits.name_keys import bio_keys, handle_keys, name_keys

_TEXTS = st.text(st.characters(), max_size=60) | st.text("aAbB_.-0123٣عمرéşж🌙\u202e\u200f ", max_size=40)


@pytest.mark.parametrize(
    "handle",
    [
        "night_gardener",
        "NightGardener",
        "@night.gardener",
        "real_night_gardener",
        "The.Real.Night.Gardener",
        "night_gardener_backup",
        "nightGardener2",
        "2_night_gardener",
        "night_gardener_2nd",
        "night_gardener_II",
        "night_gardener_v3",
        "night_gardener_ar",
        "n1ght_g4rdener",
        "th3_n1ght_g4rd3n3r",
        "niiight_gardenerrr",
        "night_gаrdеner",  # Cyrillic а and е
        "ｎｉｇｈｔ＿ｇａｒｄｅｎｅｒ",
        "night\u200b_gardener",
    ],
)
def test_what_is_put_around_a_name_goes(handle: str) -> None:
    assert handle_forms(handle).stem == "nightgardener"


def test_arabic_affixes_and_figures_go() -> None:
    forms = handle_forms("قناة_زرقون_الجديدة_٢")
    assert (forms.stem, forms.counter) == ("زرقون", 2)
    assert handle_forms("حساب_زرقون_الثاني").counter == 2


def test_what_was_taken_is_kept_beside_the_stem() -> None:
    forms = handle_forms("real_night_gardener_backup_1987")
    assert set(forms.affixes) == {"real", "backup"}
    assert (forms.counter, forms.numbers) == (1987, ("1987",))


@pytest.mark.parametrize("handle", ["not_night_gardener", "night_gardener_fan", "NightGardenerParody"])
def test_words_about_somebody_else_are_told_apart(handle: str) -> None:
    forms = handle_forms(handle)
    assert forms.stem == "nightgardener"
    assert len(forms.about) == 1


def test_affixes_alone_remain_a_name() -> None:
    assert handle_forms("real_official").stem == "real"
    assert handle_forms("12345").stem == "12345"


@pytest.mark.parametrize("handle", ["", "🌙🌙", "___", "\u202e\u200f", "@"])
def test_a_handle_without_letters_has_no_stem_and_no_keys(handle: str) -> None:
    assert handle_forms(handle).stem == ""
    assert not any(len(keys) for keys in handle_keys(handle).values())
    assert not any(len(keys) for keys in name_keys(handle).values())


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("abu_omar", "ابو_عمر"),
        ("khaled_zarqun", "خالد زرقون"),
        ("5aled", "خالد"),
        ("kirill_gromov", "Кирилл Громов"),
        ("sherko", "شێرکۆ"),
        ("Şêrko", "شێرکۆ"),
        ("Mouhamed", "Mohammed"),
        ("7amza", "حمزة"),
    ],
)
def test_scripts_and_romanisations_share_a_skeleton_and_so_a_key(latin: str, other: str) -> None:
    assert set(handle_forms(latin).skeletons) & set(handle_forms(other).skeletons)


def test_a_shared_skeleton_is_a_shared_key() -> None:
    mine, theirs = (handle_keys(handle)[KeyKind.HANDLE].tolist() for handle in ("khaled_zarqun", "خالد زرقون"))
    assert set(mine) & set(theirs)
    made = name_keys("خالد زرقون")[KeyKind.HANDLE].tolist()
    assert set(made) & set(mine), "a handle made of a display name is found"


def test_words_in_another_order_share_a_key() -> None:
    mine, theirs = (handle_keys(handle)[KeyKind.HANDLE].tolist() for handle in ("night_gardener", "gardener.night"))
    assert set(mine) & set(theirs)


def test_short_stems_have_no_key() -> None:
    assert not len(handle_keys("ab")[KeyKind.HANDLE])


@given(_TEXTS)
def test_no_text_breaks_the_folding_and_keys_ascend(text: str) -> None:
    forms = handle_forms(text)
    assert spelt(forms.words).shape == (3, min(len(forms.stem), 64))
    for keys in (*handle_keys(text).values(), *name_keys(text).values(), *bio_keys(text).values()):
        assert keys.tolist() == sorted(set(keys.tolist()))


@given(_TEXTS)
def test_spans_lie_where_the_words_stand_in_the_stem(text: str) -> None:
    forms = handle_forms(text)
    spans = spans_of(forms.words)
    assert all(0 <= start <= end <= len(forms.stem) for _, start, end in spans)
    assert not spans or spans[-1][2] == len(forms.stem)


@given(st.text("abcdefgklmnoprstuvz", min_size=6, max_size=20), st.integers(10, 9_999))
def test_a_number_behind_changes_no_stem(word: str, number: int) -> None:
    assert handle_forms(f"{word}_{number}").stem == handle_forms(word).stem


@given(st.text("abcdefgklmnoprstuvz", min_size=1, max_size=20))
def test_a_stem_is_its_own_stem(word: str) -> None:
    stem = handle_forms(word).stem
    assert handle_forms(stem).stem == stem


def test_a_million_characters_are_read_in_part() -> None:
    assert len(handle_forms("a1b2" * 250_000).plain) <= 256
    assert len(bio_keys("one two three four " * 60_000)[KeyKind.BIO_PHRASE]) <= 5
