"""What is handed on: tables with their schemas, a network that other programs read, names nobody can guess."""

import dataclasses
import io

import networkx as nx
import numpy as np
import pytest

from seawall.network import account_table, cell_table, make_slots, pair_table, pseudonym_of, search_cells
from seawall.network.gexf import gexf_pieces
from seawall.network.graphml import graphml_pieces
from seawall.network.layout import place_accounts
from seawall.network.tables import ACCOUNTS, CELLS, PAIRS


@pytest.fixture(scope="module")
def search(world):
    return search_cells(make_slots(world.table))


def test_pairs_stand_with_what_was_counted_and_expected(search):
    names = search.slots.accounts.to_pylist()
    table = pair_table(search, names)
    assert table.schema == PAIRS
    rows = table.to_pylist()
    assert len(rows) == len(search.pairs)
    assert [row["log10_p"] for row in rows] == sorted(row["log10_p"] for row in rows)
    for row in rows:
        assert row["co_slots"] > row["expected"]
        assert row["items"] >= 2
        assert row["log10_p"] <= row["log10_q"] <= -2
        assert 0 <= row["a_first_share"] <= 1
        assert 0 <= row["median_lag_seconds"] <= row["window_seconds"]
        assert row["cell"] in {cell.number for cell in search.cells}


def test_lags_and_first_shares_are_those_of_the_evidence(search):
    names, evidence = search.slots.accounts.to_pylist(), search.evidence
    rows = {(row["account_a"], row["account_b"]): row for row in pair_table(search, names).to_pylist()}
    for place in range(0, len(search.pairs), 11):
        mine = evidence.pair == place
        left, right = int(search.pairs.left[place]), int(search.pairs.right[place])
        row = rows[names[left], names[right]]
        assert row["median_lag_seconds"] == pytest.approx(np.median(evidence.lag[mine]) / 1e6)
        assert row["a_first_share"] == pytest.approx((evidence.first[mine] == left).mean())


def test_cells_and_accounts_stand_with_their_figures(search):
    cells = cell_table(search)
    assert cells.schema == CELLS
    assert cells["accounts"].to_pylist() == [16, 9, 5, 3]
    assert all(row["begins"] < row["ends"] for row in cells.to_pylist())
    assert all(sum(trace["ties"] for trace in row["traces"]) == row["accounts"] * (row["accounts"] - 1) // 2
               for row in cells.to_pylist())  # fmt: skip
    accounts = account_table(search, search.slots.accounts.to_pylist())
    assert accounts.schema == ACCOUNTS
    assert accounts.num_rows == 33
    assert all(row["weakest_bits"] <= row["strongest_bits"] for row in accounts.to_pylist())


def test_other_programs_read_the_network(search):
    names = [f'a<{number}>&"\x00' for number in range(len(search.slots.accounts))]
    octets = b"".join(graphml_pieces(account_table(search, names), pair_table(search, names)))
    graph = nx.read_graphml(io.BytesIO(octets))
    assert (len(graph), graph.number_of_edges()) == (33, len(search.pairs))
    assert all(isinstance(bits, float) for _, _, bits in graph.edges(data="bits"))
    assert {cell for _, cell in graph.nodes(data="cell")} == {1, 2, 3, 4}


def test_gephi_reads_the_network_with_places_and_roles(search):
    names = [f'a<{number}>&"\x00' for number in range(len(search.slots.accounts))]
    accounts, pairs = account_table(search, names), pair_table(search, names)
    places = place_accounts(accounts, pairs, seed=1)
    octets = b"".join(gexf_pieces(accounts, pairs, places))
    graph = nx.read_gexf(io.BytesIO(octets), version="1.3")
    assert (len(graph), graph.number_of_edges()) == (33, len(search.pairs))
    for row in accounts.to_pylist():
        node = graph.nodes[row["account"].replace("\x00", "")]
        x, y = places[row["account"]]
        assert (node["viz"]["position"]["x"], node["viz"]["position"]["y"]) == pytest.approx(
            (1000 * x, 1000 * y), abs=0.01
        )
        assert node["roles"] == ", ".join(claim["role"] for claim in row["roles"])
    assert {tie["by_group"] for _, _, tie in graph.edges(data=True)} <= {True, False}


def test_ties_of_one_group_only_are_told_apart(search):
    names = search.slots.accounts.to_pylist()
    told = dataclasses.replace(search.pairs, by_group=np.arange(len(search.pairs)) % 3 == 0)
    rows = pair_table(dataclasses.replace(search, pairs=told), names).to_pylist()
    marked = {(row["account_a"], row["account_b"]) for row in rows if row["by_group"]}
    assert marked == {(names[told.left[at]], names[told.right[at]]) for at in range(0, len(told), 3)}


def test_a_pseudonym_follows_from_name_and_key_alone():
    one, other = bytes(32), bytes([1] * 32)
    assert pseudonym_of("a:1", one) == pseudonym_of("a:1", one)
    assert len({pseudonym_of("a:1", one), pseudonym_of("a:2", one), pseudonym_of("a:1", other)}) == 3
    assert pseudonym_of("a\ud800", one).startswith("acct-")
