"""Who waits where and who is free at each instant, as the record says it came about. Moves as told, judges nothing."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.audit.facts import numbers, terms_of
from sim.inputs import NEW, NOBODY, OWN

if TYPE_CHECKING:
    from sim.audit.facts import Facts
    from sim.inputs import Inputs

Queue = tuple[int, int, int]
"""NEW, RETURNED or OWN; the work type; whose it is (NOBODY: the teams')."""


class Line(NamedTuple):
    """Idle agents of a team, each with the instant since when, in the order in which they became idle."""

    with_place: OrderedDict[int, int]
    """Those who may open one more live conversation."""
    without: OrderedDict[int, int]


class Floor:
    """The state of the replay. Lists, for they are quicker than arrays where one entry is read at a time."""

    def __init__(self, inputs: Inputs, facts: Facts) -> None:
        """Start before the first event: nobody is there."""
        n, n_agents, n_types = len(facts.first), len(inputs.agents), len(inputs.work_types)
        self.now = self.today = 0
        self.touch: Final[list[int]] = facts.first.tolist()
        self.type_of_touch: Final[list[int]] = facts.course.work_type.tolist()
        self.is_live_type: Final[list[bool]] = (inputs.work_types["is_live"] == 1).tolist()
        self.queue: Final[list[Queue | None]] = [None] * n
        self.since: Final = [0] * n
        self.owner, self.owner_shift = [NOBODY] * n, [NOBODY] * n
        self.owner_generation: Final = [0] * n
        self.queues: Final[dict[Queue, OrderedDict[int, None]]] = {}
        """Of the teams, only those in which somebody waits."""
        self.own_queues: Final[list[dict[Queue, OrderedDict[int, None]]]] = [{} for _ in range(n_agents)]
        """[agent] the same, of what waits for this agent."""
        self.n_new = self.n_waiting = 0
        self.team: Final[list[int]] = inputs.agents["team"].tolist()
        self.live_limit: Final[list[int]] = inputs.teams["live_limit"].tolist()
        self.idle: Final = [Line(OrderedDict(), OrderedDict()) for _ in range(len(inputs.teams))]
        self.working_on, self.is_on_duty = [NOBODY] * n_agents, bytearray(n_agents)
        self.is_on_shift: Final = bytearray(n_agents)
        self.n_live, self.n_shifts = [0] * n_agents, [0] * n_agents
        self.n_busy = self.busy_time = 0
        self.n_of_type, self.changed_at, self.waited_time = [0] * n_types, [0] * n_types, [0] * n_types

    def advance(self, at: int) -> None:
        """Let the clock go to *at*."""
        self.busy_time += self.n_busy * (at - self.now)
        self.now = at

    def close(self, horizon: int) -> None:
        """Let the clock go to the horizon, for the time integrals."""
        self.advance(horizon)
        for work_type in range(len(self.n_of_type)):
            self._count((OWN, work_type, NOBODY), 0)

    # ---- conversations ----

    def work_type(self, row: int) -> int:
        """Return as what *row* waits or is done now."""
        return self.type_of_touch[self.touch[row]]

    def is_live(self, row: int) -> bool:
        """Whether *row* takes up a place of whoever has it."""
        return self.is_live_type[self.work_type(row)]

    def beside(self, queue: Queue) -> dict[Queue, OrderedDict[int, None]]:
        """Return the queues among which *queue* is."""
        return self.queues if queue[0] != OWN else self.own_queues[queue[2]]

    def join(self, row: int, where: int, since: int) -> None:
        """Let *row* wait for its owner or the teams; its score counts from *since*."""
        queue = self.queue[row] = (where, self.work_type(row), self.owner[row] if where == OWN else NOBODY)
        self.since[row] = since
        self.beside(queue).setdefault(queue, OrderedDict())[row] = None
        self._count(queue, 1)

    def leave(self, row: int) -> None:
        """Take *row* out of its queue, wherever it stands."""
        queue = self.queue[row]
        assert queue is not None, "asked only where it waits"
        self._count(queue, -1)
        self.queue[row] = None
        queues = self.beside(queue)
        del queues[queue][row]
        if not queues[queue]:
            del queues[queue]

    def _count(self, queue: Queue, change: int) -> None:
        where, work_type, _ = queue
        self.waited_time[work_type] += self.n_of_type[work_type] * (self.now - self.changed_at[work_type])
        self.changed_at[work_type] = self.now
        self.n_of_type[work_type] += change
        self.n_waiting += change if where != OWN else 0
        self.n_new += change if where == NEW else 0

    def holds_place(self, row: int) -> bool:
        """Whether *row* takes up a place of its owner: until it ends, goes to another tier, or the shift is over."""
        owner = self.owner[row]
        return owner != NOBODY and self.is_live(row) and self.owner_shift[row] == self.n_shifts[owner]

    def n_others(self, row: int, agent: int) -> int:
        """Return how many live conversations beside *row* the agent has open."""
        return self.n_live[agent] - (self.owner[row] == agent and self.holds_place(row))

    def give_up_place(self, row: int) -> None:
        """Free the place that *row* takes up, if it does."""
        if self.holds_place(row):
            self.n_live[self.owner[row]] -= 1

    # ---- agents ----

    def has_place(self, agent: int) -> bool:
        """Whether *agent* may open one more live conversation."""
        return self.n_live[agent] < self.live_limit[self.team[agent]]

    def is_idle(self, agent: int) -> bool:
        """Whether *agent* is at the desk without work."""
        return self.is_on_duty[agent] == 1 and self.working_on[agent] == NOBODY

    def n_free(self, team: int, work_type: int) -> int:
        """Return how many idle agents of *team* have a place for a conversation of *work_type*."""
        line = self.idle[team]
        return len(line.with_place) + (0 if self.is_live_type[work_type] else len(line.without))

    def become_idle(self, agent: int) -> None:
        """Let *agent* wait for work."""
        line = self.idle[self.team[agent]]
        (line.with_place if self.has_place(agent) else line.without)[agent] = self.now

    def leave_idle(self, agent: int) -> None:
        """Let *agent* wait for work no more."""
        for line in self.idle[self.team[agent]]:
            line.pop(agent, None)

    def work(self, row: int, agent: int, generation: int) -> None:
        """Let *agent* start on *row* and be its owner from now on."""
        if self.is_live(row) and not (self.owner[row] == agent and self.holds_place(row)):
            self.n_live[agent] += 1
        self.n_busy += self.working_on[agent] == NOBODY
        self.leave_idle(agent)
        self.working_on[agent] = row
        self.owner[row], self.owner_generation[row] = agent, generation
        self.owner_shift[row] = self.n_shifts[agent]

    def rest(self, agent: int) -> None:
        """Take the work out of the hands of *agent*."""
        self.n_busy -= 1
        self.working_on[agent] = NOBODY

    def go_off(self, agent: int, *, ends_shift: bool) -> None:
        """Take *agent* off the desk; at the end of a shift its places are free."""
        self.is_on_duty[agent] = 0
        self.leave_idle(agent)
        if ends_shift:
            self.is_on_shift[agent], self.n_live[agent] = 0, 0
            self.n_shifts[agent] += 1


class Terms(NamedTuple):
    """On what terms a team takes a work type."""

    team: int
    may_take_after: int
    n_reserved: int


class Policy:
    """The rules of the plan, as lists."""

    def __init__(self, inputs: Inputs) -> None:
        """Read them off *inputs*."""
        after, reserved = (terms_of(inputs, name).tolist() for name in ("may_take_after", "n_reserved"))
        n_teams, n_types = len(inputs.teams), len(inputs.work_types)
        self.terms: Final = [
            [Terms(team, after[team][kind], reserved[team][kind]) for kind in range(n_types)] for team in range(n_teams)
        ]
        order = inputs.team_order.reshape(n_types, n_teams).tolist()
        self.choices: Final = [
            [self.terms[team][kind] for team in teams if team != NOBODY] for kind, teams in enumerate(order)
        ]
        """[work type] the teams that may take it, the preferred one first."""
        self.overflows: Final = [sorted({terms.may_take_after for terms in choices}) for choices in self.choices]
        base, slope = (numbers(inputs.scoring[name]).reshape(OWN + 1, n_types).tolist() for name in ("base", "slope"))
        self.base: Final[list[list[int]]] = base
        self.slope: Final[list[list[int]]] = slope
