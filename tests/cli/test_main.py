"""The command line lists its verbs without importing them, and turns errors into exit codes."""

import os
import subprocess
import sys
from importlib import import_module

import pytest
from click.testing import CliRunner

from seawall import __version__
from seawall.cli.exit_codes import EXIT_CODES, FORGOTTEN, exit_code_of
from seawall.cli.main import VERBS, group
from seawall.errors import SeawallError, SettingsError


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_a_file_of_its_name_and_answers_help(verb):
    result = CliRunner().invoke(group, [verb, "--help"])
    assert result.exit_code == 0, result.output
    assert import_module(f"seawall.cli.{verb.replace('-', '_')}_verb").command


def test_listing_the_verbs_imports_no_heavy_library():
    code = (
        "import sys; from click.testing import CliRunner; from seawall.cli.main import group;"
        "r = CliRunner().invoke(group, ['--help']); assert r.exit_code == 0, r.output;"
        "heavy = {'django', 'duckdb', 'numba', 'numpy', 'pyarrow'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_verb_is_wrong_use():
    assert CliRunner().invoke(group, ["sail"]).exit_code == 2


def test_version_is_printed():
    assert __version__ in CliRunner().invoke(group, ["--version"]).output


def test_each_listed_error_class_exists():
    for name in EXIT_CODES:
        module, _, cls = name.rpartition(".")
        assert issubclass(getattr(import_module(module), cls), SeawallError), name


def test_a_subclass_has_the_code_of_its_nearest_listed_class():
    class OddSettingError(SettingsError):
        """A setting is odd."""

    assert exit_code_of(OddSettingError()) == EXIT_CODES["seawall.errors.SettingsError"]
    assert exit_code_of(SeawallError()) == FORGOTTEN


def test_an_error_ends_the_process_with_its_message_and_code(tmp_path):
    environment = {**os.environ, "SEAWALL_THREADS": "none", "SEAWALL_HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-m", "seawall", "doctor"], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 4, ended.stderr
    assert ended.stderr.startswith("seawall: SEAWALL_THREADS")
