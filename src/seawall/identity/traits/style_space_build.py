"""Make the shipped style space anew: `python -m seawall.identity.traits.style_space_build`.

Fitted to own words of made-up worlds of development seeds alone, so that no real person's writing is in it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from seawall.identity.traits.own_posts import own_posts
from seawall.identity.traits.style import StyleSpace
from seawall.identity.traits.style_file import fields_of
from seawall.identity.traits.style_fit import FitOptions, fit_space

__all__ = ["build_space"]

SEEDS: Final = (31, 32, 33)
OPTIONS: Final = FitOptions(rare=2_432, common=16, directions=128, size=80, cohort=400)
_ACCOUNTS, _POSTS = 800, 24_000


def build_space() -> StyleSpace:
    """Return the space of the development worlds."""
    from seawall.testing.world import WorldOptions, write_world

    texts, owners, begun = [], [], 0
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            write_world(
                Path(folder), WorldOptions(seed=seed, account_count=_ACCOUNTS, post_count=_POSTS, picture_count=40)
            )
            posts = pq.read_table(Path(folder) / "posts", columns=["account_id", "text", "kind", "reshare_of"])
        own = own_posts(posts["text"], kinds=posts["kind"], reshares=posts["reshare_of"])
        posts = posts.take(pa.array(own.rows))
        names = posts["account_id"].combine_chunks().dictionary_encode()
        texts.append(posts["text"].combine_chunks().cast(pa.large_string()))
        owners.append(np.asarray(names.indices) + begun)
        begun += len(names.dictionary)
    return StyleSpace(
        **fields_of(fit_space(pa.concat_arrays(texts), np.concatenate(owners).astype(np.int32), None, OPTIONS))
    )


if __name__ == "__main__":
    build_space().save(Path(__file__).parent / "data/style_space.npz")
