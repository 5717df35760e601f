"""In which direction a reply speaks: clause by clause, the same as what is right, turned round, or the same as what is
wrong.

Each clause of the reply is laid beside every clause of the known facts, points and good model answers, and of the false
claims and the poorest model answer; the nearest counts, by how near it is.
"""

from __future__ import annotations

import itertools
import math
import re
from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring.polarity import Polar, agreement, n_denials, polar
from trainee_exercises.scoring.text import Token, clauses, sentences, tokens
from trainee_exercises.scoring.thesaurus import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trainee_exercises.packs import Question
    from trainee_exercises.scoring.match import Weights

_NEAR_CLAUSE = 0.25
_NEAR_FACT = 0.3
_SYNONYM = 0.5
_SHORTEST = 4.0
_DOUBT = 0.3
_SURE, _SURE_IF_ALIKE = 3, 2
_NO = "no"
_WITH = frozenset({"at", "with", "for", "by"})
_AT_FIRST = re.compile(r"^\W*instead,?\s+(?!of\b)", re.IGNORECASE)
_GREETS = re.compile(r"^\W*(?:dear|hi|hello|hey|hiya|good (?:day|morning|afternoon|evening))\b[^.:;?]*$", re.IGNORECASE)
_TILL = re.compile(r"\b(?:'?til|till)\b", re.IGNORECASE)


class Clause(NamedTuple):
    """A clause ready for comparing. content: its words that carry meaning, with their weights; total: their sum.

    lacking: the words right after its only denial, an "at no" or "with no": the rest of it is not denied ("on Solo at
    no cost").
    """

    text: str
    polar: Polar
    n_denials: int
    content: Mapping[str, float]
    keys: frozenset[str]
    total: float
    lacking: frozenset[str]


class References(NamedTuple):
    """What the clauses of replies are laid beside; facts: by fact."""

    facts: tuple[tuple[Clause, ...], ...]
    right: tuple[Clause, ...]
    wrong: tuple[Clause, ...]


class Turned(NamedTuple):
    """A clause of the reply that says the opposite of something right. is_sure: they share enough to be certain."""

    quote: str
    reference: str
    nearness: float
    is_sure: bool


class Direction(NamedTuple):
    """The direction of a whole reply, each from 0 to 1.

    agreeing: mean over the facts of how near the nearest clause that says the same is (0 where one that says the
    opposite is nearer); opposed: the most by which an opposite clause is nearer to a fact than any that agrees; turned:
    share of what is recognised that is turned round; wrong: how much is nearer to something wrong than to anything
    right. strongest: the clause that is most surely turned round.
    """

    agreeing: float
    opposed: float
    turned: float
    wrong: float
    strongest: Turned | None


def references(question: Question, weights: Weights) -> References:
    """Return what replies to *question* are laid beside."""

    def ready(texts: Iterable[str]) -> tuple[Clause, ...]:
        return tuple(clause_of(text, weights) for text in texts)

    facts = tuple(ready((*fact.phrasings, fact.fact)) for fact in question.must_say)
    said = [text for ones in question.points.values() for point in ones for text in point.phrasings]
    said += [part for mark in (3, 4) for part in parts_of(question.model_answers.get(mark, ""))]
    wrong = [text for claim in question.must_not_say for text in (*claim.phrasings, claim.claim)]
    wrong += parts_of(question.model_answers.get(1, ""))
    return References(facts, (*(one for ones in facts for one in ones), *ready(said)), ready(wrong))


def parts_of(text: str) -> list[str]:
    """Return the sentences of *text* and, where a sentence has several, its clauses."""
    found: list[str] = []
    for sentence in sentences(text):
        parts = clauses(sentence)
        found.append(sentence.text)
        found += [part.text for part in parts] if len(parts) > 1 else []
    return found


def clause_of(text: str, weights: Weights) -> Clause:
    """Return *text* ready for comparing."""
    flat = _TILL.sub("until", _AT_FIRST.sub("", text))
    meant, denials = polar(flat), n_denials(flat)
    content = {token.key: weights.of(token.key) for token in meant.tokens if token.is_content}
    lacking = _lacking(tokens(flat)) if denials == 1 else frozenset[str]()
    return Clause(text, meant, denials, content, frozenset(content), sum(content.values()), lacking)


def _is_figure(key: str) -> bool:
    return key[:1].isdigit() or key[:1] == "="


def _lacking(words: Sequence[Token]) -> frozenset[str]:
    """Return the words with meaning right after an "at no"; none where there is no such "no"."""
    pairs = enumerate(itertools.pairwise(words))
    place = next((at for at, (one, two) in pairs if one.word in _WITH and two.word == _NO), None)
    if place is None:
        return frozenset()
    rest = words[place + 2 :]
    end = next((at for at, token in enumerate(rest) if not token.is_content), len(rest))
    return frozenset(token.key for token in rest[:end])


def beside(one: Clause, other: Clause) -> Clause:
    """Return *one* as it is meant beside *other*: what only one of the two speaks of cannot turn the rest round."""
    if not one.lacking or one.lacking & (other.keys | near(other.keys)):
        return one
    words = one.polar.tokens
    return one._replace(polar=Polar(words, (False,) * len(words)), n_denials=0)


def direction(known: References, text: str, weights: Weights) -> Direction:
    """Return in which direction *text* speaks; questions in it are left out."""
    said = [clause_of(part, weights) for part in _stated(text)]
    said = [one for one in said if one.content]
    agree = opposite = wrong = 0.0
    strongest: Turned | None = None
    for clause in said:
        same, other, which = _nearest(clause, known.right)
        if other > same:
            opposite += other**2
            found = Turned(clause.text, which.text, other, _is_sure(clause, which)) if which else strongest
            strongest = max(filter(None, (strongest, found)), key=lambda one: (one.is_sure, one.nearness))
        else:
            agree += same**2
        claimed, _, _ = _nearest(clause, known.wrong)
        wrong += claimed**2 if claimed > max(same, _NEAR_CLAUSE) else 0.0
    by_fact = [_beside_fact(said, fact) for fact in known.facts]
    return Direction(
        agreeing=_mean([same if same >= other else 0.0 for same, other in by_fact]),
        opposed=max((max(0.0, other - same) for same, other in by_fact), default=0.0),
        turned=opposite / (agree + opposite + _DOUBT),
        wrong=min(1.0, wrong),
        strongest=strongest,
    )


def _stated(text: str) -> Iterable[str]:
    """Yield the clauses and whole sentences of *text* that state something."""
    return [part for sentence in sentences(text) if not sentence.text.endswith("?") for part in parts_of(sentence.text)]


def _is_sure(clause: Clause, other: Clause) -> bool:
    """Tell whether they share enough words, figures and greetings aside: a scrap may be turned round by chance.

    Two are enough where neither says more, or where the clause has all that the other says and denies it.
    """
    if _GREETS.match(other.text):
        return False
    shared = {key for key in clause.keys & other.keys if not _is_figure(key)}
    denied = {word.key for word, is_so in zip(clause.polar.tokens, clause.polar.is_denied, strict=True) if is_so}
    has_all = other.keys <= clause.keys and shared <= denied
    return len(shared) >= _SURE or (len(shared) >= _SURE_IF_ALIKE and (clause.keys == other.keys or has_all))


def _nearest(clause: Clause, others: Sequence[Clause]) -> tuple[float, float, Clause | None]:
    """Return how near the nearest that says the same and the nearest that says the opposite are, and the latter."""
    same = opposite = 0.0
    which: Clause | None = None
    for other in others:
        nearness = math.sqrt(_covered(clause, other) * _covered(other, clause))
        if nearness < _NEAR_CLAUSE or nearness <= min(same, opposite):
            continue
        if says_same(other, clause):
            same = max(same, nearness)
        elif nearness > opposite:
            opposite, which = nearness, other
    return same, opposite, which


def _beside_fact(said: Sequence[Clause], fact: Sequence[Clause]) -> tuple[float, float]:
    """Return how much of the fact the nearest clause that agrees and the nearest that is opposed have."""
    same = opposite = 0.0
    for clause in said:
        for wording in fact:
            nearness = _covered(wording, clause)
            if nearness < _NEAR_FACT or nearness <= min(same, opposite):
                continue
            if says_same(wording, clause):
                same = max(same, nearness)
            else:
                opposite = max(opposite, nearness)
    return same, opposite


def _covered(wanted: Clause, by: Clause) -> float:
    """Return the share of the words of *wanted* that *by* has, synonyms at half."""
    if not wanted.content:
        return 0.0
    other = near(by.keys)
    found = 0.0
    for key, weight in wanted.content.items():
        found += weight if key in by.keys else _SYNONYM * weight if key in other else 0.0
    return found / max(wanted.total, _SHORTEST)


def says_same(wanted: Clause, said: Clause) -> bool:
    """Tell whether the words that both have are meant alike; if they have none in common, whether both deny."""
    wanted, said = beside(wanted, said), beside(said, wanted)
    same = agreement(wanted.polar, said.polar, wanted.content)
    return wanted.n_denials % 2 == said.n_denials % 2 if not same else same > 0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
