"""Further wordings: how labelled replies said what a script's customer listens for, beside its author's wordings.

They stand in heard.txt, made by `fit`: a key and a wording a line. The key is of the author's own sentence, so that a
sentence with another meaning loses them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trainee_exercises.practice.listening.items import Item

HEARD: Final = Path(__file__).with_name("heard.txt")
_LETTERS: Final = 12


def key_of(item: Item) -> str:
    """Return the key of the author's own sentence of *item*."""
    return hashlib.sha256(f"{item.kind} {item.wordings[-1]}".encode()).hexdigest()[:_LETTERS]


@lru_cache(maxsize=1)
def heard() -> Mapping[str, tuple[str, ...]]:
    """Return further wordings by the key of what they say."""
    found: dict[str, tuple[str, ...]] = {}
    for line in HEARD.read_text(encoding="utf-8").splitlines():
        key, _, wording = line.partition(" ")
        found[key] = (*found.get(key, ()), wording)
    return MappingProxyType(found)


def with_heard(items: Iterable[Item], wordings: Mapping[str, tuple[str, ...]]) -> tuple[Item, ...]:
    """Return *items* with further wordings; the author's own sentence stays the last one."""
    return tuple(
        item._replace(wordings=(*item.wordings[:-1], *wordings.get(key_of(item), ()), item.wordings[-1]))
        for item in items
    )
