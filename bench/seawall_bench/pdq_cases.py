"""The cases of the pdq bench: one index each, over the same hashes, asked the same; and hashing.

Hashes are uniform random bits. Half of the queries are copies of a held hash with 0 to 31 bits turned, half are random.
A case runs in a process of its own and on one thread, and tells CPU seconds. Recall counts the copies that were found
with their distance; for Seawall a sample is compared with the linear oracle besides.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

HASH_OCTETS = 32
RADIUS = 31
QUERIES = 16_384
ADDED_SINGLY = 5000
ORACLE_PAIRS = 100_000_000  # comparisons that the oracle may make
IMPORTED_FIRST = {
    "seawall": ("seawall.index.near_hashes", "seawall.index.hamming_kernel", "seawall.index.linear_hamming"),
    "seawall_probing_singly": ("seawall.index.hamming_table", "seawall.index.hamming_kernel"),
    "faiss_flat": ("faiss",),
    "faiss_multihash": ("faiss",),
    "threatexchange": ("threatexchange.signal_type.pdq.pdq_index",),
    "hashing": ("seawall.signals.pdq_hash", "seawall.signals.pdq_kernel", "pdqhash"),
}


def material(count, seed):
    """Return held hashes, queries, and of each query the row that it copies (−1: none) and the bits turned."""
    rng = np.random.default_rng(seed)
    held = rng.integers(0, 256, (count, HASH_OCTETS), dtype=np.uint8)
    rows = rng.integers(0, count, QUERIES)
    turned = rng.integers(0, RADIUS + 1, QUERIES)
    bits = np.unpackbits(held[rows], axis=1)
    order = np.argsort(rng.random(bits.shape, dtype=np.float32), axis=1)
    bits ^= (np.argsort(order, axis=1) < turned[:, None]).astype(np.uint8)
    asked = np.packbits(bits, axis=1)
    fresh = rng.random(QUERIES) < 0.5
    asked[fresh] = rng.integers(0, 256, (int(fresh.sum()), HASH_OCTETS), dtype=np.uint8)
    return held, asked, np.where(fresh, -1, rows), turned


def rate(ask, queries, *, at_once, budget_seconds):
    """Return queries per CPU second, asking `at_once` of them together until the budget is spent or all are asked."""
    began, done = time.process_time(), 0
    while done < len(queries) and time.process_time() - began < budget_seconds:
        ask(queries[done : done + at_once])
        done += len(queries[done : done + at_once])
    return round(done / max(1e-9, time.process_time() - began), 1)


def cpu(function):
    began = time.process_time()
    result = function()
    return result, round(time.process_time() - began, 3)


def share_found(pairs, copied, turned, first):
    """Return the share of the copies among the first queries that were found with their distance."""
    wanted = {
        (query, int(copied[query]), int(turned[query]))
        for query in range(min(first, len(copied)))
        if copied[query] >= 0
    }
    return round(len(wanted & pairs) / max(1, len(wanted)), 6)


def seawall(count, seed):
    """Build, add, ask, write and read with Seawall's own index."""
    from seawall.index.linear_hamming import linear_pairs
    from seawall.index.near_hashes import NearHashes

    held, asked, copied, turned = material(count, seed)
    warm = NearHashes()
    warm.add(held[:1], np.zeros(1, dtype=np.int64))
    index = NearHashes()
    _, build = cpu(lambda: index.add(held, np.arange(count)))
    singly = rate(index.look_up, asked, at_once=1, budget_seconds=1.5)
    together = {
        str(size): rate(index.look_up, asked, at_once=size, budget_seconds=1.5) for size in (256, 4096, QUERIES)
    }
    exactly = rate(lambda some: index.look_up(some, 15), asked, at_once=1, budget_seconds=1.5)
    found = index.look_up(asked)
    pairs = set(zip(found.queries.tolist(), found.numbers.tolist(), found.distances.tolist(), strict=True))
    sample = max(10, min(1000, ORACLE_PAIRS // count))
    truth = linear_pairs(held, asked[:sample], RADIUS)
    with tempfile.TemporaryDirectory(prefix="seawall-bench-") as folder:
        path = Path(folder) / "pdq.hashes"
        index.write(path)
        read, load = cpu(lambda: NearHashes.read(path))
        octets = path.stat().st_size
        mapped = rate(read.look_up, asked, at_once=1, budget_seconds=1.5)
        del read
    takes = []
    for number in range(ADDED_SINGLY):
        began = time.perf_counter()  # the clock of CPU time ticks too slowly for one addition
        index.add(asked[number : number + 1], np.array([count + number]))
        takes.append(time.perf_counter() - began)
    return {
        "build_cpu_seconds": build,
        "queries_per_cpu_second": {
            "singly": singly,
            "together": together,
            "singly_radius_15": exactly,
            "mapped": mapped,
        },
        "recall": share_found(pairs, copied, turned, QUERIES),
        "same_pairs_as_oracle": {pair for pair in pairs if pair[0] < sample} == truth,
        "oracle_queries": sample,
        "file_octets": octets,
        "load_cpu_seconds": load,
        "add_one_microseconds": {
            "median": round(float(np.median(takes)) * 1e6, 1),
            "of_1000_the_slowest_but_one": round(float(np.quantile(takes, 0.999)) * 1e6, 1),
            "slowest": round(max(takes) * 1e6, 1),
        },
    }


def seawall_memory(count, seed):
    """Build alone: the peak memory of this process tells what an index needs, with its making."""
    from seawall.index.near_hashes import NearHashes

    rng = np.random.default_rng(seed)
    index = NearHashes()
    index.add(rng.integers(0, 256, (count, HASH_OCTETS), dtype=np.uint8), np.arange(count))
    tables = index._tables  # noqa: SLF001 - counted octet by octet
    arrays = [getattr(table, name) for table in tables for name in ("slots", "numbers", "starts", "places", "prints")]
    return {"index_mib": round(sum(array.nbytes for array in arrays) / 2**20, 1)}


def faiss_flat(count, seed):
    """Every pair compared by faiss, one thread."""
    import faiss

    faiss.omp_set_num_threads(1)
    held, asked, copied, turned = material(count, seed)
    index = faiss.IndexBinaryFlat(256)
    _, build = cpu(lambda: index.add(held))
    return {"build_cpu_seconds": build, **faiss_rates(index, asked, copied, turned, together=512)}


def faiss_multihash(count, seed):
    """Multi-index hashing by faiss, 16 slots of 16 bits, one bit turned: exact like ours."""
    import faiss

    faiss.omp_set_num_threads(1)
    held, asked, copied, turned = material(count, seed)
    index = faiss.IndexBinaryMultiHash(256, 16, 16)
    index.nflip = 1
    _, build = cpu(lambda: index.add(held))
    return {"build_cpu_seconds": build, **faiss_rates(index, asked, copied, turned, together=512)}


def faiss_rates(index, asked, copied, turned, *, together):
    radius = RADIUS + 1  # faiss returns what is nearer than its radius
    limits, distances, rows = index.range_search(asked[:50], radius)
    queries = np.repeat(np.arange(50), np.diff(limits.astype(np.int64)))
    pairs = set(zip(queries.tolist(), rows.tolist(), distances.astype(int).tolist(), strict=True))
    return {
        "queries_per_cpu_second": {
            "singly": rate(lambda some: index.range_search(some, radius), asked, at_once=1, budget_seconds=1.5),
            "together": {
                str(together): rate(
                    lambda some: index.range_search(some, radius), asked, at_once=together, budget_seconds=2
                )
            },
        },
        "recall": share_found(pairs, copied, turned, 50),
    }


def threatexchange(count, seed, kind):
    """The `default` or the `flat` index of python-threatexchange, asked for at most 31 bits."""
    import faiss
    from threatexchange.signal_type.pdq.pdq_index import PDQFlatIndex, PDQIndex

    faiss.omp_set_num_threads(1)
    held, asked, copied, turned = material(count, seed)
    digits = held.tobytes().hex()
    entries = [(digits[place : place + 64], place // 64) for place in range(0, len(digits), 64)]
    index, build = cpu(lambda: (PDQFlatIndex if kind == "flat" else PDQIndex)(entries))
    queries = [one.tobytes().hex() for one in asked]

    def ask(some):
        return index.index.search_with_distance_in_result(some, RADIUS)

    pairs = {
        (query, place, int(distance))
        for query in range(50)
        for place, _, distance in ask([queries[query]])[queries[query]]
    }
    singly = rate(ask, queries, at_once=1, budget_seconds=1.5)
    together = {"512": rate(ask, queries, at_once=512, budget_seconds=1.5)}
    added = wall(lambda: index.add(queries[0], -1))
    index.query(queries[0])
    return {
        "build_cpu_seconds": build,
        "queries_per_cpu_second": {"singly": singly, "together": together},
        "recall": share_found(pairs, copied, turned, 50),
        "add_one_microseconds": {"median": round(added * 1e6, 1)},
    }


def bandwidth():
    """How fast one core reads memory: 512 MiB summed up, the best of eight."""
    block = np.ones(1 << 26, dtype=np.uint64)
    seconds = min(wall(lambda: int(block.sum())) for _ in range(8))
    return {"gigabytes_per_second": round(block.nbytes / seconds / 1e9, 2)}


def wall(function):
    """Return the seconds that a short call took; the least of many is free of what else the machine does."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def hashing(repeats=60):
    """Least milliseconds a picture, ours beside pdqhash, and whether bits are equal over many drawn pictures."""
    import pdqhash

    from seawall.signals.pdq_hash import pdq_dihedrals, pdq_of, pdq_turns
    from seawall.testing.drawn_patterns import drawn_blocks, drawn_noise

    figures = {}
    for height, width in ((256, 256), (427, 640), (1280, 1920)):
        pixels = drawn_blocks(1, height, width)
        for name, call in (
            ("pdq_of", pdq_of), ("pdqhash.compute", pdqhash.compute),
            ("pdq_turns", pdq_turns), ("pdqhash.compute_dihedral", pdqhash.compute_dihedral),
        ):  # fmt: skip
            call(pixels)
            taken = min(wall(lambda call=call, pixels=pixels: call(pixels)) for _ in range(repeats))
            figures.setdefault(f"{width}x{height}", {})[f"{name}_ms"] = round(taken * 1000, 2)
    rng = np.random.default_rng(5)
    compared = equal = 0
    for seed in range(200):
        height, width = (int(side) for side in rng.integers(5, 720, 2))
        drawn = drawn_noise(seed, height, width) if seed % 8 == 0 else drawn_blocks(
            seed, height, width, grid=(min(height, int(rng.integers(3, 40))), min(width, int(rng.integers(3, 40))))
        )  # fmt: skip
        vectors, quality = pdqhash.compute_dihedral(drawn)
        vector, _ = pdqhash.compute(drawn)
        ours = [pdq_of(drawn), *pdq_dihedrals(drawn)]
        theirs = [np.packbits(one).tobytes() for one in (vector, *vectors)]
        compared += 1
        equal += [one.bits for one in ours] == theirs and ours[0].quality == quality
    return {"by_size": figures, "pictures_compared": compared, "all_nine_hashes_and_quality_equal": equal}
