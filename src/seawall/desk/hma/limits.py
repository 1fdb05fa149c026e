"""How much may other systems ask of the desk at once, and where may it fetch from for them? Read from the settings.

`SEAWALL_HMA_OPEN`, `SEAWALL_HMA_MAX_BYTES`, `SEAWALL_FETCH_PORTS`, `SEAWALL_FETCH_NETWORKS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seawall.errors import SettingsError
from seawall.exchange import FetchLimits, parse_networks
from seawall.exchange.public_addresses import Network
from seawall.settings import positive_integer

__all__ = ["HmaLimits"]

_MAX_BYTES: Final = 256 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HmaLimits:
    """What an administrator of the machine has set."""

    open_to_all: bool = False
    max_bytes: int = _MAX_BYTES
    ports: frozenset[int] = frozenset({80, 443})
    networks: tuple[Network, ...] = ()

    @property
    def fetch(self) -> FetchLimits:
        """Return how far a fetch may go."""
        return FetchLimits(max_bytes=self.max_bytes, ports=self.ports, networks=self.networks)

    @classmethod
    def from_environment(cls, values: Mapping[str, str]) -> HmaLimits:
        """Read the settings; SettingsError names one that can't be."""
        return cls(
            open_to_all=values.get("SEAWALL_HMA_OPEN", "0") == "1",
            max_bytes=positive_integer(values, "SEAWALL_HMA_MAX_BYTES", _MAX_BYTES),
            ports=_ports(values.get("SEAWALL_FETCH_PORTS") or "80,443"),
            networks=_networks(values.get("SEAWALL_FETCH_NETWORKS") or ""),
        )


def _ports(written: str) -> frozenset[int]:
    parts = [part.strip() for part in written.split(",") if part.strip()]
    if not parts or any(not part.isascii() or not part.isdigit() or not 0 < int(part) < 65536 for part in parts):
        raise SettingsError(f"SEAWALL_FETCH_PORTS must be ports with commas, not {written!r}", value=written)
    return frozenset(int(part) for part in parts)


def _networks(written: str) -> tuple[Network, ...]:
    try:
        return parse_networks(written)
    except ValueError as error:
        raise SettingsError(f"SEAWALL_FETCH_NETWORKS must be networks with commas: {error}", value=written) from error
