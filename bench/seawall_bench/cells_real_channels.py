"""The channel network of `cells-real`: which public channels act together, and whose posts do they forward?

`channel_network.parquet` has no text and no names, only keyed digests. Traces: the same channel forwarded, the same
address, the same file. Sources of forwards are told by number, the most used first, never by digest.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from seawall.network import CellOptions, make_slots, search_cells
from seawall_bench.cells_real_posts import by_trace, cells_by_account

TRACES = {"forwarded_from": "same_source", "url_key": "same_url", "media_key": "same_media"}
WINDOWS = (60.0, 3_600.0, 86_400.0)
SHOWN_CELLS, SHOWN_SOURCES = 8, 5


def channel_posts(folder):
    """Return the posts, each (channel, message) once: its first row."""
    columns = ["channel", "msg_id", "date", *TRACES]
    posts = pq.read_table(folder / "channel_network.parquet", columns=columns)
    texts = {pa.large_string(): pa.string()}
    posts = posts.cast(pa.schema([(field.name, texts.get(field.type, field.type)) for field in posts.schema]))
    keys = pc.binary_join_element_wise(posts["channel"], posts["msg_id"].cast(pa.string()), " ")
    codes = keys.combine_chunks().dictionary_encode().indices.to_numpy()
    _, first = np.unique(codes, return_index=True)
    return posts.take(pa.array(np.sort(first))), posts.num_rows


def channel_slots(posts):
    """Return the slots of the three traces."""
    parts = []
    for column, kind in TRACES.items():
        used = posts.filter(posts[column].is_valid())
        parts.append(pa.table({
            "account": used["channel"], "item": used[column], "time": used["date"].cast(pa.timestamp("us", "UTC")),
            "kind": pa.array([kind] * used.num_rows, pa.string()),
        }))  # fmt: skip
    return pa.concat_tables(parts)


def channel_figures(folder, seed):
    """Return the largest cells with their forwarding sources, and the shuffled control."""
    posts, rows = channel_posts(folder)
    slots = make_slots(channel_slots(posts))
    search = search_cells(slots, CellOptions(windows_seconds=WINDOWS, seed=seed))
    cell_of = cells_by_account(search)
    sources = Counter(posts["forwarded_from"].drop_null().to_pylist())
    number = {name: place for place, (name, _) in enumerate(sources.most_common(), start=1)}
    return {
        "rows": rows, "posts": posts.num_rows, "channels": len(posts["channel"].unique()),
        "channels_with_a_trace": len(slots.accounts), "slots": len(slots), "windows_seconds": list(WINDOWS),
        "significant_pairs": len(search.pairs), "pairs_by_test": by_trace(search), "cells": len(search.cells),
        "channels_in_cells": len(cell_of),
        "shuffled_control": {"significant_pairs": search.control.significant_pairs, "cells": search.control.cells},
        "largest_cells": [_cell(posts, cell_of, cell, number) for cell in search.cells[:SHOWN_CELLS]],
    }  # fmt: skip


def _cell(posts, cell_of, cell, number):
    members = {one for one, of in cell_of.items() if of == cell.number}
    mine = posts.filter(pc.is_in(posts["channel"], pa.array(sorted(members))))
    forwards = mine.filter(mine["forwarded_from"].is_valid())
    counted = forwards.group_by("forwarded_from").aggregate([([], "count_all"), ("channel", "count_distinct")])
    rows = sorted(counted.to_pylist(), key=lambda row: (-row["count_all"], number[row["forwarded_from"]]))
    whole = max(1, forwards.num_rows)
    return {
        "channels": len(members), "core": int(cell.is_core.sum()), "certainty": cell.certainty,
        "density": round(cell.density, 4), "posts": mine.num_rows, "forwards": forwards.num_rows,
        "sources": len(rows),
        "main_sources": [
            {"source": f"source {number[row['forwarded_from']]}", "forwards": row["count_all"],
             "share": round(row["count_all"] / whole, 4), "by_channels": row["channel_count_distinct"]}
            for row in rows[:SHOWN_SOURCES]
        ],
    }  # fmt: skip
