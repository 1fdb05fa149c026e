"""How is the network handed to other programs? GraphML 1.0, which Gephi, Cytoscape, networkx and igraph read.

Source: http://graphml.graphdrawing.org (Brandes et al.). Text is escaped; characters that XML can't hold are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa

__all__ = ["graphml_pieces"]

_NODE: Final = {"cell": "int", "is_core": "boolean", "hold": "double", "slots": "long"}
_EDGE: Final = {
    "cell": "int", "kind": "string", "window_seconds": "double", "co_slots": "long", "items": "long",
    "expected": "double", "bits": "double", "a_first_share": "double", "median_lag_seconds": "double",
}  # fmt: skip
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


def graphml_pieces(accounts: pa.Table, pairs: pa.Table) -> Iterator[bytes]:
    """Yield the octets of a GraphML file of these accounts and pairs (`tables.py`)."""
    yield _HEAD.encode()
    for side, columns in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in columns.items():
            line = f'  <key id="{side[0]}_{name}" for="{side}" attr.name="{name}" attr.type="{kind}"/>\n'
            yield line.encode()
    yield b'  <graph id="cells" edgedefault="undirected">\n'
    for row in accounts.to_pylist():
        yield f"    <node id={quoteattr(_plain(row['account']))}>{_data('n', _NODE, row)}</node>\n".encode()
    for row in pairs.to_pylist():
        ends = f"source={quoteattr(_plain(row['account_a']))} target={quoteattr(_plain(row['account_b']))}"
        yield f"    <edge {ends}>{_data('e', _EDGE, row)}</edge>\n".encode()
    yield b"  </graph>\n</graphml>\n"


def _data(side: str, columns: dict[str, str], row: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{side}_{name}">{escape(_written(row[name]))}</data>' for name in columns if row[name] is not None
    )


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _plain(value) if isinstance(value, str) else repr(value)


def _plain(text: str) -> str:
    """Return the text without what XML 1.0 has no place for: controls, surrogates, two non-characters."""
    return "".join(letter for letter in text if letter in "\t\n\r" or (letter >= " " and not _refused(ord(letter))))


def _refused(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)
