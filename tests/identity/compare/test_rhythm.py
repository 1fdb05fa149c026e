import pytest

from seawall.identity.compare.rhythm import Rhythm
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestRhythm(ComparisonContract):
    @pytest.fixture
    def comparison(self):
        return Rhythm()
