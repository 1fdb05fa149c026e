"""What do people do to a text so that it is not recognised? Evasions by language: functions of a text and a seeded rng.

Written for this bench from what is told of evasions in use. `EVASIONS` holds, for "ar", "es" and "en", name → function.
"""

import re
import unicodedata

__all__ = ["EVASIONS"]

EVASIONS = {"ar": {}, "es": {}, "en": {}}
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
BIDI = "\u202a\u202b\u202d\u202e\u2066\u2067\u200e\u200f"
EMOJI = "🔥⭐🌊💡⚓🔦"
FILLERS = {
    "en": ("look", "friends", "really", "today", "now", "please", "share", "everyone"),
    "es": ("mira", "amigos", "hoy", "ahora", "todos", "comparte", "vamos", "siempre"),
    "ar": ("انظر", "اليوم", "الان", "جميعا", "يا", "شارك", "دائما", "حقا"),
}
LATIN_LOOK_ALIKES = dict(zip("aceiopsxyABCEHIKMOPTXY", "асеіорѕхуАВСЕНІКМОРТХУ", strict=True)) | {"j": "ј", "h": "һ"}
LEET = dict(zip("aeiostbgAEIOSTBG", "4310578943105789", strict=True))
TASHKEEL = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
ARABIC = re.compile("[\u0621-\u064a]")


def evasion(*languages):
    """Register an evasion by the name of its function."""

    def take(function):
        for language in languages:
            EVASIONS[language][function.__name__] = function
        return function

    return take


def mapped(text, table):
    return "".join(table.get(letter, letter) for letter in text)


def between(text, choose):
    """Put something behind each letter that has a letter behind it."""
    return "".join(
        letter + (choose() if letter.isalpha() and after.isalpha() else "")
        for letter, after in zip(text, [*text[1:], " "], strict=True)
    )


# in every language


@evasion("ar", "es", "en")
def zero_width(text, rng):
    return between(text, lambda: rng.choice(ZERO_WIDTH))


@evasion("ar", "es", "en")
def bidi_controls(text, rng):
    return between(text, lambda: rng.choice(BIDI) if rng.random() < 0.5 else "")


@evasion("ar", "es", "en")
def letters_spread_by_spaces(text, _):
    return between(text, lambda: " ")


@evasion("ar", "es", "en")
def letters_spread_by_dots(text, rng):
    return between(text, lambda: rng.choice("._-*"))


@evasion("ar", "es", "en")
def letters_spread_by_emoji(text, rng):
    return between(text, lambda: rng.choice(EMOJI))


@evasion("ar", "es", "en")
def words_joined(text, _):
    return "".join(text.split())


@evasion("ar", "es", "en")
def letters_repeated(text, rng):
    return "".join(letter * (rng.randint(2, 5) if letter.isalpha() and rng.random() < 0.2 else 1) for letter in text)


@evasion("ar", "es", "en")
def adjacent_letters_swapped(text, rng):
    """In each third word two letters change places."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 3 and rng.random() < 1 / 3:
            at = rng.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


@evasion("ar", "es", "en")
def letters_mistyped(text, rng):
    """One letter in twenty is another letter of the text."""
    letters = [letter for letter in text if letter.isalpha()]
    return "".join(rng.choice(letters) if letter.isalpha() and rng.random() < 0.05 else letter for letter in text)


@evasion("ar", "es", "en")
def cut_by_a_quarter(text, _):
    return text[: len(text) * 3 // 4]


@evasion("ar", "es", "en")
def words_rotated(text, rng):
    words = text.split()
    at = rng.randrange(1, max(2, len(words)))
    return " ".join(words[at:] + words[:at])


def _words_put_in(language):
    def words_put_in(text, rng):
        """After each sixth word or so one of somebody's own."""
        return " ".join(
            word + (f" {rng.choice(FILLERS[language])}" if rng.random() < 1 / 6 else "") for word in text.split()
        )

    return words_put_in


for _language in EVASIONS:
    evasion(_language)(_words_put_in(_language))


@evasion("ar", "es", "en")
def text_reversed(text, _):
    return text[::-1]


@evasion("ar", "es", "en")
def each_word_reversed(text, _):
    return " ".join(word[::-1] for word in text.split(" "))


# in Latin letters


@evasion("es", "en")
def leet(text, _):
    return mapped(text, LEET)


@evasion("es", "en")
def leet_with_signs(text, _):
    return mapped(text, LEET | {"a": "@", "s": "$", "i": "!", "l": "1"})


@evasion("es", "en")
def look_alike_letters(text, _):
    return mapped(text, LATIN_LOOK_ALIKES)


@evasion("es", "en")
def full_width(text, _):
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


@evasion("es", "en")
def mathematical_letters(text, rng):
    first = rng.choice((0x1D400, 0x1D4D0, 0x1D5D4, 0x1D670))
    return "".join(
        chr(first + ord(letter) - 65) if "A" <= letter <= "Z"
        else chr(first + 26 + ord(letter) - 97) if "a" <= letter <= "z" else letter
        for letter in text
    )  # fmt: skip


@evasion("es", "en")
def zalgo(text, rng):
    marks = [chr(code) for code in range(0x0300, 0x0370)]
    return "".join(letter + "".join(rng.choices(marks, k=rng.randint(1, 6))) for letter in text)


@evasion("es", "en")
def vowels_dropped(text, _):
    bare = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in bare if letter not in "aeiouAEIOU\u0301")


# Spanish


@evasion("es")
def accents_dropped(text, _):
    return mapped(text, dict(zip("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN", strict=True)))


@evasion("es")
def accents_put_in(text, rng):
    wrong = dict(zip("aeiou", "àèìòù", strict=True))
    return "".join(wrong.get(letter, letter) if rng.random() < 0.5 else letter for letter in text)


@evasion("es")
def k_for_c_and_qu(text, _):
    text = re.sub(r"qu(?=[eiéí])", "k", text, flags=re.IGNORECASE)
    return re.sub(r"c(?=[aouáóúlr])", "k", text, flags=re.IGNORECASE)


@evasion("es")
def x_for_ch(text, _):
    return re.sub("ch", "x", text, flags=re.IGNORECASE)


@evasion("es")
def at_for_a_and_o(text, _):
    return re.sub("[aoáó]", "@", text)


@evasion("es")
def e_inclusive(text, rng):
    return re.sub(r"[oa](s?)\b", lambda met: rng.choice("ex@*") + met[1], text)


@evasion("es")
def b_and_v_swapped(text, _):
    return mapped(text, dict(zip("bvBV", "vbVB", strict=True)))


@evasion("es")
def s_for_z_and_soft_c(text, _):
    return re.sub(r"z|c(?=[eiéí])", "s", text)


@evasion("es")
def short_messages(text, _):
    short = {
        "que": "q", "qué": "q", "por": "x", "porque": "xq", "para": "pa", "también": "tb", "con": "cn", "más": "+",
        "de": "d", "te": "t", "se": "s", "me": "m", "es": "s", "bien": "bn", "mucho": "mxo", "gente": "gnt",
        "todos": "tds", "nada": "nd", "siempre": "smpr", "hasta": "hsta", "cuando": "cndo", "donde": "dnd",
    }  # fmt: skip
    return " ".join(short.get(word.lower(), word) for word in text.split(" "))


# Arabic


@evasion("ar")
def vowel_signs(text, rng):
    return "".join(letter + (rng.choice(TASHKEEL) if ARABIC.match(letter) else "") for letter in text)


@evasion("ar")
def tatweel(text, rng):
    return between(text, lambda: "ـ" * rng.randint(0, 4))


@evasion("ar")
def alef_hamza_ya_ta_marbuta(text, rng):
    alike = ("اأإآٱ", "يىئ", "هة", "وؤ")
    table = {letter: group for group in alike for letter in group}
    return "".join(rng.choice(table.get(letter, letter)) for letter in text)


@evasion("ar")
def persian_and_urdu_letters(text, _):
    return mapped(text, {"ك": "ک", "ي": "ی", "ى": "ے", "ه": "ہ", "ة": "ۃ", "و": "ۋ"})


@evasion("ar")
def presentation_forms(text, rng):
    forms = {}
    for code in [*range(0xFE80, 0xFEF5), *range(0xFB50, 0xFBB2)]:
        whole = unicodedata.normalize("NFKC", chr(code))
        if len(whole) == 1:
            forms.setdefault(whole, []).append(chr(code))
    return "".join(rng.choice(forms.get(letter, [letter])) for letter in text)


@evasion("ar")
def letters_without_dots(text, _):
    ends = str.maketrans("نيق", "ںىٯ")
    middle = str.maketrans("بتثنيپجخذزشضظغفقةئ", "ٮٮٮٮٮٮححدرسصطعڡٯهٮ")
    return " ".join(
        word[:-1].translate(middle) + word[-1:].translate(ends).translate(middle) for word in text.split(" ")
    )


@evasion("ar")
def some_letters_without_dots(text, rng):
    table = dict(zip("بتثنفقجخذزشضظغ", "ٮٮٮںڡٯححدرسصطع", strict=True))
    return "".join(table.get(letter, letter) if rng.random() < 0.3 else letter for letter in text)


@evasion("ar")
def digits_among_arabic_letters(text, _):
    return mapped(text, {"ع": "3", "ح": "7", "خ": "5", "ط": "6", "ق": "9", "ء": "2"})


TYPED = "a b t th j 7 5 d th r z s sh 9 d 6 z 3 gh f 8 k l m n h w y 2 a e aa a a e o"
ARABIZI = dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىئؤ", TYPED.split(), strict=True))


@evasion("ar")
def typed_in_latin_letters(text, rng):
    """Arabizi: digits for what Latin lacks, and short vowels where somebody would type them."""
    out = []
    for letter, after in zip(text, [*text[1:], " "], strict=True):
        out.append(ARABIZI.get(letter, letter))
        if ARABIC.match(letter) and ARABIC.match(after) and letter not in "اويىةآ" and after not in "اوي":
            out.append(rng.choice(("", "a", "e", "i")))
    return "".join(out)


@evasion("ar")
def typed_in_latin_letters_without_digits(text, _):
    plain = ARABIZI | {"ح": "h", "خ": "kh", "ص": "s", "ط": "t", "ع": "a", "ق": "q", "ء": ""}
    return "".join(plain.get(letter, letter) for letter in text)


@evasion("ar")
def alef_left_out_or_put_in(text, rng):
    return "".join("" if letter == "ا" and rng.random() < 0.5 else letter for letter in text)


@evasion("ar")
def similar_letters_exchanged(text, rng):
    """Letters that sound or look alike change places in one word of three."""
    table = dict(zip("سصتطدضذزهحكقثش", "صسطتضدزذحهقكشث", strict=True))
    return " ".join(mapped(word, table) if rng.random() < 1 / 3 else word for word in text.split(" "))
