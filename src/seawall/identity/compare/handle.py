"""Is the new handle the closed one, made anew? Equal, counted on, spelt otherwise, mistyped, longer, or sharing a part.

Compared are the stems of `traits.handle`; how much their letters say together is the pair model's (`traits.letters`). A
handle that says something *about* the other ("fan", "not", "parody") meets a level of its own. Traps: handles of common
names and words (their bits are low), words of faith, people and place (they have none and carry no agreement), handles
that a platform cut short.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.overlap import kinds_of, share_none
from seawall.identity.compare.quoting import quoted, shortened
from seawall.identity.compare.rarity import agreement_bits, weighed_letters
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.traits.commonness import name_bits
from seawall.identity.traits.handle import HandleForms, handle_forms, spelt, spoken
from seawall.identity.traits.letters import UNIT, Letters, Nearness, nearness

__all__ = ["Handle"]

IDENTICAL, SAME_STEM, SAME_WORDS, SAME_SOUND, FEW_EDITS, CONTAINS, ABOUT, SHARED_PART, UNLIKE = range(9)
_GRAMS, _WHOLES = kinds_of(KeyKind.HANDLE_GRAM), kinds_of(KeyKind.HANDLE)
_SHORTEST_SOUND: Final = 3  # consonants
_SHORTEST_CONTAINED: Final = 5
_SHORTEST_PART: Final = 4
_LEAST_BITS: Final = 4.0  # a part that says less is no part worth telling
_LIMITS: Final = frozenset({15, 20, 24, 25, 30, 32})  # characters that platforms allow
_TURNED_BITS: Final = 3.0  # words seldom change places
_DIGIT_BITS, _YEAR_BITS, _LOST_NUMBER_BITS = 2.6, 6.0, 2.0
_PART_BITS: Final = 5.0  # one part kept and all else new: seldom
_Told = tuple[int, str, float]
_NOTHING: Final[_Told] = (UNLIKE, "The handles have nothing in common that is rare.", 0.0)


class Handle:
    """The handles of two accounts."""

    NAME: Final = "handle"
    TITLE: Final = "Handle"
    FAMILY: Final = Family.NAME
    LEVELS: Final = (
        "identical",
        "same_stem",
        "same_words",
        "same_sound",
        "few_edits",
        "contains",
        "about",
        "shared_part",
        "unlike",
    )

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return what the two handles have in common; None where one has none that can be read."""
        if not new.handle or not closed.handle:
            return None
        told = _told(new, closed, new.handle, closed.handle, population)
        if told is None:
            return None
        return Outcome(
            level=told[0],
            sentence=told[1],
            rarity_bits=told[2],
            left=shortened(new.handle),
            right=shortened(closed.handle),
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        pairs = (
            ("night_gardener", "Night_Gardener", "identical"),
            ("real_n1ght.gardener_2", "night_gardener", "same_stem"),
            ("gardener_night", "night_gardener", "same_words"),
            ("abu_zarqun", "ابو_زرقون", "same_sound"),
            ("night_gardemer", "night_gardener", "few_edits"),
            ("nightgardenerofquay", "night_gardener", "contains"),
            ("not_night_gardener", "night_gardener", "about"),
            ("marwen_of_tides", "night_marwen", "shared_part"),
            ("copper_kettle", "night_gardener", "unlike"),
            ("🌙🌙", "night_gardener", None),
        )
        return tuple(
            ComparisonExample(
                new=Portrait(account="new:1", handle=new), closed=Portrait(account="old:1", handle=closed), level=level
            )
            for new, closed, level in pairs
        )


def _told(new: Portrait, closed: Portrait, handle: str, closed_handle: str, population: Population) -> _Told | None:
    """Return level, sentence and bits; None where a handle can't be read."""
    if share_none(new, closed, _GRAMS, _WHOLES):
        return _NOTHING  # no three letters, no word, no number, no sound
    mine, theirs = handle_forms(handle), handle_forms(closed_handle)
    if handle.casefold() == closed_handle.casefold():
        return _identical(theirs, closed_handle, population)
    return _compared(mine, theirs, population) if mine.stem and theirs.stem else None


def _identical(theirs: HandleForms, closed: str, population: Population) -> _Told:
    own = name_bits(theirs.shown) + sum(_number_bits(number) for number in theirs.numbers)
    bits = agreement_bits(population, KeyKind.HANDLE, theirs.stem, own) if theirs.stem else 0.0
    return IDENTICAL, f"Both accounts have the handle {quoted(closed)}.", bits


def _compared(mine: HandleForms, theirs: HandleForms, population: Population) -> _Told:
    near = _nearness(mine, theirs, population)
    bits = agreement_bits(population, KeyKind.HANDLE, mine.stem, near.bits - _number_cost(mine, theirs))
    if mine.about != theirs.about and (told := _about(mine, theirs, near, population)):
        return told
    if mine.stem == theirs.stem:
        taken = _what_was_taken(mine, theirs)
        bits += _shared_numbers(mine, theirs)[0]
        return SAME_STEM, f"Both handles come down to {quoted(theirs.shown)} once {taken} are taken away.", bits
    if len(mine.words) > 1 and sorted(mine.words) == sorted(theirs.words):
        bits = agreement_bits(population, KeyKind.HANDLE, " ".join(sorted(theirs.words)), bits)
        return SAME_WORDS, f"Both handles are made of the words of {quoted(theirs.shown)}, in another order.", bits
    skeleton = next((made for made in mine.skeletons if made in theirs.skeletons), "")
    if len(skeleton) >= _SHORTEST_SOUND and not 0 < near.edits <= _allowed(mine, theirs):
        bits = agreement_bits(population, KeyKind.HANDLE, skeleton, bits)
        both = f"{quoted(mine.shown)} and {quoted(theirs.shown)}"
        return SAME_SOUND, f"The handles {both} have the same consonants, spelt in another way.", bits
    return _nearly(mine, theirs, near, bits, population)


def _nearness(mine: HandleForms, theirs: HandleForms, population: Population) -> Nearness:
    """Return how near the stems are, by letters or, across scripts, by sounds."""
    if mine.is_latin != theirs.is_latin:
        heard = nearness(spoken(mine.words), spoken(theirs.words))
        return heard._replace(edits=max(len(mine.stem), len(theirs.stem)), run=0)
    new = weighed_letters(population, mine)
    near = nearness(new, old := spelt(theirs.words))
    if near.run >= _SHORTEST_PART:
        ways = (new.shape[1] - near.run + 1) * (old.shape[1] - near.run + 1)
        kept = _run_bits(new, near.left_start, near.run, old, near.right_start) - _PART_BITS - math.log2(ways)
        near = near._replace(bits=max(near.bits, kept))
    if len(mine.words) > 1 and near.bits < _TURNED_BITS and sorted(mine.words) == sorted(theirs.words):
        turned = float(new[2].sum()) / UNIT - _TURNED_BITS
        near = near._replace(bits=turned)
    return near


def _run_bits(new: Letters, new_start: int, run: int, old: Letters, old_start: int) -> float:
    return float(np.minimum(new[2, new_start : new_start + run], old[2, old_start : old_start + run]).sum()) / UNIT


def _nearly(mine: HandleForms, theirs: HandleForms, near: Nearness, bits: float, population: Population) -> _Told:
    if 0 < near.edits <= _allowed(mine, theirs):
        letters = "one letter" if near.edits == 1 else f"{near.edits} letters"
        return FEW_EDITS, f"{quoted(mine.shown)} and {quoted(theirs.shown)} differ in {letters}.", bits
    shorter, longer = sorted((mine, theirs), key=lambda forms: len(forms.stem))
    if near.run == len(shorter.stem) >= _SHORTEST_CONTAINED and bits:
        bits = agreement_bits(population, KeyKind.HANDLE, shorter.stem, bits)
        if longer.stem.startswith(shorter.stem) and len(shorter.plain) in _LIMITS:
            return CONTAINS, f"{quoted(shorter.shown)} is how {quoted(longer.shown)} begins, cut short.", bits
        return CONTAINS, f"{quoted(longer.shown)} holds the whole of {quoted(shorter.shown)}.", bits
    number_bits, number = _shared_numbers(mine, theirs)
    bits = max(bits + number_bits - (0.0 if bits else _PART_BITS), 0.0)
    if bits < _LEAST_BITS:
        return UNLIKE, "The handles have nothing in common that is rare.", bits
    if number_bits * 2 > bits:
        return SHARED_PART, f"Both handles hold the number {quoted(number)}.", bits
    if near.run >= _SHORTEST_PART:
        part = theirs.stem[near.right_start : near.right_start + near.run]
        return SHARED_PART, f"Both handles hold {quoted(part)}.", bits
    both = f"{quoted(mine.shown)} and {quoted(theirs.shown)}"
    return SHARED_PART, f"The handles {both} are alike in many letters or sounds.", bits


def _about(mine: HandleForms, theirs: HandleForms, near: Nearness, population: Population) -> _Told | None:
    """Return the level of a handle that speaks about the other."""
    if near.run < max(_SHORTEST_CONTAINED, min(len(mine.stem), len(theirs.stem))) and mine.stem != theirs.stem:
        return None
    words, which = (mine.about, "new") if mine.about else (theirs.about, "closed")
    bits = agreement_bits(population, KeyKind.HANDLE, theirs.stem, max(0.0, near.bits))
    return ABOUT, f"The {which} handle adds {quoted(words[0])} to the other, {quoted(theirs.shown)}.", bits


def _what_was_taken(mine: HandleForms, theirs: HandleForms) -> str:
    taken = []
    if mine.numbers or theirs.numbers or mine.counter != theirs.counter:
        taken.append("numbers")
    if mine.affixes or theirs.affixes:
        taken.append("additions like " + quoted((mine.affixes or theirs.affixes)[0]))
    taken.append("separators, repeated and look-alike letters")
    return ", ".join(taken[:-1]) + " and " + taken[-1] if len(taken) > 1 else taken[0]


def _number_cost(mine: HandleForms, theirs: HandleForms) -> float:
    """Return what it costs that the closed handle's number is gone."""
    return _LOST_NUMBER_BITS * len(set(theirs.numbers) - set(mine.numbers))


def _shared_numbers(mine: HandleForms, theirs: HandleForms) -> tuple[float, str]:
    """Return the bits of the longest number that both have, and that number."""
    shared = [number for number in mine.numbers if number in theirs.numbers and len(number) > 1]
    return max(((_number_bits(number), number) for number in shared), default=(0.0, ""))


def _number_bits(number: str) -> float:
    is_year = len(number) == 4 and number[:2] in ("19", "20")
    return min(_YEAR_BITS if is_year else _DIGIT_BITS * len(number), 24.0)


def _allowed(mine: HandleForms, theirs: HandleForms) -> int:
    """Return how many edits are few for stems of this length."""
    longer = max(len(mine.stem), len(theirs.stem))
    return 0 if longer < 5 else 1 if longer < 8 else 2 if longer < 12 else 3
