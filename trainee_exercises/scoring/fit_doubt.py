"""How the weights of the doubt came about: which signs tell replies that say something wrong from right ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import lsq_linear

from trainee_exercises.scoring.doubt import GOOD_FROM, WEIGHED, doubt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainee_exercises.packs import Labelled
    from trainee_exercises.scoring.signs import Signs

LOOKED_AT: Final = 0.03
"""The share of replies that no gate stops for which a person is asked."""
_STRENGTH: Final = 30.0
_LEAST_SPREAD: Final = 0.05
_RIGHT_FROM: Final = 3
_WRONG: Final = frozenset({"negated", "flipped", "wrong", "confident_wrong"})


def fitted_doubt(labels: Sequence[Labelled], seen: Sequence[Signs], figures: Sequence[float]) -> Mapping[str, float]:
    """Return the weights of the doubt and its limit, from replies with the *figures* that they get.

    Learned from what is wrong, whatever its figure, and from what is right and has a good one; both count alike.
    """
    wrong = np.array([one.kind in _WRONG and one.overall < _RIGHT_FROM for one in labels])
    right = np.array([one.overall >= _RIGHT_FROM for one in labels]) & (np.array(figures) >= GOOD_FROM)
    if not (wrong.any() and right.any()):
        return {"base": 0.0, "limit": 1.0}
    table = np.array([[float(getattr(one, name)) for name in WEIGHED] for one in seen])[wrong | right]
    target = wrong[wrong | right].astype(float)
    weights = _slopes(table, target)
    doubts = [doubt(one, weights) for one, figure in zip(seen, figures, strict=True) if figure >= GOOD_FROM]
    above = round(LOOKED_AT * len(seen))
    return weights | {"limit": round(sorted(doubts, reverse=True)[min(above, len(doubts) - 1)], 3)}


def _slopes(table: np.ndarray, target: np.ndarray) -> dict[str, float]:
    share = np.where(target > 0, 0.5 / target.mean(), 0.5 / (1.0 - target.mean()))
    middle, width = table.mean(axis=0), np.maximum(table.std(axis=0), _LEAST_SPREAD)
    rows = np.vstack([(table - middle) / width * np.sqrt(share)[:, None], np.sqrt(_STRENGTH) * np.eye(len(middle))])
    wanted = np.append((target - target.mean()) * np.sqrt(share), np.zeros(len(middle)))
    found = lsq_linear(rows, wanted, (0.0, np.inf)).x / width
    slopes = {name: round(float(slope), 3) for name, slope in zip(WEIGHED, found, strict=True)}
    base = float(target.mean() - middle @ np.array(list(slopes.values())))
    return {"base": round(base, 3)} | {name: slope for name, slope in slopes.items() if slope}
