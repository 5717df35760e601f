"""Who must start what: the rules of service as statements about the floor at one instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.inputs import FAR, NOBODY, OWN

if TYPE_CHECKING:
    from sim.audit.facts import Facts
    from sim.audit.findings import Findings
    from sim.audit.floor import Floor, Policy, Queue, Terms
    from sim.inputs import Inputs


class Order:
    """The statements, a method each; none changes the floor."""

    def __init__(self, inputs: Inputs, facts: Facts, floor: Floor, policy: Policy, found: Findings) -> None:
        """Look at *floor*, write to *found*."""
        self.floor, self.policy, self.found = floor, policy, found
        self.agent: Final[list[int]] = facts.touches.agent.tolist()
        self.queue_limit, self.n_open_at_start = inputs.queue_limit, inputs.n_open_at_start
        self.longest_idle_first, self.horizon = inputs.longest_idle_first, inputs.horizon

    def note(self, rule: str, row: int, message: str) -> None:
        """Keep a violation at this instant."""
        self.found.note(rule, row, self.floor.now, message)

    # ---- who must start it ----

    def due_agent(self, work_type: int, waited: int) -> int:
        """Return who must start what has *waited* so long for the teams: of the first team (by the other policy: of
        all) that may take it and keeps its reserve, who has been idle the longest; NOBODY: it has to wait.
        """
        best: tuple[int, int] | None = None
        for terms in self.policy.choices[work_type]:
            if waited < terms.may_take_after or self.floor.n_free(terms.team, work_type) <= terms.n_reserved:
                continue
            first = self._longest_idle(terms.team, work_type)
            best = first if best is None else min(best, first)
            if not self.longest_idle_first:
                break
        return NOBODY if best is None else best[1]

    def _longest_idle(self, team: int, work_type: int) -> tuple[int, int]:
        """Return (since, agent) of who of *team* became idle first; between with and without a place, lower number."""
        line = self.floor.idle[team]
        parts = line[:1] if self.floor.is_live_type[work_type] else line
        return min((since, agent) for part in parts if part for agent, since in (next(iter(part.items())),))

    # ---- what must be taken ----

    def due_conversation(self, agent: int) -> int:
        """Return what *agent*, just free, must take: of the heads of the queues open to it, that with the highest
        score, at a tie the lower number; NOBODY: nothing.
        """
        best, best_key = NOBODY, (-FAR * FAR, 0)
        for queues in (self.floor.queues, self.floor.own_queues[agent]):
            for queue, rows in queues.items():
                row = next(iter(rows))
                if self.is_open_to(agent, queue, row):
                    key = self.score(queue, row), -row
                    if key > best_key:
                        best, best_key = row, key
        return best

    def is_open_to(self, agent: int, queue: Queue, row: int) -> bool:
        """Whether *agent*, free and not counted as idle, may take *row* from *queue*."""
        where, work_type, _ = queue
        if where == OWN:
            return True
        terms = self.policy.terms[self.floor.team[agent]][work_type]
        return self.why_closed(agent, terms, work_type, self.floor.now - self.floor.since[row]) == ""

    def why_closed(self, agent: int, terms: Terms, work_type: int, waited: int) -> str:
        """Return the rule that forbids a free *agent*, not counted as idle, to start what has *waited* so long."""
        if waited < terms.may_take_after:
            return "6 may take"
        if self.floor.is_live_type[work_type] and not self.floor.has_place(agent):
            return "22 live places"
        return "24 reserve" if self.floor.n_free(terms.team, work_type) < terms.n_reserved else ""

    def score_of(self, row: int) -> int:
        """Return the score of *row*, which waits."""
        queue = self.floor.queue[row]
        assert queue is not None, "asked only where it waits"
        return self.score(queue, row)

    def score(self, queue: Queue, row: int) -> int:
        """Return by what conversations are compared: the higher the sooner."""
        where, work_type, _ = queue
        waited = self.floor.now - self.floor.since[row]
        return self.policy.base[where][work_type] + self.policy.slope[where][work_type] * waited

    # ---- what is wrong ----

    def goes_to_another(self, row: int, due: int, where: int) -> None:
        """It starts at once, but not with the agent with whom it must."""
        floor, agent = self.floor, self.agent[self.floor.touch[row]]
        if where == OWN:
            self.note("51 owner", row, f"goes to agent {agent}, though its owner {due} is idle")
        elif not self.longest_idle_first and floor.team[agent] != floor.team[due]:
            self.note("30 team order", row, f"goes to agent {agent}, though agent {due} is of a team before theirs")
        else:
            self.note("30 longest idle", row, f"goes to agent {agent}, though agent {due} has been idle longer")

    def takes_another(self, agent: int, row: int, due: int) -> None:
        """A freed agent takes *row* (NOBODY: nothing) instead of what it must."""
        queues = self.floor.queue
        if row == NOBODY:
            self.note("29 work conservation", due, f"agent {agent} became free and idle, though it waits")
        elif queues[row] == queues[due]:
            self.note(
                "25 FIFO", row, f"agent {agent} takes it before conversation {due}, which joined the queue before"
            )
        else:
            self.note("26, 28 choice", row, f"agent {agent} takes it before conversation {due}, which is due")

    def starts_unbidden(self, row: int, agent: int) -> None:
        """It starts though no event brings that about: say which rule stands against it."""
        floor, queue = self.floor, self.floor.queue[row]
        if queue is not None and queue[0] == OWN and queue[2] != agent:
            self.note("51 owner", row, f"agent {agent} starts it, though it waits for agent {queue[2]}")
            return
        why = ""
        if queue is not None and queue[0] != OWN and floor.is_idle(agent):
            terms = self.policy.terms[floor.team[agent]][queue[1]]
            floor.leave_idle(agent)
            why = self.why_closed(agent, terms, queue[1], floor.now - floor.since[row])
        told = "it may not" if why else "neither became free then, nor did it come or overflow"
        self.note(why or "45 order of events", row, f"agent {agent} starts it, but {told}")

    def finds_room(self, row: int, *, is_turned_away: bool) -> None:
        """Whom nobody can start waits, unless the queue is full; what was open at the start waits anyway."""
        n_new = self.floor.n_new
        is_full = row >= self.n_open_at_start and n_new >= self.queue_limit
        if is_full != is_turned_away:
            what = "turned away" if is_turned_away else "waits"
            self.note("4 queue limit", row, f"{what}, though {n_new} wait; limit {self.queue_limit}")

    def stays_as_it_must(self, agent: int, until: int, must: int) -> None:
        """At the end of a shift overtime is granted exactly when so many wait."""
        if until != must and min(until, must) < self.horizon:
            self.note("59 overtime", NOBODY, f"agent {agent} stays until {until}, must until {must}")

    def nothing_waits_in_vain(self) -> None:
        """As an instant ends, no idle agent may start what is first in a queue of the teams."""
        floor = self.floor
        if not floor.n_waiting or not any(line.with_place or line.without for line in floor.idle):
            return
        for queue, rows in floor.queues.items():
            row = next(iter(rows))
            if self.due_agent(queue[1], floor.now - floor.since[row]) != NOBODY:
                self.note("29 work conservation", row, "still waits, though somebody is idle who may start it")
