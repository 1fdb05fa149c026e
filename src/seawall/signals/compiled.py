"""How is a loop over bytes compiled? By numba, cached on disk where a folder can be written, in memory where not.

Modules that call `compiled` are imported only when their loop is first needed: importing numba takes half a second,
compiling without a cache a second more. Left out: anything but the compiling.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

__all__ = ["compiled"]


def compiled(*signatures: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that compiles a function for `signatures`, without holding the interpreter's lock.

    A function without signature is compiled into its callers.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        njit: Any = numba.njit  # its overloads can't express "signatures or none"
        options = {"signature_or_function": list(signatures) or None, "nogil": True, "boundscheck": False}
        try:
            made: Callable[..., Any] = njit(cache=True, **options)(function)
        except (RuntimeError, OSError):  # no folder for the cache: an installation that can't be written to
            made = njit(**options)(function)
        return made

    return decorate
