"""Statements about the order of service: rules 4, 10, 14, 24-26, 28-30 and 45, true at each event of a replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.inputs import NOBODY

if TYPE_CHECKING:
    from sim.audit.facts import Facts
    from sim.audit.findings import Findings
    from sim.audit.floor import Floor
    from sim.inputs import Inputs


class Order:
    """The statements, a method each: asked before the floor changes where they do not say otherwise."""

    def __init__(self, inputs: Inputs, facts: Facts, floor: Floor, found: Findings) -> None:
        """Look at *floor*, write to *found*."""
        self._floor, self._found = floor, found
        self._agent: Final[list[int]] = facts.agent.tolist()
        self._queue_limit, self._n_open_at_start = inputs.queue_limit, inputs.n_open_at_start
        self._longest_idle_first: Final = inputs.longest_idle_first

    def _note(self, rule: str, row: int, message: str) -> None:
        self._found.note(rule, row, self._floor.now, message)

    def is_best_choice(self, agent: int, row: int) -> None:
        """Nothing that waits and that *agent* may take has a higher score than *row*; at ties, a lower number."""
        floor, team = self._floor, self._floor.team[agent]
        if not floor.n_waiting:
            return
        n_idle = len(floor.idle[team]) + 1
        for terms in floor.takes[team]:
            head = floor.head(terms.work_type)
            if head in {NOBODY, row} or not floor.may_start(terms, head, n_idle):
                continue
            if row == NOBODY:
                self._note("29 work conservation", head, f"agent {agent} became free and idle, though it waits")
            elif floor.score(head, team) > floor.score(row, team) and terms.work_type != floor.work_type[row]:
                self._note("26, 28 choice", row, f"agent {agent} takes it before conversation {head} of a higher score")

    def nobody_may_start(self, row: int) -> None:
        """No team that may take *row* now has an idle agent to spare."""
        floor = self._floor
        for terms in floor.choices[floor.work_type[row]]:
            idle = floor.idle[terms.team]
            if idle and floor.may_start(terms, row, len(idle)):
                self._note("29 work conservation", row, f"does not start, though agent {next(iter(idle))} is idle")
                return

    def is_routed(self, row: int) -> None:
        """The agent is of the first team that may start *row* (or of any, by policy) and idle the longest there."""
        floor, agent = self._floor, self._agent[row]
        teams = [
            terms.team
            for terms in floor.choices[floor.work_type[row]]
            if floor.idle[terms.team] and floor.may_start(terms, row, len(floor.idle[terms.team]))
        ]
        team = floor.team[agent]
        if team not in teams or agent not in floor.idle[team]:
            return
        if not self._longest_idle_first and team != teams[0]:
            self._note("30 team order", row, f"goes to agent {agent} of team {team}, though team {teams[0]} may")
        since = floor.idle[team][agent]
        for other in teams if self._longest_idle_first else [team]:
            mate, mate_since = next(iter(floor.idle[other].items()))
            if mate_since < since:
                message = f"goes to agent {agent}, idle since {since}, though agent {mate} is since {mate_since}"
                self._note("30 longest idle", row, message)

    def is_next_of_its_type(self, row: int) -> None:
        """Nobody of its work type has waited longer and still waits."""
        head = self._floor.head(self._floor.work_type[row])
        if head not in {NOBODY, row}:
            self._note("25 FIFO", row, f"starts while conversation {head} of the same work type waits since earlier")

    def reserve_is_kept(self, row: int, agent: int) -> None:
        """After the start, as many mates are idle as the team keeps free."""
        team = self._floor.team[agent]
        n_idle, n_reserved = len(self._floor.idle[team]), self._floor.terms[team][self._floor.work_type[row]].n_reserved
        if n_idle < n_reserved:
            self._note("24 reserve", row, f"leaves {n_idle} of team {team} idle, {n_reserved} are to be kept free")

    def has_room(self, row: int) -> None:
        """Who joins the queue found it below the limit, or was there from the start."""
        if row >= self._n_open_at_start and self._floor.n_waiting >= self._queue_limit:
            self._note("4 queue limit", row, f"waits, though {self._floor.n_waiting} do; limit {self._queue_limit}")

    def has_no_room(self, row: int) -> None:
        """Who is turned away found the queue full, and was not there from the start."""
        if row < self._n_open_at_start or self._floor.n_waiting < self._queue_limit:
            message = f"turned away, though {self._floor.n_waiting} wait; limit {self._queue_limit}"
            self._note("4 queue limit", row, message)

    def check_integrals(self, inputs: Inputs, facts: Facts) -> None:
        """Time integrals of the numbers waiting and busy equal the sums over conversations, cut at the horizon."""
        self._floor.close(inputs.horizon)
        open_until = np.where(facts.ended_at == NOBODY, inputs.horizon, facts.ended_at)
        waits = np.where(facts.started_at == NOBODY, open_until, facts.started_at) - facts.arrival_at
        sums = np.zeros(len(inputs.work_types), dtype=np.int64)
        np.add.at(sums, facts.work_type[facts.arrives], waits[facts.arrives])
        for work_type, waited_time in enumerate(self._floor.waited_time):
            if sums[work_type] != waited_time:
                message = (
                    f"work type {work_type}: waits sum to {sums[work_type]}, its queue's integral to {waited_time}"
                )
                self._found.note("14 Little", NOBODY, inputs.horizon, message)
        has_start = facts.started_at != NOBODY
        in_hand_time = int((open_until - facts.started_at)[has_start].sum())
        if in_hand_time != self._floor.busy_time:
            message = f"conversations were in hand for {in_hand_time}, agents busy for {self._floor.busy_time}"
            self._found.note("10 busy", NOBODY, inputs.horizon, message)
