"""Random streams: a uniform is a hash of (seed, quantity, keys), so nothing depends on the order of drawing.

Counter-based random numbers in the sense of Salmon, Moraes, Dror & Shaw 2011 ("Parallel random numbers: as easy as
1, 2, 3"); the mixing step is the finaliser of splitmix64 (Steele, Lea & Flood 2014; constants of Stafford, mix 13).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Key = int | np.integer[Any] | NDArray[np.integer[Any]]

_MASK: Final = (1 << 64) - 1
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)


def name_key(name: str) -> int:
    """Return a stable 64-bit hash of *name*, the same on every machine."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def hashed(*keys: Key) -> NDArray[np.uint64]:
    """Return a 64-bit hash of *keys* (integers or arrays of them, broadcast); their order counts."""
    with np.errstate(over="ignore"):  # to wrap around is what a hash does
        state = np.asarray(_STEP)
        for key in keys:
            state = _mixed(state + _mixed(_words(key) + _STEP))
    return state


def uniforms(seed: int, quantity: str, *keys: Key) -> NDArray[np.float64]:
    """Return uniforms in the open interval (0, 1): a pure function of *seed*, *quantity* and *keys*.

    *quantity* names what is drawn, such as "handle_time". *keys* are integers or arrays of them and are broadcast; the
    result has their common shape. The values are the odd multiples of 2**-53.
    """
    bits = hashed(seed, name_key(quantity), *keys)
    return ((bits >> np.uint64(11)) | np.uint64(1)).astype(np.float64) * 2.0**-53


def _words(key: Key) -> NDArray[np.uint64]:
    """Return *key* as unsigned words of 64 bits; a negative number becomes its two's complement."""
    if isinstance(key, int):
        return np.asarray(np.uint64(key & _MASK))
    array = np.asarray(key)
    if array.dtype.kind not in "iu":
        raise TypeError(f"a key of a random stream is {array.dtype}; give integers")
    return array.astype(np.uint64)


def _mixed(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return *state* with every bit depending on every other."""
    state = (state ^ (state >> np.uint64(30))) * _FIRST
    state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))
