"""Accounts that attach nearly the same picture: another size, another compression, a border, mirrored.

Made from the slots of `same_media` and the hashes taken from the files (`PICTURE_HASHES`), which no SQL over the
observations can make: the item is the file that stands for all that look like it (`seawall.network.near_pictures`), of
these the one that most posts attach. Each attached picture gives one slot, also one that nobody else has, as the null
model needs. Left out: videos and sounds, pictures that are part of another one, files that nobody read.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from seawall.network.near_pictures import first_of_pictures
from seawall.network.traces.same_media import SameMedia

__all__ = ["NEAR_MEDIA", "with_near_media"]

NEAR_MEDIA: Final = "near_media"
"""The permanent name: the `kind` of its slots."""


def with_near_media(slots: pa.Table, hashes: pa.Table) -> pa.Table:
    """Return the slots, and after them those of this trace.

    Args:
        slots: of a corpus, as `corpus_slots` gives them.
        hashes: a table of `PICTURE_HASHES`, `media` called as the items of `same_media` are ("sha256:…").
    """
    attached = slots.filter(pc.equal(slots["kind"], SameMedia.NAME))
    known = attached.filter(pc.is_in(attached["item"], value_set=pc.unique(hashes["media"])))
    used = {one["values"]: one["counts"] for one in pc.value_counts(known["item"]).to_pylist()}
    media = sorted(used, key=lambda name: (-used[name], name))
    first = first_of_pictures(media, hashes)
    pictures, stands_for_all = pa.array(list(first), pa.string()), pa.array(list(first.values()), pa.string())
    place = pc.index_in(known["item"], value_set=pictures)
    known, place = known.filter(pc.is_valid(place)), place.drop_null()
    columns = {name: known[name] for name in slots.column_names}
    columns["item"] = stands_for_all.take(place)
    columns["kind"] = pa.repeat(pa.scalar(NEAR_MEDIA), known.num_rows)
    return pa.concat_tables([slots, pa.table(columns).cast(slots.schema)])
