"""A sound run to be corrupted: what a corruption must know to find its place."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.audit.facts import Facts, facts_of
from sim.inputs import NOBODY, Inputs
from sim.record import Record


class Run(NamedTuple):
    """Inputs, a record whose tables are changed in place, and the facts of the sound record."""

    inputs: Inputs
    record: Record
    facts: Facts

    def rows(self, *outcomes, where=None):
        """Return the conversations that arrive have one of *outcomes* (none given: any) and are *where* (flags)."""
        chosen = self.facts.arrives.copy()
        if outcomes:
            chosen &= np.isin(self.facts.outcome, outcomes)
        return np.flatnonzero(chosen if where is None else chosen & where).tolist()

    def touches(self, where=None):
        """Return the touches that are started, and are *where* (flags)."""
        chosen = self.facts.touches.starts if where is None else self.facts.touches.starts & where
        return np.flatnonzero(chosen).tolist()

    def wanted(self, row, field):
        """Return a field of the inputs of conversation *row*."""
        return int(self.inputs.conversations[field][row])

    def told(self, row, field):
        """Return a field of the record of conversation *row*."""
        return int(self.record.conversations[field][row])

    def of(self, touch):
        """Return whose touch it is."""
        return int(self.facts.course.conversation[touch])

    def change(self, table, row, **fields):
        """Set fields of a row of a table of the record. Returns the run."""
        for name, value in fields.items():
            getattr(self.record, table)[name][row] = value
        return self

    def serve(self, touch, agent, at):
        """Let *agent* start *touch* then, for as long as before. Returns the run."""
        was = self.record.touches[touch]
        ends_at = NOBODY if was["ended_at"] == NOBODY else at + int(was["ended_at"] - was["started_at"])
        return self.change("touches", touch, started_at=at, ended_at=ends_at, agent=agent)

    def given(self, **fields):
        """Return the run with other inputs."""
        return self._replace(inputs=self.inputs._replace(**fields))


def run_of(inputs: Inputs, record: Record) -> Run:
    """Return a run to be corrupted: the tables of *record* are copied."""
    copies: list[Any] = [table.copy() for table in record[:4]]
    return Run(inputs, Record(*copies, record.n_events), facts_of(inputs, record))
