"""The comparison `both_older` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.both_older import BothOlder
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> BothOlder:
        """Return the comparison."""
        return BothOlder()
