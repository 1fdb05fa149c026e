"""Communities hold together what is dense, whatever else is in the network."""

import networkx as nx
import numpy as np
import pytest

from seawall.network.communities import find_communities


def _sizes(graph, weight=0.7, seed=1):
    graph = nx.convert_node_labels_to_integers(graph)
    ends = np.array(sorted(tuple(sorted(edge)) for edge in graph.edges), dtype=np.int64).reshape(-1, 2)
    label = find_communities(ends[:, 0].copy(), ends[:, 1].copy(), np.full(len(ends), weight), len(graph), seed=seed)
    return sorted(np.bincount(label).tolist(), reverse=True)


def test_cliques_are_communities_and_strangers_stay_alone():
    assert _sizes(nx.disjoint_union_all([nx.complete_graph(n) for n in (3, 5, 16)] + [nx.empty_graph(4)])) == [
        16, 5, 3, 1, 1, 1, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(("size", "share"), [(60, 0.15), (60, 0.3), (20, 0.4), (8, 0.7)])
def test_a_loose_cell_is_one_community(size, share):
    graph = nx.gnp_random_graph(size, share, seed=4)
    assert _sizes(graph)[0] >= 0.95 * size


@pytest.mark.parametrize("count", [2, 12, 40])
def test_a_ring_of_cells_that_share_bridges_falls_into_its_cells(count):
    graph = nx.disjoint_union_all([nx.complete_graph(10) for _ in range(count)])
    for cell in range(count if count > 2 else 1):
        following = (cell + 1) % count
        graph.add_edges_from((cell * 10, following * 10 + other) for other in range(10))
    sizes = _sizes(graph)
    assert len(sizes) == count
    assert set(sizes) <= {9, 10, 11}


def test_the_same_seed_gives_the_same_communities():
    graph = nx.gnp_random_graph(80, 0.06, seed=2)
    assert _sizes(graph, seed=3) == _sizes(graph, seed=3)


def test_no_account_and_no_tie_are_no_trouble():
    none = np.zeros(0, np.int64)
    assert find_communities(none, none, np.zeros(0), 0, seed=1).tolist() == []
    assert find_communities(none, none, np.zeros(0), 3, seed=1).tolist() == [0, 1, 2]
