"""Whether a reply takes the other side: each clause against all that is known about the same thing, by a vote.

A single wording may differ from a right clause by chance, so all that are near are asked, the nearer the louder.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring.direction import Clause, beside, clause_of, parts_of
from trainee_exercises.scoring.polarity import opposites
from trainee_exercises.scoring.text import clauses, sentences
from trainee_exercises.scoring.thesaurus import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trainee_exercises.packs import Question
    from trainee_exercises.scoring.match import Weights

_NEAR = 0.3
_FEWEST = 2
_LOUDER = 3
_SHORTEST = 4.0
_SYNONYM = 0.5
_OPPOSITE = 3.0
_SUPPOSED = re.compile(
    r"^(?:otherwise|or|or else|if|when|unless|whether|in case|once|why|how|what|until|so that|whatever|whoever)\b"
    r"|^(?:and|or) \w+ing\b|\bwould\b|\w'd\b",
    re.IGNORECASE,
)
"""Clauses that suppose something instead of stating it, or are but another item of a list."""
_GREETING = re.compile(
    r"^\W*(?i:dear|hi|hello|hey|hiya|good (?:day|morning|afternoon|evening))"
    r"(?: [A-Z][\w.'-]*| (?:sir|madam|there))*[,!.]?\s*"
)


class Stance(NamedTuple):
    """How surely a clause of the reply takes the other side, 0 to 1; that clause and what it goes against, or ""."""

    contrary: float
    quote: str
    reference: str


class _Vote(NamedTuple):
    nearness: float
    same: float


def sides_of(question: Question, weights: Weights) -> tuple[Clause, ...]:
    """Return all that is right about *question*: facts, points and what model answers 3 and 4 say."""
    right = [text for fact in question.must_say for text in (*fact.phrasings, fact.fact)]
    right += [text for ones in question.points.values() for point in ones for text in point.phrasings]
    right += [part for mark in (3, 4) for part in parts_of(without_greeting(question.model_answers.get(mark, "")))]
    ready = (clause_of(text, weights) for text in right)
    return tuple(one for one in ready if len(one.content) >= _FEWEST)


def stance(sides: Sequence[Clause], text: str, weights: Weights) -> Stance:
    """Return where *text* most surely takes the other side; what is asked or supposed is left out."""
    return max((_of_clause(sides, part, weights) for part in _stated(text)), default=Stance(0.0, "", ""))


def without_greeting(text: str) -> str:
    """Return *text* without the words by which it greets."""
    return _GREETING.sub("", text.strip())


def sentences_stated(text: str) -> list[str]:
    """Return the sentences and clauses of *text* that state something: neither the greeting nor a question."""
    said = sentences(without_greeting(text))
    return [part for sentence in said if not sentence.text.endswith("?") for part in parts_of(sentence.text)]


def _stated(text: str) -> Iterator[str]:
    for sentence in sentences(without_greeting(text)):
        if sentence.text.endswith("?"):
            continue
        parts = [part.text for part in clauses(sentence)]
        whole = [sentence.text] if len(parts) > 1 else []
        yield from (part for part in (*parts, *whole) if not _SUPPOSED.search(part))


def _of_clause(sides: Iterable[Clause], text: str, weights: Weights) -> Stance:
    clause = clause_of(text, weights)
    if len(clause.content) < _FEWEST:
        return Stance(0.0, "", "")
    against, asked, nearest, reference = 0.0, 0.0, 0.0, ""
    for side in sides:
        nearness, same = _vote(beside(clause, side), beside(side, clause))
        if nearness < _NEAR:
            continue
        against -= nearness**_LOUDER * same
        asked += nearness**_LOUDER
        if same < 0 and nearness > nearest:
            nearest, reference = nearness, side.text
    return Stance(nearest * max(0.0, against) / asked if asked else 0.0, text, reference)


def _places(clause: Clause) -> dict[str, set[bool]]:
    """Return for each word of *clause* whether it stands under a "not"."""
    places: dict[str, set[bool]] = {}
    for token, denied in zip(clause.polar.tokens, clause.polar.is_denied, strict=True):
        places.setdefault(token.key, set()).add(denied)
    return places


def _vote(clause: Clause, other: Clause) -> _Vote:
    """Return how near the two are and, from -1 to 1, whether what both speak of is meant alike."""
    places = _places(clause)
    theirs = same = told = 0.0
    ours: dict[str, float] = {}
    for token, denied in zip(other.polar.tokens, other.polar.is_denied, strict=True):
        if not token.is_content:
            continue
        weight = other.content[token.key]
        key, share, sign = _partner(token.key, places)
        if not share:
            continue
        theirs += min(1.0, share) * weight
        ours[key] = min(1.0, share) * clause.content.get(key, 0.0)
        if not token.is_name:
            told += share * weight
            same += share * weight * (sign if denied in places[key] else -sign)
    if not told or len(ours) < _FEWEST:
        return _Vote(0.0, 0.0)
    covered = min(1.0, theirs / max(other.total, _SHORTEST)) * min(
        1.0, sum(ours.values()) / max(clause.total, _SHORTEST)
    )
    return _Vote(math.sqrt(covered), same / told)


def _partner(key: str, places: Mapping[str, set[bool]]) -> tuple[str, float, float]:
    """Return the word of *places* that stands for *key*, how much it counts, and -1 if it means the opposite."""
    if key in places:
        return key, 1.0, 1.0
    for other in sorted(opposites().get(key, ())):
        if other in places:
            return other, _OPPOSITE, -1.0
    meant = near(frozenset((key,))) & places.keys()
    return (min(meant), _SYNONYM, 1.0) if meant else ("", 0.0, 1.0)
