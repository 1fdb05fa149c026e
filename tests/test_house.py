"""The house rules that a machine can check: names of modules, length of files, public names, words."""

import ast
import importlib
import re
from pathlib import Path

import pytest

import seawall

SOURCE = Path(seawall.__file__).parent
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
PACKAGES = sorted(path for path in MODULES if path.name == "__init__.py")
REFUSED_NAMES = {"utils", "helpers", "common", "core", "manager", "misc"}
REFUSED_WORDS = re.compile(r"(?:^|_)(?:terrorists?|flag_content|flagged)(?:_|$)", re.IGNORECASE)


def module_name(path):
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_is_one_idea_with_a_telling_name(path):
    assert not REFUSED_NAMES & set(path.relative_to(SOURCE).with_suffix("").parts)
    assert len(path.read_text("utf-8").splitlines()) <= 400
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", PACKAGES, ids=module_name)
def test_a_package_exports_what_it_says(path):
    module = importlib.import_module(module_name(path))
    tree = ast.parse(path.read_text("utf-8"))
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("seawall")
        for alias in node.names
    }
    exported = set(getattr(module, "__all__", ()))
    assert imported <= exported
    assert all(hasattr(module, name) for name in exported)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_name_calls_a_person_or_account_what_only_a_court_can(path):
    names = {
        name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            getattr(node, "name", None),
            getattr(node, "attr", None),
            getattr(node, "arg", None),
            getattr(node, "id", None),
        )
        if isinstance(name, str)
    }
    assert not {name for name in names if REFUSED_WORDS.search(name)}


def test_no_pickle_anywhere():
    importing = re.compile(r"^\s*(?:import|from)\s+(?:pickle|shelve|marshal|joblib|dill)\b", re.MULTILINE)
    assert [path for path in MODULES if importing.search(path.read_text("utf-8"))] == []
