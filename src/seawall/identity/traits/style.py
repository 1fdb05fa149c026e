"""How does an account write? A vector of its style, so that a product says how alike two accounts write.

Names, addresses, hashtags, numbers and the words of content are masked before anything is counted (`style_kernel.py`);
what is left are function words, spelling, marks, capitals, emoji and the make-up of posts. A `StyleSpace` says how the
counts become a vector; `StyleSpace.fit` makes one of any accounts' posts without labels, `default_space` is a small one
made of invented worlds. Left out: how it is fitted (`style_fit.py`) and lies on disk (`style_file.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from seawall.identity.traits.style_counts import BUCKETS, FEATURE_VERSION, style_counts
from seawall.identity.traits.style_rarity import StyleRarity

__all__ = ["StyleSpace", "default_space"]


_BLOCK: Final = 1_024
_PADS: Final = 8
_CROWDING: Final = 0.5
_NEAREST: Final = 5  # of the cohort, the nearest of all not counted: it may be the same hand


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StyleSpace:
    """What a style is measured by: which n-grams count, how much, and along which directions.

    `rare` and `common` are buckets, each ascending; row `i` of `steps` times `scales[i]` is where the bucket at `i` of
    both lists points, `weights` how much a rare one counts; `offset` is subtracted. `cohort` holds styles of accounts
    of the fit, `rarity` says what nearness means here, `digest` names the space. `features` is the version of the
    counts that it measures (`style_counts.VERSIONS`).
    """

    rare: NDArray[np.int32]
    weights: NDArray[np.float32]
    common: NDArray[np.int32]
    scales: NDArray[np.float32]
    steps: NDArray[np.int8]
    offset: NDArray[np.float32]
    cohort: NDArray[np.int8]
    rarity: StyleRarity
    digest: str
    features: str = FEATURE_VERSION
    _rare_rows: NDArray[np.int32] = field(init=False, repr=False)  # the row of a bucket, -1 where it has none
    _common_rows: NDArray[np.int32] = field(init=False, repr=False)
    _cohort: NDArray[np.float32] = field(init=False, repr=False)  # a column each

    def __post_init__(self) -> None:
        """Lay out what every account is measured by."""
        rare, common = (np.full(BUCKETS, -1, np.int32) for _ in range(2))
        rare[self.rare] = np.arange(len(self.rare), dtype=np.int32)
        common[self.common] = np.arange(len(self.rare), len(self.scales), dtype=np.int32)
        object.__setattr__(self, "_rare_rows", rare)
        object.__setattr__(self, "_common_rows", common)
        object.__setattr__(self, "_cohort", self.cohort.T.astype(np.float32))

    @property
    def size(self) -> int:
        """Return how many numbers a vector has."""
        return int(self.steps.shape[1]) + _PADS

    def vectors(self, texts: Any, owners: NDArray[np.int32], count: int) -> NDArray[np.float32]:
        """Return a vector for each of `count` accounts; zeros where nothing was written.

        The product of two vectors is their nearness: half the cosine of their directions, plus half of one less what
        either has in common with everybody (a style that is near to many is near to nobody in particular). Lengths are
        at most one.

        Args:
            texts: an Arrow column of strings, the posts of all accounts in any order; or `Slices`, which are counted as
                they stand (see `style_counts`).
            owners: the account of each post, 0 to `count` - 1.
            count: how many accounts there are.
        """
        return self.placed(self.directions(texts, owners, count))

    def placed(self, found: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the vectors of accounts whose directions are known; see `vectors`."""
        written = found.any(axis=1)
        pads = np.where(written, 1 - _CROWDING * self._crowding(found), 0) / np.sqrt(_PADS)
        made = np.empty((len(found), found.shape[1] + _PADS))
        made[:, : found.shape[1]] = found
        made[:, found.shape[1] :] = pads[:, None]
        made /= np.sqrt(2)
        return made.astype(np.float32)

    def directions(self, texts: Any, owners: NDArray[np.int32], count: int) -> NDArray[np.float32]:
        """Return the unit vector of each account's style alone; see `vectors`."""
        from seawall.identity.traits.style_projection_kernel import project_rows  # compiles: only when needed

        found = np.zeros((count, self.steps.shape[1]), np.float32)
        for counts in style_counts(texts, owners, count, version=self.features):
            rows = found[counts.first : counts.first + len(counts.row_ends)]
            project_rows(
                counts.row_ends, counts.buckets, counts.amounts, self._rare_rows, self._common_rows, self.weights,
                self.scales, self.steps, self.offset, _damped(), rows,
            )  # fmt: skip
        lengths = np.sqrt(np.add.reduce(found * found, axis=1, keepdims=True))
        units: NDArray[np.float32] = np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 0)
        return units

    def _crowding(self, found: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how near each style is to the nearest of the cohort, 0 to 1."""
        nearest = min(_NEAREST + 1, len(self.cohort))
        made = np.zeros(len(found), np.float32)
        if nearest < 2:
            return made
        for at in range(0, len(found), _BLOCK):
            # whole numbers, exact in single precision: the order of accounts changes no bit
            cosines = np.rint(found[at : at + _BLOCK] * 127) @ self._cohort
            best = np.partition(cosines, (-nearest, -1), axis=1)[:, -nearest:-1]
            made[at : at + _BLOCK] = np.add.reduce(best, axis=1) / np.float32(nearest - 1) / 127**2
        return np.minimum(np.maximum(made, 0), 1)

    @classmethod
    def fit(
        cls,
        texts: Any,
        owners: NDArray[np.int32],
        *,
        times: NDArray[np.int64] | None = None,
        features: str = FEATURE_VERSION,
    ) -> Self:
        """Return a space fitted to these accounts, with nobody's word for who is who.

        Pieces of one account's posts are taken as one hand, different accounts as different hands. The same posts give
        the same space, whatever their order and the accounts' numbers. With `times`, pieces are stretches of time. What
        posts quote is left out, in this fit and in every vector of the space; with `features` "1" it counts. Reshares
        that only their rows tell are best left out first (`own_posts`).

        Raises:
            StyleFitError: too few accounts have posts enough.
        """
        from seawall.identity.traits.style_file import fields_of
        from seawall.identity.traits.style_fit import FitOptions, fit_space

        return cls(**fields_of(fit_space(texts, owners, times, FitOptions(features=features)), features))

    def save(self, path: Path) -> None:
        """Write the space into one file.

        Raises:
            OSError: it can't be written.
        """
        from seawall.identity.traits.style_file import write_space

        write_space(self, path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read a space.

        Raises:
            ModelFileError: it can't be read, or is no space of this version.
        """
        from seawall.identity.traits.style_file import read_space

        return cls(**read_space(path.read_bytes() if path.is_file() else b"", str(path)))


@cache
def _damped() -> NDArray[np.float32]:
    from seawall.identity.traits.style_projection_kernel import damping  # compiles: only when needed

    damped: NDArray[np.float32] = damping()
    return damped


@cache
def default_space() -> StyleSpace:
    """Return the space that ships with Seawall: fitted to invented worlds, small, no real person's writing in it."""
    from seawall.identity.traits.style_file import read_space

    resource = files(__package__).joinpath("data/style_space.npz")
    return StyleSpace(**read_space(resource.read_bytes(), resource.name))
