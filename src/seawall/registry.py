"""Which plugins are there? Built-ins stand in one explicit tuple; third parties come in by entry point.

A plugin kind is a `Protocol` with `NAME` (permanent: it is stored in data), `TITLE` and `examples()`. A registry is
made once and never changes; two plugins of one name are refused, whoever ships them. Entry-point groups are named
`seawall.<kind>`, for instance `seawall.signal_types`.
"""

from __future__ import annotations

import re
from collections.abc import ItemsView, Iterable, Iterator, Mapping
from importlib.metadata import entry_points
from typing import Any, Final, Protocol, TypeVar, runtime_checkable

from seawall.errors import SeawallError

__all__ = ["DuplicatePluginError", "InvalidPluginError", "Plugin", "Registry", "UnknownPluginError"]

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


class DuplicatePluginError(SeawallError):
    """Two plugins have the same name."""


class UnknownPluginError(SeawallError):
    """No plugin has this name."""


class InvalidPluginError(SeawallError):
    """This object does not keep the plugin contract."""


@runtime_checkable
class Plugin(Protocol):
    """What every plugin has."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """Return the permanent name, as stored in data."""

    @property
    def TITLE(self) -> str:  # noqa: N802
        """Return the title that people read."""

    def examples(self) -> tuple[Any, ...]:
        """Return worked examples, which the contract tests run."""


P = TypeVar("P", bound=Plugin)


class Registry(Mapping[str, P]):
    """An immutable mapping from plugin name to plugin, in the order of registration."""

    def __init__(self, kind: str, plugins: Iterable[P]) -> None:
        """Take the plugins of one `kind`; a repeated or malformed name raises."""
        self.kind = kind
        by_name: dict[str, P] = {}
        for plugin in plugins:
            if not isinstance(plugin, Plugin):
                raise InvalidPluginError(f"{plugin!r} lacks NAME, TITLE or examples()", plugin=plugin)
            if not _NAME.fullmatch(plugin.NAME):
                raise InvalidPluginError(f"{plugin.NAME!r} is no plugin name: use lower-case letters, digits and _")
            if plugin.NAME in by_name:
                raise DuplicatePluginError(f"two {kind} are named {plugin.NAME!r}", name=plugin.NAME)
            by_name[plugin.NAME] = plugin
        self._by_name = by_name

    @classmethod
    def load(cls, kind: str, built_in: Iterable[P]) -> Registry[P]:
        """Return the built-ins and whatever installed packages offer under the entry-point group `seawall.<kind>`."""
        third_party = (point.load() for point in entry_points(group=f"seawall.{kind}"))
        return cls(kind, (*built_in, *third_party))

    def __getitem__(self, name: str) -> P:
        """Return the plugin of that name; an unknown name raises UnknownPluginError and lists the known ones."""
        try:
            return self._by_name[name]
        except KeyError:
            known = ", ".join(self._by_name) or "none"
            raise UnknownPluginError(f"no {self.kind} named {name!r}; known: {known}", name=name) from None

    def __contains__(self, name: object) -> bool:
        """Say whether a plugin has this name."""
        return name in self._by_name

    def items(self) -> ItemsView[str, P]:
        """Return names and plugins; the mapping's own would look each name up again."""
        return self._by_name.items()

    def __iter__(self) -> Iterator[str]:
        """Walk the names in the order of registration."""
        return iter(self._by_name)

    def __len__(self) -> int:
        """Count the plugins."""
        return len(self._by_name)
