"""What shifts of practice say about somebody: pace, errors, and whether they got faster, each with how sure that is."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scipy.special import stdtrit

from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.debrief import complete
from trainee_exercises.practice.debrief.effort import handled, sent_along
from trainee_exercises.practice.levels import TOUR
from trainee_exercises.practice.understood import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Setting
    from trainee_exercises.practice.debrief.replies import Judged
    from trainee_exercises.practice.rows import Row
    from trainee_exercises.practice.understood import Share

KEPT: Final = "practised"
"""Among the figures that are kept of a shift; those of earlier versions have none, and are left out."""
LEAST: Final = 8
"""Replies from which on anything is said."""
LEAST_CUSTOMERS: Final = 5
"""And customers: replies to one customer are alike."""
LEAST_FOR_A_WAY: Final = (3, 20)
"""Days and replies from which on a way up can be told from luck, if it is clear enough."""
_DAYS_APART: Final = 5
"""Days from which on their own luck can be told from that of their customers."""
_MINUTE: Final = 60_000
_Z: Final = 1.959964
_SURE: Final = 2.0


class Pace(NamedTuple):
    """Minutes for a reply, on average over replies, with the 95 % interval; log_error: standard error of its log."""

    minutes: float
    low: float
    high: float
    log_error: float


class Way(NamedTuple):
    """Minutes for a reply on the first and on the last day of practice, as fitted, and the days between."""

    start: float
    end: float
    days: int


class Measured(NamedTuple):
    """What shifts say about somebody. wrong: of their own replies, with the 95 % interval of Wilson; facts: the share
    said of those that customers needed; way: None: none that could be told from luck.
    """

    n_shifts: int
    n_days: int
    n_customers: int
    n_replies: int
    pace: Pace
    wrong: Share
    facts: float | None
    way: Way | None


class Customer(NamedTuple):
    """A customer who was answered. kind: of a shift, as hard as the others of that kind; minutes: for all n replies."""

    day: date
    kind: tuple[int, bool]
    minutes: float
    n: int


def kept(log: Sequence[Entry], setting: Setting, replies: Sequence[Judged]) -> dict[str, Any]:
    """Return what is kept of a shift: real ms and replies for each customer, and how many of all replies were wrong.

    facts: how many were said or rightly handed on, and how many customers needed. What was sent along to merged
    conversations is in none of them.
    """
    along = sent_along(log)
    own = [one for one in replies if one.told.entry.id not in along]
    wanted = complete.facts({one.course.id: one.course for one in own}.values(), along)
    return {
        "customers": [[one.time, one.n_replies] for one in handled(log, setting)],
        "wrong": sum(bool(one.wrong) for one in own),
        "replies": len(own),
        "facts": list(wanted),
    }


def measured(rows: Iterable[Row]) -> Measured:
    """Return what shifts say about whoever worked in them; the caller chooses shifts that may be used.

    The tour, in which somebody shows the rep around, is left out; the clock's speed does not matter.

    Raises:
        PracticeError: there are too few replies in them.

    """
    shifts = [(one, one.figures[KEPT]) for one in rows if one.figures and KEPT in one.figures and one.level != TOUR]
    ones = [each for row, figures in shifts for each in _customers(row, figures)]
    n = sum(one.n for one in ones)
    if n < LEAST or len(ones) < LEAST_CUSTOMERS:
        raise PracticeError(
            f"Too few to tell: {n} replies to {len(ones)} customers so far, without the tour. From {LEAST} replies to"
            f" {LEAST_CUSTOMERS} customers on they say something about pace and errors."
        )
    said, needed = (sum(figures["facts"][at] for _, figures in shifts) for at in (0, 1))
    wrong = share(sum(one["wrong"] for _, one in shifts), sum(one["replies"] for _, one in shifts))
    days = len({one.day for one in ones})
    facts = said / needed if needed else None
    return Measured(len(shifts), days, len(ones), n, pace_of(ones), wrong, facts, way_of(ones))


def _customers(row: Row, figures: Mapping[str, Any]) -> list[Customer]:
    day = datetime.fromtimestamp((row.ended_at or row.created_at) / 1000, UTC).date()
    kind = (row.level, row.is_of_ladder)
    return [Customer(day, kind, time / _MINUTE, n) for time, n in figures["customers"] if time > 0 and n]


def pace_of(ones: Sequence[Customer]) -> Pace:
    """Return all minutes over all replies: the mean that a scenario's handle time is too.

    The interval is that of a ratio over customers, whose replies belong together, on the log scale with Student's t;
    from five days on over days, where that is wider.
    """
    total, n = sum(one.minutes for one in ones), sum(one.n for one in ones)
    mean = total / n
    off = [(one.day, one.minutes - mean * one.n) for one in ones]
    days = _by_day(off)
    groups = [[each for _, each in off], *([days] if len(days) >= _DAYS_APART else [])]
    half = max(_half(group, total) for group in groups)
    return Pace(mean, mean * math.exp(-half), mean * math.exp(half), half / _Z)


def _half(off: Sequence[float], total: float) -> float:
    """Return half the 95 % interval of the log of a ratio."""
    n = len(off)
    return float(stdtrit(n - 1, 0.975)) * math.sqrt(n / (n - 1) * sum(one * one for one in off)) / total


def _by_day(ones: Iterable[tuple[date, float]]) -> list[float]:
    sums: dict[date, float] = {}
    for day, value in ones:
        sums[day] = sums.get(day, 0.0) + value
    return list(sums.values())


# ---- did they get faster? ----


class _Point(NamedTuple):
    """A customer beside the others of the same kind of shift: x in days, y in log minutes; free: what is left of its
    residual once the line has followed it.
    """

    day: date
    x: float
    y: float
    weight: int
    free: float


def way_of(ones: Sequence[Customer]) -> Way | None:
    """Return the way up, by least squares of log minutes for a reply over days, within shifts of one kind; or None.

    Within, since levels grow harder as reps climb them. Customers count by their replies. None: there are too few days
    or replies, or they did not clearly get faster: the slope has to be below 0 by two standard errors that hold
    whatever the spread (HC3: careful with few), and at 5 % against errors over days, which have luck of their own.
    """
    days = sorted({one.day for one in ones})
    if len(days) < LEAST_FOR_A_WAY[0] or sum(one.n for one in ones) < LEAST_FOR_A_WAY[1]:
        return None
    points = _points(ones, days[0])
    spread = sum(one.weight * one.x**2 for one in points)
    if spread <= 0:
        return None
    slope = sum(one.weight * one.x * one.y for one in points) / spread
    if not slope < -_unsure(points, slope, spread):
        return None
    total, n = sum(one.minutes for one in ones), sum(one.n * math.exp(slope * (one.day - days[0]).days) for one in ones)
    length = (days[-1] - days[0]).days
    return Way(total / n, total / n * math.exp(slope * length), length)


def _points(ones: Sequence[Customer], first: date) -> list[_Point]:
    """Return the customers beside the mean of their kind of shift."""
    kinds: dict[tuple[int, bool], list[Customer]] = {}
    for one in ones:
        kinds.setdefault(one.kind, []).append(one)
    rows = [row for each in kinds.values() for row in _beside(each, first)]
    spread = sum(one.weight * one.x**2 for one in rows)
    return [one._replace(free=one.free - one.weight * one.x**2 / spread) if spread else one for one in rows]


def _beside(ones: Sequence[Customer], first: date) -> list[_Point]:
    n = sum(one.n for one in ones)
    xs, ys = [(one.day - first).days for one in ones], [math.log(one.minutes / one.n) for one in ones]
    x, y = (sum(one.n * at for one, at in zip(ones, values, strict=True)) / n for values in (xs, ys))
    return [
        _Point(one.day, at - x, value - y, one.n, 1 - one.n / n) for one, at, value in zip(ones, xs, ys, strict=True)
    ]


def _unsure(points: Sequence[_Point], slope: float, spread: float) -> float:
    """Return how far below 0 a slope may be by luck, by the more careful of two ways."""
    off = [(one.day, one.weight * one.x * (one.y - slope * one.x), one.free) for one in points]
    customers = math.sqrt(sum((each / max(free, 0.01)) ** 2 for _, each, free in off)) / spread
    days = _by_day((day, each) for day, each, _ in off)
    n = len(days)
    over_days = math.sqrt(n / max(1, n - 2) * sum(one * one for one in days)) / spread
    return max(_SURE * customers, float(stdtrit(max(1, n - 2), 0.95)) * over_days)
