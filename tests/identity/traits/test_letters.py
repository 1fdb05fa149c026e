"""The pair model of letters agrees with the plain recurrences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.traits.handle import handle_forms, spelt, spoken
from seawall.identity.traits.letters import Letters, letters_of, nearness

_WORDS = st.text("abcdeé", max_size=12)


def _distance(left: str, right: str) -> int:
    rows = [list(range(len(right) + 1))]
    for row in range(1, len(left) + 1):
        rows.append([row])
        for column in range(1, len(right) + 1):
            same = left[row - 1] == right[column - 1]
            least = min(rows[row - 1][column - 1] + (not same), rows[row - 1][column] + 1, rows[row][column - 1] + 1)
            if row > 1 and column > 1 and left[row - 1] == right[column - 2] and left[row - 2] == right[column - 1]:
                least = min(least, rows[row - 2][column - 2] + 1)
            rows[row].append(least)
    return rows[-1][-1]


def _longest_run(left: str, right: str) -> int:
    runs = (left[at:end] for at in range(len(left)) for end in range(at + 1, len(left) + 1))
    return max((len(run) for run in runs if run in right), default=0)


def _plain(word: str) -> Letters:
    return letters_of(word, [ord(letter) for letter in word], [3.0] * len(word))


@given(_WORDS, _WORDS)
def test_distance_and_run_are_those_of_the_definition(left: str, right: str) -> None:
    near = nearness(_plain(left), _plain(right))
    assert near.edits == _distance(left, right)
    assert near.run == _longest_run(left, right)
    assert left[near.left_start :][: near.run] == right[near.right_start :][: near.run]


@given(_WORDS, _WORDS)
def test_distance_and_run_are_symmetrical(left: str, right: str) -> None:
    one, other = nearness(_plain(left), _plain(right)), nearness(_plain(right), _plain(left))
    assert (one.edits, one.run) == (other.edits, other.run)


@given(_WORDS, _WORDS)
def test_no_name_is_nearer_than_the_name_itself(left: str, right: str) -> None:
    assert nearness(_plain(left), _plain(right)).bits <= nearness(_plain(right), _plain(right)).bits + 1e-9


def test_what_differs_costs() -> None:
    own = nearness(_plain("abcdef"), _plain("abcdef")).bits
    changes = ("abcdefzz", "zzabcdef", "abcdzzef", "abdcef", "abcdez", "abcde")
    assert all(nearness(_plain(changed), _plain("abcdef")).bits < own for changed in changes)
    assert nearness(_plain("abcdefzz"), _plain("abcdef")).bits > nearness(_plain("abcdef"), _plain("abcdefzz")).bits


def test_only_sixty_four_letters_are_compared() -> None:
    assert nearness(_plain("ab" * 500), _plain("ab" * 500)).run == 64


def test_sounds_bring_scripts_together() -> None:
    latin, arabic, other = (spoken(handle_forms(name).words) for name in ("khaled_zarqun", "خالد زرقون", "سمير حمدان"))
    assert nearness(latin, arabic).bits > 8 > 2 > nearness(latin, other).bits


def test_letters_of_common_words_bring_less() -> None:
    common, rare = (spelt(handle_forms(name).words) for name in ("ahmed_ali", "zwenta_ror"))
    assert nearness(common, common).bits < 14 < nearness(rare, rare).bits
