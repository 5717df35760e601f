"""What sentence vectors tell of the direction of a clause: for each question a small rule is learned from what is
right, from what is wrong, and from both of them turned round by rule.

Vectors alone hardly notice a "not"; beside a sentence and its opposite they do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trainee_exercises.scoring.contrast import right_of
from trainee_exercises.scoring.manner import is_order
from trainee_exercises.scoring.stance import sentences_stated
from trainee_exercises.scoring.text import plain, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.packs import Question
    from trainee_exercises.scoring.arrays import Floats
    from trainee_exercises.scoring.embeddings import Encoder

_NEARBY = 8.0
_CAUTION = 0.2
_MOST = 2.0
_QUOTED = 0.25
_HELPERS = re.compile(
    r"\b(?:is|are|was|were|am|will|would|can|could|should|shall|must|may|might|has|have|had|do|does|did|'s|'re|'ll)\b",
    re.IGNORECASE,
)
_DENIALS = tuple(
    (re.compile(pattern, re.IGNORECASE), other)
    for pattern, other in (
        (r"\bcannot\b|\bcan't\b", "can"),
        (r"\bwon't\b", "will"),
        (r"(\w+)n't\b", r"\1"),
        (r"\b(?:do|does|did) not\b", ""),
        (r"\bnot\b", ""),
        (r"\bnobody\b|\bno one\b", "everybody"),
        (r"\bnothing\b", "everything"),
        (r"\bnever\b", "always"),
        (r"\bnone\b", "all"),
        (r"\bno longer\b", "still"),
        (r"\bno need to\b", "you need to"),
        (r"\bno\b", "a"),
        (r"\bwithout\b", "with"),
        (r"\bneither\b", "both"),
    )
)


class Taught(NamedTuple):
    """The rule for one question: shares of each of *examples* (n, 384) in the side that a clause is on."""

    examples: Floats
    shares: Floats


class Against(NamedTuple):
    """How much of a reply is on the wrong side, 0 to 2, and the clause that is most surely, or ""."""

    amount: float
    quote: str


def turned(text: str) -> str:
    """Return *text* turned round: its first denial taken away or, where it has none, a "not" put in. Not always fine
    English.
    """
    flat = plain(text)
    for pattern, other in _DENIALS:
        if pattern.search(flat):
            return " ".join(pattern.sub(other, flat, count=1).split())
    helper = _HELPERS.search(flat)
    if helper:
        return f"{flat[: helper.end()]} not{flat[helper.end() :]}"
    return f"do not {flat[:1].lower()}{flat[1:]}" if is_order(flat) else f"it is not true that {flat}"


def taught(question: Question, encoder: Encoder | None) -> Taught | None:
    """Return the rule for *question*, None without embeddings. What the customer says is on neither side."""
    if encoder is None:
        return None
    right = right_of(question)
    wrong = [text for claim in question.must_not_say for text in (*claim.phrasings, claim.claim)]
    asked = [span.text for span in sentences(question.text)]
    good, poor = [*right, *map(turned, wrong)], [*wrong, *map(turned, right)]
    examples = encoder.encode([*good, *poor, *asked])
    sides = np.repeat([1.0, -1.0, 0.0], [len(good), len(poor), len(asked)])
    shares = np.linalg.solve(_likeness(examples, examples) + _CAUTION * np.eye(len(examples)), sides)
    return Taught(examples, shares)


def against(rule: Taught | None, text: str, encoder: Encoder | None) -> Against:
    """Return how much of *text* is on the wrong side; questions in it are left out."""
    said: Sequence[str] = sentences_stated(text)
    if rule is None or encoder is None or not said:
        return Against(0.0, "")
    sides = _likeness(encoder.encode(said), rule.examples) @ rule.shares
    lowest = int(sides.argmin())
    amount = float(np.clip(-sides, 0.0, None).sum())
    return Against(min(_MOST, amount), said[lowest] if sides[lowest] < -_QUOTED else "")


def _likeness(left: Floats, right: Floats) -> Floats:
    """Return for each two rows from 0 to 1 how near they are; only what is quite near counts."""
    return np.asarray(np.exp(_NEARBY * (left.astype(float) @ right.astype(float).T - 1.0)))
