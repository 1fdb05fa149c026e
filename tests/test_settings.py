"""Settings come from the environment once, and a wrong one says so."""

from pathlib import Path

import pytest

from seawall.errors import SettingsError
from seawall.settings import Settings


def test_home_follows_the_xdg_specification():
    assert Settings.from_environment({"XDG_DATA_HOME": "/data"}).home == Path("/data/seawall")
    assert Settings.from_environment({}).home == Path("~/.local/share/seawall").expanduser()


def test_an_explicit_home_wins(tmp_path):
    settings = Settings.from_environment({"SEAWALL_HOME": "/elsewhere"}, home=tmp_path)
    assert settings.corpus_path == tmp_path / "corpus"


@pytest.mark.parametrize("written", ["0", "-1", "1.5", "two", "٣"])
def test_a_number_that_is_none_is_refused(written):
    with pytest.raises(SettingsError, match="SEAWALL_THREADS"):
        Settings.from_environment({"SEAWALL_THREADS": written})


def test_an_empty_database_url_means_sqlite():
    assert Settings.from_environment({"SEAWALL_DATABASE_URL": ""}).database_url is None
