"""From the signs in a reply to figures: fixed weights that anyone can read, the same for every pack.

The weights stand in weights.py and come from `python -m trainee_exercises.scoring.fit`. They advise: people decide.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from trainee_exercises.scoring import surface
from trainee_exercises.scoring.promises import promise
from trainee_exercises.scoring.signs import mean
from trainee_exercises.scoring.text import sentences, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.packs import Question
    from trainee_exercises.scoring.evidence import Evidence
    from trainee_exercises.scoring.signs import Signs

LOWEST, HIGHEST = 1.0, 4.0
_HALF = 0.5
_OWN: Final = MappingProxyType({"empathy": 0.75})


def overall(found: Signs, weights: Mapping[str, float]) -> float:
    """Return the weighted sum, not yet limited to 1 to 4; a sign without a weight counts for nothing."""
    return weights["base"] + sum(weights.get(name, 0.0) * float(value) for name, value in found._asdict().items())


def values_of(question: Question, text: str, evidence: Evidence, found: Signs, raw: float) -> dict[str, float | None]:
    """Return the figure of each value and dimension; None: no point of this question looks at that value.

    A value is half its own points and signs, half the overall figure *raw*: points in unusual words are often missed.
    Of empathy three quarters are its own: who is kind and errs was kind.
    """
    general = {
        "resourcefulness": (found.facts + (found.promise if question.level == "open" else found.figures)) / 2,
        "empathy": surface.tone(text, question.tone, question.customer.name),
        "pressure": (found.facts + float(promise(text).when is not None or question.tone != "urgent")) / 2,
        "problem": (found.facts + float(surface.way_out(text) is not None)) / 2,
    }
    values: dict[str, float | None] = {}
    for value in question.points:
        said = mean([one.credit for one in evidence.of("point") if one.item.value == value])
        share = 0.65 * said + 0.35 * general.get(value, found.facts)
        own = LOWEST + (HIGHEST - LOWEST) * share
        weight = _OWN.get(value, _HALF)
        values[value] = limited(weight * own + (1.0 - weight) * _within(raw))
    if found.scolding:
        values = _scolded(values)
    return values | {"correctness": _correctness(found, raw), "clarity": _clarity(text, evidence, found)}


def _scolded(values: dict[str, float | None]) -> dict[str, float | None]:
    """Return the values of a reply that scolds: the lowest for empathy; a pack without it gets at most 2 for all."""
    if "empathy" in values:
        return values | {"empathy": LOWEST}
    return {name: None if value is None else min(2.0, value) for name, value in values.items()}


def _correctness(found: Signs, raw: float) -> float:
    """Facts raise it, what is turned round or false lowers it; an honest "not known" counts as right. Assumption.

    Half is the overall figure *raw*, which sees more; but not where that is low for the tone.
    """
    right = LOWEST + (HIGHEST - LOWEST) * max(found.facts, min(1.0, found.fact_words), 0.8 * found.promise)
    turned = 2.0 * found.turned + 1.5 * found.opposed
    own = right - turned - 1.2 * min(1.0, found.claims) - 0.3 * found.strange_figures - 0.5 * found.no_denial
    return limited(own if found.scolding else _HALF * _within(own) + (1.0 - _HALF) * _within(raw))


def _clarity(text: str, evidence: Evidence, found: Signs) -> float:
    """Short sentences, the answer early, few empty phrases, not a scrap. Assumption: no readability formula is fair."""
    said = [span.text for span in sentences(text)]
    lengths = [len(tokens(one)) for one in said]
    long = max(0.0, mean(lengths) - 22.0) / 12.0
    empty = min(1.0, len(surface.empty_phrases(text)) / max(1, len(said)))
    quotes = [one.quote for one in evidence.found if one.quote and one.item.kind != "claim"]
    late = min((text.find(quote) for quote in quotes if quote in text), default=0) > 0.5 * len(text)
    scrap = 0.8 * (sum(lengths) < 8)
    return limited(3.0 + 0.8 * found.facts - long - empty - 0.5 * late - scrap - 0.5 * (not quotes))


def limited(figure: float) -> float:
    """Return *figure* between 1 and 4, to one decimal."""
    return round(_within(figure), 1)


def _within(figure: float) -> float:
    return min(HIGHEST, max(LOWEST, figure))
