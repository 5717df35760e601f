"""When customers write: the profiles that are built in, and the weights of any profile."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.scenario.model import World

_OFFICE_DAY: Final = (1, 1, 1, 1, 1, 1, 2, 4, 7, 10, 11, 11, 9, 10, 11, 10, 9, 7, 5, 4, 3, 3, 2, 1)
_EVENING_DAY: Final = (4, 2, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 7, 9, 11, 12, 11, 9, 6)
_DAYS: Final = {
    "office_hours": (_OFFICE_DAY, (1.12, 1.0, 0.95, 0.95, 1.0, 0.25, 0.25)),
    "evenings": (_EVENING_DAY, (1, 1, 1, 1, 1, 1.2, 1.2)),
    "round_the_clock": ((1,) * 24, (1,) * 7),
}
"""Hours of the day and weekdays, in local wall time. Office hours: two humps, a lunch dip and a busy Monday as in
`bank_calls_na` (domain numbers), in rounded numbers; that weekends have a quarter of a working day, because business
software is used then too, is an assumption, and so is the shape of evenings."""
BUILT_IN: Final = tuple(_DAYS)


def profile_weights(world: World, name: str) -> tuple[float, ...]:
    """Return the 168 weights of a profile, from Monday midnight local time; their sum is free.

    Raises:
        KeyError: neither the world nor this module has a profile of that name.

    """
    own = world.profiles.get(name)
    if own is None:
        return _by_day(*_DAYS[name])
    if own.hour_of_week is not None:
        return own.hour_of_week
    return _by_day(own.hours or (1,) * 24, own.weekdays)


def day_and_week(name: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the 24 hours and the 7 weekdays of a profile that is built in.

    Raises:
        KeyError: there is none of that name.

    """
    return _DAYS[name]


def _by_day(hours: tuple[float, ...], weekdays: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(float(day * hour) for day, hour in product(weekdays, hours))
