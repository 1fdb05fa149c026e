"""SEAWALL_RETENTION as people write it."""

from datetime import timedelta

import pytest

from seawall.corpus import RetentionRule
from seawall.desk.upkeep.retention import read_retention
from seawall.errors import SettingsError


@pytest.mark.parametrize(
    ("written", "rules"),
    [
        ("", (RetentionRule(keep=timedelta(days=365)),)),
        ("30", (RetentionRule(keep=timedelta(days=30)),)),
        (
            " 365 , pierchat = 7 ",
            (RetentionRule(keep=timedelta(days=365)), RetentionRule(keep=timedelta(days=7), source="pierchat")),
        ),
        ("pierchat=7", (RetentionRule(keep=timedelta(days=7), source="pierchat"),)),
        ("keep", ()),
    ],
)
def test_rules_are_read(written, rules):
    assert read_retention({"SEAWALL_RETENTION": written}) == rules


@pytest.mark.parametrize(
    "written", ["0", "-1", "1.5", "x", "=5", "pierchat=", "pierchat=0", "30,40", "a=1,a=2", "30,", ","]
)
def test_senseless_rules_are_refused(written):
    with pytest.raises(SettingsError, match="SEAWALL_RETENTION"):
        read_retention({"SEAWALL_RETENTION": written})
