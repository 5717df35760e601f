"""Scores a reply offline: 1 to 4 overall and for each value, with the candidate's words for every point, or a person is
asked to look.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring import model, weights
from trainee_exercises.scoring.contrast import Contrast, contrast_of, contrasted
from trainee_exercises.scoring.direction import Clause, References, direction, references
from trainee_exercises.scoring.doubt import doubt_of
from trainee_exercises.scoring.embeddings import load_encoder
from trainee_exercises.scoring.evidence import Finder, Key, key_of
from trainee_exercises.scoring.gates import Stop, first_stop
from trainee_exercises.scoring.match import word_weights
from trainee_exercises.scoring.reasons import COPIED, Reason, reasons_of
from trainee_exercises.scoring.signs import Found, Signs, best_of, signs
from trainee_exercises.scoring.stance import sides_of, stance
from trainee_exercises.scoring.taught import Taught, against, taught
from trainee_exercises.scoring.vocabulary import Words, copied, elsewhere, runs, use_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trainee_exercises.packs import Pack, Question
    from trainee_exercises.scoring.embeddings import Encoder

_AT_MOST = 2.0
_SCOLDED = 1.5
_PASTED = 2.4
_BENDS, _SLOWLY = 3.5, 0.8
_LITTLE, _LITTLE_GOOD = 0.15, 0.25
_ELSEWHERE = 0.1
_WEAKER = "compared by words alone, which misses right answers in other words; see docs/scoring.md for the embeddings"


class Score(NamedTuple):
    """What the scorer proposes for one reply.

    overall: 1 to 4 with one decimal, None where a person must look; values: the same for each of the pack's values, for
    correctness and clarity, None where nothing in this question looks at it or a person must look.
    """

    overall: float | None
    values: dict[str, float | None]
    needs_human: bool
    reasons: tuple[Reason, ...]


class Answer(NamedTuple):
    """A reply to be scored."""

    question_id: str
    reply_id: str
    text: str


class Scored(NamedTuple):
    """A reply's score."""

    question_id: str
    reply_id: str
    score: Score


class Prepared(NamedTuple):
    """What is worked out once for a question."""

    key: Key
    words: Words
    beside: References
    sides: tuple[Clause, ...]
    best: float
    read: frozenset[str]
    contrast: Contrast
    taught: Taught | None


class Scorer:
    """Scores the replies to one pack; what is the same for all replies is worked out once.

    chosen: other weights than those of weights.py, for judging how well they would do.
    """

    def __init__(self, pack: Pack, encoder: Encoder | None, chosen: weights.Both | None = None) -> None:
        self._pack = pack
        self._weights = word_weights(_documents(pack))
        self._finder = Finder(self._weights, encoder)
        self._encoder = encoder
        self._model = chosen or (weights.WORDS_ONLY if encoder is None else weights.WITH_MEANING)
        self._prepared: dict[str, Prepared] = {}
        self._words: dict[str, Words] = {}
        self._read: frozenset[str] = frozenset()
        self.has_meaning = encoder is not None

    def score(self, question: Question, text: str) -> Score:
        """Return the score of one reply; the same text always gets the same."""
        stop = self.stop(question, text)
        if stop is not None:
            return self._human(Reason("gate", stop.gate, "stopped", stop.why, stop.quote))
        found = self.look(question, text)
        seen = signs(question, text, found)
        raw = model.overall(seen, self._model.figure)
        reasons = (*self._basis(), *reasons_of(question, text, found, seen))
        doubt = doubt_of(found, seen, raw, self._model.doubt)
        if doubt is not None:
            return self._human(doubt, reasons)
        figure = _capped(raw, seen)
        values = dict.fromkeys(self._pack.values) | model.values_of(question, text, found.evidence, seen, figure)
        return Score(model.limited(figure), values, needs_human=False, reasons=reasons)

    def stop(self, question: Question, text: str) -> Stop | None:
        """Return the gate that closes on *text*, or None."""
        return first_stop(self._pack, question, text, self._weights.by_key.__contains__)

    def look(self, question: Question, text: str) -> Found:
        """Return all that is found in *text*."""
        ready = self._ready(question)
        return Found(
            self._finder.find(ready.key, text),
            use_of(ready.words, text, self._weights),
            direction(ready.beside, text, self._weights),
            elsewhere(ready.words, self._others(question.id), text, self._weights),
            stance(ready.sides, text, self._weights),
            copied(ready.read, text),
            ready.best,
            contrasted(ready.contrast, text, self._weights),
            against(ready.taught, text, self._encoder),
        )

    def _ready(self, question: Question) -> Prepared:
        if question.id not in self._prepared:
            key, words = key_of(question, self._weights), words_of(self._pack, question)
            best = best_of(self._finder.find(key, question.model_answers.get(4, "")))
            beside, sides = references(question, self._weights), sides_of(question, self._weights)
            contrast, rule = contrast_of(question), taught(question, self._encoder)
            self._prepared[question.id] = Prepared(key, words, beside, sides, best, self._runs(), contrast, rule)
        return self._prepared[question.id]

    def _runs(self) -> frozenset[str]:
        if not self._read:
            self._read = runs(article.text for article in self._pack.articles.values())
        return self._read

    def _others(self, question_id: str) -> list[Words]:
        """Return the words of all other questions of the pack."""
        if not self._words:
            questions = (question for form in self._pack.forms.values() for question in form.questions)
            self._words = {question.id: words_of(self._pack, question) for question in questions}
        return [words for name, words in self._words.items() if name != question_id]

    def _human(self, why: Reason, reasons: tuple[Reason, ...] = ()) -> Score:
        names = (*self._pack.values, "correctness", "clarity")
        others = (one for one in reasons if (one.kind, one.item) != (why.kind, why.item))
        return Score(None, dict.fromkeys(names), needs_human=True, reasons=(why, *others))

    def _basis(self) -> tuple[Reason, ...]:
        return () if self.has_meaning else (Reason("basis", "words", "note", _WEAKER, ""),)


def score_reply(pack: Pack, question: Question, text: str) -> Score:
    """Return the score of *text* as a reply to *question*; embeddings are used where they are installed.

    For many replies `score_answers` is faster: it prepares the pack once.
    """
    return Scorer(pack, load_encoder()).score(question, text)


def score_answers(pack: Pack, answers: Iterable[Answer]) -> list[Scored]:
    """Return the scores of *answers* in their order.

    Raises:
        KeyError: the pack has no question of that id.
    """
    scorer = Scorer(pack, load_encoder())
    return [
        Scored(one.question_id, one.reply_id, scorer.score(pack.question(one.question_id), one.text)) for one in answers
    ]


def _documents(pack: Pack) -> Iterator[str]:
    for article in pack.articles.values():
        yield f"{article.title}\n{article.text}"
    for form in pack.forms.values():
        for question in form.questions:
            yield f"{question.subject}\n{question.text}"
            yield from (fact.fact for fact in question.must_say)


def _capped(raw: float, seen: Signs) -> float:
    """Return *raw* between 1 and 4, at most 2 where hardly a word is about this question.

    At most 1.5 where the customer is scolded, 2.4 where the articles are pasted. Above 3.5 it rises ever more slowly,
    so that a fault still lowers it.
    """
    if _is_beside_the_point(seen):
        raw = min(raw, _AT_MOST)
    if seen.copied >= COPIED:
        raw = min(raw, _PASTED)
    if seen.scolding:
        raw = min(raw, _SCOLDED)
    return raw if raw <= _BENDS else _BENDS + (model.HIGHEST - _BENDS) * (1.0 - math.exp((_BENDS - raw) / _SLOWLY))


def _is_beside_the_point(seen: Signs) -> bool:
    """Tell whether the reply has next to nothing of the words and facts that this question needs."""
    owns_up = seen.unknown and (seen.back or seen.who)
    has_little = seen.agreeing < _LITTLE and seen.fact_words < _LITTLE and seen.good_words < _LITTLE_GOOD
    return seen.elsewhere > _ELSEWHERE or (has_little and not owns_up)
