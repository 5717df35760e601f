"""Words that may stand for each other: the groups of thesaurus.txt, under the keys by which words are compared."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from trainee_exercises.scoring.text import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).with_name("thesaurus.txt")


@lru_cache(maxsize=1)
def groups() -> Mapping[str, frozenset[str]]:
    """Return for the key of a word the keys of the words that stand in a group with it."""
    found: dict[str, set[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        keys = {token.key for word in line.split() for token in tokens(word) if token.is_content}
        for key in keys:
            found.setdefault(key, set()).update(keys - {key})
    return MappingProxyType({key: frozenset(others) for key, others in found.items()})


@lru_cache(maxsize=65536)
def near(keys: frozenset[str]) -> frozenset[str]:
    """Return the keys of all words that may stand for one of *keys*."""
    known = groups()
    return frozenset[str]().union(*(known.get(key, frozenset()) for key in keys))
