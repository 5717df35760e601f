"""The figures of hand-made runs: what theory expects, and how to see it touch by touch. Times are minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.certify.figures import Figure
from sim.durations import MINUTE
from sim.record import RESOLVED

if TYPE_CHECKING:
    from sim.certify.estimators import Sums
    from sim.certify.told import Flags, Told

Which = Literal["touch", "first touch", "reply"]


def _chosen(told: Told, which: Which) -> Flags:
    """[touch] Is it one of them, and was it done?"""
    if which == "touch":
        return told.done
    return told.done & (told.is_first if which == "first touch" else ~told.is_first)


def mean_delay(expected: float, which: Which = "touch") -> Figure:
    """Mean time from ready to started."""

    def top(told: Told) -> Sums:
        return told.sums(told.ready_at, told.delay * _chosen(told, which)) / MINUTE

    return Figure(f"delay of a {which}", expected, (top, lambda told: _number(told, which)))


def delayed(expected: float, which: Which = "touch") -> Figure:
    """The share that does not start at once."""
    return Figure(
        f"P({which} waits)",
        expected,
        (lambda t: t.sums(t.ready_at, (t.delay > 0) & _chosen(t, which)), lambda t: _number(t, which)),
    )


def starts_within(expected: float, time: float, which: Which = "touch") -> Figure:
    """The share that starts within a time."""
    return Figure(
        f"P({which} starts within {time:g})",
        expected,
        (
            lambda t: t.sums(t.ready_at, (t.delay <= time * MINUTE) & _chosen(t, which)),
            lambda t: _number(t, which),
        ),
    )


def delay_p90(expected: float, per_share: float) -> Figure:
    """The 90th percentile: one Newton step from the expected one; *per_share*: how far it moves with the share."""

    def step(told: Told) -> Sums:
        n, late = _number(told, "touch"), told.sums(told.ready_at, told.delay > expected * MINUTE)
        return np.asarray(n * expected + (late - 0.1 * n) * per_share)

    return Figure("p90 of the delay", expected, (step, lambda t: _number(t, "touch")))


def _number(told: Told, which: Which) -> Sums:
    return told.sums(told.ready_at, _chosen(told, which))


def occupancy(expected: float, agents: int, team: int | None = None) -> Figure:
    """The share of the agents' time that is work."""
    name = "occupancy" if team is None else f"occupancy, team {team + 1}"
    return Figure(name, expected, (lambda t: t.working(team), lambda t: t.time() * agents))


def touches_per_hour(expected: float) -> Figure:
    """Touches that begin."""
    return Figure("touches an hour", expected, (lambda t: 60 * t.sums(t.started_at), lambda t: t.time()))


def ends_per_hour(expected: float) -> Figure:
    """Conversations that are resolved."""

    def ended(told: Told) -> Sums:
        return 60 * told.sums(told.record.conversations["ended_at"][told.was(RESOLVED)])

    return Figure("resolved an hour", expected, (ended, lambda t: t.time()))


def resolution_time(expected: float) -> Figure:
    """Mean time from arrival to the end of the last touch."""
    return Figure(
        "time to resolution",
        expected,
        (lambda t: t.sums(t.arrived_at, t.in_all) / MINUTE, lambda t: t.sums(t.arrived_at)),
    )


def chat_time(expected: float) -> Figure:
    """Mean time from the first answer to the end of the last touch, of who is answered."""

    def top(told: Told) -> Sums:
        return told.sums(told.arrived_at, (told.in_all - told.wait) * told.was(RESOLVED)) / MINUTE

    return Figure("time of a chat", expected, (top, lambda t: t.sums(t.arrived_at, t.was(RESOLVED))))


def open_conversations(expected: float) -> Figure:
    """Time average of the number that has come and has not ended."""

    def top(told: Told) -> Sums:
        came = told.arrived_at >= 0
        return told.integral(told.arrived_at[came], told.record.conversations["ended_at"][came])

    return Figure("open conversations", expected, (top, lambda t: t.time()))


def open_chats(expected: float) -> Figure:
    """Time average of the number that has been answered and has not ended."""

    def top(told: Told) -> Sums:
        answered = told.record.conversations[told.record.conversations["started_at"] >= 0]
        return told.integral(answered["started_at"], answered["ended_at"])

    return Figure("open chats", expected, (top, lambda t: t.time()))


def mean_wait(expected: float) -> Figure:
    """Mean time until the first answer, over all, also those who give up."""
    return Figure(
        "wait for an answer",
        expected,
        (lambda t: t.sums(t.arrived_at, t.wait) / MINUTE, lambda t: t.sums(t.arrived_at)),
    )


def at_once(expected: float) -> Figure:
    """The share of all that is answered at once."""

    def top(told: Told) -> Sums:
        return told.sums(told.arrived_at, (told.record.conversations["started_at"] >= 0) & (told.wait == 0))

    return Figure("P(answered at once)", expected, (top, lambda t: t.sums(t.arrived_at)))


def abandonment(expected: float) -> Figure:
    """The share of all that gives up."""
    return Figure("gives up", expected, (lambda t: t.sums(t.arrived_at, t.lost), lambda t: t.sums(t.arrived_at)))


def finds_at_least(expected: float, places: int) -> Figure:
    """The share that finds so many conversations open: it waits outside, in the words of theory."""

    def top(told: Told) -> Sums:
        return told.sums(_arrivals(told), told.found >= places)

    return Figure("P(waits outside)", expected, (top, lambda t: t.sums(t.arrived_at)))


def wait_outside(expected: float, places: int, rate: float) -> Figure:
    """Mean wait for a place: mean number found beyond the places over the arrival rate (Little, PASTA)."""

    def top(told: Told) -> Sums:
        return told.sums(_arrivals(told), np.maximum(told.found - places, 0)) / rate

    return Figure("wait outside", expected, (top, lambda t: t.sums(t.arrived_at)))


def _arrivals(told: Told) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.sort(told.arrived_at[told.arrived_at >= 0])
