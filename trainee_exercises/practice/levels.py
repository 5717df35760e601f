"""The ladder: a tour, and five levels from a calm afternoon to the morning of an outage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Level(NamedTuple):
    """A level. plan, day, time: which moment of the pack's week it begins at; minutes: the usual length.

    waiting: how many at most wait for the rep as it begins; scripts_up_to: the hardest situations that may come; hints:
    may the rep ask for one; pauses: may they stop the clock; patience: times the usual.
    """

    number: int
    title: str
    about: str
    plan: str
    day: int
    time: str
    minutes: int
    waiting: int
    scripts_up_to: int
    hints: bool
    pauses: bool
    patience: float


TOUR: Final = 0
LADDER: Final = (
    Level(0, "Tour", "One customer, no clock, and somebody who shows you around. About five minutes.",
          "alone", 2, "14:00", 60, 1, 1, hints=True, pauses=True, patience=20.0),
    Level(1, "A calm afternoon", "Few customers, plain questions, hints when you want them.",
          "calm", 2, "14:00", 15, 2, 1, hints=True, pauses=True, patience=2.0),
    Level(2, "An ordinary morning", "A handful of conversations at once, and some want another person than you.",
          "calm", 1, "09:00", 20, 4, 2, hints=True, pauses=True, patience=1.5),
    Level(3, "Monday", "The weekend's messages wait, VIP customers among them.",
          "busy", 0, "09:00", 30, 12, 3, hints=False, pauses=True, patience=1.0),
    Level(4, "Something is down", "An ordinary day, until many write about the same thing.",
          "busy", 3, "09:00", 30, 6, 4, hints=False, pauses=False, patience=1.0),
    Level(5, "Everything at once", "Two colleagues are ill, notifications are late, and the hard ones come too.",
          "short", 4, "09:00", 45, 10, 5, hints=False, pauses=False, patience=0.8),
)  # fmt: skip


def level(number: int) -> Level:
    """Return a level of the ladder, from 0.

    Raises:
        ValueError: there is none of that number.

    """
    if not 0 <= number < len(LADDER):
        message = f"{number} is no level; the ladder goes from 0 to {len(LADDER) - 1}"
        raise ValueError(message)
    return LADDER[number]


# ---- when a level is climbed ----

CLIMBED_FROM: Final = 0.6
"""Of the overall figure. A choice of ours, as that figure is."""
CLIMBED_WITH: Final = 3
"""Replies at least."""
CLIMBED_SAYS: Final = (
    f"A level is climbed by a shift of the ladder that was played to its end, at normal speed or faster, with"
    f" {CLIMBED_WITH} replies or more, an overall figure of {100 * CLIMBED_FROM:.0f} % or more, and no procedure"
    " carried out without its check. The tour is climbed by one reply. A trainer sees what you climbed in"
    " shifts that you share."
)


def is_climbed(number: int, figures: Mapping[str, Any] | None, speed: float) -> bool:
    """Tell whether a shift of the ladder with these figures climbs its level; None: nobody has looked back at it."""
    if figures is None:
        return False
    if number == TOUR:
        return bool(figures["replies"])
    return (
        bool(figures.get("played_out"))
        and speed >= 1
        and figures["replies"] >= CLIMBED_WITH
        and figures["overall"] >= CLIMBED_FROM
        and not figures["unsafe"]
    )
