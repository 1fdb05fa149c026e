import numpy as np
import pytest

from seawall.identity.compare.style import Style
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import Portrait
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestStyle(ComparisonContract):
    @pytest.fixture
    def comparison(self):
        return Style()


def test_of_an_account_that_mostly_passes_on_nothing_is_said():
    axis = np.eye(1, 8, dtype=np.float32)[0]
    closed = Portrait(account="old:1", post_count=90, own_post_count=90, style=axis)
    silent, writing = (Portrait(account="new:1", post_count=90, own_post_count=count, style=axis) for count in (4, 5))
    assert Style().compare(silent, closed, CountedPopulation()) is None
    told = Style().compare(writing, closed, CountedPopulation())
    assert (told.left, told.right) == ("5 posts", "90 posts")
    assert "by 5 and 90 posts of their own words" in told.sentence
