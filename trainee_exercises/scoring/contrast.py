"""What sets right replies to a question apart from wrong ones: words, pairs of words, and what stands under a "not".

All of it comes from the question's own entry in the pack. Words that the customer wrote count for nothing.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring.direction import parts_of
from trainee_exercises.scoring.polarity import polar
from trainee_exercises.scoring.stance import sentences_stated, without_greeting
from trainee_exercises.scoring.text import sentences, tokens
from trainee_exercises.scoring.thesaurus import near
from trainee_exercises.scoring.vocabulary import content, weights_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trainee_exercises.packs import Question
    from trainee_exercises.scoring.match import Weights

_BEGINNING = 5
_ALIKE = 0.8
_SYNONYM = 0.6
_FEWEST_PAIRS = 40  # more words around the same ones shall not make a reply look better
_HALF = 0.5
_SOME = 4.0

Pair = tuple[str, str]


class Contrast(NamedTuple):
    """What is worked out once for a question; keys of words.

    points: of the rubric points alone; best: that model answer 4 has and 3 has not; pairs: neighbours in a sentence
    that stand only in what is wrong; asked: the customer's pairs; denied: for each word of what is right, from -1
    (always under a "not") to 1 (never).
    """

    points: frozenset[str]
    best: frozenset[str]
    pairs: frozenset[Pair]
    asked: frozenset[Pair]
    denied: Mapping[str, float]


class Contrasted(NamedTuple):
    """What a reply has of it, each from 0 to 1.

    points, best: share of those words; poor_pairs: share of the reply's pairs that stand only in what is wrong;
    misdenied: share of the words it has in common with what is right that stand under a "not" there and not here, or
    the other way round. quote: the statement with most of these, or "".
    """

    points: float
    best: float
    poor_pairs: float
    misdenied: float
    quote: str


def contrast_of(question: Question) -> Contrast:
    """Return what sets right replies to *question* apart."""
    facts = [text for fact in question.must_say for text in (*fact.phrasings, fact.fact)]
    points = [text for ones in question.points.values() for point in ones for text in point.phrasings]
    claims = [text for claim in question.must_not_say for text in (*claim.phrasings, claim.claim)]
    right = right_of(question)
    wrong = [*claims, *_parts(question, 1), *_parts(question, 2)]
    asked = f"{question.subject}\n{question.text}"
    third, fourth = (content(question.model_answers.get(mark, "")) for mark in (3, 4))
    return Contrast(
        points=_words(points) - _words(wrong) - _words(facts) - content(asked),
        best=fourth - third - content(asked),
        pairs=_pairs_of(wrong) - _pairs_of(right),
        asked=_pairs_of([asked]),
        denied=_denied(right, claims),
    )


def right_of(question: Question) -> list[str]:
    """Return all that is right about *question*: facts, points, and the clauses of model answers 3 and 4."""
    said = [text for fact in question.must_say for text in (*fact.phrasings, fact.fact)]
    said += [text for ones in question.points.values() for point in ones for text in point.phrasings]
    return [*said, *_parts(question, 3), *_parts(question, 4)]


def contrasted(known: Contrast, text: str, weights: Weights) -> Contrasted:
    """Return what *text* has of what sets right and wrong apart."""
    said = content(text)
    pairs = _pairs_of([text]) - known.asked
    misdenied, quote = _misdenied(known.denied, text, weights)
    return Contrasted(
        points=_covered(known.points, said, weights),
        best=_covered(known.best, said, weights),
        poor_pairs=len(pairs & known.pairs) / max(_FEWEST_PAIRS, len(pairs)),
        misdenied=misdenied,
        quote=quote,
    )


def _parts(question: Question, mark: int) -> list[str]:
    return parts_of(without_greeting(question.model_answers.get(mark, "")))


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(chain.from_iterable(map(content, texts)))


def _pairs_of(texts: Iterable[str]) -> frozenset[Pair]:
    said = [span.text for text in texts for span in sentences(without_greeting(text))]
    return frozenset(pair for one in said for pair in pairwise(token.key for token in tokens(one)))


def _marked(text: str) -> set[tuple[str, bool]]:
    """Return the words of *text* that carry meaning, each with whether it stands under a "not"."""
    meant = polar(text)
    words = zip(meant.tokens, meant.is_denied, strict=True)
    return {(token.key, denied) for token, denied in words if token.is_content and not token.is_name}


def _denied(right: Sequence[str], claims: Sequence[str]) -> dict[str, float]:
    """Return how one-sidedly each word is meant; a false claim counts half, the other way round."""
    counts: Counter[tuple[str, bool]] = Counter()
    said: Counter[tuple[str, bool]] = Counter(mark for text in right for mark in _marked(text))
    for key, denied in (mark for text in claims for mark in _marked(text)):
        counts[key, not denied] += 1
    keys = {key for key, _ in (*said, *counts)}
    return {key: _side(*(said[key, denied] + _HALF * counts[key, denied] for denied in (False, True))) for key in keys}


def _side(plainly: float, denied: float) -> float:
    """Return from -1 (always denied) to 1 (never); half a case of each is added, so that a single one is not sure."""
    return (plainly - denied) / (plainly + denied + 1.0)


def _misdenied(known: Mapping[str, float], text: str, weights: Weights) -> tuple[float, str]:
    against = total = most = 0.0
    quote = ""
    for part in sentences_stated(text):
        here = 0.0
        for key, denied in sorted(_marked(part)):
            side = known.get(key, 0.0)
            weight = weights.of(key) * abs(side)
            total += weight
            here += weight * (denied == (side > 0.0))
        against += here
        if here > most:
            most, quote = here, part
    return against / (total + _SOME), quote


def _covered(wanted: frozenset[str], said: frozenset[str], weights: Weights) -> float:
    """Return the weighted share of *wanted* that *said* has; words with the same beginning and synonyms count less."""
    if not wanted:
        return 0.0
    beginnings = {key[:_BEGINNING] for key in said if len(key) >= _BEGINNING and key.isalpha()}
    by_synonym = near(said)
    found = 0.0
    for key in sorted(wanted):
        likeness = 1.0 if key in said else _ALIKE if key[:_BEGINNING] in beginnings else _SYNONYM * (key in by_synonym)
        found += likeness * weights.of(key)
    return found / weights_of(wanted, weights)
