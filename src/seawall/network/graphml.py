"""How is the network handed to other programs? GraphML 1.0, which Gephi, Cytoscape, networkx and igraph read.

Source: http://graphml.graphdrawing.org (Brandes et al.). Text is escaped; characters that XML can't hold are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa

from seawall.network.xml_text import plain_xml

__all__ = ["graphml_pieces"]

_NODE: Final = {"cell": "int", "is_core": "boolean", "hold": "double", "slots": "long"}
_EDGE: Final = {
    "cell": "int", "kind": "string", "window_seconds": "double", "co_slots": "long", "items": "long",
    "expected": "double", "bits": "double", "a_first_share": "double", "median_lag_seconds": "double",
    "by_group": "boolean",
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
        yield f"    <node id={quoteattr(plain_xml(row['account']))}>{_data('n', _NODE, row)}</node>\n".encode()
    for row in pairs.to_pylist():
        ends = f"source={quoteattr(plain_xml(row['account_a']))} target={quoteattr(plain_xml(row['account_b']))}"
        yield f"    <edge {ends}>{_data('e', _EDGE, row)}</edge>\n".encode()
    yield b"  </graph>\n</graphml>\n"


def _data(side: str, columns: dict[str, str], row: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{side}_{name}">{escape(_written(row[name]))}</data>'
        for name in columns
        if row.get(name) is not None
    )


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain_xml(value) if isinstance(value, str) else repr(value)
