"""The comparison `own_links` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.own_links import OwnLinks
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> OwnLinks:
        """Return the comparison."""
        return OwnLinks()
