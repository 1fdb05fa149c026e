"""How is the network handed to Gephi with places? GEXF 1.3.

Source: https://gexf.net (schema 1.3; module viz for places). Text is escaped, and what XML can't hold is left out, as
in `seawall.network.graphml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import quoteattr

import pyarrow as pa

from seawall.network.xml_text import plain_xml

__all__ = ["gexf_pieces"]

Places = Mapping[str, tuple[float, float]]

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    '  <graph defaultedgetype="undirected" mode="static">\n'
)
_NODE: Final = {"cell": "integer", "is_core": "boolean", "hold": "double", "slots": "long", "roles": "string"}
_EDGE: Final = {
    "kind": "string", "window_seconds": "double", "co_slots": "long", "items": "long", "expected": "double",
    "log10_q": "double", "a_first_share": "double", "median_lag_seconds": "double", "by_group": "boolean",
}  # fmt: skip
_SPREAD: Final = 1_000
"""Gephi draws in its own units: places of −1 to 1 are widened."""


def gexf_pieces(accounts: pa.Table, pairs: pa.Table, places: Places) -> Iterator[bytes]:
    """Yield the octets of a GEXF file of these accounts and pairs (`tables.py`).

    Args:
        accounts: who is in the network; roles as claims or as one text.
        pairs: who is tied to whom; a tie's weight is how surprising it is, in bits.
        places: where accounts stand, −1 to 1, by the name that the table gives them; the others have no place.
    """
    yield _HEAD.encode()
    for side, columns in (("node", _NODE), ("edge", _EDGE)):
        yield f'    <attributes class="{side}">\n'.encode()
        for name, kind in columns.items():
            yield f'      <attribute id="{side[0]}_{name}" title="{name}" type="{kind}"/>\n'.encode()
        yield b"    </attributes>\n"
    yield b"    <nodes>\n"
    for row in accounts.to_pylist():
        name = quoteattr(plain_xml(row["account"]))
        yield f"      <node id={name} label={name}>{_values('n', _NODE, row)}{_place(places, row)}</node>\n".encode()
    yield b"    </nodes>\n    <edges>\n"
    for number, row in enumerate(pairs.to_pylist()):
        ends = f"source={quoteattr(plain_xml(row['account_a']))} target={quoteattr(plain_xml(row['account_b']))}"
        yield f'      <edge id="{number}" {ends} weight="{row["bits"]!r}">{_values("e", _EDGE, row)}</edge>\n'.encode()
    yield b"    </edges>\n  </graph>\n</gexf>\n"


def _values(side: str, columns: dict[str, str], row: dict[str, Any]) -> str:
    given = "".join(
        f'<attvalue for="{side}_{name}" value={quoteattr(_written(row[name]))}/>'
        for name in columns
        if row.get(name) is not None
    )
    return f"<attvalues>{given}</attvalues>"


def _place(places: Places, row: dict[str, Any]) -> str:
    place = places.get(row["account"])
    if place is None:
        return ""
    return f'<viz:position x="{place[0] * _SPREAD:.2f}" y="{place[1] * _SPREAD:.2f}" z="0.0"/>'


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(claim["role"] for claim in value)
    return plain_xml(value) if isinstance(value, str) else repr(value)
