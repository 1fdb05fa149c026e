import pytest

from seawall.identity.compare.style import Style
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestStyle(ComparisonContract):
    @pytest.fixture
    def comparison(self):
        return Style()
