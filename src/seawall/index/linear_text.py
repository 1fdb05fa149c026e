"""How near are two texts? The rules of near-text search in plain Python, pair by pair: the oracle of `NearTextIndex`.

Slow on purpose: strings of letters, sets of shingles, a full table for slogans, every region that a shared piece points
at. Takes and gives normal forms. Left out: what equal normal forms mean (`linear.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from seawall.index import near_text_rules as rules
from seawall.index.tiers import TIERS, Tier
from seawall.signals.skeleton import Letter, letters_of, skeleton_letters
from seawall.signals.skeleton_table import ARABIC, HASHED, VOWEL, WILD, skeleton_table

__all__ = ["Nearness", "nearness"]

_WORD: Final = (1 << 64) - 1
_FAR: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How a post repeats a banked text: the stage, the hundredths of the wording that are missing, the tier."""

    stage: str
    missing: int
    tier: Tier


def nearness(post: str, banked: str) -> Nearness | None:
    """Return how near a post is to a banked text, both in normal form; None for not near."""
    letters = letters_of(post)
    best: Nearness | None = None
    for way in range(len(rules.WAYS)):
        codes = _codes_in_way(letters_of(banked), way)
        skeleton = [letter for letter, _ in skeleton_letters(codes)]
        if len(codes) < rules.MIN_CODES or len(skeleton) < rules.MIN_LETTERS:
            continue
        found = _compare(letters, codes, skeleton, way=way, count=len(letters_of(banked)))
        if found and (best is None or _rank(found) < _rank(best)):
            best = found
    return best


def _rank(found: Nearness) -> tuple[int, int]:
    return TIERS.index(found.tier), found.missing


def _codes_in_way(letters: list[Letter], way: int) -> list[int]:
    codes = [letter.code for letter in letters]
    if way == 0:
        return codes
    if way == 1:
        return codes[::-1]
    if way == 2:
        words: list[list[int]] = []
        for letter in letters:
            if letter.first or not words:
                words.append([])
            words[-1].insert(0, letter.code)
        return [code for word in words for code in word]
    table = skeleton_table()
    arabic = 2 * sum(bool(table.kind_of[code] & ARABIC) for code in codes) > len(codes)
    if way == rules.NO_S_AND_L:
        missing = [table.class_of[table.code_of[ord(letter)]] for letter in "sl"]
        kept = [code for code in codes if table.class_of[code] not in missing]
        long = len(skeleton_letters(codes)) >= rules.SHORT
        return kept if not arabic and long and len(kept) < len(codes) else []
    if way == rules.SOFT_C:
        return _with_soft_c(letters) if not arabic and len(skeleton_letters(codes)) < rules.SHORT else []
    return [int(table.arabizi[way - rules.ARABIZI][code]) for code in codes] if arabic else []


def _with_soft_c(letters: list[Letter]) -> list[int]:
    """Return the codes with s for each c that e or i follows in its word; none where there is no such c."""
    c, e, i, s = (int(skeleton_table().code_of[ord(letter)]) for letter in "ceis")
    codes = [letter.code for letter in letters]
    soft = [at for at, after in enumerate(letters[1:]) if codes[at] == c and not after.first and after.code in {e, i}]
    for at in soft:
        codes[at] = s
    return codes if soft else []


def _compare(letters: list[Letter], codes: list[int], skeleton: list[int], *, way: int, count: int) -> Nearness | None:
    of_post = skeleton_letters([letter.code for letter in letters])
    post = [letter for letter, _ in of_post]
    blocks = []
    first = 0
    while True:
        last = len(skeleton) - first <= rules.BLOCK
        block = skeleton[first:] if last else skeleton[first : first + rules.BLOCK]
        own = len(block) - 3 if last else rules.STRIDE
        figures = []
        for low, high in _regions(post, block, way):
            if len(skeleton) < rules.SHORT:
                figures.append(_slogan_figures(letters, of_post[low][1], of_post[high - 1][1] + 1, codes, way))
            else:
                one = _shingle_figures(post, low, high, block, own, is_whole=last and not first)
                figures += [one] if one[-1] or _is_kept(one[0], own) else []
        blocks.extend(sorted(figures, key=lambda one: one[8] - one[0] - one[1])[:1])
        if last:
            break
        first += rules.STRIDE
    blocks = [one for one in blocks if one[8] < _FAR]
    if not blocks:
        return None
    sums = np.array(blocks, np.int64).sum(axis=0, keepdims=True)
    sums[0, 3] = blocks[0][3]
    stage, missing, tier = rules.judge(sums, np.array([len(skeleton) - 3]), np.array([count]))
    if stage[0] == rules.NOTHING:
        return None
    return Nearness(stage=rules.STAGES[stage[0]], missing=int(missing[0]), tier=TIERS[tier[0]])


def _regions(post: list[int], block: list[int], way: int) -> Iterator[tuple[int, int]]:
    slack = 16 + len(block) // 2
    for piece, end in _pieces(block, way):
        for at in range(len(post) - len(piece) + 1):
            if post[at : at + len(piece)] == piece:
                offset = at + len(piece) - end
                if len(block) < rules.SHORT and not _slogan_fits(post, at, piece, block, end):
                    continue
                yield max(0, offset - slack), min(len(post), offset + len(block) + slack)


def _slogan_fits(post: list[int], at: int, piece: list[int], block: list[int], end: int) -> bool:
    """Say whether the slogan stands around its piece with no letter changed, or one in a longer slogan."""
    behind = _edits(post[at + len(piece) :], block[end:])
    before = _edits(post[:at][::-1], block[: end - len(piece)][::-1])
    return behind + before <= (len(block) >= rules.WHOLE_SLOGAN)


def _edits(post: list[int], wanted: list[int]) -> int:
    """Return 0, 1 or 2 for more: how many edits make `wanted` a beginning of `post`."""
    if post[: len(wanted)] == wanted:
        return 0
    same = next(at for at in range(len(wanted)) if post[at : at + 1] != wanted[at : at + 1])
    mine, theirs = post[same:], wanted[same:]
    for left, right in ((mine[1:], theirs[1:]), (mine, theirs[1:]), (mine[1:], theirs)):
        skips = len(mine) - len(left)
        if skips <= len(mine) and left[: len(right)] == right and (mine or not skips):
            return 1
    return 2


def _is_kept(of_region: int, own: int) -> bool:
    return 10 * of_region >= 3 * own or of_region >= rules.MIN_CUTTING


def _pieces(block: list[int], way: int) -> Iterator[tuple[list[int], int]]:
    """Yield (piece, where it ends in the block); the plan stands in `near_text_segment.py`."""
    if len(block) < rules.SHORT:
        length = min(len(block), rules.PIECE) if len(block) < 10 else len(block) // 2
        for end in range(length, len(block) + 1, length):
            yield block[end - length : end], end
        return
    runs = [block[at : at + rules.PIECE] for at in range(len(block) - rules.PIECE + 1)]
    hashes = [_hash(run) for run in runs]
    wide = min(max(len(block) // 30, 1), 8)
    wide = min(min(2 * wide, 12) if way else wide, len(runs))
    taken = {max(range(at, at + wide), key=lambda place: (-hashes[place], place)) for at in range(len(runs) - wide + 1)}
    for at in sorted(taken):
        yield runs[at], at + rules.PIECE


def _hash(run: list[int]) -> int:
    state = ((int.from_bytes(bytes(run), "big") + len(run)) * 0x9E3779B97F4A7C15) & _WORD
    state = ((state ^ (state >> 29)) * 0xD6E8FEB86659FD93) & _WORD
    return state ^ (state >> 29)


def _shingle_figures(
    post: list[int], low: int, high: int, block: list[int], own: int, *, is_whole: bool = False
) -> tuple[int, ...]:
    size = rules.SHINGLE
    of_block = [tuple(block[at : at + size]) for at in range(len(block) - size + 1)]
    region = {at: tuple(post[at : at + size]) for at in range(low, high - size + 1)}
    known, owned = set(of_block), set(of_block[:own])
    score = best = 0
    begin = first = end = low
    for at, shingle in region.items():
        if shingle in known:
            begin = at if score == 0 else begin
            score += 1
            if score > best:
                best, first, end = score, begin, at + 1
        elif score:
            score -= 1
    span = {region[at] for at in range(first, end)}
    met = set(region.values())
    of_region = sum(shingle in met for shingle in of_block[:own])
    return (
        of_region,
        sum(shingle in span for shingle in of_block[:own]),
        sum(shingle in owned for shingle in region.values()),
        max(len(post) - size + 1, 0),
        0,
        0,
        end - first,
        sum(region[at] in known for at in range(first, end)),
        -1,
        _aligned(post, block) if is_whole and _is_aligned(of_region, own) else 0,
    )


def _is_aligned(of_region: int, own: int) -> bool:
    enough = own < rules.LONGEST_ALIGNED and of_region >= rules.aligned_least(own + 3)
    return enough and 100 * of_region < rules.MOST_ALIGNED * own


def _aligned(post: list[int], block: list[int]) -> int:
    """Return the hundredths of a block that stand in a post, in order: letters put in cost half; 0 for too few."""
    row = list(range(len(post) + 1))
    for place, wanted in enumerate(block):
        new = [2 * place + 2]
        for at, letter in enumerate(post):
            new.append(min(row[at] + 2 * (letter != wanted), row[at + 1] + 2, new[at] + 1))
        row = new
    whole = 2 * len(block)
    return (whole - row[-1]) * 100 // whole if row[-1] <= whole * (100 - rules.MIN_ALIGNED) // 100 else 0


def _slogan_figures(letters: list[Letter], low: int, high: int, codes: list[int], way: int) -> tuple[int, ...]:
    """Return the figures of the cheapest place of a slogan among the letters around `low` to `high`."""
    typed = way in {rules.ARABIZI, rules.ARABIZI_NO_DIGITS}
    window = range(max(0, low - 8), min(len(letters), high + 8))
    limit = len(codes) // 2 + 2
    for weak in (rules.TYPED,) if typed else (rules.SPELLED, rules.BARE) if way == rules.PLAIN else (rules.SPELLED,):
        cost, length = min(_slogan_places(letters, window, codes, weak), default=(_FAR, 0))
        if cost <= limit and len(codes) <= rules.LONGEST_SLOGAN:
            return (0, 0, length, len(letters), 0, 0, 0, 0, cost, 0)
    return (0, 0, 0, 0, 0, 0, 0, 0, _FAR, 0)


def _slogan_places(
    letters: list[Letter], window: range, codes: list[int], weak: tuple[int, int, int, int]
) -> Iterator[tuple[int, int]]:
    """Yield (cost, letters of the post) of each place between word boundaries where a slogan may stand."""
    costs = _Costs(weak)
    for first in window:
        if not _may_begin(letters, window, first):
            continue
        row = [0]
        for code in codes:
            row.append(row[-1] + costs.left_out(code))
        for at in range(first, window.stop):
            code = letters[at].code
            breaks = at + 1 == len(letters) or letters[at + 1].first
            new, consonant = [_FAR], 0
            for place, wanted in enumerate(codes):
                exchanged = row[place] + costs.exchanged(wanted, code)
                put_in = row[place + 1] + costs.put_in(code, letters[at - 1].code if at > window.start else 0)
                left_out = costs.left_out_at_gap(wanted) if breaks else costs.left_out(wanted)
                left_out = 1 if wanted == consonant else left_out
                new.append(min(exchanged, put_in, new[place] + left_out))
                consonant = wanted if costs.is_consonant(wanted) else consonant
            row = new
            if breaks or code >= HASHED:
                yield row[-1], at + 1 - first


def _may_begin(letters: list[Letter], window: range, place: int) -> bool:
    if letters[place].first or letters[place].code >= HASHED:
        return True
    if not skeleton_table().kind_of[letters[place].code] & ARABIC:
        return False
    return any(letters[at].first for at in range(max(window.start, place - 4), place))


class _Costs:
    """What the differences between a slogan and a place cost."""

    def __init__(self, weak: tuple[int, int, int, int]) -> None:
        self._left_out, self._put_in, self._other, self._kept = weak
        self._table = skeleton_table()

    def exchanged(self, left: int, right: int) -> int:
        is_weak = not self._table.class_of[left]
        wild = bool((self._table.kind_of[left] | self._table.kind_of[right]) & WILD)
        if self._table.class_of[left] != self._table.class_of[right]:
            return rules.LETTER // 2 if wild and (is_weak or not self._table.class_of[right]) else rules.LETTER
        if left == right:
            return self._kept if self._table.kind_of[left] & VOWEL else 0
        if wild:
            return self._kept if is_weak else 0
        return max(self._other, self._kept) if is_weak else rules.ALIKE

    def is_consonant(self, code: int) -> bool:
        return bool(self._table.class_of[code])

    def put_in(self, code: int, before: int) -> int:
        if code == before:
            return min(1, self._put_in)
        return rules.LETTER if self._table.class_of[code] else self._put_in

    def left_out(self, code: int) -> int:
        return rules.LETTER if self._table.class_of[code] else self._left_out

    def left_out_at_gap(self, code: int) -> int:
        return rules.LETTER if self._table.class_of[code] else min(self._left_out, rules.GAP)
