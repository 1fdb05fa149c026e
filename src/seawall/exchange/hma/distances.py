"""How is a distance told on the HMA API? As text: bits for PDQ, `-` where values are equal or nothing.

Other kinds of ours tell hundredths that are unlike (`exchange/hma` of python-threatexchange has no form for them),
except `raw_text`, where `tx` tells how many hundredths are alike.
"""

from __future__ import annotations

from seawall.signals import SIGNAL_TYPES, Matching

__all__ = ["distance_word"]


def distance_word(own_type: str, distance: int) -> str:
    """Return a distance in the form of this API.

    Args:
        own_type: our name of the signal type.
        distance: bits, or hundredths that are unlike, as the index of the type counts.

    >>> distance_word("md5", 0), distance_word("text", 3)
    ('-', '97%')
    """
    if own_type == "text":
        return f"{100 - distance}%"
    if SIGNAL_TYPES[own_type].MATCHING in {Matching.EXACT, Matching.TERM}:
        return "-"
    return str(distance)
