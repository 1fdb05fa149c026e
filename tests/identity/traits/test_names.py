"""Display names and bios fold to what can be compared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import KeyKind
from seawall.identity.traits.bio import bio_forms
from seawall.identity.traits.name_keys import bio_keys, name_keys
from seawall.identity.traits.names import name_forms


def test_emoji_flags_affixes_and_order_are_no_part_of_a_name() -> None:
    assert name_forms("🌙 Nadia  MARWEN 🇪🇸").words == name_forms("Marwen Nadia (backup)").words == {"nadia", "marwen"}


def test_fancy_letters_are_letters() -> None:
    assert name_forms("𝓝𝓪𝓭𝓲𝓪").words == {"nadia"}


def test_a_bio_is_words_without_addresses_and_names_of_accounts() -> None:
    plain = bio_forms("Keeper of small lamps")
    assert bio_forms("Keeper of @quay small https://quay.example/x lamps 🌙").phrases == plain.phrases
    assert not bio_forms("two words").phrases


def test_phrases_are_read_back_from_their_places() -> None:
    forms = bio_forms("keeper of small lamps")
    assert [forms.phrase(place) for place in range(len(forms.phrases))] == ["keeper of small", "of small lamps"]


@given(st.text(st.characters(), max_size=200))
def test_no_text_breaks_names_or_bios(text: str) -> None:
    assert name_forms(text).words <= set(name_forms(text).sorted_words.split())
    assert len(bio_keys(text)[KeyKind.BIO_PHRASE]) <= max(0, len(bio_forms(text).words) - 2)
    assert set(name_keys(text)) == {KeyKind.HANDLE, KeyKind.NAME, KeyKind.NAME_WORD}


@given(st.text(st.characters(), max_size=60))
def test_folding_a_folded_name_changes_nothing(text: str) -> None:
    folded = name_forms(text).folded
    assert name_forms(folded).folded == folded
