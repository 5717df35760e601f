"""How alike two texts are, by their words alone: no meaning, no language model."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_EMPTY: Final = frozenset(
    (  # noqa: SIM905 - as a list, they would take a page
        "a an and are as at be been but by can could did do does for from had has have he her here his i if in is it "
        "its just may me my no not of on or our she so than that the their them then there they this to was we were "
        "will with would you your"
    ).split()
)


@cache
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters, in their order; numbers are words."""
    return tuple(_WORD.findall(text.lower()))


@cache
def content(text: str) -> frozenset[str]:
    """Return the words of a text that say something, each once."""
    return frozenset(words(text)) - _EMPTY


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of all words that both have (Jaccard); 0 where there are none."""
    return len(one & other) / len(one | other) if one or other else 0.0


def covered(part: frozenset[str], whole: frozenset[str]) -> float:
    """Return the share of the words of *part* that *whole* has as well; 0 where there are none."""
    return len(part & whole) / len(part) if part else 0.0


def longest_run(part: tuple[str, ...], whole: tuple[str, ...]) -> int:
    """Return how many words of *part* stand in *whole* one after the other, at most."""
    best = 0
    before = [0] * (len(whole) + 1)
    for word in part:
        here = [0] * (len(whole) + 1)
        for n, other in enumerate(whole, 1):
            if word == other:
                here[n] = before[n - 1] + 1
                best = max(best, here[n])
        before = here
    return best
