"""Words for listening: how near one word is to another, hurried typing allowed for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from trainee_exercises.scoring.polarity import opposites
from trainee_exercises.scoring.thesaurus import groups, near

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAME: Final = 1.0
_SLIP: Final = 0.85
_SYNONYM: Final = 0.55
_FAMILY: Final = 0.75
_SHORTEST_SLIP: Final = 4
_SHORTEST_FAMILY: Final = 5


class Nearness:
    """How near words are to those of one vocabulary. known: words that are no slips of others."""

    def __init__(self, places: Mapping[str, int], known: frozenset[str]) -> None:
        self._places = places
        self._known = known
        self._of = lru_cache(maxsize=4096)(self._work_out)

    def of(self, key: str) -> tuple[tuple[int, float], ...]:
        """Return the places of the vocabulary's words that are near to *key*, and how near, from 0 to 1."""
        return self._of(key)

    def _work_out(self, key: str) -> tuple[tuple[int, float], ...]:
        found = {self._places[key]: _SAME} if key in self._places else {}
        for other in near(frozenset((key,))):
            if other in self._places:
                found.setdefault(self._places[other], _SYNONYM)
        if key[:1].isalpha():
            for other, place in self._places.items():
                if place not in found and other[:1] == key[:1] and _is_family(key, other):
                    found[place] = _FAMILY
            if not found and key not in self._known and len(key) >= _SHORTEST_SLIP:
                found.update({place: _SLIP for other, place in self._places.items() if is_slip(key, other)})
        return tuple(sorted(found.items()))

    def opposite_to(self, key: str) -> tuple[int, ...]:
        """Return the places of words that say the opposite of *key*."""
        return tuple(sorted(self._places[other] for other in opposites().get(key, ()) if other in self._places))


def known_words(pack_words: frozenset[str]) -> frozenset[str]:
    """Return the keys of words that somebody may mean as they stand."""
    return pack_words | groups().keys()


def _is_family(left: str, right: str) -> bool:
    """Tell whether one word begins as the other does, such as "notif" and "notification"."""
    short, long = sorted((left, right), key=len)
    return len(short) >= _SHORTEST_FAMILY and long.startswith(short)


@lru_cache(maxsize=65536)
def is_slip(left: str, right: str) -> bool:
    """Tell whether two words differ by one letter more, less, other, or two swapped."""
    if left == right or abs(len(left) - len(right)) > 1 or len(right) < _SHORTEST_SLIP or not right[:1].isalpha():
        return False
    at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    one, other = left[at:], right[at:]
    swapped = one[1:2] + one[:1] + one[2:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or swapped == other
