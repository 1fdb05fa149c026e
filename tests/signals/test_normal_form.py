import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.signals import normalise, normalise_texts
from seawall.signals.normal_form_build import build_table, read_folds
from seawall.signals.normal_form_plain import fold_code_point, normalise_with_origins
from seawall.signals.normal_form_table import normal_form_table

LETTERS = (
    "aZñnéøßÇ0٣ıİıΗηΑАаТтрсñÑиЙйЁёоО\u0303\u0306\u0301\u0308"
    "ـ\u064b\u0651اأإآٱىیيةهہکكﷺﷲﬁ𝐓Ⓐ🅰🆉"
    "'’-_.# \t\n\u200b\u202e\ufeff\u00a0한가\u1100\u1161क\u093fが漢。㌀½\U0001f600"
)
TEXTS = st.one_of(st.text(max_size=60), st.text(st.sampled_from(LETTERS), max_size=60))


def normal_column(texts):
    done = normalise_texts(pa.array(texts, pa.large_string()))
    return [done.slices.value(row) for row in range(len(done))]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("The LAMPS   return…", "the lamps return"),
        ("  ¡Las lámparas vuelven!  ", "las lamparas vuelven"),
        ("AÑO n\u0303u", "año ñu"),
        ("الفَنَارُ الرّماديّ", "الفنار الرمادي"),
        ("أحمد إحسان آمن ٱلنور", "احمد احسان امن النور"),
        ("مدرســـة", "مدرسه"),
        ("على مؤمن شيئ", "علي مومن شيي"),
        ("کتاب یک", "كتاب يك"),
        ("ﺍﻟﻔﻨﺎﺭ", "الفنار"),
        ("٢٠٢٦ ۲۰۲۶ ２０２６", "2026 2026 2026"),
        ("𝓛𝓪𝓶𝓹 Ⓛⓐⓜⓟ ｌａｍｐ 🅻🅰🅼🅿", "lamp lamp lamp lamp"),
        ("l\u200ba\u00adm\u2060p", "lamp"),
        ("lаmрs", "lamps"),
        ("ТERROR ΗELLO", "terror hello"),
        ("рот", "рот"),
        ("ÑК", "ñк"),
        ("N\u0303К", "ñк"),
        ("Ш\u0438\u0306", "шй"),
        ("don't don’t", "dont dont"),
        ("l̴̢a̶m̷p", "lamp"),
        ("#the_lamps_return", "the lamps return"),
        ("Straße ﬁne", "strasse fine"),
        ("हिन्दी", "हिन्दी"),
        ("a\ud800b", "a b"),
        ("", ""),
        ("…!؟", ""),
    ],
)
def test_spellings_and_their_normal_form(written, normal):
    assert normalise(written) == normal
    if not any("\ud800" <= letter <= "\udfff" for letter in written):
        assert normal_column([written]) == [normal]


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.lists(st.one_of(st.none(), TEXTS), max_size=8))
def test_the_compiled_loop_says_what_the_plain_one_says(texts):
    assert normal_column(texts) == [normalise(text or "") for text in texts]


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_each_octet_leads_back_to_the_character_it_came_from(texts):
    done = normalise_texts(pa.array(texts, pa.large_string()), keep_origins=True)
    for row, text in enumerate(texts):
        normal, origins = normalise_with_origins(text)
        of_octets = [place for letter, place in zip(normal, origins, strict=True) for _ in letter.encode()]
        start, end = int(done.slices.starts[row]), int(done.slices.ends[row])
        assert done.origin[start:end].tolist() == of_octets
        assert all(0 <= place < len(text) for place in of_octets)


@given(TEXTS)
def test_a_normal_form_has_single_spaces_and_no_marks_that_decorate(text):
    normal = normalise(text)
    assert normal == " ".join(normal.split(" ")).strip()
    assert "  " not in normal
    assert not any(unicodedata.combining(letter) >= 200 for letter in normal)


@pytest.mark.parametrize("pair", read_folds()["never_merged"]["pairs"], ids=" / ".join)
def test_words_that_mean_different_things_stay_apart(pair):
    left, right = pair
    assert normalise(left) != normalise(right)
    assert normalise(left.upper()) != normalise(right.upper())


@pytest.mark.slow
def test_the_shipped_table_is_what_the_builder_makes():
    shipped, built = normal_form_table(), build_table()
    if unicodedata.unidata_version != "14.0.0":
        pytest.skip("the shipped table is made from Unicode 14.0.0")
    for name, array in built.arrays().items():
        assert array.tolist() == shipped.arrays()[name].tolist()


@pytest.mark.slow
def test_every_code_point_folds_to_something_that_folds_to_itself():
    for code in range(0x110000):
        for letter in fold_code_point(code):
            assert fold_code_point(letter) == (letter,)


def test_ten_megabytes_of_combining_marks_vanish_in_a_moment():
    text = "a" + "\u0301" * 5_000_000 + "b"
    assert normal_column([text]) == ["ab"]


def test_a_word_without_end_is_no_problem():
    assert normal_column(["ﷺ" * 50_000])[0].startswith("صلي الله عليه وسلمصلي")
    assert normal_column(["é" * 100_000]) == ["e" * 100_000]
    long = "а" * 5000 + "b"
    assert normal_column([long]) == [normalise(long)]


def test_rows_are_framed_by_spaces():
    done = normalise_texts(pa.array(["a b", "", None, "c"]))
    assert done.slices.data.tobytes() == b" a b " + b"  " * 2 + b" c "


def test_columns_of_any_string_type_and_slices_of_them():
    texts = ["Ä", None, "b", ""]
    for kind in (pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())):
        column = pa.array(texts, kind)
        for array in (column.slice(1), pa.chunked_array([column, column]).slice(1, 3)):
            done = normalise_texts(array)
            assert [done.slices.value(row) for row in range(3)] == ["", "b", ""]
    assert len(normalise_texts(pa.array([], pa.string()))) == 0


def test_broken_utf8_counts_as_a_space_and_stays_in_its_row():
    octets = [b"a\xffb", b"\xf0\x9f", b"c\xe2\x82", b"ok", b"\xed\xa0\x80z", b"\xc0\xafy"]
    data = b"".join(octets)
    offsets = [0]
    for one in octets:
        offsets.append(offsets[-1] + len(one))
    column = pa.StringArray.from_buffers(
        len(octets), pa.py_buffer(b"".join(n.to_bytes(4, "little") for n in offsets)), pa.py_buffer(data)
    )
    done = normalise_texts(column)
    assert [done.slices.value(row) for row in range(len(octets))][:4] == ["a b", "", "c", "ok"]
    assert done.slices.value(5) == "y"


def test_a_span_takes_in_the_marks_of_its_last_letter():
    text = "x المصابيحُ!"
    done = normalise_texts(pa.array([text]), keep_origins=True)
    start = int(done.slices.starts[0]) + 2
    first, last = done.original_span(text, start, int(done.slices.ends[0]))
    assert text[first:last] == "المصابيحُ"


def test_spans_need_origins():
    with pytest.raises(ValueError, match="without origins"):
        normalise_texts(pa.array(["a"])).original_span("a", 1, 2)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 and not hasattr(os, "fork"), reason="needs a way to refuse writing")
def test_an_installation_that_cannot_be_written_to_works(tmp_path):
    script = (
        "import numba.core.caching as c\n"
        "c.CacheImpl._locator_classes = []\n"
        "import pyarrow as pa\n"
        "from seawall.signals import normalise_texts\n"
        "assert normalise_texts(pa.array(['A'])).slices.value(0) == 'a'\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_table_file_holds_no_pickle():
    path = Path(__import__("seawall.signals").__file__).parent / "signals" / "data" / "normal_form.npz"
    assert path.stat().st_size < 100_000


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_plain_ascii_is_folded_as_any_other_text(text):
    assert normalise(text) == normalise_with_origins(text)[0]
