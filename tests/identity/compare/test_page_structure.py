"""The comparison `page_structure` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.page_structure import PageStructure
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> PageStructure:
        """Return the comparison."""
        return PageStructure()
