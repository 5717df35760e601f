"""When no figure is proposed because the signs disagree: much of a reply is right, and yet something may be turned
round or a harmful claim made. Then a person must look.

The weights stand in weights.py and come from `python -m trainee_exercises.scoring.fit`, as those of the figures do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trainee_exercises.scoring.reasons import Reason, takes_other_side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.scoring.signs import Found, Signs

WEIGHED: Final = (
    "claims",
    "wrong",
    "turned",
    "opposed",
    "contrary",
    "denials",
    "no_denial",
    "misdenied",
    "poor_pairs",
    "against",
)
"""The signs that raise a doubt; none may lay one to rest."""
GOOD_FROM: Final = 2.2
"""A figure below this needs no doubt: it is low already."""
_MADE: Final = 0.5
_WORD_FOR_WORD: Final = 0.85


def doubt(seen: Signs, weights: Mapping[str, float]) -> float:
    """Return how surely the reply says something wrong: about 0 for right replies and 1 for those turned round."""
    return weights["base"] + sum(weights.get(name, 0.0) * float(getattr(seen, name)) for name in WEIGHED)


def doubt_of(found: Found, seen: Signs, raw: float, weights: Mapping[str, float]) -> Reason | None:
    """Return why a person must look at a reply with the figure *raw*, or None.

    One clause that surely takes the other side is enough, since the customer would follow it.
    """
    if raw < GOOD_FROM:
        return None
    if takes_other_side(seen):
        return _other_side(found)
    strongest = found.direction.strongest
    if strongest is not None and strongest.is_sure and strongest.nearness >= _WORD_FOR_WORD:
        return _turned_round(found)
    return _loudest(found, seen, weights) if doubt(seen, weights) > weights["limit"] else None


def _loudest(found: Found, seen: Signs, weights: Mapping[str, float]) -> Reason:
    """Return the reason with words to quote whose signs count most."""
    loudness = {name: weights.get(name, 0.0) * float(getattr(seen, name)) for name in WEIGHED}
    ways = (
        (("contrary", "denials"), _other_side(found)),
        (("turned", "opposed", "no_denial"), _turned_round(found)),
        (("claims", "wrong"), _claimed(found)),
        (("misdenied", "poor_pairs"), _unlike(found.contrast.quote)),
        (("against",), _unlike(found.against.quote)),
    )
    told = [(sum(loudness[name] for name in names), reason) for names, reason in ways if reason.quote]
    return max(told, key=lambda one: one[0], default=(0.0, _unlike("")))[1]


def _other_side(found: Found) -> Reason:
    why = f"may go against what is known: {found.stance.reference}"
    return Reason("surface", "other side", "contradicted", why, found.stance.quote if found.stance.reference else "")


def _turned_round(found: Found) -> Reason:
    strongest = found.direction.strongest
    if strongest is None:
        return _unlike("")
    why = f"may say the opposite of what is right: {strongest.reference}"
    return Reason("surface", "turned round", "contradicted", why, strongest.quote)


def _claimed(found: Found) -> Reason:
    most = max(found.evidence.of("claim"), key=lambda one: one.credit, default=None)
    if most is None or most.credit < _MADE:
        return _unlike("")
    why = f"may say what must not be said: {most.item.text}"
    return Reason("claim", most.item.item_id, "claimed", why, most.quote)


def _unlike(quote: str) -> Reason:
    why = "much is right, and yet something may be turned round: the signs disagree"
    return Reason("surface", "signs disagree", "contradicted", why, quote)
