"""The comparison `banner` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.banner import Banner
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Banner:
        """Return the comparison."""
        return Banner()
