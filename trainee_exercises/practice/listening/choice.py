"""Which items a reply says: each one's best window, weighed beside what else the reply says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice.listening.items import Items, Kind
    from trainee_exercises.practice.listening.reply import Part
    from trainee_exercises.practice.listening.signs import Signs
    from trainee_exercises.scoring.arrays import Floats

OF_WHOLE: Final = ("bias", "score", "elsewhere", "windows", "rival", "facts", "promise", "behind", "asked", "later")
"""score: of the best window; elsewhere: of the best one where no better item stands; rival: the best score of the other
side (claims for facts, facts for claims); facts: how many others are likely said; behind: how far behind its like;
later: it is a next question, which few replies answer ahead; asked: how far behind a need that its window asks for.
"""
OF_WINDOW: Final = (
    "recall", "second", "both", "telling", "margin", "lead", "explained", "own_words", "agree", "against", "meant",
    "turned", "turned_round", "no_there", "whole", "frames", "frames_less", "frames_more", "is_no", "asks", "regret",
    "figures", "echoed", "copied", "denial", "true", "untrue", "courteous", "fits", "requests", "reported",
    "refuted", "ours", "not_ours", "open", "doubted",
)  # fmt: skip
"""Signs of the best window that are weighed once more, where all windows that are not the best are out of the way."""
TRAITS: Final = (*OF_WHOLE, *OF_WINDOW)
_LOWEST: Final = -6.0
_SIDE: Final = 4.0
_NOBODY: Final = -9.0


class Learned(NamedTuple):
    """Weights by kind of item: of signs, for windows; of traits, for the whole reply."""

    signs: Mapping[Kind, Mapping[str, float]]
    traits: Mapping[Kind, Mapping[str, float]]


class Choice(NamedTuple):
    """By item: how likely it is said, 0 to 1, and the window that says it best."""

    chances: Floats
    parts: tuple[Part, ...]


def choose(items: Items, found: Signs, learned: Learned, *, promises: bool) -> Choice:
    """Return how likely each item is said."""
    if not found.parts:
        return Choice(np.zeros(len(items.items)), ())
    scores = scores_of(items, found, learned.signs)
    weighed = traits(items, found, scores, promises=promises)
    total = [
        sum(weighed[row, at] * learned.traits[item.kind].get(name, 0.0) for at, name in enumerate(TRAITS))
        for row, item in enumerate(items.items)
    ]
    chances = 1.0 / (1.0 + np.exp(-np.clip(np.array(total), -50, 50)))
    return Choice(chances, tuple(found.parts[at] for at in scores.argmax(axis=0)))


def scores_of(items: Items, found: Signs, weights: Mapping[Kind, Mapping[str, float]]) -> Floats:
    """Return the score of each window for each item."""
    scores = np.zeros((len(found.parts), len(items.items)))
    for at, item in enumerate(items.items):
        for name, weight in weights[item.kind].items():
            scores[:, at] += weight * found.of[name][:, at]
    return scores


def traits(items: Items, found: Signs, scores: Floats, *, promises: bool) -> Floats:
    """Return the traits of each item in the whole reply: items by TRAITS."""
    best, where = scores.max(axis=0), scores.argmax(axis=0)
    is_claim = np.array([item.kind == "claim" for item in items.items])
    is_fact = np.array([item.kind == "fact" for item in items.items])
    kinds = np.array([item.kind for item in items.items])
    spans = np.array([(part.start, part.start + len(part.text)) for part in found.parts])
    rows = []
    for at in range(len(best)):
        others = np.arange(len(best)) != at
        side = best[is_claim != is_claim[at]]
        like = best[others & (kinds == kinds[at])]
        taken = spans[where[others & (best > best[at])]]
        overlaps = (np.minimum(spans[:, 1:], taken[:, 1]) > np.maximum(spans[:, :1], taken[:, 0])).any(axis=1)
        rows.append((
            1.0,
            best[at],
            max(_LOWEST, scores[~overlaps, at].max(initial=-8.0)),
            np.log(len(spans)),
            np.clip(side.max(initial=-_SIDE), -_SIDE, _SIDE),
            float((best[others & is_fact] > 0).sum()),
            float(promises),
            max(0.0, like.max(initial=_NOBODY) - best[at]),
            _asked(kinds, best, spans[where], at),
            float(items.items[at].later),
        ))  # fmt: skip
    window = np.stack([found.of[name][where, np.arange(len(best))] for name in OF_WINDOW], axis=1)
    return np.hstack([np.array(rows), window])


def _asked(kinds: Floats, best: Floats, spans: Floats, at: int) -> float:
    """Return how far an item is behind the best need whose window overlaps its own."""
    overlap = (spans[:, 0] < spans[at, 1]) & (spans[:, 1] > spans[at, 0]) & (kinds == "need") & (kinds[at] != "need")
    return float(np.clip(best[overlap].max(initial=_NOBODY) - best[at], 0.0, _SIDE))
