"""What is the Keccak-256 digest of some octets? The hash as it was before NIST changed its padding to make SHA-3.

Ethereum's EIP-55 and Monero's addresses use it, and Python's `hashlib` has SHA-3 only. Source: Bertoni, Daemen,
Peeters, Van Assche, The Keccak reference (2011). Slow, some 5,000 digests a second: only for addresses that look
right.
"""

from __future__ import annotations

from typing import Final

__all__ = ["keccak_256"]

_RATE: Final = 136  # octets taken in at a time: 1600 − 2·256 bits
_MASK: Final = (1 << 64) - 1


def _round_constants() -> tuple[int, ...]:
    """Return the 24 constants, from the linear feedback shift register that defines them."""
    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << ((1 << power) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return tuple(constants)


def _steps() -> tuple[tuple[int, int, int], ...]:
    """Return (from, to, rotation) of each lane for the steps rho and pi; lane (x, y) is number x + 5·y."""
    steps, x, y = [(0, 0, 0)], 1, 0
    for step in range(24):
        rotation = (step + 1) * (step + 2) // 2 % 64
        steps.append((x + 5 * y, y + 5 * ((2 * x + 3 * y) % 5), rotation))
        x, y = y, (2 * x + 3 * y) % 5
    return tuple(steps)


_CONSTANTS: Final = _round_constants()
_STEPS: Final = _steps()


def keccak_256(content: bytes) -> bytes:
    """Return the 32 octets of the digest.

    >>> keccak_256(b"").hex()[:16]
    'c5d2460186f7233c'
    """
    padded = bytearray(content) + bytes(_RATE - len(content) % _RATE)
    padded[len(content)] ^= 0x01
    padded[-1] ^= 0x80
    lanes = [0] * 25
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            at = start + 8 * lane
            lanes[lane] ^= int.from_bytes(padded[at : at + 8], "little")
        lanes = _permuted(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _permuted(lanes: list[int]) -> list[int]:
    for constant in _CONSTANTS:
        columns = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        mixed = [columns[x - 1] ^ _rotated(columns[(x + 1) % 5], 1) for x in range(5)]
        moved = [0] * 25
        for source, target, rotation in _STEPS:
            moved[target] = _rotated(lanes[source] ^ mixed[source % 5], rotation)
        lanes = [
            moved[lane] ^ (~moved[lane - lane % 5 + (lane + 1) % 5] & moved[lane - lane % 5 + (lane + 2) % 5])
            for lane in range(25)
        ]
        lanes[0] ^= constant
    return lanes


def _rotated(lane: int, count: int) -> int:
    return ((lane << count) | (lane >> (64 - count))) & _MASK
