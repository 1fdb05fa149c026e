"""The comparison `contact_points` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.contact_points import ContactPoints
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> ContactPoints:
        """Return the comparison."""
        return ContactPoints()
