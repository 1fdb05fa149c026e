"""A post's language is told by its function words, else its script."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from seawall.identity.traits.languages import LANGUAGES, NAMES, language_shares


def _shares(*posts):
    column = pa.array(list(posts), pa.large_string())
    return language_shares(column, np.zeros(len(posts), np.int32), 1)[0]


@pytest.mark.parametrize(
    ("post", "language"),
    [
        ("We will be there when the lamps return", "en"),
        ("las lámparas vuelven porque no hay nada más que decir", "es"),
        ("هذا ما كان من المصابيح التي تعود إلى الميناء", "ar"),
        ("что это было и где мы теперь", "ru"),
        ("die Lampen sind nicht mehr da und wir warten", "de"),
        ("nous ne savons pas ce que c'est", "fr"),
        ("این چراغ را برای شما آورده ام که", "fa"),
        ("ہم نے یہ چراغ اس کے لیے رکھا ہے", "ur"),
        ("lamparas 12", "latin"),
        ("фонарь", "cyrillic"),
        ("λιμάνι", "greek"),
        ("灯台", "han_kana"),
        ("등대", "hangul"),
    ],
)
def test_a_post_has_the_language_of_its_words(post, language):
    assert LANGUAGES[int(_shares(post).argmax())] == language


def test_addresses_and_handles_speak_no_language():
    assert not _shares("https://the.and.of.example/with", "@the_and_of #with").any()


def test_shares_add_up_over_posts_with_letters():
    shares = _shares("we are the ones who wait", "что это и где", "12", "")
    assert shares[LANGUAGES.index("en")] == shares[LANGUAGES.index("ru")] == 0.5


def test_each_language_has_a_name():
    assert len(NAMES) == len(LANGUAGES)
