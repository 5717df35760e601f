"""Signs that a window of a reply says an item: what the learned weights are multiplied with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from trainee_exercises.practice.listening.frames import frames
from trainee_exercises.practice.listening.items import is_figure
from trainee_exercises.practice.listening.manner import is_unknown, leaves_open
from trainee_exercises.practice.listening.reply import OURS, REGRET, SUPPOSED, has, in_words, parts_of, requests, runs
from trainee_exercises.scoring.surface import any_of, empty_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trainee_exercises.practice.listening.items import Items
    from trainee_exercises.practice.listening.reply import Part
    from trainee_exercises.scoring.arrays import Floats

MOST: Final = 5.0
_TOLD_BACK: Final = 0.6
_CAP: Final = 1.5
_SHORTEST: Final = 4.0
_MOSTLY: Final = 0.5
_AFTER: Final = 12
"""Within so many letters the next sentence or clause begins."""
_OPPOSITE: Final = 2.0
_COURTEOUS: Final = any_of(
    r"\b(?:thank\w*|patience|apologi\w+|inconvenience\w*|appreciat\w+|valued?|assured?|understand (?:how|that)|lovely"
    r"|wonderful|hesitate|disposal|priority|loyalty|confidence|matters? to us|means a lot|hear from you|sorry to"
    r" (?:hear|read)|how (?:nice|kind|annoying)|kind of you|please don't (?:feel|worry)|enjoy|(?:nice|great|good)"
    r" (?:day|week|time))\b"
)
_RETOLD: Final = any_of(
    r"^\W*(?:\w+ )?(?:so )?(?:you(?:'re|'ve|'d)?|your|and your?) (?!can|could|may|need|will|have to)\w+"
)
_REPORTED: Final = any_of(
    r"\b(?:told|tells?|writes?|wrote|written|sa(?:id|ys|ying)|claim\w*|heard|read|rumou?rs?|thought|assumed?|think\w*)"
    r" (?:\w+ ){0,2}?that\b"
)
_REFUTED: Final = any_of(
    r"\b(?:that|this|it|which|what)(?: \w+){0,3}? (?:is|was|'s|has|does)(?:n't| not)(?: \w+)?"
    r" (?:so|true|right|correct|the case|quite right|hold|apply)\b",
    r"\b(?:that|this|it|which)(?:'s| is| was) (?:\w+ )?(?:wrong|false|untrue|incorrect|made up|invented|nonsense"
    r"|a (?:mistake|rumou?r|myth|misunderstanding))\b",
)
_TINY: Final = 1e-9


class Signs(NamedTuple):
    """parts: the windows; of: by the sign's name, its values by window and item."""

    parts: tuple[Part, ...]
    of: Mapping[str, Floats]


class _Said(NamedTuple):
    """The windows against the vocabulary. covered: how near the nearest word is; signed: the same, below 0 where it
    is meant the other way; near: by word of the reply; worth: of each window's words; echoes: 1 for words that
    stand in the opening.
    """

    covered: Floats
    signed: Floats
    near: Floats
    worth: Floats
    echoes: Floats


def signs(items: Items, text: str) -> Signs:
    """Return the signs of every window of *text* for every item."""
    every = parts_of(text)
    parts = _outside(every, _spans(one for one in every if _copied(items, one.text) >= _TOLD_BACK))
    if not parts:
        return Signs((), {})
    said = _said(items, parts)
    doubted = {"doubted": _doubted(items, parts, text)}
    return Signs(parts, _of_words(items, said) | _of_manner(items, parts) | _of_figures(items, parts) | doubted)


def _spans(parts: Iterable[Part]) -> list[tuple[int, int]]:
    return [(part.start, part.start + len(part.text)) for part in parts if part.n_sentences == 1]


def _outside(parts: Sequence[Part], dull: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    """Return the windows that may say something: with words that count, and no part of them told back."""
    return tuple(one for one in parts if any(word.is_content for word in one.words) and not _touches(one, dull))


def _touches(part: Part, spans: Iterable[tuple[int, int]]) -> bool:
    return any(part.start < end and begin < part.start + len(part.text) for begin, end in spans)


def _doubted(items: Items, parts: Sequence[Part], text: str) -> Floats:
    """Return 1 where a window is part of a promise to find out and the item is no fact that is mostly put off, too."""
    put_off = _spans(part for part in parts if leaves_open(part.text)) if is_unknown(text) else []
    touched = np.array([float(_touches(part, put_off)) for part in parts])
    is_put_off = np.array([item.kind == "fact" for item in items.items]) & (items.opens > _MOSTLY)
    return np.outer(touched, np.where(is_put_off, 0.0, 1.0))


def _said(items: Items, parts: Sequence[Part]) -> _Said:
    keys = sorted({word.key for part in parts for word in part.words})
    place = {key: at for at, key in enumerate(keys)}
    near = np.zeros((len(keys), items.wanted.shape[1]))
    for row, key in enumerate(keys):
        for column, how in items.nearness.of(key):
            near[row, column] = how
    covered, signed = (np.zeros((len(parts), near.shape[1])) for _ in range(2))
    worth = np.zeros((len(parts), len(keys)))
    for row, part in enumerate(parts):
        at = [place[word.key] for word in part.words]
        direction = np.array([-1.0 if word.denied else 1.0 for word in part.words])
        covered[row] = near[at].max(axis=0)
        signed[row] = np.sign(direction @ near[at]) * covered[row]
        for word in part.words:
            for other in items.nearness.opposite_to(word.key):
                if not covered[row, other]:
                    signed[row, other] = _OPPOSITE if word.denied else -_OPPOSITE
            if word.is_content:
                worth[row, place[word.key]] += min(MOST, items.weights.of(word.key))
    return _Said(covered, signed, near, worth, np.array([float(key in items.asked) for key in keys]))


def _of_words(items: Items, said: _Said) -> dict[str, Floats]:
    n_items = len(items.items)
    size = np.maximum(said.worth.sum(axis=1), _SHORTEST)[:, None]
    in_wording = np.stack([said.near[:, row].max(axis=1, initial=0.0) for row in items.wanted > 0], axis=1)
    groups = [np.flatnonzero(items.of == number) for number in range(n_items)]
    in_item = np.stack([in_wording[:, group].max(axis=1) for group in groups], axis=1)
    recall = said.covered @ items.wanted.T / items.wanted.sum(axis=1)
    precision = said.worth @ in_wording / size
    both = np.sqrt(recall * precision)
    vote = recall**3 * _agreement(items, said)
    agree = np.stack(
        [vote[:, g].sum(axis=1) / np.maximum(_TINY, (recall[:, g] ** 3).sum(axis=1)) for g in groups], axis=1
    )
    best = np.stack([recall[:, group].max(axis=1) for group in groups], axis=1)
    telling = np.minimum(_CAP, said.covered @ items.telling.T / items.usual)
    whole = np.minimum(_CAP, items.telling @ said.near.max(axis=0) / items.usual)
    turn = (said.signed @ (items.telling * items.meant).T) / np.maximum(_TINY, np.abs(said.signed) @ items.telling.T)
    return {
        "recall": best,
        "second": np.stack([np.sort(recall[:, group], axis=1)[:, -2:].min(axis=1) for group in groups], axis=1),
        "both": np.stack([both[:, group].max(axis=1) for group in groups], axis=1),
        "fits": np.stack([precision[:, group].max(axis=1) for group in groups], axis=1),
        "telling": telling,
        "telling_more": telling**2,
        "margin": telling - _best_other(telling),
        "lead": best - _best_other(best),
        "explained": said.worth @ in_item / size,
        "own_words": np.log1p((said.covered > 0.5) @ (items.own > 0).T.astype(float)),
        "agree": np.maximum(0.0, agree),
        "against": np.maximum(0.0, -agree),
        "meant": np.maximum(0.0, turn),
        "turned": np.maximum(0.0, -turn),
        "turned_round": np.maximum(0.0, -np.minimum(turn, agree))
        * np.stack([both[:, g].max(axis=1) for g in groups], axis=1),
        "no_there": items.denies
        * ((said.covered * (said.signed < 0)) @ items.telling.T)
        / np.maximum(_TINY, said.covered @ items.telling.T),
        "whole": np.tile(whole, (len(best), 1)),
        "echoed": np.tile((said.worth @ said.echoes / size[:, 0])[:, None], (1, n_items)),
        **_of_truth(items, said),
    }


def _of_truth(items: Items, said: _Said) -> dict[str, Floats]:
    """Return how far each window says what is true instead of a claim, and how far it denies that."""
    usual = np.maximum(_TINY, items.truth.sum(axis=1))
    recall = said.covered @ items.truth.T / usual
    agreeing = (said.signed @ (items.truth * items.truth_sign).T) / np.maximum(
        _TINY, np.abs(said.signed) @ items.truth.T
    )
    return {"true": recall * np.maximum(0.0, agreeing), "untrue": recall * np.maximum(0.0, -agreeing)}


def _agreement(items: Items, said: _Said) -> Floats:
    """Return from -1 to 1 for each window and wording how the words that both have are meant."""
    agreeing = said.signed @ (items.wanted * items.sign).T
    return np.asarray(agreeing / np.maximum(_TINY, np.abs(said.signed) @ items.wanted.T))


def _best_other(values: Floats) -> Floats:
    """Return for each item the best value that another item has in the same window."""
    if values.shape[1] == 1:
        return np.zeros_like(values)
    order = np.sort(values, axis=1)
    return np.where(values >= order[:, -1:], order[:, -2:-1], order[:, -1:])


def _of_manner(items: Items, parts: Sequence[Part]) -> dict[str, Floats]:
    def flags(values: Sequence[bool]) -> Floats:
        return np.array(values, float)[:, None]

    ones = np.ones((1, len(items.items)))
    denies = flags([any(word.denied for word in part.words) for part in parts])
    opens = flags([leaves_open(part.text) for part in parts])
    ours = flags([has(OURS, part.text) for part in parts])
    spoken = np.stack([frames(part.text) for part in parts])
    return {
        "frames": spoken @ items.frames.T,
        "frames_more": spoken @ (1.0 - items.frames).T,
        "frames_less": (1.0 - spoken) @ items.frames.T,
        "bias": np.ones((len(parts), len(items.items))),
        "is_no": denies * items.denies,
        "asks": flags([part.asks for part in parts]) * ones,
        "open": np.maximum(0.0, opens - items.opens),
        "ours": np.maximum(0.0, ours - items.ours),
        "not_ours": np.maximum(0.0, items.ours - ours),
        "regret": flags([has(REGRET, part.text) for part in parts]) * (0.5 - items.denies),
        "requests": flags([requests(part) for part in parts]) * ones,
        "reported": flags([has(_REPORTED, part.text) for part in parts]) * ones,
        "refuted": flags(_refuted(parts)) * ones,
        "supposed": flags([has(SUPPOSED, part.text) for part in parts]) * ones,
        "pair": flags([part.n_sentences == 2 for part in parts]) * ones,
        "clause": flags([part.n_sentences == 0 for part in parts]) * ones,
        "copied": np.array([_copied(items, part.text) for part in parts])[:, None] * ones,
        "denial": np.tile(items.denies, (len(parts), 1)),
        "courteous": flags([has(_COURTEOUS, part.text) or bool(empty_phrases(part.text)) for part in parts]) * ones,
        "retold": flags([has(_RETOLD, part.text) for part in parts]) * ones,
    }


def _refuted(parts: Sequence[Part]) -> list[bool]:
    """Tell for each window whether right after it, within a sentence's length, it is said not to be so."""
    begins = [part.start for part in parts if part.n_sentences <= 1 and has(_REFUTED, part.text)]
    ends = [part.start + len(part.text) for part in parts]
    return [any(0 <= begin - end <= _AFTER for begin in begins) for end in ends]


def _copied(items: Items, text: str) -> float:
    """Return the share of *text* that stands in the customer's own message."""
    said = runs(text)
    if not said:
        return float(in_words(text) in items.opening)
    return len(said & items.runs) / len(said)


def _of_figures(items: Items, parts: Sequence[Part]) -> dict[str, Floats]:
    """Return the share of an item's figures that a window has; -1 where it has none of them."""
    figures = np.zeros((len(parts), len(items.items)))
    for row, part in enumerate(parts):
        said = frozenset(word.key for word in part.words if is_figure(word.key))
        for column, wanted in enumerate(items.figures):
            if wanted:
                figures[row, column] = len(wanted & said) / len(wanted) if wanted & said else -1.0
    return {"figures": figures}
