"""Finds where a reply says something: each phrasing against its clauses, sentences and pairs of sentences."""

from __future__ import annotations

import math
from collections import Counter
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trainee_exercises.scoring.polarity import Polar, agreement, n_denials, polar
from trainee_exercises.scoring.text import Span, Token, clauses, sentences, tokens
from trainee_exercises.scoring.thesaurus import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trainee_exercises.scoring.arrays import Floats
    from trainee_exercises.scoring.embeddings import Encoder

_TYPO_FROM = 6
_TYPO = 0.8
_SYNONYM = 0.6
_FILLER = 0.3


class Window(NamedTuple):
    """A stretch of the reply that may say something: a clause, a sentence, or two neighbours."""

    span: Span
    keys: frozenset[str]
    polar: Polar
    n_denials: int


class Reading(NamedTuple):
    """A reply cut into windows, with their sentence vectors (None: no embeddings)."""

    text: str
    sentences: tuple[Span, ...]
    windows: tuple[Window, ...]
    vectors: Floats | None


class Match(NamedTuple):
    """The best place of a reply for one phrasing.

    words: share of the phrasing's meaning-carrying words found there, 0 to 1; meaning: cosine of the sentence vectors,
    0 without embeddings; same: 1 the words are meant as in the phrasing, -1 the opposite, None cannot be told by words;
    is_even: both deny equally often (in the parity).
    """

    phrasing: str
    window: Span
    words: float
    meaning: float
    same: float | None
    is_even: bool


class Weights(NamedTuple):
    """How telling each word is: the rarer in the pack's articles and questions, the more."""

    by_key: Mapping[str, float]
    unknown: float

    def of(self, key: str) -> float:
        """Return the weight of a word; one that the pack never uses weighs most."""
        return self.by_key.get(key, self.unknown)


def word_weights(documents: Iterable[str]) -> Weights:
    """Return inverse document frequencies over *documents*, log((n + 1) / (n_with + 0.5))."""
    counts: Counter[str] = Counter()
    n_documents = 0
    for document in documents:
        n_documents += 1
        counts.update({token.key for token in tokens(document) if token.is_content})
    weights = {key: math.log((n_documents + 1) / (count + 0.5)) for key, count in counts.items()}
    return Weights(weights, math.log((n_documents + 1) / 0.5))


def read(text: str, encoder: Encoder | None) -> Reading:
    """Cut *text* into windows."""
    found = tuple(sentences(text))
    spans = list(dict.fromkeys(_spans(text, found)))
    windows = tuple(_window(span) for span in spans)
    vectors = None if encoder is None or not spans else encoder.encode([window.span.text for window in windows])
    return Reading(text, found, windows, vectors)


def _spans(text: str, found: Sequence[Span]) -> Iterator[Span]:
    for sentence in found:
        yield sentence
        parts = clauses(sentence)
        yield from parts
        yield from (Span(text[a.start : b.end], a.start) for a, b in pairwise(parts))
    for first, second in pairwise(found):
        yield Span(text[first.start : second.end], first.start)


def _window(span: Span) -> Window:
    meant = polar(span.text)
    return Window(span, frozenset(token.key for token in meant.tokens), meant, n_denials(span.text))


class Phrasing:
    """One way to say something, prepared for comparing."""

    def __init__(self, text: str, weights: Weights) -> None:
        self.text = text
        self.polar = polar(text)
        self.n_denials = n_denials(text)
        self._weights = weights

    @cached_property
    def content(self) -> dict[str, float]:
        """The keys of its words and their weights; words such as "the" count little."""
        return {t.key: self._weights.of(t.key) if t.is_content else _FILLER for t in self.polar.tokens}

    def shared(self, window: Window) -> float:
        """Return the weighted share of this phrasing's words that *window* has, 0 to 1."""
        total = sum(self.content.values())
        found = sum(weight * _nearness(key, window.keys) for key, weight in self.content.items())
        return found / total if total else 0.0

    def match(self, reading: Reading, at: int, meaning: float) -> Match:
        """Return how this phrasing fits the window number *at*."""
        window = reading.windows[at]
        return Match(
            self.text,
            window.span,
            self.shared(window),
            meaning,
            agreement(self.polar, window.polar, self.content),
            self.n_denials % 2 == window.n_denials % 2,
        )


@lru_cache(maxsize=65536)
def _nearness(key: str, keys: frozenset[str]) -> float:
    """Return 1 for a word that is there, 0.8 for a slip of one letter in a long word, 0.6 for a synonym, else 0."""
    if key in keys:
        return 1.0
    if key[0] == "=":
        return 0.0
    if len(key) >= _TYPO_FROM and any(len(other) >= _TYPO_FROM and _is_slip(key, other) for other in keys):
        return _TYPO
    return _SYNONYM if key in near(keys) else 0.0


def _is_slip(left: str, right: str) -> bool:
    """Tell whether two words differ by one letter more, less, other, or two swapped."""
    if abs(len(left) - len(right)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    rest_left, rest_right = left[start:], right[start:]
    swapped = rest_left[1:2] + rest_left[:1] + rest_left[2:]
    return (
        rest_left[1:] == rest_right[1:]
        or rest_left[1:] == rest_right
        or rest_left == rest_right[1:]
        or swapped == rest_right
    )


def matches(phrasings: Sequence[Phrasing], reading: Reading, encoder: Encoder | None) -> list[list[Match]]:
    """Return for each phrasing its fit to every window."""
    if not reading.windows:
        return [[] for _ in phrasings]
    cosines = np.zeros((len(phrasings), len(reading.windows)))
    if encoder is not None and reading.vectors is not None:
        cosines = encoder.encode([phrasing.text for phrasing in phrasings]) @ reading.vectors.T
    return [
        [phrasing.match(reading, at, float(cosine)) for at, cosine in enumerate(row)]
        for phrasing, row in zip(phrasings, cosines, strict=True)
    ]


__all__ = ["Match", "Phrasing", "Reading", "Token", "Weights", "Window", "matches", "read", "word_weights"]
