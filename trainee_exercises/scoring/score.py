"""Scores a reply offline: 1 to 4 overall and for each value, with the candidate's words for every point, or a person is
asked to look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from trainee_exercises.scoring import model, surface
from trainee_exercises.scoring.embeddings import load_encoder
from trainee_exercises.scoring.evidence import Finder, Found, Key, key_of
from trainee_exercises.scoring.gates import first_stop
from trainee_exercises.scoring.match import word_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trainee_exercises.packs import Pack, Question
    from trainee_exercises.scoring.embeddings import Encoder

_SAID = 0.5
_TURNED_ROUND = 0.65
_HARMFUL = 0.85
_TOO_GOOD = 2.5
_AT_MOST = 2.0
_SCOLDED = 1.5
_WEAKER = "compared by words alone, which misses right answers in other words; see docs/scoring.md for the embeddings"

Verdict = Literal["met", "missed", "contradicted", "claimed", "seen", "stopped", "note"]


class Reason(NamedTuple):
    """One reason. kind: fact, claim, point, surface, gate or basis; quote: the candidate's words, or ""."""

    kind: str
    item: str
    verdict: Verdict
    text: str
    quote: str


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


class Scorer:
    """Scores the replies to one pack; what is the same for all replies is worked out once."""

    def __init__(self, pack: Pack, encoder: Encoder | None) -> None:
        self._pack = pack
        self._weights = word_weights(_documents(pack))
        self._finder = Finder(self._weights, encoder)
        self._model = model.WORDS_ONLY if encoder is None else model.WITH_MEANING
        self._keys: dict[str, Key] = {}
        self.has_meaning = encoder is not None

    def score(self, question: Question, text: str) -> Score:
        """Return the score of one reply; the same text always gets the same."""
        stop = first_stop(self._pack, question, text, self._weights.by_key.__contains__)
        if stop is not None:
            return self._human(Reason("gate", stop.gate, "stopped", stop.why, stop.quote))
        if question.id not in self._keys:
            self._keys[question.id] = key_of(question, self._weights)
        evidence = self._finder.find(self._keys[question.id], text)
        found = model.signs(question, text, evidence)
        raw = model.overall(found, self._model)
        reasons = (*self._basis(), *_surface(question, text, found), *map(_reason, evidence.found))
        doubt = _doubt(evidence.found, raw)
        if doubt is not None:
            return self._human(doubt, reasons)
        values = dict.fromkeys(self._pack.values) | model.values_of(question, text, evidence, found)
        return Score(model.limited(_capped(raw, evidence.found, text)), values, needs_human=False, reasons=reasons)

    def _human(self, why: Reason, reasons: tuple[Reason, ...] = ()) -> Score:
        names = (*self._pack.values, "correctness", "clarity")
        return Score(None, dict.fromkeys(names), needs_human=True, reasons=(why, *reasons))

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


def _doubt(found: Iterable[Found], raw: float) -> Reason | None:
    """Return why a person must look: much is right, yet a known fact is turned round or something harmful is said."""
    if raw < _TOO_GOOD:
        return None
    for one in found:
        if one.item.kind == "fact" and one.against >= _TURNED_ROUND:
            return Reason(
                "fact", one.item.item_id, "contradicted", f"may say the opposite of: {one.item.text}", one.quote
            )
        if one.item.kind == "claim" and one.credit >= _HARMFUL:
            return Reason(
                "claim", one.item.item_id, "claimed", f"may say what must not be said: {one.item.text}", one.quote
            )
    return None


def _capped(raw: float, found: Iterable[Found], text: str) -> float:
    """Return *raw*, at most 2 where a fact is turned round, at most 1.5 where the customer is scolded."""
    if any(one.against >= _TURNED_ROUND and one.item.kind == "fact" for one in found):
        raw = min(raw, _AT_MOST)
    return min(raw, _SCOLDED) if surface.scolding(text) else raw


def _reason(found: Found) -> Reason:
    item = found.item
    if item.kind == "claim":
        verdict: Verdict = "claimed" if found.credit >= _SAID else "note"
        return Reason(
            "claim", item.item_id, verdict, item.text if verdict == "claimed" else f"not said: {item.text}", found.quote
        )
    if found.against >= _SAID and item.kind == "fact":
        return Reason("fact", item.item_id, "contradicted", item.text, found.quote)
    label = f"{item.value}: {item.text}" if item.value else item.text
    return Reason(item.kind, item.item_id, "met" if found.credit >= _SAID else "missed", label, found.quote)


def _surface(question: Question, text: str, found: model.Signs) -> Iterator[Reason]:
    """Yield what was seen on the surface: scolding, promises on open questions, empty phrases, acts on our side."""
    for words in surface.scolding(text):
        yield Reason("surface", "scolding", "seen", "blames, mocks or brushes off the customer", words)
    if question.level == "open":
        promised = surface.promise(text)
        for name, quote in (
            ("unknown", promised.unknown),
            ("back", promised.back),
            ("when", promised.when),
            ("who", promised.who),
        ):
            yield Reason("surface", name, "met" if quote else "missed", _PROMISES[name], quote or "")
    done = surface.done_by_us(text)
    if done:
        yield Reason("surface", "done", "seen", "says that something was done on the company's side", done)
    if found.no_denial:
        yield Reason("surface", "no denial", "seen", 'the answer holds a "no", and the reply denies nothing', "")
    empty = surface.empty_phrases(text)
    if len(empty) >= 2:
        yield Reason("surface", "empty phrases", "seen", "phrases that would fit any customer", "; ".join(empty[:4]))


_PROMISES = {
    "unknown": "owns up to what is not known",
    "back": "says that the customer will hear again",
    "when": "says by when",
    "who": "says who looks at it",
}
