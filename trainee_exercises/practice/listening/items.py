"""What a script's customer listens for: facts, claims and needs, with the words that tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from trainee_exercises.practice.listening.frames import frames
from trainee_exercises.practice.listening.manner import leaves_open
from trainee_exercises.practice.listening.reply import OURS, Word, has, in_words, runs, words_of
from trainee_exercises.practice.listening.words import Nearness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from trainee_exercises.practice.scripts import Script
    from trainee_exercises.scoring.arrays import Floats
    from trainee_exercises.scoring.match import Weights

Kind = Literal["fact", "claim", "need"]
_FILLER: Final = 0.15
_MOST: Final = 5.0
_IN_OPENING: Final = 0.5
_ELSEWHERE: Final = 0.8
_OWN: Final = 2.0


class Item(NamedTuple):
    """Something to listen for, in several wordings; the last one is the author's own sentence."""

    id: str
    kind: Kind
    wordings: tuple[str, ...]
    is_denial: bool
    later: bool
    truth: str = ""
    """What is true instead of a claim."""


class Items(NamedTuple):
    """The items of a script, ready. Arrays: wordings by vocabulary, items by vocabulary, or by item.

    of: the item of each wording; wanted: weights of a wording's words; sign: 1 meant so, -1 under a "not"; telling:
    weights of words by how much they tell an item from the others; usual: what a wording of the item has of these;
    denies, opens, ours: the share of its wordings that deny, leave open, speak of what we do; figures: by item;
    asked: words of the opening; truth, truth_sign: like wanted and sign, of what is true instead of each claim.
    """

    items: tuple[Item, ...]
    nearness: Nearness
    weights: Weights
    of: Floats
    wanted: Floats
    sign: Floats
    telling: Floats
    usual: Floats
    meant: Floats
    own: Floats
    denies: Floats
    opens: Floats
    ours: Floats
    frames: Floats
    figures: tuple[frozenset[str], ...]
    runs: frozenset[tuple[str, ...]]
    opening: str
    asked: frozenset[str]
    truth: Floats
    truth_sign: Floats


def items_of(script: Script) -> tuple[Item, ...]:
    """Return what a script's customer listens for."""
    return tuple(_items(script))


def _items(script: Script) -> Iterator[Item]:
    for fact in script.facts:
        yield Item(fact.id, "fact", (*fact.phrasings, fact.fact), fact.polarity == "deny", fact.later)
    for claim in script.claims:
        yield Item(claim.id, "claim", (*claim.phrasings, claim.claim), is_denial=False, later=False, truth=claim.why)
    for need in script.needs:
        yield Item(need.id, "need", (*need.phrasings, need.ask), is_denial=False, later=False)


def prepared(items: Sequence[Item], opening: str, weights: Weights, known: frozenset[str]) -> Items:
    """Return *items* ready for listening to replies to *opening*."""
    wordings = [(number, text, words_of(text)) for number, item in enumerate(items) for text in item.wordings]
    truths = [words_of(item.truth) for item in items]
    keys = sorted({word.key for words in (*(words for _, _, words in wordings), *truths) for word in words})
    places = {key: place for place, key in enumerate(keys)}
    asked = frozenset(word.key for word in words_of(opening) if word.is_content)
    of = np.array([number for number, _, _ in wordings])
    content = {
        word.key for words in (*(words for _, _, words in wordings), *truths) for word in words if word.is_content
    }
    weight = np.array([min(_MOST, weights.of(key)) if key in content else _FILLER for key in keys])
    has_word, sign = _table([words for _, _, words in wordings], places)
    true, truth_sign = _table(truths, places)
    rate = np.stack([has_word[of == number].mean(axis=0) for number in range(len(items))])
    heard = np.array([key in asked for key in keys])
    rest = rate.sum(axis=0) - rate
    telling = weight * rate * rate / (rate + _ELSEWHERE * rest + _IN_OPENING * heard + 1e-9)
    usual = np.array([max(1e-6, float((has_word[of == n] @ telling[n]).mean())) for n in range(len(items))])
    meant = np.stack(
        [
            (sign * has_word)[of == n].sum(axis=0) / np.maximum(1.0, has_word[of == n].sum(axis=0))
            for n in range(len(items))
        ]
    )
    own = telling * (rate > _OWN * (rest + np.where(heard, 1.0, 0.0)))
    figures = [_figures(words for number, _, words in wordings if number == n) for n in range(len(items))]
    return Items(
        tuple(items), Nearness(places, known), weights, of, has_word * weight * np.where(heard, _IN_OPENING, 1.0), sign,
        telling, usual, meant, own,
        denies=_share(items, lambda text: any(word.denied for word in words_of(text))),
        opens=_share(items, leaves_open),
        ours=_share(items, lambda text: has(OURS, text)),
        frames=np.stack([np.mean([frames(text) for text in item.wordings], axis=0) for item in items]),
        figures=tuple(ones[-1] & _most(ones) for ones in figures),
        runs=runs(opening),
        opening=in_words(opening),
        asked=asked,
        truth=true * weight * np.where(heard, _IN_OPENING, 1.0),
        truth_sign=truth_sign,
    )  # fmt: skip


def _table(wordings: Sequence[Sequence[Word]], places: dict[str, int]) -> tuple[Floats, Floats]:
    has_word, sign = np.zeros((len(wordings), len(places))), np.ones((len(wordings), len(places)))
    for row, words in enumerate(wordings):
        for word in words:
            has_word[row, places[word.key]] = 1.0
            if word.denied:
                sign[row, places[word.key]] = -1.0
    return has_word, sign


def _share(items: Sequence[Item], holds: Callable[[str], bool]) -> Floats:
    return np.array([np.mean([holds(text) for text in item.wordings]) for item in items])


def is_figure(key: str) -> bool:
    """Tell whether a word's key is a number or a span of time."""
    return key[:1].isdigit() or key[:1] == "="


def _figures(wordings: Iterable[Sequence[Word]]) -> list[frozenset[str]]:
    return [frozenset(word.key for word in words if is_figure(word.key)) for words in wordings]


def _most(ones: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the figures that at least half of the wordings have."""
    every = frozenset[str]().union(*ones)
    return frozenset(key for key in every if 2 * sum(key in one for one in ones) >= len(ones))
