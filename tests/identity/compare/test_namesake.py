"""The comparison `namesake` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.namesake import Namesake
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Namesake:
        """Return the comparison."""
        return Namesake()
