"""The comparison `certificate` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.certificate import Certificate
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Certificate:
        """Return the comparison."""
        return Certificate()
