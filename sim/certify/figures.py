"""The figures that cases declare: what theory expects, and how to see it in a run.

Times are in the unit of the experiment. Almost every figure is a ratio of expectations: total wait over total
customers, never a mean of daily means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sim.certify import estimators
from sim.certify.seen import EVERYBODY, Seen, Who
from sim.certify.verdict import Allow
from sim.record import ABANDONED, RESOLVED, TURNED_AWAY

if TYPE_CHECKING:
    from sim import closed_forms as theory
    from sim.certify.estimators import Estimate, Sums

Column = Callable[[Any], "Sums"]
"""Sees one number per batch in a run: in a `Seen`, or in a `Told`."""
USUAL: Final = Allow()


class Figure(NamedTuple):
    """A figure: its expected value, the columns that it is estimated from, and how."""

    name: str
    expected: float
    columns: tuple[Column, ...]
    estimator: Callable[..., Estimate] = estimators.ratio
    allow: Allow = USUAL

    def allowing(self, quick: float, full: float, *, is_absolute: bool = True) -> Figure:
        """Return the figure with other bounds on the half-width of its interval."""
        return self._replace(allow=Allow(quick, full, is_absolute))


def waits(expected: float, who: Who = EVERYBODY) -> Figure:
    """The share that waits at all of those who are not turned away."""
    return Figure(
        _named("P(wait)", who), expected, (lambda s: s.sums((s.wait > 0) & s.of(who)), lambda s: _accepted(s, who))
    )


def mean_wait(expected: float, who: Who = EVERYBODY) -> Figure:
    """Mean time in the queue over all, served or given up."""
    return Figure(
        _named("mean wait", who),
        expected,
        (lambda s: s.sums(s.wait * s.of(who)) / s.unit, lambda s: _accepted(s, who)),
    )


def mean_wait_served(expected: float) -> Figure:
    """Mean wait over those who are served."""
    return Figure(
        "mean wait of the served",
        expected,
        (lambda s: s.sums(s.wait * s.was(RESOLVED)) / s.unit, lambda s: s.sums(s.was(RESOLVED))),
    )


def served_within(expected: float, time: float, who: Who = EVERYBODY) -> Figure:
    """The share of all that starts within a time."""

    def in_time(s: Seen) -> Sums:
        return s.sums((s.started_at >= 0) & (s.wait <= time * s.unit) & s.of(who))

    return Figure(_named(f"served within {time:g}", who), expected, (in_time, lambda s: s.sums(s.of(who))))


def p90_of(queue: theory.ErlangC | theory.ErlangA) -> Figure:
    """The 90th percentile of the time in the queue: one Newton step from the expected one, with theory's density.

    So it is a mean over customers, and has the error of one.
    """
    expected = queue.wait_percentile(0.9)
    per_share = (queue.wait_percentile(0.901) - queue.wait_percentile(0.899)) / 0.002

    def step(s: Seen) -> Sums:
        n = s.sums(s.of())
        return np.asarray(n * expected + (s.sums(s.wait > expected * s.unit) - 0.1 * n) * per_share)

    return Figure("p90 of the wait", expected, (step, lambda s: s.sums(s.of())))


def abandonment(expected: float, who: Who = EVERYBODY) -> Figure:
    """The share of all that gives up."""
    return Figure(
        _named("abandonment", who),
        expected,
        (lambda s: s.sums(s.was(ABANDONED) & s.of(who)), lambda s: s.sums(s.of(who))),
    )


def turned_away(expected: float) -> Figure:
    """The share of all that is turned away because the queue is full."""
    return Figure("turned away", expected, (lambda s: s.sums(s.was(TURNED_AWAY)), lambda s: s.sums(s.of())))


def queue_length(expected: float) -> Figure:
    """Time average of the number waiting, by its own integral and not by Little's law."""
    return Figure("queue length", expected, (Seen.queueing, Seen.time))


def occupancy(
    expected: float, agents: int, *, team: str | None = None, window: tuple[int, int] | None = None
) -> Figure:
    """The share of the agents' time that is work, within a team or a part of every day."""

    def on_duty(s: Seen) -> Sums:
        share = 1.0 if window is None else (window[1] - window[0]) / 86_400_000
        return s.time() * agents * share

    name = "occupancy" if team is None else f"occupancy, {team}"
    return Figure(_named(name, Who(None, window)), expected, (lambda s: s.working(team, window), on_duty))


def in_system(expected: float, offset: int, period: int, label: str) -> Figure:
    """The mean number waiting or in hand at one instant of every period (ticks)."""
    return Figure(
        f"number in system, {label}",
        expected,
        (lambda s: s.in_system(offset, period).sum(axis=1), lambda s: _instants(s, offset, period)),
    )


def in_system_at_least(expected: float, agents: int, at: tuple[int, int], label: str) -> Figure:
    """The chance of so many in the system at one instant (offset, period in ticks) of every period."""
    return Figure(
        f"P(at least {agents} in system), {label}",
        expected,
        (lambda s: (s.in_system(*at) >= agents).sum(axis=1), lambda s: _instants(s, *at)),
    )


def in_system_at_most(expected: float, agents: int, at: tuple[int, int], label: str) -> Figure:
    """The chance of no more in the system at one instant (offset, period in ticks) of every period."""
    return Figure(
        f"P(at most {agents} in system), {label}",
        expected,
        (lambda s: (s.in_system(*at) <= agents).sum(axis=1), lambda s: _instants(s, *at)),
    )


def number_in_system(expected: float) -> Figure:
    """Time average of the number waiting or in hand."""
    return Figure("number in system", expected, (lambda s: s.queueing() + s.working(), Seen.time))


def _accepted(s: Seen, who: Who) -> Sums:
    return s.sums(s.of(who) & ~s.was(TURNED_AWAY))


def _instants(s: Seen, offset: int, period: int) -> Sums:
    shape = s.in_system(offset, period).shape
    return np.full(shape[0], float(shape[1]))


def _named(name: str, who: Who) -> str:
    """Return the name of a figure with the segment that it is about; a part of the day is named by the case."""
    return name if who.segment is None else f"{name}, {who.segment}"
