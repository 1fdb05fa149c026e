"""The comparison `shared_media` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.shared_media import SharedMedia
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> SharedMedia:
        """Return the comparison."""
        return SharedMedia()
