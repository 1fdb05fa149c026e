"""The comparison `hashtags` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.hashtags import Hashtags
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Hashtags:
        """Return the comparison."""
        return Hashtags()
