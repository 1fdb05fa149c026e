"""Roles rest on measures and say so in words."""

import numpy as np
import pytest

from seawall.network import CellOptions, make_slots, search_cells
from seawall.network.joint_items import joint_items
from seawall.network.roles import call_cell, roles_of, targets_of

_DAY, _SECOND = 86_400_000_000, 1_000_000


@pytest.fixture(scope="module")
def played(make_table):
    """A cell of six: leader first, the funnel leads to invitations, the sleeper wakes on day 20, others follow."""
    rng = np.random.default_rng(1)
    rows = [(f"o{rng.integers(300)}", f"y{rng.integers(3_000)}", int(rng.integers(0, 30 * _DAY)), "same_url")
            for _ in range(9_000)]  # fmt: skip
    for push in range(40):
        begin = (push * 0.7 + 0.3) * _DAY
        item = f"https://pierchat.example/+code{push}" if push % 6 == 0 else f"https://lamps.example/{push}"
        for place, who in enumerate(("leader", "funnel", "follower", "echo", "sleeper", "other")):
            if (who == "sleeper" and push < 28) or (who == "funnel" and push % 6):
                continue
            lag = 0 if who == "leader" else 1 + place * 2 + rng.integers(0, 20)
            rows.append((who, item, int(begin + lag * _SECOND), "same_url"))
            if who in ("leader", "echo", "other"):
                rows.append((who, "post-4117", int(begin + lag * _SECOND), "same_target"))
    rows.append(("sleeper", "hello", 0, "same_url"))
    account, item, time, kind = zip(*rows, strict=True)
    search = search_cells(make_slots(make_table(account, item, time, kind)), CellOptions(windows_seconds=(60.0,)))
    (cell,) = search.cells
    return search, cell


def test_joint_items_are_in_order_and_know_who_was_first(played):
    search, cell = played
    joint = joint_items(search, cell)
    names = search.slots.accounts.to_pylist()
    assert {names[one] for one in joint.account[joint.is_first]} == {"leader"}
    assert joint.is_first.sum() == len(joint)
    for item in range(len(joint)):
        assert (np.diff(joint.time[joint.item == item]) >= 0).all()
        assert joint.members[item] == (joint.item == item).sum() <= joint.users[item]


def test_each_member_has_the_role_that_it_plays(played):
    search, cell = played
    names = search.slots.accounts.to_pylist()
    roles = {names[one]: {claim.role: claim for claim in claims} for one, claims in roles_of(search, cell).items()}
    assert roles["leader"]["originator"].value == 1.0
    assert {"amplifier"} == set(roles["echo"]) == set(roles["other"]) == set(roles["follower"])
    assert roles["funnel"]["funnel"].value == 1.0
    assert 18 < roles["sleeper"]["sleeper"].value < 20
    assert all("originator" not in roles[name] for name in roles if name != "leader")
    assert roles["leader"]["originator"].sentence.startswith("Was first at 4")


def test_a_bridge_is_tied_to_another_cell(make_table):
    rng = np.random.default_rng(2)
    rows = [(f"o{rng.integers(300)}", f"y{rng.integers(3_000)}", int(rng.integers(0, 30 * _DAY))) for _ in range(9_000)]
    for side in "ab":
        for push in range(30):
            begin = int(rng.integers(0, 30 * _DAY))
            there = [f"{side}{n}" for n in range(8)] + ["bridge"] * (side == "a" or push < 15)
            rows += [(who, f"{side}-{push}", begin + int(rng.integers(0, 50)) * _SECOND) for who in there]
    search = search_cells(make_slots(make_table(*zip(*rows, strict=True))))
    names = search.slots.accounts.to_pylist()
    bridges = {
        names[one]: (claim, cell.number)
        for cell in search.cells
        for one, claims in roles_of(search, cell).items()
        for claim in claims
        if claim.role == "bridge"
    }
    assert len(search.cells) == 2
    claim, mine = bridges["bridge"]
    assert {claim.cell, mine} == {1, 2}
    assert f"of cell {claim.cell};" in claim.sentence
    assert "of cell G40;" in call_cell(claim.sentence, claim.cell, "G40")


def test_what_half_of_a_cell_answers_is_a_target(played):
    (target,) = targets_of(*played)
    assert (target.item, target.kind, target.members, target.visits) == ("post-4117", "same_target", 3, 120)
