"""What happened in a run of hand-made inputs, touch by touch, summed over batches of time or of seats."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.certify.seen import time_between
from sim.durations import MINUTE
from sim.record import ABANDONED, OPEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.certify.estimators import Sums
    from sim.inputs import Inputs
    from sim.record import Record

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


N_BATCHES: Final = 50
"""Of a run."""


class Told:
    """One run, cut into batches of equal length after one that warms up and before one in which all is finished.

    A touch belongs to the batch in which it is ready, a conversation to that in which it arrives. Times are minutes.
    """

    def __init__(self, inputs: Inputs, record: Record) -> None:
        """Take a run."""
        self.inputs = inputs
        self.record = record
        self.edges = np.arange(1, N_BATCHES + 2, dtype=np.int64) * (inputs.horizon // (N_BATCHES + 2))

    # ---- one number per touch ----

    @cached_property
    def ready_at(self) -> Integers:
        """[touch] -1 where it never was."""
        return np.ascontiguousarray(self.record.touches["ready_at"])

    @cached_property
    def started_at(self) -> Integers:
        """[touch] -1 where nobody did."""
        return np.ascontiguousarray(self.record.touches["started_at"])

    @cached_property
    def ended_at(self) -> Integers:
        """[touch] -1 where it is in hand at the horizon, or never started."""
        return np.ascontiguousarray(self.record.touches["ended_at"])

    @cached_property
    def is_first(self) -> Flags:
        """[touch] Is it the first of its conversation?"""
        flags = np.zeros(len(self.ready_at), np.bool_)
        flags[self.inputs.conversations["first_touch"]] = True
        return flags

    @cached_property
    def delay(self) -> Integers:
        """[touch] ticks from ready to started; 0 where it never started."""
        return np.where(self.started_at >= 0, self.started_at - self.ready_at, 0)

    @cached_property
    def done(self) -> Flags:
        """[touch] Did somebody start it?"""
        return np.asarray(self.started_at >= 0)

    # ---- one number per conversation ----

    @cached_property
    def arrived_at(self) -> Integers:
        """[conversation] -1 where it never came."""
        return np.ascontiguousarray(self.record.conversations["arrived_at"])

    @cached_property
    def wait(self) -> Integers:
        """[conversation] ticks until the first answer or until the customer gives up."""
        told = self.record.conversations
        left_at = np.where(told["started_at"] >= 0, told["started_at"], told["ended_at"])
        return np.asarray(left_at - told["arrived_at"], np.int64)

    @cached_property
    def in_all(self) -> Integers:
        """[conversation] ticks from arrival to end."""
        return np.asarray(self.record.conversations["ended_at"] - self.arrived_at, np.int64)

    def was(self, outcome: int) -> Flags:
        """[conversation] Did it end so?"""
        return np.asarray(self.record.conversations["outcome"] == outcome)

    @property
    def lost(self) -> Flags:
        """[conversation] Did the customer give up?"""
        return self.was(ABANDONED)

    @cached_property
    def found(self) -> Integers:
        """[conversation, of those that arrived, in order of arrival] conversations that had arrived and not ended."""
        came = self.arrived_at >= 0
        arrived = np.sort(self.arrived_at[came])
        ended = np.sort(self.record.conversations["ended_at"][came & ~self.was(OPEN)])
        return np.asarray(np.arange(len(arrived)) - np.searchsorted(ended, arrived, side="right"))

    # ---- one number per batch ----

    def sums(self, at: Integers, values: Integers | Flags | Sums | None = None) -> Sums:
        """Return the sums of *values* (None: the number) over the batches in which *at* lies."""
        batch = np.searchsorted(self.edges, at, side="right") - 1
        inside = (batch >= 0) & (batch < len(self.edges) - 1)
        weights = None if values is None else np.broadcast_to(values, at.shape)[inside].astype(np.float64)
        return np.bincount(batch[inside], weights, minlength=len(self.edges) - 1).astype(np.float64)

    def time(self) -> Sums:
        """Return the length of each batch."""
        return np.diff(self.edges) / MINUTE

    def integral(self, starts: Integers, ends: Integers) -> Sums:
        """Return the integral of the number of open spans over each batch; an end of -1: at the horizon."""
        return time_between(starts, np.where(ends < 0, self.inputs.horizon, ends), self.edges) / MINUTE

    def working(self, team: int | None = None) -> Sums:
        """Return the integral of the number of agents at work, all or those of one team."""
        some = self.done
        if team is not None:
            some = some & (self.inputs.agents["team"][self.record.touches["agent"]] == team)
        return self.integral(self.started_at[some], self.ended_at[some])

    @property
    def n_without_end(self) -> int:
        """Conversations of the batches that are open at the horizon: there should be none."""
        return int(self.sums(self.arrived_at, self.was(OPEN)).sum())
