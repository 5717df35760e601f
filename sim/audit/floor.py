"""Who waits and who is idle at each instant, as the record says it came about. Moves as told, judges nothing."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.inputs import FAR, NOBODY

if TYPE_CHECKING:
    from sim.audit.facts import Facts
    from sim.inputs import Inputs


class Access(NamedTuple):
    """On what terms a team takes a work type."""

    team: int
    work_type: int
    may_take_after: int
    n_reserved: int
    base: int
    slope: int


class Floor:
    """The state of the replay. Lists, for they are quicker than arrays where one entry is read at a time."""

    def __init__(self, inputs: Inputs, facts: Facts) -> None:
        """Start before the first event: nobody is there."""
        n_types, n_agents = len(inputs.work_types), len(inputs.agents)
        self.now = 0
        self.work_type: Final[list[int]] = facts.work_type.tolist()
        self.wanted_at: Final[list[int]] = facts.wanted_at.tolist()
        self.team: Final[list[int]] = inputs.agents["team"].tolist()
        self.terms: Final = _terms(inputs)
        self.choices: Final = [_choices(inputs, self.terms, work_type) for work_type in range(n_types)]
        self.takes: Final = [[terms for terms in of_team if terms.may_take_after < FAR] for of_team in self.terms]
        self.queues: Final[list[deque[int]]] = [deque() for _ in range(n_types)]
        self.is_waiting: Final = bytearray(len(self.work_type))
        self.idle: Final[list[dict[int, int]]] = [{} for _ in range(inputs.n_teams)]
        """[team] idle agent -> since when, in the order in which they became idle."""
        self.working_on: Final = [NOBODY] * n_agents
        self.is_on_duty: Final = bytearray(n_agents)
        self.n_waiting = self.n_busy = self.busy_time = 0
        self.n_of_type, self.changed_at, self.waited_time = [0] * n_types, [0] * n_types, [0] * n_types

    def advance(self, at: int) -> None:
        """Let the clock go to *at*."""
        self.busy_time += self.n_busy * (at - self.now)
        self.now = at

    def waited(self, row: int) -> int:
        """Return how long *row* has waited by now."""
        return self.now - self.wanted_at[row]

    def may_start(self, terms: Access, row: int, n_idle: int) -> bool:
        """Whether a team with *n_idle* idle agents may start *row* on these terms."""
        return self.now - self.wanted_at[row] >= terms.may_take_after and n_idle > terms.n_reserved

    def score(self, row: int, team: int) -> tuple[int, int]:
        """Return by what *row* is compared with others: the higher the sooner, ties to the lower number."""
        terms = self.terms[team][self.work_type[row]]
        return terms.base + terms.slope * self.waited(row), -row

    def head(self, work_type: int) -> int:
        """Return who waits longest of a work type, or NOBODY."""
        queue = self.queues[work_type]
        while queue and not self.is_waiting[queue[0]]:
            queue.popleft()
        return queue[0] if queue else NOBODY

    def join(self, row: int) -> None:
        """Let *row* wait."""
        self._count(self.work_type[row], 1)
        self.queues[self.work_type[row]].append(row)
        self.is_waiting[row] = 1

    def leave(self, row: int) -> None:
        """Take *row* out of its queue, wherever it stands."""
        self._count(self.work_type[row], -1)
        self.is_waiting[row] = 0

    def _count(self, work_type: int, change: int) -> None:
        self.waited_time[work_type] += self.n_of_type[work_type] * (self.now - self.changed_at[work_type])
        self.changed_at[work_type] = self.now
        self.n_of_type[work_type] += change
        self.n_waiting += change

    def close(self, horizon: int) -> None:
        """Let the clock go to the horizon, for the time integrals."""
        self.advance(horizon)
        for work_type in range(len(self.queues)):
            self._count(work_type, 0)

    def work(self, agent: int, row: int) -> None:
        """Let *agent* work on *row*."""
        self.n_busy += self.working_on[agent] == NOBODY
        self.working_on[agent] = row
        self.idle[self.team[agent]].pop(agent, None)

    def rest(self, agent: int) -> None:
        """Take the work out of the hands of *agent*."""
        self.n_busy -= 1
        self.working_on[agent] = NOBODY


def _terms(inputs: Inputs) -> list[list[Access]]:
    """Return [team][work type] the terms."""
    shape = inputs.n_teams, len(inputs.work_types)
    after, reserved = (inputs.access[name].reshape(shape).tolist() for name in ("may_take_after", "n_reserved"))
    base, slope = (inputs.scoring[name].tolist() for name in ("base", "slope"))
    return [
        [Access(team, k, after[team][k], reserved[team][k], base[k], slope[k]) for k in range(shape[1])]
        for team in range(shape[0])
    ]


def _choices(inputs: Inputs, terms: list[list[Access]], work_type: int) -> list[Access]:
    """Return the terms of the teams that may take *work_type*, the preferred one first."""
    order = np.reshape(inputs.team_order, (len(inputs.work_types), inputs.n_teams))[work_type]
    return [terms[team][work_type] for team in order.tolist() if team != NOBODY]
