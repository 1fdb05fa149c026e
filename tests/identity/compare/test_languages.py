import pytest

from seawall.identity.compare.languages import Languages
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestLanguages(ComparisonContract):
    @pytest.fixture
    def comparison(self):
        return Languages()
