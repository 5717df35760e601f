"""Learns what signs weigh: `python -m trainee_exercises.practice.listening.fit PACK REPLIES...` prints weights.py.

The first file holds replies by the author of the scripts; those in further files, by others, count double.
Made-up replies (each script's own wordings, held out) and replies whose meaning people wrote down teach together; half
of the scripts of the latter is also left out in turn, and the share of right branches there is printed on stderr.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.optimize import minimize

from trainee_exercises.practice.listening.choice import TRAITS, Learned, scores_of, traits
from trainee_exercises.practice.listening.manner import is_promise
from trainee_exercises.practice.listening.practised import practised
from trainee_exercises.practice.listening.signs import signs
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
        ("against", "turned", "open", "ours", "not_ours", "copied", "frames_more", "frames_less"), (None, 0.0)),
    "turned_round": (None, -1.0), "doubted": (None, -6.0), "clause": (-2.0, None), "pair": (-2.0, None),
}  # fmt: skip
"""Signs that may only speak for it, or only against it."""
_BEGIN: Final = {"telling": 4.0, "recall": 4.0, "bias": -4.0}
_ROUNDS: Final = 12
_BY_PEOPLE: Final = 5.0
_BY_OTHERS: Final = 10.0
_STRENGTH: Final = 2.0
_OTHERS: Final = 6
"""To so many other scripts an empty reply is laid."""


class Lesson(NamedTuple):
    """A reply with its signs. said: by item, whether it says it; unsure: kinds not to be learned from it."""

    items: Items
    signs: Signs
    said: Floats
    unsure: frozenset[str]
    promises: bool
    weight: float


class _Examples(NamedTuple):
    rows: list[Floats]
    said: list[float]
    weights: list[float]


def lessons(listener: Listener, replies: Sequence[Labelled], by_others: Sequence[Labelled] = ()) -> list[Lesson]:
    """Return what is to be learned from *replies*; by_others: those of them that count more."""
    more = frozenset(map(id, by_others))
    found = []
    for reply in replies:
        script = listener.pack.scripts[reply.script]
        items, weight = listener.items(script.id), _BY_OTHERS if id(reply) in more else _BY_PEOPLE
        of = {"fact": reply.said, "claim": reply.claimed, "need": reply.asked}
        said = np.array([float(item.id in of[item.kind]) for item in items.items])
        found.append(Lesson(items, signs(items, reply.text), said, frozenset(), is_promise(reply.text), weight))
    return [one for one in (*found, *_elsewhere(listener, replies)) if one.signs.parts]


def _elsewhere(listener: Listener, replies: Sequence[Labelled]) -> Iterator[Lesson]:
    """Yield empty replies as sent to other customers, to whom they say as little."""
    names = sorted({reply.script for reply in replies})
    for number, reply in enumerate(one for one in replies if one.note.startswith("empty") and not one.said):
        for step in range(_OTHERS):
            items = listener.items(names[(7 * number + 5 * step) % len(names)])
            found = signs(items, reply.text)
            yield Lesson(items, found, np.zeros(len(items.items)), frozenset(), is_promise(reply.text), 1.0)


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


def _mine(kind: Kind, given: Sequence[Lesson]) -> Iterator[tuple[int, Lesson, int]]:
    for number, lesson in enumerate(given):
        if kind not in lesson.unsure:
            yield from ((number, lesson, at) for at, item in enumerate(lesson.items.items) if item.kind == kind)


def _learn_signs(kind: Kind, given: Sequence[Lesson]) -> dict[str, float]:
    """Learn from the window that says an item best, and from all that once looked as if they did and do not."""
    names = tuple(given[0].signs.of)
    values = [np.stack([lesson.signs.of[name] for name in names], axis=2) for lesson in given]
    weights = np.array([_BEGIN.get(name, 0.0) for name in names])
    wrong: dict[tuple[int, int], set[int]] = {}
    for _ in range(_ROUNDS):
        learned = _Examples([], [], [])
        for number, lesson, at in _mine(kind, given):
            best = int(np.argmax(values[number][:, at] @ weights))
            if lesson.said[at]:
                _add(learned, values[number][best, at], 1.0, lesson.weight)
            else:
                wrong.setdefault((number, at), set()).add(best)
        for (number, at), windows in wrong.items():
            for window in sorted(windows):
                _add(learned, values[number][window, at], 0.0, given[number].weight / len(windows) ** 0.5)
        weights = _fitted(learned, names, weights)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True) if abs(weight) >= 0.01}


def _learn_traits(kind: Kind, given: Sequence[Lesson], by_sign: dict[Kind, dict[str, float]]) -> dict[str, float]:
    learned = _Examples([], [], [])
    weighed: dict[int, Floats] = {}
    for number, lesson, at in _mine(kind, given):
        if number not in weighed:
            scores = scores_of(lesson.items, lesson.signs, by_sign)
            weighed[number] = traits(lesson.items, lesson.signs, scores, promises=lesson.promises)
        _add(learned, weighed[number][at], lesson.said[at], lesson.weight)
    weights = _fitted(learned, TRAITS, np.zeros(len(TRAITS)), _STRENGTH / 2)
    return {name: round(float(weight), 3) for name, weight in zip(TRAITS, weights, strict=True)}


def _add(learned: _Examples, row: Floats, said: float, weight: float) -> None:
    learned.rows.append(row)
    learned.said.append(said)
    learned.weights.append(weight)


def _fitted(learned: _Examples, names: Sequence[str], begin: Floats, strength: float = _STRENGTH) -> Floats:
    """Return the weights of a logistic regression with bounded signs; the bias is free."""
    rows, said, worth = np.array(learned.rows), np.array(learned.said), np.array(learned.weights)
    held = np.array([name != "bias" for name in names], float)

    def cost(weights: Floats) -> tuple[float, Floats]:
        total = rows @ weights
        slope = rows.T @ (worth * (1.0 / (1.0 + np.exp(-np.clip(total, -50, 50))) - said))
        loss = float((worth * (np.logaddexp(0.0, total) - said * total)).sum())
        return loss + strength / 2 * float((held * weights**2).sum()), slope + strength * held * weights

    bounds = [_BOUNDS.get(name, (None, None)) for name in names]
    return np.asarray(minimize(cost, begin, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500}).x)


def left_out(
    listener: Listener, files: Sequence[Sequence[Labelled]], invented: list[Lesson], say: Callable[[str], object]
) -> None:
    """Say how well replies to each half of the scripts are understood by what the other half teaches."""
    replies = [reply for file in files for reply in file]
    names, by_others = sorted({reply.script for reply in replies}), [reply for file in files[1:] for reply in file]
    for half in (0, 1):
        mine = set(names[half::2])
        taught = [reply for reply in replies if reply.script in mine]
        apart = Listener(listener.pack, learn(lessons(listener, taught, by_others) + invented))
        for number, file in enumerate(files, 1):
            figures = accuracy(apart, [reply for reply in file if reply.script not in mine])
            kinds = ", ".join(f"{kind} {one.right}/{one.n}" for kind, one in figures.by_kind.items())
            say(f"half {half + 1} unseen, file {number}: {figures.right} of {figures.n} right; {kinds}\n")


def main() -> None:
    """Print the weights, and how far they may be trusted."""
    pack, *paths = sys.argv[1:]
    listener, files = Listener(load_practice(pack)), [read_replies(Path(path)) for path in paths]
    invented = made_up(listener)
    left_out(listener, files, invented, sys.stderr.write)
    by_others = [reply for file in files[1:] for reply in file]
    learned = learn(lessons(listener, [*files[0], *by_others], by_others) + invented)
    sys.stdout.write(_as_module(learned))


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
