"""A reply cut into windows: clauses, sentences and neighbours, each with its words and how they are meant."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.scoring.polarity import n_denials, polar
from trainee_exercises.scoring.stance import without_greeting
from trainee_exercises.scoring.surface import any_of
from trainee_exercises.scoring.text import Span, clauses, plain, sentences, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OURS: Final = any_of(
    r"\b(?:i|we)(?:'ve| have|'ll| will|'m| am|'re| are| can| could)? (?:just |now |already |gladly |happily "
    r"|going to )*"
    r"(?!do not|don't|can't|cannot|know|understand|hope|see|regret|sorry|afraid)[a-z]+",
    r"\b(?:my|our) (?:colleagues?|engineers?|technicians?|team)\b",
)
REGRET: Final = any_of(r"\b(?:sorry|unfortunately|sadly|afraid|regret\w*|alas)\b")
_REQUEST: Final = any_of(
    r"\b(?:which|what|when|who|whom|whose|where|how|please|could you|can you"
    r"|would you|will you|do you|did you|are you)\b",
    r"\b(?:tell|send|give|share|paste|name|confirm|let|write|mail|quote|state|add|include"
    r"|attach) (?:me|us)\b|\brequest (?:has|must|needs)\b"
    r"|\b(?:need|require|may i|might i|asks?|waiting for)\b",
    r"^\W*(?:could|does|do|is|are|would|did|has|have|was|were|may|might|should)\b"
    r"|\bcould (?:the|somebody|someone|your)\b",
)
SUPPOSED: Final = re.compile(r"\b(?:whether|if)\b", re.IGNORECASE)

_RUN: Final = 3
_TURNED: Final = {
    "i": "you", "we": "you", "me": "you", "us": "you", "my": "your", "our": "your", "am": "are", "m": "re",
    "was": "were",
    "mine": "yours", "ours": "yours", "myself": "yourself", "ourselves": "yourself", "yourselves": "yourself",
}  # fmt: skip
"""So that a customer's words are theirs still where they are told back to them."""


class Word(NamedTuple):
    """A word of a reply. key: under which it is compared; denied: it stands under a "not"."""

    key: str
    denied: bool
    is_content: bool


class Part(NamedTuple):
    """A stretch of a reply. n_sentences: 0 for less than one."""

    text: str
    start: int
    words: tuple[Word, ...]
    denials: int
    asks: bool
    n_sentences: int


def parts_of(text: str) -> tuple[Part, ...]:
    """Return the windows of *text*, the greeting left out."""
    said = without_greeting(text)
    found = dict.fromkeys(_spans(said, sentences(said)))
    return tuple(_part(span, n, asks=asks) for span, n, asks in found)


def _spans(text: str, found: Sequence[Span]) -> Iterator[tuple[Span, int, bool]]:
    asked = [sentence.text.rstrip("\"') ").endswith("?") for sentence in found]
    for sentence, asks in zip(found, asked, strict=True):
        yield sentence, 1, asks
        parts = clauses(sentence)
        if len(parts) > 1:
            yield from ((part, 0, asks) for part in parts)
            yield from ((Span(text[a.start : b.end], a.start), 0, asks) for a, b in pairwise(parts) if len(parts) > 2)
    for (first, asks), (second, too) in pairwise(zip(found, asked, strict=True)):
        yield Span(text[first.start : second.end], first.start), 2, asks or too


def _part(span: Span, n_sentences: int, *, asks: bool) -> Part:
    return Part(span.text, span.start, words_of(span.text), n_denials(span.text), asks, n_sentences)


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of *text* as they are meant."""
    meant = polar(text)
    return tuple(
        Word(token.key, denied, token.is_content) for token, denied in zip(meant.tokens, meant.is_denied, strict=True)
    )


def has(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether *pattern* is in *text*."""
    return pattern.search(plain(text)) is not None


def in_words(text: str) -> str:
    """Return *text* in plain words between blanks, whoever speaks."""
    return f" {' '.join(_TURNED.get(word, word) for word in squeezed(text).split())} "


def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return all runs of three words of *text*, whoever speaks."""
    words = in_words(text).split()
    return frozenset(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


def requests(part: Part) -> bool:
    """Tell whether a window asks the customer for something, with or without a question mark."""
    return part.asks or has(_REQUEST, part.text)
