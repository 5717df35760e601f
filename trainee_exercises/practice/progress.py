"""A rep's own way: levels climbed, shifts from week to week, and one of them beside the earlier ones."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from trainee_exercises.practice.levels import LADDER, TOUR, is_climbed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trainee_exercises.practice.rows import Row

FIGURES: Final = {
    "overall": "Overall", "within": "In time", "helped": "Would say Good", "facts": "Complete", "tags": "Tags right",
    "in_order": "In order",
}  # fmt: skip
"""The figures of a shift that are followed from week to week: shares from 0 to 1, None where there was nothing."""
MEANS: Final = {
    "overall": "35 % for customers answered in time and 35 % for those who would say Good, VIP customers counting"
    " four times, paying ones twice, trials one and a half times; 30 % for the mean of complete, tags and order; less 2"
    " points for each wrong statement and 10 for each unsafe procedure, 30 at most. In the tour, which has no clock,"
    " nobody's wait counts. A choice of ours, to compare your"
    " own shifts of a level with each other, not people.",
    "within": "Of the customers of the shift, those who had a first answer by when it was promised, whoever gave it."
    " Whose promise had not run out when the shift ended, or when the system told them that a disturbance is over,"
    " counts neither way; who left without an answer, or was closed without one, had none.",
    "helped": "Of the customers whom you answered, passed on or closed, and of those whom no colleague had and who"
    " left, or waited without an answer past the promise or while you did nothing for long: those who would say Good."
    " Whoever else can still be answered as promised counts neither way.",
    "facts": "Of what the customers to whom you wrote needed to hear from you, what your replies said; each fact counts"
    " once. Whoever you rightly passed on needs no more from you. A next question counts once they have asked it and"
    " you have written again, or once you have answered it. Whoever you asked for something that must be asked, and who"
    " had not answered by the end, counts neither way. A machine compared words; it can be wrong.",
    "tags": "Of the customers whom you answered or passed on: a whole point for the right category with the right"
    " modifiers (angry, billing), half a one for the right category alone. Angry is never wrong for a customer who lost"
    " patience, and what was rightly merged has the tags of the other conversation unless it has its own. Before"
    " modifiers counted, shifts were counted by categories alone, and their figures stay so.",
    "in_order": "Of the times at which several waited, those at which you took whom the policy would have taken, or"
    " somebody of the same class or a higher one.",
}


class Rung(NamedTuple):
    """A level as somebody stands to it. tries: shifts that were looked back at; best: the highest overall figure
    of those that were played to their end, None where there is none.
    """

    level: int
    is_climbed: bool
    tries: int
    best: float | None


class Beside(NamedTuple):
    """A figure of a shift beside the median of the rep's n earlier shifts of the level; None: nothing to compare."""

    name: str
    value: float | None
    before: float | None
    n: int


def ladder(rows: Iterable[Row]) -> list[Rung]:
    """Return every level as it stands after these shifts of one person; other scenarios climb nothing."""
    mine = [one for one in rows if one.figures is not None and one.is_of_ladder]
    return [_rung(level.number, [one for one in mine if one.level == level.number]) for level in LADDER]


def _rung(number: int, mine: Sequence[Row]) -> Rung:
    climbed = any(is_climbed(number, one.figures, one.speed) for one in mine)
    ended = [one.figures for one in mine if one.figures and one.figures.get("played_out")]
    best = max((one["overall"] for one in ended), default=None)
    return Rung(number, climbed, len(mine), best)


def next_level(rungs: Sequence[Rung]) -> int:
    """Return the lowest level that is not climbed, the highest where all are."""
    return next((one.level for one in rungs if not one.is_climbed), rungs[-1].level)


def weeks(rows: Iterable[Row]) -> pd.DataFrame:
    """Return the figures of shifts as rows, the oldest first: at (UTC), level, scenario, seed, speed, and FIGURES.

    The tour, which has no clock, is left out.
    """
    kept = [one for one in rows if one.figures is not None and one.ended_at and one.level != TOUR]
    ended = sorted(kept, key=lambda one: one.ended_at or 0)
    head = ["at", "level", "scenario", "seed", "speed", *FIGURES]
    table = pd.DataFrame(
        [[pd.Timestamp(one.ended_at or 0, unit="ms", tz="UTC"), one.level, one.title, one.seed, one.speed,
          *((one.figures or {}).get(name) for name in FIGURES)] for one in ended],
        columns=head,
    )  # fmt: skip
    return table.astype(dict.fromkeys(FIGURES, float))


def beside_own(rows: Iterable[Row], row: Row, figures: dict[str, Any]) -> list[Beside]:
    """Return a shift's figures beside the same person's earlier ones of that level and kind."""
    before = [
        one.figures for one in rows
        if one.figures and one.user_id == row.user_id and one.level == row.level
        and one.is_of_ladder == row.is_of_ladder and one.created_at < row.created_at and one.id != row.id
    ]  # fmt: skip
    return [_beside(name, figures.get(name), before) for name in FIGURES]


def _beside(name: str, value: float | None, before: Sequence[dict[str, Any]]) -> Beside:
    known = [one[name] for one in before if one.get(name) is not None]
    return Beside(name, value, median(known) if known else None, len(known))
