"""The comparison `shared_urls` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.shared_urls import SharedUrls
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> SharedUrls:
        """Return the comparison."""
        return SharedUrls()
