"""Luck that depends on nothing but its name: the same shift twice is the same shift."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_One = TypeVar("_One")
_BYTES = 8


def luck(*name: object) -> float:
    """Return a number from 0 up to but without 1, always the same for these names."""
    text = "\x1f".join(map(str, name)).encode()
    return int.from_bytes(blake2b(text, digest_size=_BYTES).digest()) / float(1 << (8 * _BYTES))


def pick(ones: Sequence[_One], *name: object) -> _One:
    """Return one of several, always the same for these names."""
    return ones[int(luck(*name) * len(ones))]


def between(least: int, most: int, *name: object) -> int:
    """Return a whole number from *least* to *most*, always the same for these names."""
    return least + int(luck(*name) * (most - least + 1))
