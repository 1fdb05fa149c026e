"""The comparison `namesake` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.drawn_pairs import with_keys
from seawall.identity.compare.namesake import Namesake
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import KeyKind
from seawall.testing.contracts.comparison_contract import ComparisonContract


class Sisters(CountedPopulation):
    """A population in which all bearers of a name but one are kin of whoever is compared."""

    def kin_holders(self, kind, key):
        return max(0, self.holders(kind, key) - 1)


def test_a_name_that_one_actor_bore_three_hundred_times_is_no_common_name():
    lamps = [with_keys(f"old:{number}", {KeyKind.NAME: ["lamp keeper"]}) for number in range(300)]
    others = [with_keys(f"other:{number}", {KeyKind.NAME: [f"other {number}"]}) for number in range(700)]
    new = with_keys("new:1", {KeyKind.NAME: ["lamp keeper"]})
    crowd = Namesake().compare(new, lamps[0], CountedPopulation([*lamps, *others]))
    kin = Namesake().compare(new, lamps[0], Sisters([*lamps, *others]))
    assert (Namesake.LEVELS[crowd.level], Namesake.LEVELS[kin.level]) == ("crowd", "not")
    assert kin.sentence == (
        "300 of the 1,000 accounts known bear the name that both have."
        " Of these, 299 can be tied to the closed one by handle and by a contact point or link."
    )


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Namesake:
        """Return the comparison."""
        return Namesake()
