"""What a reply says of the known facts, the forbidden claims and the rubric points, each with the words that say it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from trainee_exercises.scoring.match import Match, Phrasing, matches, read
from trainee_exercises.scoring.polarity import n_denials
from trainee_exercises.scoring.text import sentences, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trainee_exercises.packs import Question
    from trainee_exercises.scoring.arrays import Floats
    from trainee_exercises.scoring.embeddings import Encoder
    from trainee_exercises.scoring.match import Reading, Weights

Kind = Literal["fact", "claim", "point"]
_SHORTEST_SAID = 3
_SHORTEST_CLAIMED = 4
_BY_MEANING = 0.6
_OTHER_PARITY = 0.9
_SURELY = 0.5
_ABOUT_IT = 0.45
_CLEARLY = 0.04
_WORDS_SHARED = 2
_ONE_WORD = 0.4
_MIDDLE, _CLOSE = 2.5, 0.1
_LEFT_OPEN = re.compile(r"\b(?:whether|if)\b", re.IGNORECASE)


class Level(NamedTuple):
    """From a likeness to a credit from 0 to 1: half credit at `middle`, steeper the smaller `width` is."""

    middle: float
    width: float

    def credit(self, likeness: float, extra: float = 0.0) -> float:
        """Return the credit for *likeness*; *extra* raises the bar."""
        return 1.0 / (1.0 + math.exp(-(likeness - self.middle - extra) / self.width))


WITH_MEANING = Level(0.47, 0.06)
"""Words and sentence vectors together; measured on forms a and b of the shipped pack."""
WORDS_ONLY = Level(0.45, 0.12)
"""Words alone: less steep, since right answers in other words come out low."""


class Item(NamedTuple):
    """A fact, claim or point of a question, ready for comparing. value: the point's value, "" otherwise."""

    kind: Kind
    item_id: str
    text: str
    value: str
    phrasings: tuple[Phrasing, ...]


class Found(NamedTuple):
    """What the reply says of an item.

    credit: 0 not said, 1 surely said; against: 0 to 1, surely the opposite was said; quote: the words, or "".
    """

    item: Item
    credit: float
    against: float
    quote: str


class Key(NamedTuple):
    """What a question's replies are compared with."""

    items: tuple[Item, ...]
    answers: tuple[tuple[int, tuple[str, ...]], ...]
    figures: frozenset[str]
    known_figures: frozenset[str]


class Evidence(NamedTuple):
    """Everything found in one reply. like_answer: from 1 to 4, which of the model answers it is most like."""

    found: tuple[Found, ...]
    like_answer: float
    figures: float
    strange_figures: tuple[str, ...]

    def of(self, kind: Kind) -> list[Found]:
        """Return the findings of one kind."""
        return [one for one in self.found if one.item.kind == kind]


def key_of(question: Question, weights: Weights) -> Key:
    """Return what replies to *question* are compared with."""
    items = tuple(_items(question, weights))
    answers = tuple((mark, tuple(_sentences_of(question, mark))) for mark in sorted(question.model_answers))
    figures = frozenset[str]().union(*(_figures(fact.fact) for fact in question.must_say))
    sources = [question.text, question.goal, question.subject, *question.model_answers.values()]
    sources += [phrasing.text for item in items for phrasing in item.phrasings]
    return Key(items, answers, figures, frozenset[str]().union(*map(_figures, sources)))


def _items(question: Question, weights: Weights) -> Iterable[Item]:
    def ready(*texts: str) -> tuple[Phrasing, ...]:
        return tuple(Phrasing(text, weights) for text in texts)

    for fact in question.must_say:
        yield Item("fact", fact.id, fact.fact, "", ready(*fact.phrasings, fact.fact))
    for claim in question.must_not_say:
        yield Item("claim", claim.id, claim.claim, "", ready(*claim.phrasings, claim.claim))
    for value, points in question.points.items():
        for point in points:
            yield Item("point", point.id, point.point, value, ready(*point.phrasings))


def _sentences_of(question: Question, mark: int) -> list[str]:
    answers: Mapping[int, str] = question.model_answers
    return [span.text for span in sentences(answers.get(mark, ""))]


def _figures(text: str) -> frozenset[str]:
    return frozenset(token.key for token in tokens(text) if token.key[:1].isdigit() or token.key[:1] == "=")


class Finder:
    """Compares replies with a question's key, by words and, where there is an encoder, by meaning."""

    def __init__(self, weights: Weights, encoder: Encoder | None) -> None:
        self._weights = weights
        self._encoder = encoder
        self._level = WORDS_ONLY if encoder is None else WITH_MEANING

    def find(self, key: Key, text: str) -> Evidence:
        """Return what *text* says."""
        reading = read(text, self._encoder)
        fits = {item: self._fits(item, reading) for item in key.items}
        right = self._by_window([fits[item] for item in key.items if item.kind != "claim"], reading)
        found = tuple(
            self._claimed(item, fits[item], right, reading) if item.kind == "claim" else self._said(item, fits[item])
            for item in key.items
        )
        said = _figures(text)
        share = len(said & key.figures) / len(key.figures) if key.figures else 0.5
        strange = tuple(sorted(one for one in said - key.known_figures if one not in {"1", "2", "3", "4"}))
        return Evidence(found, self._like_answer(key, reading), share, strange)

    def _fits(self, item: Item, reading: Reading) -> list[Match]:
        return [match for row in matches(item.phrasings, reading, self._encoder) for match in row]

    def _likeness(self, match: Match) -> float:
        if self._encoder is None:
            return match.words
        return _BY_MEANING * match.meaning + (1 - _BY_MEANING) * match.words

    def _agreeing(self, match: Match) -> float:
        """Return the likeness of a match that is not the opposite; a little less where only one of the two denies."""
        if match.same is not None and match.same < 0:
            return 0.0
        is_sure = match.is_even or (match.same or 0.0) > 0
        return self._likeness(match) * (1.0 if is_sure else _OTHER_PARITY)

    def _said(self, item: Item, fits: Sequence[Match]) -> Found:
        fits = [match for match in fits if len(match.window.text.split()) >= _SHORTEST_SAID]
        best = max(fits, key=self._agreeing, default=None)
        flipped = max((match for match in fits if _is_opposite(match)), key=self._likeness, default=None)
        likeness = self._agreeing(best) if best else 0.0
        opposite = self._likeness(flipped) if flipped else 0.0
        against = self._level.credit(opposite, 0.05) if opposite > likeness + _CLEARLY else 0.0
        credit = self._level.credit(likeness) * (1.0 - against)
        shown = flipped if against >= _SURELY else best if credit >= _SURELY else None
        return Found(item, credit, against, shown.window.text if shown else "")

    def _claimed(self, item: Item, fits: Sequence[Match], right: Mapping[str, float], reading: Reading) -> Found:
        """Return whether a false claim is made: it fits clearly better than any fact or point does there."""
        best, credit = None, 0.0
        for match in fits:
            window = match.window.text
            if len(window.split()) < _SHORTEST_CLAIMED or not _is_stated(match, reading):
                continue
            likeness = self._agreeing(match)
            ahead = likeness - right.get(window, 0.0)
            claimed = self._level.credit(likeness, 0.07) / (1.0 + math.exp(-(ahead - 0.03) / 0.03))
            claimed *= 1.0 if self._encoder is not None or _share_enough(match) else _ONE_WORD
            if claimed > credit:
                best, credit = match, claimed
        return Found(item, credit, 0.0, best.window.text if best and credit >= _SURELY else "")

    def _by_window(self, groups: Iterable[Sequence[Match]], reading: Reading) -> dict[str, float]:
        """Return for each window how well the best fact or point fits there."""
        best = {window.span.text: 0.0 for window in reading.windows}
        for match in (one for group in groups for one in group):
            best[match.window.text] = max(best[match.window.text], self._agreeing(match))
        return best

    def _like_answer(self, key: Key, reading: Reading) -> float:
        """Return the mean mark of the model answers, the more like one is, sentence by sentence, the more it counts."""
        texts = [span.text for span in reading.sentences]
        answers = [(mark, said) for mark, said in key.answers if said]
        if not (texts and answers):
            return _MIDDLE
        near = [self._likenesses(texts, said) for _, said in answers]
        likeness = np.array([(one.max(axis=0).mean() + one.max(axis=1).mean()) / 2 for one in near])
        return float(np.average([mark for mark, _ in answers], weights=np.exp(likeness / _CLOSE)))

    def _likenesses(self, texts: Sequence[str], others: Sequence[str]) -> Floats:
        """Return the likeness of each of *texts* to each of *others*: cosine of their vectors or weighted words."""
        if self._encoder is not None:
            return np.asarray(self._encoder.encode(texts) @ self._encoder.encode(others).T)
        left, right = ([self._bag(text) for text in ones] for ones in (texts, others))
        return np.array([[_cosine(one, other) for other in right] for one in left])

    def _bag(self, text: str) -> dict[str, float]:
        return {token.key: self._weights.of(token.key) for token in tokens(text) if token.is_content}


def _is_opposite(match: Match) -> bool:
    """Tell whether a match surely says the opposite: about the same in one sentence, no question, and turned round."""
    text = match.window.text
    is_about_it = match.words >= _ABOUT_IT and _figures(match.phrasing) <= _figures(text)
    is_turned = match.same is not None and match.same < -0.5
    return is_about_it and is_turned and not text.endswith("?") and len(sentences(text)) == 1


def _share_enough(match: Match) -> bool:
    """Tell whether it rests on two words at least, or on all that the wording has: one word alone claims nothing."""
    said, wanted = ({one.key for one in tokens(text) if one.is_content} for text in (match.window.text, match.phrasing))
    return len(said & wanted) >= min(_WORDS_SHARED, len(wanted))


def _is_stated(match: Match, reading: Reading) -> bool:
    """Tell whether the reply itself states the match: one sentence, neither asked nor left open nor denied there."""
    around = [
        span.text for span in reading.sentences if span.start <= match.window.start and match.window.end <= span.end
    ]
    if not around or around[0].endswith("?") or _LEFT_OPEN.search(around[0]):
        return False
    return (n_denials(around[0]) > 0) == (n_denials(match.phrasing) > 0)


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    shared = sum(weight * right[key] for key, weight in left.items() if key in right)
    lengths = math.sqrt(sum(w * w for w in left.values()) * sum(w * w for w in right.values()))
    return shared / lengths if lengths else 0.0
