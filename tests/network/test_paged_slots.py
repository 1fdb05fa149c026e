"""Slots in files are those in memory, and a search over them needs less memory than the table has."""

import subprocess
import sys
import textwrap

import numpy as np
import pyarrow as pa
import pytest

from seawall.network import CellOptions, make_slots, search_cells
from seawall.network.paged_slots import PagedSlots


def _paged(folder, table, rows=997):
    folder.mkdir()
    pages = PagedSlots(folder)
    for begin in range(0, table.num_rows, rows):
        pages.add(table.slice(begin, rows))
    return pages.finish()


def test_slots_in_files_are_those_in_memory(tmp_path, world):
    kinds = [world.table.append_column("kind", pa.array([kind] * world.table.num_rows)) for kind in ("b", "a")]
    table = pa.concat_tables(kinds)
    held, paged = make_slots(table), _paged(tmp_path / "slots", table)
    assert held.accounts.equals(paged.accounts)
    assert [one.kind for one in paged] == ["a", "b"]
    for one, other in zip(held, paged, strict=True):
        for name in ("account", "time", "row", "starts", "keys"):
            assert (getattr(one, name) == getattr(other, name)).all()
        assert [one.item_name(item) for item in range(40)] == [other.item_name(item) for item in range(40)]


def test_a_search_over_slots_in_files_finds_the_same(tmp_path, world):
    options = CellOptions(resamples=2)
    held = search_cells(make_slots(world.table), options)
    paged = search_cells(_paged(tmp_path / "slots", world.table), options)
    assert (held.pairs.pairs == paged.pairs.pairs).all()
    assert [one.members.tolist() for one in held.cells] == [one.members.tolist() for one in paged.cells]
    assert held.control == paged.control


def test_no_rows_at_all_are_slots_without_kinds(tmp_path, make_table):
    (tmp_path / "slots").mkdir()
    pages = PagedSlots(tmp_path / "slots")
    pages.add(make_table([], [], []))
    slots = pages.finish()
    assert (len(slots), len(slots.accounts)) == (0, 0)


_LIMITED = """
    import resource, sys
    from pathlib import Path
    import numpy as np, pyarrow as pa
    from seawall.network import CellOptions, search_cells
    from seawall.network.paged_slots import PagedSlots
    import seawall.network.co_action_kernel, seawall.network.null_kernel, seawall.network.slots_kernel
    from seawall.identity.traits.key_hash import column_keys
    column_keys(pa.array(["x"]))
    held = int(next(line for line in open("/proc/self/status") if line.startswith("VmData")).split()[1]) << 10
    resource.setrlimit(resource.RLIMIT_DATA, (held + {room}, held + {room}))
    pages = PagedSlots(Path(sys.argv[1]))
    for chunk in range({chunks}):
        rng = np.random.default_rng(chunk)
        item = rng.integers(0, 4_000_000, 200_000)
        pages.add(pa.table({{
            "account": pa.array(rng.integers(0, 5_000, 200_000)).cast(pa.string()),
            "item": pa.array([f"https://lamps.example/a/long/way/to/the/harbour/and/back/{{one}}" for one in item]),
            "time": pa.array(rng.integers(0, 30 * 86_400_000_000, 200_000)).cast(pa.timestamp("us", "UTC")),
        }}))
    slots = pages.finish()
    search_cells(slots, CellOptions(windows_seconds=(60.0,), resamples=0), with_control=False)
    print(len(slots))
"""


@pytest.mark.slow
def test_a_table_larger_than_the_memory_allowed_is_searched(tmp_path):
    """Two million rows have 220 MB of names, times and accounts; 200 MB may be allocated beyond what was at first."""
    folder = tmp_path / "slots"
    folder.mkdir()
    program = textwrap.dedent(_LIMITED.format(room=200 << 20, chunks=10))
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], check=False, capture_output=True, text=True, timeout=600
    )
    assert (done.returncode, done.stdout.strip()) == (0, "2000000"), done.stderr[-2_000:]
    written = sum(file.stat().st_size for file in folder.iterdir())
    assert written > 200 << 20
    assert np.isfinite(written)
