"""From the evidence in a reply to figures: fixed weights that anyone can read, made on two forms of the shipped pack.

The weights are a ridge regression with bounded signs on the labelled replies of forms a and b, rounded; the same for
every pack. They advise: people decide.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring import surface
from trainee_exercises.scoring.polarity import n_denials
from trainee_exercises.scoring.text import sentences, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainee_exercises.packs import Question
    from trainee_exercises.scoring.evidence import Evidence, Found

LOWEST, HIGHEST = 1.0, 4.0
WITH_MEANING: Mapping[str, float] = MappingProxyType({
    "base": 1.15, "facts": 1.9, "against": -1.7, "points": 1.1, "claim": -1.0, "leaning": 1.8, "figures": 0.4,
    "no_denial": -0.3, "strange": -0.2, "done": -0.2, "promise": 0.95, "not_owned": -0.3, "tone": 0.25,
})  # fmt: skip
"""Weights where sentence vectors are there."""
WORDS_ONLY: Mapping[str, float] = MappingProxyType({
    "base": 1.25, "facts": 2.1, "against": -2.6, "points": 1.5, "claim": -1.1, "leaning": 0.5, "figures": 0.3,
    "no_denial": -0.5, "strange": -0.1, "done": -0.4, "promise": 1.1, "not_owned": -0.3, "tone": 0.15,
})  # fmt: skip
"""Weights where only words are compared."""


class Signs(NamedTuple):
    """What the weights are applied to; shares and credits from 0 to 1.

    against: mean over the facts; strange: figures that stand nowhere in the question or its key, at most 2;
    no_denial: a fact is a "no" and the reply denies nothing; done: says that something was done on the company's side;
    promise, not_owned: open questions only, how much of an honest "not known" is there, and that nothing is owned as
    unknown.
    """

    facts: float
    against: float
    points: float
    claim: float
    leaning: float
    figures: float
    no_denial: float
    strange: float
    done: float
    promise: float
    not_owned: float
    tone: float


def signs(question: Question, text: str, evidence: Evidence) -> Signs:
    """Return what counts for the overall figure."""
    facts, points, claims = evidence.of("fact"), evidence.of("point"), evidence.of("claim")
    promised = surface.promise(text)
    is_open = question.level == "open"
    has_no = any(fact.polarity == "deny" for fact in question.must_say)
    return Signs(
        facts=mean([one.credit for one in facts]),
        against=mean([one.against for one in facts]),
        points=mean([one.credit for one in points]),
        claim=max((one.credit for one in claims), default=0.0),
        leaning=evidence.leaning,
        figures=evidence.figures,
        no_denial=float(has_no and not any(n_denials(span.text) for span in sentences(text))),
        strange=float(min(2, len(evidence.strange_figures))),
        done=float(surface.done_by_us(text) is not None),
        promise=promised.share * is_open,
        not_owned=float(is_open and promised.unknown is None),
        tone=surface.tone(text, question.tone, question.customer.name),
    )


def overall(found: Signs, weights: Mapping[str, float]) -> float:
    """Return the weighted sum, not yet limited to 1 to 4."""
    return weights["base"] + sum(weights[name] * float(value) for name, value in found._asdict().items())


def values_of(question: Question, text: str, evidence: Evidence, found: Signs) -> dict[str, float | None]:
    """Return the figure of each value and dimension; None: no point of this question looks at that value."""
    general = {
        "resourcefulness": (found.facts + (found.promise if question.level == "open" else found.figures)) / 2,
        "empathy": found.tone,
        "pressure": (found.facts + float(surface.promise(text).when is not None or question.tone != "urgent")) / 2,
        "problem": (found.facts + float(surface.way_out(text) is not None)) / 2,
    }
    values: dict[str, float | None] = {}
    for value in question.points:
        said = mean([one.credit for one in evidence.of("point") if one.item.value == value])
        share = 0.65 * said + 0.35 * general.get(value, found.facts)
        values[value] = limited(LOWEST + (HIGHEST - LOWEST) * share)
    if surface.scolding(text):
        values = _scolded(values)
    return values | {"correctness": _correctness(found), "clarity": _clarity(text, evidence, found)}


def _scolded(values: dict[str, float | None]) -> dict[str, float | None]:
    """Return the values of a reply that scolds: the lowest for empathy; a pack without it gets at most 2 for all."""
    if "empathy" in values:
        return values | {"empathy": LOWEST}
    return {name: None if value is None else min(2.0, value) for name, value in values.items()}


def _correctness(found: Signs) -> float:
    """Facts raise it, what is turned round or false lowers it; an honest "not known" counts as right. Assumption."""
    right = LOWEST + (HIGHEST - LOWEST) * max(found.facts, 0.8 * found.promise)
    return limited(right - 3.0 * found.against - 1.2 * found.claim - 0.3 * found.strange - 0.5 * found.no_denial)


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


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def limited(figure: float) -> float:
    """Return *figure* between 1 and 4, to one decimal."""
    return round(min(HIGHEST, max(LOWEST, figure)), 1)


def strongest(found: Sequence[Found]) -> Found | None:
    """Return the fact that is most surely turned round, or None."""
    return max((one for one in found if one.item.kind == "fact"), key=lambda one: one.against, default=None)
