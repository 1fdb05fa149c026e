"""Every error and every signal type is documented, in the words of the code."""

import importlib
import pkgutil
from http import HTTPStatus
from pathlib import Path

import seawall
from seawall.cli.exit_codes import exit_code_of
from seawall.desk.statuses import status_of
from seawall.errors import SeawallError
from seawall.signals import SIGNAL_TYPES

DOCS = Path(__file__).parent.parent / "docs"
HEAD = """# Errors

What Seawall says when it can't do what was asked. Written from the code (`just docs` writes it anew, a test compares):
the sentence is the one that is shown where the place of failure has nothing more particular to say; the exit code is
that of the command line, the status that of a page or an API.

| error | says | exit code | status |
|---|---|---|---|
"""


def error_classes():
    for module in pkgutil.walk_packages(seawall.__path__, "seawall."):
        if module.name.endswith(".errors") or (module.name.count(".") == 1 and not module.name.endswith("__main__")):
            importlib.import_module(module.name)

    def below(cls):
        for child in cls.__subclasses__():
            yield child
            yield from below(child)

    shipped = {cls for cls in below(SeawallError) if cls.__module__.startswith("seawall.")}
    return sorted(shipped, key=lambda cls: (cls.__module__, cls.__name__))


def row(cls):
    error = cls.__new__(cls)
    says = (cls.__doc__ or "").strip().splitlines()[0].replace("|", "\\|")
    package = cls.__module__.removeprefix("seawall.").removesuffix(".errors")
    status = HTTPStatus(status_of(error))
    return f"| `{package}.{cls.__name__}` | {says} | {exit_code_of(error)} | {status.value} {status.phrase} |\n"


def written():
    return HEAD + "".join(row(cls) for cls in error_classes())


def test_the_page_of_errors_says_what_the_code_says():
    assert (DOCS / "errors.md").read_text("utf-8") == written()


def test_every_signal_type_is_documented():
    page = (DOCS / "signals.md").read_text("utf-8")
    assert [name for name in SIGNAL_TYPES if f"`{name}`" not in page] == []


if __name__ == "__main__":
    (DOCS / "errors.md").write_text(written(), "utf-8")
