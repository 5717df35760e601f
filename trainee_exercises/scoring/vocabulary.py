"""The words that replies to one question are made of: those of good answers, of poor ones, and of the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring.polarity import n_denials
from trainee_exercises.scoring.text import clauses, sentences, squeezed, tokens
from trainee_exercises.scoring.thesaurus import near

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trainee_exercises.packs import Pack, Phrased, Question
    from trainee_exercises.scoring.match import Weights

_LEAST = 1e-9
_MOST = 1.5
_SOME = 3.0
_NEAR = 0.5
_NEAR_GOOD = 0.15
_MOST_NAMES = 6
_RUN = 6


class Words(NamedTuple):
    """Keys of words. asked: the customer's; facts: of the facts; good: of facts, points and model answers 3 and 4.

    models: of each model answer; names: written with a capital in what is right; figures: of the facts and model
    answer 4; known_figures: that may stand in a reply without being strange; denial: how large a share of the clauses
    of good answers deny something.
    """

    asked: frozenset[str]
    facts: frozenset[str]
    good: frozenset[str]
    models: dict[int, frozenset[str]]
    names: frozenset[str]
    figures: frozenset[str]
    known_figures: frozenset[str]
    denial: float


class Used(NamedTuple):
    """How a reply uses these words. Shares from 0 to 1, `good` and `facts` up to 1.5 of what model answer 4 has.

    like_poor: nearness to model answers 1 and 2; strange_figures: that stand nowhere, at most 2; denial: by how much
    more of the reply denies something than of good answers.
    """

    good: float
    facts: float
    names: float
    figures: float
    like_poor: float
    strange_figures: int
    denial: float


def words_of(pack: Pack, question: Question) -> Words:
    """Return the words for *question*."""
    facts = [_all_of(fact, fact.fact) for fact in question.must_say]
    points = [_all_of(point, point.point) for ones in question.points.values() for point in ones]
    models = {mark: question.model_answers.get(mark, "") for mark in (1, 2, 3, 4)}
    articles = [pack.articles[name] for name in question.articles if name in pack.articles]
    read = "\n".join(f"{article.title}\n{article.text}" for article in articles)
    asked = f"{question.subject}\n{question.text}"
    right = "\n".join((*facts, *points, models[3], models[4]))
    return Words(
        asked=content(asked),
        facts=content("\n".join(facts)),
        good=content(right),
        models={mark: content(text) for mark, text in models.items()},
        names=names("\n".join((*facts, models[3], models[4]))) - content(asked),
        figures=figures("\n".join((*facts, models[4]))),
        known_figures=figures(f"{right}\n{asked}\n{read}"),
        denial=(denial(models[3]) + denial(models[4])) / 2,
    )


def use_of(words: Words, text: str, weights: Weights) -> Used:
    """Return how *text* uses *words*; what the customer wrote counts for nothing."""
    said = content(text)
    new = said - words.asked
    good, facts = words.good - words.asked, words.facts - words.asked
    by_synonym = weights_of((near(said) & good) - new, weights)
    four = words.models[4] or words.good
    best_facts = max(weights_of(words.models[mark] & facts, weights) for mark in (3, 4))
    return Used(
        good=_share(weights_of(new & good, weights) + _NEAR_GOOD * by_synonym, weights_of(four & good, weights)),
        facts=_share(weights_of(new & facts, weights), best_facts),
        names=min(1.0, len(said & words.names) / min(_MOST_NAMES, len(words.names))) if words.names else 0.3,
        figures=len(figures(text) & words.figures) / len(words.figures) if words.figures else 0.5,
        like_poor=max(_covered(words.models[mark] - words.asked, said, weights) for mark in (1, 2)),
        strange_figures=min(2, len(figures(text) - words.known_figures - {"1", "2", "3", "4"})),
        denial=max(0.0, denial(text) - words.denial - 0.1),
    )


def elsewhere(own: Words, others: Iterable[Words], text: str, weights: Weights) -> float:
    """Return from -1 to 1 how much more of *text* is about another question of the pack than about its own."""
    said = content(text)
    total = weights_of(said, weights) + _SOME
    here, *there = (weights_of(said & (one.good | one.asked), weights) / total for one in (own, *others))
    return max(there, default=0.0) - here


def runs(texts: Iterable[str]) -> frozenset[str]:
    """Return all runs of six words of *texts*, without marks and capitals."""
    return frozenset(run for text in texts for run in _runs(text))


def copied(read: frozenset[str], text: str) -> float:
    """Return the share of *text* that stands word for word in what can be read, six words in a row, 0 to 1."""
    said = _runs(text)
    return sum(run in read for run in said) / len(said) if said else 0.0


def _runs(text: str) -> list[str]:
    words = squeezed(text).split()
    return [" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]


def content(text: str) -> frozenset[str]:
    """Return the keys of the words of *text* that carry meaning."""
    return frozenset(token.key for token in tokens(text) if token.is_content)


def names(text: str) -> frozenset[str]:
    """Return the keys of words that are written with a capital inside a sentence."""
    return frozenset(token.key for token in tokens(text) if token.is_name and token.is_content)


def figures(text: str) -> frozenset[str]:
    """Return the keys of figures and spans of time."""
    return frozenset(token.key for token in tokens(text) if token.key[:1].isdigit() or token.key[:1] == "=")


def denial(text: str) -> float:
    """Return the share of the clauses of *text* that deny something."""
    parts = [clause.text for span in sentences(text) for clause in clauses(span)]
    return sum(min(1, n_denials(part)) for part in parts) / max(1, len(parts))


def weights_of(keys: Iterable[str], weights: Weights) -> float:
    """Return how telling *keys* are together; in a fixed order, so that the last bit is always the same."""
    return sum(weights.of(key) for key in sorted(keys))


def _covered(wanted: frozenset[str], said: frozenset[str], weights: Weights) -> float:
    by_synonym = near(said)
    found = sum(
        weights.of(key) * (1.0 if key in said else _NEAR) for key in sorted(wanted) if key in said or key in by_synonym
    )
    return found / max(_LEAST, weights_of(wanted, weights))


def _share(part: float, whole: float) -> float:
    return min(_MOST, part / max(_LEAST, whole)) if whole else 0.0


def _all_of(phrased: Phrased, text: str) -> str:
    return " .\n".join((text, *phrased.phrasings))
