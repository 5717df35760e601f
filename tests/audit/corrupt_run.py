"""A sound run to be corrupted: what a corruption must know to find its place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.inputs import NOBODY, PACE_UNIT, Inputs
from sim.record import OPEN, RESOLVED


class Run(NamedTuple):
    """Inputs, and the rows of a record; `rows` are changed in place."""

    inputs: Inputs
    rows: np.ndarray

    def numbers(self, outcome=None, *, started=None, waited=None):
        """Return the conversations of an outcome, that were started or not, after a wait or at once."""
        arrival, start = self.inputs.conversations["arrival_at"], self.rows["started_at"]
        chosen = np.ones(len(self.rows), bool) if outcome is None else self.rows["outcome"] == outcome
        if started is not None:
            chosen &= (start != NOBODY) == started
        if waited is not None:
            chosen &= (start > arrival) == waited
        return np.flatnonzero(chosen).tolist()

    def arrival(self, row):
        """Return when *row* comes."""
        return int(self.inputs.conversations["arrival_at"][row])

    def wanted(self, row):
        """Return since when *row* waits."""
        return self.arrival(row) - int(self.inputs.conversations["waited_time"][row])

    def deadline(self, row):
        """Return when the customer of *row* gives up."""
        return max(self.arrival(row), self.wanted(row) + int(self.inputs.conversations["patience_time"][row]))

    def kind(self, row):
        """Return the work type of *row*."""
        return int(self.inputs.conversations["work_type"][row])

    def start(self, row):
        """Return when *row* is started."""
        return int(self.rows["started_at"][row])

    def agent(self, row):
        """Return who does *row*."""
        return int(self.rows["agent"][row])

    def team(self, agent):
        """Return the team of *agent*."""
        return int(self.inputs.agents["team"][agent])

    def may(self, team, kind):
        """Return the terms on which a team takes a work type."""
        return self.inputs.access[team * len(self.inputs.work_types) + kind]

    def work(self, row, agent):
        """Return how long *agent* needs for *row*."""
        handle, pace = self.inputs.conversations["handle_time"][row], self.inputs.agents["pace"][agent]
        return -(-int(handle) * PACE_UNIT // int(pace))

    def busy(self, agent):
        """Return the pieces of time in which *agent* works, in order."""
        mine = np.flatnonzero(self.rows["agent"] == agent).tolist()
        ends = {row: self.start(row) + self.work(row, agent) for row in mine}
        return sorted((self.start(row), ends[row]) for row in mine)

    def duties(self, agent):
        """Return the duties of *agent*, in order."""
        mine = self.inputs.duties[self.inputs.duties["agent"] == agent]
        return sorted(zip(mine["starts_at"].tolist(), mine["ends_at"].tolist(), strict=True))

    def idle_since(self, agent, at):
        """Return since when *agent* has been idle before, at and after *at*; None: is not."""
        duty = next((on for on, off in self.duties(agent) if on < at < off), None)
        busy = self.busy(agent)
        if duty is None or any(start <= at <= end for start, end in busy):
            return None
        return max([duty, *(end for _, end in busy if end < at)])

    def free_before(self, agent, at):
        """Return since when *agent*, who starts at *at*, has been idle."""
        ends = [end for start, end in self.busy(agent) if start < at]
        return max(ends + [on for on, _ in self.duties(agent) if on <= at])

    def becomes_free(self, agent, at):
        """Does *agent* become free at *at*, once?"""
        ends = [end for _, end in self.busy(agent)]
        return ends.count(at) + [on for on, _ in self.duties(agent)].count(at) == 1

    def serve(self, row, agent, at):
        """Let *agent* start *row*; ends as it should. Returns the run."""
        end = at + self.work(row, agent)
        self.rows[row] = (at, end, agent, RESOLVED) if end < self.inputs.horizon else (at, NOBODY, agent, OPEN)
        return self

    def change(self, row, **fields):
        """Set fields of the record of *row*. Returns the run."""
        for name, value in fields.items():
            self.rows[name][row] = value
        return self
