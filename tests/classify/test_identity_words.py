import pyarrow as pa
import pytest

from seawall.classify.identity_words import identity_phrases, inflected
from seawall.classify.text_features import feature_rows
from seawall.signals import normalise


def features(text):
    rows = feature_rows(pa.array([text], pa.large_string()))
    return dict(zip(rows.buckets.tolist(), rows.counts.tolist(), strict=True))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("I am a proud Muslim and love bread", "I am a proud Christian and love bread"),
        ("The Kurdish women speak tonight", "The Spanish men speak tonight"),
        ("they prayed in the mosque for us", "they prayed in the synagogue for us"),
        ("news from Saudi Arabia today", "news from Iraq today"),
        ("Los musulmanes comen pan", "Los judíos comen pan"),
        ("las mujeres marroquíes cantan", "las niñas españolas cantan"),
        ("والمسلمين يحبون الخبز", "وللمسيحيين يحبون الخبز"),
        ("هؤلاء الأكراد أصدقاء لنا", "هؤلاء السوريون أصدقاء لنا"),
        ("ez kurd im û nan dixwim", "ez ereb im û nan dixwim"),
        ("من کوردی و نان", "من عەرەبی و نان"),
    ],
)
def test_texts_that_differ_in_identity_words_alone_have_the_same_features(left, right):
    assert features(left) == features(right)


def test_a_text_of_identity_words_has_no_features():
    assert features("Muslims Christians Jews Kurds Arabs المسلمون اليهود musulmanes gays") == {}


@pytest.mark.parametrize("word", ["muslims", "المسلمين", "بالمسلمين", "musulmanas", "united arab emirates", "iraq"])
def test_inflections_are_masked(word):
    assert normalise(word) in identity_phrases()


@pytest.mark.parametrize(
    "word", ["lamp", "return", "coast", "watch", "brothers", "المصابيح", "الرمادي", "الساحل", "lámparas", "costa"]
)
def test_words_of_no_identity_stay(word):
    assert features(word)


def test_short_words_are_not_inflected():
    assert list(inflected("om", "en")) == ["om"]
