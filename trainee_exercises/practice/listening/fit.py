"""Learns what signs weigh: `python -m trainee_exercises.practice.listening.fit PACK REPLIES...` writes weights.py.

The first file holds replies by the author of the scripts; those in further files, by others, count double.
Made-up replies (each script's own wordings, held out) and replies whose meaning people wrote down teach together. What
says something in a labelled reply becomes a further wording of it (heard.txt), save for replies of the same file while
learning. A quarter of the scripts is also left out in turn, and the share of right branches there is printed on
stderr.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.optimize import minimize

from trainee_exercises.practice.listening import weights as weights_module
from trainee_exercises.practice.listening.choice import TRAITS, Learned, scores_of, traits
from trainee_exercises.practice.listening.heard import HEARD
from trainee_exercises.practice.listening.manner import is_promise
from trainee_exercises.practice.listening.practised import practised
from trainee_exercises.practice.listening.signs import signs
from trainee_exercises.practice.listening.wordings import by_key, true_ids, wordings_in
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.understanding import Listener
from trainee_exercises.practice.understood import accuracy, read_replies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from trainee_exercises.practice.listening.items import Items, Kind
    from trainee_exercises.practice.listening.signs import Signs
    from trainee_exercises.practice.understood import Labelled
    from trainee_exercises.scoring.arrays import Floats

KINDS: Final[tuple[Kind, ...]] = ("fact", "claim", "need")
_BOUNDS: Final[dict[str, tuple[float | None, float | None]]] = {
    **dict.fromkeys(
        ("recall", "second", "both", "fits", "telling", "margin", "lead", "explained", "own_words", "agree", "meant",
         "no_there", "whole", "frames", "figures"), (0.0, None)),
    **dict.fromkeys(
        ("against", "turned", "open", "ours", "not_ours", "copied", "frames_more", "frames_less", "refuted",
         "reported"), (None, 0.0)),
    "turned_round": (None, -1.0), "doubted": (None, -6.0), "clause": (-2.0, None), "pair": (-2.0, None),
}  # fmt: skip
"""Signs that may only speak for it, or only against it."""
_BEGIN: Final = {"telling": 4.0, "recall": 4.0, "bias": -4.0}
_ROUNDS: Final = 12
_BY_PEOPLE: Final = 5.0
_BY_OTHERS: Final = 10.0
_STRENGTH: Final = 2.0
_STRENGTH_OF_TRAITS: Final = 20.0
_PARTS: Final = 4
_ELSEWHERE: Final = 3.0
_OTHERS: Final = 16
"""To so many other scripts a reply that says nothing is laid, and what each of these counts."""


class Lesson(NamedTuple):
    """A reply with its signs. said: by item, whether it says it; unsure: kinds not to be learned from it."""

    items: Items
    signs: Signs
    said: Floats
    unsure: frozenset[str]
    promises: bool
    weight: float


class _Examples(NamedTuple):
    rows: Floats
    said: Floats
    weights: Floats


class _Windows(NamedTuple):
    """All windows of all lessons for the items of a kind. of: the number of the item and lesson that each is of."""

    rows: Floats
    of: Floats
    begins: Floats
    said: Floats
    weights: Floats


def lessons(listener: Listener, replies: Sequence[Labelled], weight: float) -> list[Lesson]:
    """Return what is to be learned from *replies*, each of which counts *weight*."""
    found = []
    for reply in replies:
        items = listener.items(reply.script)
        said = np.array([float(item.id in true_ids(reply, item.kind)) for item in items.items])
        found.append(Lesson(items, signs(items, reply.text), said, frozenset(), is_promise(reply.text), weight))
    return [one for one in (*found, *_elsewhere(listener, replies)) if one.signs.parts]


def _elsewhere(listener: Listener, replies: Sequence[Labelled]) -> Iterator[Lesson]:
    """Yield replies that say nothing, or only put off, as sent to other customers, to whom they say as little."""
    names = sorted({reply.script for reply in replies})
    dull = [one for one in replies if one.note.startswith(("empty", "promise"))]
    for number, reply in enumerate(one for one in dull if not (one.said or one.claimed or one.asked)):
        for step in range(_OTHERS):
            items = listener.items(names[(7 * number + 5 * step) % len(names)])
            found = signs(items, reply.text)
            yield Lesson(items, found, np.zeros(len(items.items)), frozenset(), is_promise(reply.text), _ELSEWHERE)


def made_up(listener: Listener) -> list[Lesson]:
    """Return what is to be learned from made-up replies."""
    found = []
    for one in practised(listener.pack):
        items = listener.prepared(one.script, one.items)
        said = np.array([float(at in one.said) for at in range(len(one.items))])
        found.append(Lesson(items, signs(items, one.text), said, one.unsure, is_promise(one.text), 1.0))
    return [one for one in found if one.signs.parts]


def learn(given: Sequence[Lesson]) -> Learned:
    """Return the weights learned."""
    by_sign = {kind: _learn_signs(kind, given) for kind in KINDS}
    return Learned(by_sign, {kind: _learn_traits(kind, given, by_sign) for kind in KINDS})


def _mine(kind: Kind, given: Sequence[Lesson]) -> Iterator[tuple[Lesson, int]]:
    for lesson in given:
        if kind not in lesson.unsure:
            yield from ((lesson, at) for at, item in enumerate(lesson.items.items) if item.kind == kind)


def _learn_signs(kind: Kind, given: Sequence[Lesson]) -> dict[str, float]:
    """Learn from the window that says an item best, and from all that once looked as if they did and do not."""
    names = tuple(given[0].signs.of)
    windows = _windows(kind, given, names)
    is_said = windows.said > 0
    weights = np.array([_BEGIN.get(name, 0.0) for name in names])
    seen = np.zeros(len(windows.rows), bool)
    for _ in range(_ROUNDS):
        best = _best(windows, windows.rows @ weights)
        seen[best[~is_said]] = True
        wrong = np.flatnonzero(seen)
        each = np.bincount(windows.of[wrong], minlength=len(best))
        learned = _Examples(
            np.concatenate([windows.rows[best[is_said]], windows.rows[wrong]]),
            np.concatenate([np.ones(int(is_said.sum())), np.zeros(len(wrong))]),
            np.concatenate(
                [windows.weights[is_said], (windows.weights / np.sqrt(np.maximum(1, each)))[windows.of[wrong]]]
            ),
        )
        weights = _fitted(learned, names, weights)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True) if abs(weight) >= 0.01}


def _windows(kind: Kind, given: Sequence[Lesson], names: Sequence[str]) -> _Windows:
    values = {id(lesson): np.stack([lesson.signs.of[name] for name in names], axis=2) for lesson in given}
    mine = list(_mine(kind, given))
    sizes = np.array([len(lesson.signs.parts) for lesson, _ in mine])
    return _Windows(
        np.concatenate([values[id(lesson)][:, at] for lesson, at in mine]),
        np.repeat(np.arange(len(mine)), sizes),
        np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        np.array([lesson.said[at] for lesson, at in mine]),
        np.array([lesson.weight for lesson, _ in mine]),
    )


def _best(windows: _Windows, scores: Floats) -> Floats:
    """Return the place of the first best window of each item."""
    highest = np.flatnonzero(scores >= np.maximum.reduceat(scores, windows.begins)[windows.of])
    return highest[np.unique(windows.of[highest], return_index=True)[1]]


def _learn_traits(kind: Kind, given: Sequence[Lesson], by_sign: dict[Kind, dict[str, float]]) -> dict[str, float]:
    """Learn traits in units of their spread, so that all are held back alike."""
    weighed = {}
    for lesson in given:
        scores = scores_of(lesson.items, lesson.signs, by_sign)
        weighed[id(lesson)] = traits(lesson.items, lesson.signs, scores, promises=lesson.promises)
    mine = list(_mine(kind, given))
    rows = np.array([weighed[id(lesson)][at] for lesson, at in mine])
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread == 0] = 1.0
    middle[0], spread[0] = 0.0, 1.0
    said, worth = (
        np.array(one) for one in zip(*((lesson.said[at], lesson.weight) for lesson, at in mine), strict=True)
    )
    free = ("bias", *("" for _ in TRAITS[1:]))
    learned = _Examples((rows - middle) / spread, said, worth)
    weights = _fitted(learned, free, np.zeros(len(TRAITS)), _STRENGTH_OF_TRAITS) / spread
    weights[0] -= float(weights @ middle)
    return {name: round(float(weight), 3) for name, weight in zip(TRAITS, weights, strict=True)}


def _fitted(learned: _Examples, names: Sequence[str], begin: Floats, strength: float = _STRENGTH) -> Floats:
    """Return the weights of a logistic regression with bounded signs; the bias is free."""
    rows, said, worth = learned
    held = np.array([name != "bias" for name in names], float)

    def cost(weights: Floats) -> tuple[float, Floats]:
        total = rows @ weights
        slope = rows.T @ (worth * (1.0 / (1.0 + np.exp(-np.clip(total, -50, 50))) - said))
        loss = float((worth * (np.logaddexp(0.0, total) - said * total)).sum())
        return loss + strength / 2 * float((held * weights**2).sum()), slope + strength * held * weights

    bounds = [_BOUNDS.get(name, (None, None)) for name in names]
    return np.asarray(minimize(cost, begin, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500}).x)


def left_out(
    listeners: Sequence[Listener],
    files: Sequence[Sequence[Labelled]],
    invented: list[Lesson],
    say: Callable[[str], object],
) -> None:
    """Say how well replies to each part of the scripts are understood by what the others teach."""
    names = sorted(listeners[0].pack.scripts)
    right: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for part in range(_PARTS):
        apart = set(names[part::_PARTS])
        learned = learn(
            [*_taught(listeners, [[one for one in f if one.script not in apart] for f in files]), *invented]
        )
        for number, (listener, file) in enumerate(zip(listeners, files, strict=True), 1):
            figures = accuracy(listener.with_learned(learned), [one for one in file if one.script in apart])
            for kind, one in (*figures.by_kind.items(), (f"file {number}", figures.share), ("all", figures.share)):
                right[kind] += one.right
                n[kind] += one.n
    for kind, of in n.items():
        say(f"{kind}: {right[kind]} of {of}, {100 * right[kind] / of:.1f} %\n")


def _taught(listeners: Sequence[Listener], files: Sequence[Sequence[Labelled]]) -> list[Lesson]:
    return [
        lesson
        for number, (listener, file) in enumerate(zip(listeners, files, strict=True))
        for lesson in lessons(listener, file, _BY_OTHERS if number else _BY_PEOPLE)
    ]


def main() -> None:
    """Write the weights and the further wordings, and say how far they may be trusted."""
    pack, *paths = sys.argv[1:]
    plain = Listener(load_practice(pack), wordings={})
    files = [read_replies(Path(path)) for path in paths]
    invented = made_up(plain)
    wordings = wordings_in(plain, files, learn([*_taught([plain] * len(files), files), *invented]))
    listeners = [Listener(plain.pack, wordings=by_key(wordings, number)) for number in range(len(files))]
    left_out(listeners, files, invented, sys.stderr.write)
    Path(weights_module.__file__).write_text(
        _as_module(learn([*_taught(listeners, files), *invented])), encoding="utf-8"
    )
    lines = [f"{key} {words}\n" for key, ones in sorted(by_key(wordings).items()) for words in ones]
    HEARD.write_text("".join(lines), encoding="utf-8")


def _as_module(learned: Learned) -> str:
    lines = [
        '"""What signs and traits weigh: made by `fit`, not by hand."""',
        "",
        "from __future__ import annotations",
        "",
    ]
    lines += ["from typing import Final", "", "from trainee_exercises.practice.listening.choice import Learned", ""]
    return "\n".join([*lines, f"LEARNED: Final = Learned({learned.signs!r}, {learned.traits!r})", ""])


if __name__ == "__main__":
    main()
