"""Do the accounts go by one display name? Equal, its words in another order, another script, or the other's handle.

Emoji, flags and affixes are no part of a name. Traps: namesakes of common names (their bits are low), a name that says
parody or fan, names of only faith, people and place words (they have no bits and carry nothing).
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.overlap import kinds_of, share_none
from seawall.identity.compare.quoting import quoted, shortened
from seawall.identity.compare.rarity import UTMOST_BITS, agreement_bits
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.traits.commonness import SOUND_BITS, name_bits
from seawall.identity.traits.handle import HandleForms, handle_forms, spelt
from seawall.identity.traits.letters import nearness
from seawall.identity.traits.names import NameForms, name_forms

__all__ = ["DisplayName"]

IDENTICAL, SAME_WORDS, SAME_SOUND, MADE_OF_HANDLE, FEW_EDITS, ABOUT, SHARED_WORDS, UNLIKE = range(8)
_WORDS, _WHOLES = kinds_of(KeyKind.NAME_WORD), kinds_of(KeyKind.NAME, KeyKind.HANDLE)
_SHORTEST_SOUND: Final = 4
_SHORTEST_STEM: Final = 4
_LEAST_BITS: Final = 8.0
_Told = tuple[int, str, float]
_NOTHING: Final[_Told] = (UNLIKE, "The display names have nothing in common that is rare.", 0.0)


class DisplayName:
    """The names that two accounts go by."""

    NAME: Final = "display_name"
    TITLE: Final = "Display name"
    FAMILY: Final = Family.NAME
    LEVELS: Final = (
        "identical",
        "same_words",
        "same_sound",
        "made_of_handle",
        "few_edits",
        "about",
        "shared_words",
        "unlike",
    )

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return what the names have in common; None where neither name can be compared with name or handle."""
        if share_none(new, closed, _WORDS, _WHOLES):
            return _outcome(_NOTHING, new, closed)  # no word, no sound, no handle made of it
        mine, theirs = _readable(new.name), _readable(closed.name)
        if mine is None and theirs is None:
            return None
        told = _by_names(mine, theirs, population) if mine and theirs else None
        if told is None or told[0] >= FEW_EDITS:
            told = max(filter(None, (told, _by_handle(new, mine, closed, theirs, population))), key=_bits, default=None)
        if told is None:
            if not (mine and theirs):
                return None
            told = _NOTHING
        return _outcome(told, new, closed)

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        pairs = (
            ("Nadia Marwen 🌙", "nadia marwen", "identical"),
            ("Marwen, Nadia (backup)", "Nadia Marwen", "same_words"),
            ("Khalid Zarqun", "خالد زرقون", "same_sound"),
            ("Nadia Mawren", "Nadia Marwen", "few_edits"),
            ("Nadia Marwen (parody)", "Nadia Marwen", "about"),
            ("Marwen of the quay", "Nadia Marwen", "shared_words"),
            ("Oskar Ridgewick", "Nadia Marwen", "unlike"),
            ("🌙🌙", "Nadia Marwen", None),
        )
        examples = [
            ComparisonExample(
                new=Portrait(account="new:1", name=new), closed=Portrait(account="old:1", name=closed), level=level
            )
            for new, closed, level in pairs
        ]
        made_of_handle = ComparisonExample(
            new=Portrait(account="new:1", handle="nadiamarwen7"),
            closed=Portrait(account="old:1", name="Nadia Marwen"),
            level="made_of_handle",
        )
        return (*examples, made_of_handle)


def _outcome(told: _Told, new: Portrait, closed: Portrait) -> Outcome:
    return Outcome(
        level=told[0],
        sentence=told[1],
        rarity_bits=told[2],
        left=shortened(new.name or new.handle or ""),
        right=shortened(closed.name or closed.handle or ""),
    )


def _bits(told: _Told) -> float:
    return told[2]


def _readable(name: str | None) -> NameForms | None:
    forms = name_forms(name) if name else None
    return forms if forms and forms.words else None


def _by_names(mine: NameForms, theirs: NameForms, population: Population) -> _Told | None:
    own = min(name_bits(mine.forms.shown), name_bits(theirs.forms.shown))
    shown = quoted(theirs.forms.shown)
    if mine.folded == theirs.folded:
        bits = agreement_bits(population, KeyKind.NAME, theirs.folded, own)
        return IDENTICAL, f"Both accounts go by the name {quoted(theirs.folded)}.", bits
    if mine.forms.about != theirs.forms.about and mine.words == theirs.words:
        word = (mine.forms.about or theirs.forms.about)[0]
        bits = agreement_bits(population, KeyKind.NAME, theirs.sorted_words, own)
        which = "new" if mine.forms.about else "closed"
        return ABOUT, f"The {which} account's name adds {quoted(word)} to {shown}.", bits
    if mine.words == theirs.words or mine.forms.stem == theirs.forms.stem:
        bits = agreement_bits(population, KeyKind.NAME, theirs.sorted_words, own)
        return SAME_WORDS, f"Both names are made of the words of {shown}.", bits
    return _nearly(mine, theirs, own, population)


def _nearly(mine: NameForms, theirs: NameForms, own: float, population: Population) -> _Told | None:
    both = f"{quoted(mine.forms.shown)} and {quoted(theirs.forms.shown)}"
    found: list[_Told] = []
    skeleton = "".join(theirs.skeletons)
    if mine.skeletons == theirs.skeletons and len(skeleton) >= _SHORTEST_SOUND:
        bits = agreement_bits(
            population, KeyKind.HANDLE, next(iter(theirs.forms.skeletons), ""), min(own, SOUND_BITS * len(skeleton))
        )
        found.append((SAME_SOUND, f"The names {both} have the same consonants, spelt in another way.", bits))
    near = nearness(spelt(mine.forms.words), spelt(theirs.forms.words))
    longer = max(len(mine.forms.stem), len(theirs.forms.stem))
    if 0 < near.edits <= (1 if longer < 8 else 2):
        bits = agreement_bits(population, KeyKind.NAME, theirs.sorted_words, near.bits)
        letters = "one letter" if near.edits == 1 else f"{near.edits} letters"
        found.append((FEW_EDITS, f"The names {both} differ in {letters}.", bits))
    shared = [
        (agreement_bits(population, KeyKind.NAME_WORD, word, name_bits(word)), word)
        for word in sorted(mine.words & theirs.words)
    ]
    bits = min(own, sum(one for one, _ in shared), UTMOST_BITS)
    if bits >= _LEAST_BITS:
        words = ", ".join(quoted(word) for one, word in shared if one)
        found.append((SHARED_WORDS, f"Both names hold {words}.", bits))
    return max(found, key=_bits, default=None)


def _by_handle(
    new: Portrait, mine: NameForms | None, closed: Portrait, theirs: NameForms | None, population: Population
) -> _Told | None:
    """Return whether one side's handle is made of the other side's name."""
    found: list[_Told] = []
    for handle, name, side, other in (
        (new.handle, theirs, "new", "closed"),
        (closed.handle, mine, "closed", "new"),
    ):
        if handle and name and (bits := _made_of(handle_forms(handle), name.forms, population)):
            shown = quoted(name.forms.shown)
            sentence = f"The {side} account's handle {quoted(handle)} is made of the {other} account's name {shown}."
            found.append((MADE_OF_HANDLE, sentence, bits))
    return max(found, key=_bits, default=None)


def _made_of(handle: HandleForms, name: HandleForms, population: Population) -> float:
    """Return the bits of a handle that is a name, in one script or two; 0 where it is not."""
    own = min(name_bits(handle.shown), name_bits(name.shown))
    if len(name.stem) >= _SHORTEST_STEM and (handle.stem == name.stem or sorted(handle.words) == sorted(name.words)):
        return agreement_bits(population, KeyKind.HANDLE, handle.stem, own)
    shared = [made for made in handle.skeletons if len(made) >= _SHORTEST_SOUND and made in name.skeletons]
    if not shared:
        return 0.0
    return agreement_bits(population, KeyKind.HANDLE, shared[0], min(own, SOUND_BITS * len(shared[0])))
