"""How likely is one name made from another rather than thought up apart? One alignment of letters, compiled.

A name is an array of three rows: code points, sounds (consonant class, 0: weak), bits that each letter says, in
1/256 bit. The score is the log-odds of a pair model: equal letters bring their bits, letters of one sound less; each
other letter, each run put in and each run left out costs (the constants, chosen on development handles). The restricted
Damerau–Levenshtein distance and the longest common run come from the same pass. At most 64 letters a side.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["LONGEST", "align"]

LONGEST = 64
_EQUAL, _SAME_SOUND, _WEAK, _OTHER, _SWAP = 26, 512, 384, 1408, 1536  # costs in 1/256 bit
_MOST_OF_SOUND, _MOST_OF_WEAK = 666, 256  # bits that letters of one sound bring at most
_SKIP_WEAK = 256  # a vowel more or less
_PUT_IN, _PUT_IN_EACH, _PUT_AT_END = 896, 90, 512
_LEFT_OUT, _LEFT_OUT_EACH = 1024, 230
_NEVER = -(1 << 40)

_names = nb.types.Array(nb.int32, 2, "C", readonly=True)


@compiled()
def _met(left: Any, row: Any, right: Any, column: Any) -> Any:
    """Return what two letters that stand for each other bring."""
    least = min(left[2, row], right[2, column])
    if left[0, row] == right[0, column]:
        return least - _EQUAL
    if left[1, row] != right[1, column]:
        return -_OTHER
    if left[1, row]:
        return min(least, _MOST_OF_SOUND) - _SAME_SOUND
    return min(least, _MOST_OF_WEAK) - _WEAK


@compiled(nb.int64(_names, _names))
def align(left: Any, right: Any) -> Any:
    """Return score in 1/256 bit, distance, longest common run, its ends in `left` and in `right`, packed in one number.

    From the top: score, and 8 bits for each of the others. `right` is the older name: letters of it that are left out
    cost more than letters that are put in.
    """
    rows, columns = min(left.shape[1], LONGEST), min(right.shape[1], LONGEST)
    best = np.empty((3, LONGEST + 1), np.int64)
    put_in = np.empty((2, LONGEST + 1), np.int64)
    distances = np.empty((3, LONGEST + 1), np.int64)
    runs = np.zeros((2, LONGEST + 1), np.int64)
    best[0, 0], distances[0, 0] = 0, 0
    for column in range(1, columns + 1):
        best[0, column] = -_LEFT_OUT - _LEFT_OUT_EACH * column
        distances[0, column] = column
    put_in[0, :] = _NEVER
    run_most, run_left, run_right = 0, 0, 0
    for row in range(1, rows + 1):
        now, before, earlier = row % 3, (row - 1) % 3, (row - 2) % 3
        distances[now, 0] = row
        best[now, 0] = -_PUT_AT_END - _PUT_IN_EACH * row
        left_out = _NEVER
        letter = left[0, row - 1]
        for column in range(1, columns + 1):
            other = right[0, column - 1]
            score = best[before, column - 1] + _met(left, row - 1, right, column - 1)
            least = distances[before, column - 1] + (letter != other)
            least = min(least, distances[before, column] + 1, distances[now, column - 1] + 1)
            if row > 1 and column > 1 and letter == right[0, column - 2] and left[0, row - 2] == other:
                least = min(least, distances[earlier, column - 2] + 1)
                swapped = min(left[2, row - 1], right[2, column - 2]) + min(left[2, row - 2], right[2, column - 1])
                score = max(score, best[earlier, column - 2] + swapped - _SWAP)
            distances[now, column] = least
            opening = _PUT_AT_END if column == columns else _PUT_IN
            put_in[row % 2, column] = max(
                best[before, column] - opening - _PUT_IN_EACH, put_in[(row - 1) % 2, column] - _PUT_IN_EACH
            )
            left_out = max(best[now, column - 1] - _LEFT_OUT - _LEFT_OUT_EACH, left_out - _LEFT_OUT_EACH)
            score = max(score, put_in[row % 2, column], left_out)
            if left[1, row - 1] == 0:
                score = max(score, best[before, column] - _SKIP_WEAK)
            if right[1, column - 1] == 0:
                score = max(score, best[now, column - 1] - _SKIP_WEAK)
            best[now, column] = score
            run = runs[(row - 1) % 2, column - 1] + 1 if letter == other else 0
            runs[row % 2, column] = run
            if run > run_most:
                run_most, run_left, run_right = run, row, column
    score, distance = best[rows % 3, columns], distances[rows % 3, columns]
    return score << 32 | distance << 24 | run_most << 16 | run_left << 8 | run_right
