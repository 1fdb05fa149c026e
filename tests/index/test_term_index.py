import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.errors import SeawallError
from seawall.index import BankIndex, make_entry, text_meets
from seawall.index.arabic_endings import NUMBER, POSSESSION, Endings, shape_of
from seawall.index.word_boundary import DEFINITE, INDEFINITE
from seawall.signals import SIGNAL_TYPES, SignalValueError, TextContent, normalise


def entry(value, **more):
    return make_entry(signal_type="term", value=value, bank="b", **more)


def meets(entries, texts):
    found = BankIndex(entries).look_up(TextContent(texts))
    return {
        (int(row), entries[number].entry_id)
        for part in found
        for row, number in zip(part.hits.rows.tolist(), part.hits.entries.tolist(), strict=True)
    }


@pytest.mark.parametrize(
    ("term", "met", "not_met"),
    [
        (
            "فنار",
            "فنارها وفنارهم بفناراتنا الفنارين فنارات للفنارين كفنارهما",
            "فناره فناري فنارا الفنارها بالفنارنا فنارية افنار",
        ),
        ("الفنار", "والفنار الفنارات بالفنارين", "فنار فنارات الفنارها الفنارهم"),
        ("منظمة", "منظمتها ومنظماتهم المنظمتين بمنظمته منظمات", "منظم المنظمتها منظمين تنظيم منظمت"),
        ("المنظمة", "المنظمات للمنظمة والمنظمتان", "منظمة منظمتنا المنظماتهم"),
        ("دم", "دم", "دمها ودم دمنا"),
        ("نور", "نور النور ونور", "نورها نورين"),
        ("حركة", "حركات حركتهم الحركتين", "حرك حركيات محركات"),
        ("الله", "الله والله بالله", "اللات اللها لله"),
        ("مكتب", "مكتبها المكتبين", "مكتبات مكتبة المكتبات"),
        ("خلافة", "خلافتهم الخلافة", "خلافات الخلافات خلاف"),
        ("جامع", "جامعها", "جامعات وجامعات جامعة"),
        ("fa:فنار", "فنار", "فنارها الفنار وفنار"),
        ("en:lighthouse", "lighthouse lighthouses lighthouse's", "lighthouseman alighthouse"),
        ("en:city", "city cities", "citys"),
        ("en:torch", "torch torches", "torchs"),
        ("en:arm", "arm", "arms"),
        ("arms", "arms", "arm armss"),
        ("es:luz", "luz", "luces"),
        ("es:lámpara", "lámpara lamparas", "lamparita lampar"),
        ("es:farol", "farol faroles", "farola farols"),
    ],
)
def test_words_that_a_term_meets_and_words_that_it_does_not(term, met, not_met):
    one = [entry(term, entry_id="x")]
    words = met.split()
    assert meets(one, words) == {(row, "x") for row in range(len(words))}
    assert meets(one, not_met.split()) == set()


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("es:faro gris", "los faros grises", True),
        ("es:faro gris", "los faros gris", False),
        ("en:grey lighthouse", "greys lighthouse", False),
        ("الفنار الرمادي", "الفنار الرماديين", True),
        ("الفنار الرمادي", "الفنار الرماديها", False),
        ("منظمة الفنار", "ومنظمة الفنارات", True),
        ("منظمة الفنار", "منظمتنا الفنار", False),
        ("منظمة فنار", "المنظمة فنارها", True),
        ("lamp منظمة", "lamp منظماتهم", True),
    ],
)
def test_phrases(term, text, found):
    assert bool(meets([entry(term)], [text])) is found


def test_spans_cover_the_whole_word():
    content = TextContent(["قال: وبمنظماتهم اليوم"])
    part = BankIndex([entry("منظمة")]).look_up(content)[0]
    data = content.normal.slices.data
    spans = zip(part.hits.starts.tolist(), part.hits.ends.tolist(), strict=True)
    assert [data[start:end].tobytes().decode() for start, end in spans] == ["وبمنظماتهم"]


STEMS = ["فنار", "منظمه", "الفنار", "المنظمه", "دم", "نور", "حركه", "مكتب", "الله", "lamp", "grey", "عالم"]
ENDINGS = sorted({one for group in (*NUMBER.values(), *POSSESSION.values()) for one in group} | {"ي", "ا", "ه", "ك"})
PARTICLES = sorted(DEFINITE | INDEFINITE)
FORMS = st.builds(
    lambda particle, stem, cut, ending: particle + (stem[:-1] if cut else stem) + ending,
    st.sampled_from(PARTICLES), st.sampled_from(STEMS), st.booleans(), st.sampled_from(ENDINGS),
)  # fmt: skip
WORDS = st.one_of(st.sampled_from(STEMS), FORMS)
TERMS = st.builds(
    lambda language, words: language + " ".join(words),
    st.sampled_from(["", "", "", "ar:", "en:", "es:", "fa:"]), st.lists(WORDS, min_size=1, max_size=3),
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(TERMS, max_size=8), st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=4))
def test_the_index_finds_what_the_rule_in_plain_words_says(terms, texts):
    entries = []
    for number, term in enumerate(terms):
        try:
            entries.append(entry(term, entry_id=str(number)))
        except SeawallError:
            continue
    expected = {(row, one.entry_id) for row, text in enumerate(texts) for one in text_meets(text, entries)}
    assert meets(entries, texts) == expected


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("ar: الفَنار", "الفنار"), ("EN:Lamps", "en:lamps"), ("es:Faro Gris", "es:faro gris"), ("ur:فنار", "ur:فنار")],
)
def test_terms_that_name_their_language(written, canonical):
    assert SIGNAL_TYPES["term"].parse(written) == canonical
    assert SIGNAL_TYPES["term"].parse(canonical) == canonical


@pytest.mark.parametrize("written", ["ar:lamps", "fa:lamps", "en:الفنار", "es:Фар"])
def test_a_language_in_another_script_is_refused(written):
    with pytest.raises(SignalValueError, match="names a language in"):
        SIGNAL_TYPES["term"].parse(written)


def test_no_language_is_read_into_other_prefixes():
    assert SIGNAL_TYPES["term"].parse("http: lamps") == normalise("http: lamps")
    assert SIGNAL_TYPES["term"].parse("de:lamps") == "de lamps"


def test_particles_and_endings_fit_the_loop():
    every = [*DEFINITE, *INDEFINITE, *(one for group in (*NUMBER.values(), *POSSESSION.values()) for one in group)]
    assert max(len(one.encode()) for one in every) <= 8
    assert shape_of("فنار")[1] is Endings.PLAIN


def test_thousands_of_terms_are_each_found():
    rng = np.random.default_rng(7)
    letters = np.array(list("ابتجدرسعفقلمنهو"))
    words = {"".join(rng.choice(letters, 6)) for _ in range(4000)}
    entries = [entry(word, entry_id=str(number)) for number, word in enumerate(sorted(words))]
    texts = [one.value for one in entries]
    assert {(row, str(row)) for row in range(len(texts))} <= meets(entries, texts)
