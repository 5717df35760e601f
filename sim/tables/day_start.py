"""The state of the queue and of the agents at an instant of a run, before anything happens at it: how a day begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.inputs import NOBODY
from sim.measures.facts import duties_of
from sim.measures.touches import touches_of
from sim.tables.day_events import DETAILS, absences_of, is_live_of, places_in

if TYPE_CHECKING:
    from sim.measures.intervals import Ints
    from sim.measures.touches import Touches
    from sim.runs import Run

_NEVER = -(1 << 62)
_FAR = 1 << 62


class AtDesk(NamedTuple):
    """How an agent is. on_duty: at the desk; why: of `DETAILS`, why not; conversation: in hand, NOBODY: none; since
    when they are busy, idle or away for this reason (ticks; None: not known); chats: conversations open, live ones.
    """

    on_duty: bool
    why: int
    conversation: int
    since: int | None
    chats: tuple[int, ...]


class Start(NamedTuple):
    """The state before the first event. Instants are ticks since then: below 0."""

    waiting: tuple[tuple[int, int], ...]
    """Conversation and since when it waits, the longest first."""
    agents: tuple[AtDesk, ...]
    is_down: bool
    """Are tools down?"""

    @property
    def conversations(self) -> Ints:
        """Return the numbers of all conversations in it."""
        found = [number for number, _ in self.waiting]
        found += [number for agent in self.agents for number in (agent.conversation, *agent.chats)]
        return np.array(found, np.int64)

    def renumbered(self, rows: Ints) -> Start:
        """Return it with places in *rows*, sorted, in place of the numbers of conversations."""

        def place(number: int) -> int:
            return int(places_in(rows, np.array(number)))

        agents = (
            agent._replace(conversation=place(agent.conversation), chats=tuple(map(place, agent.chats)))
            for agent in self.agents
        )
        return self._replace(
            waiting=tuple((place(number), since) for number, since in self.waiting), agents=tuple(agents)
        )

    def plain(self) -> dict[str, Any]:
        """Return it as lists and numbers."""
        return {"waiting": self.waiting, "agents": self.agents, "is_down": self.is_down}


def start_of(run: Run, at: int) -> Start:
    """Return the state before what happens at tick *at* (that is, at its first events), instants counted from it.

    What was open at the start of the run waits from the first.
    """
    touches, downs = touches_of(run), run.drawn.inputs.downtimes
    return Start(
        _waiting(run, touches, at),
        _agents(run, touches, at),
        bool(((downs["starts_at"] < at) & (at <= downs["ends_at"])).any()),
    )


def _waiting(run: Run, touches: Touches, at: int) -> tuple[tuple[int, int], ...]:
    was_open = (touches.conversation < run.drawn.inputs.n_open_at_start) & (touches.number == 1)
    waits = ((touches.joined_at < at) | was_open) & (touches.still_waits | (touches.left_at >= at))
    found = zip(touches.conversation[waits].tolist(), (touches.ready_at[waits] - at).tolist(), strict=True)
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def _agents(run: Run, touches: Touches, at: int) -> tuple[AtDesk, ...]:
    n_agents = len(run.drawn.roster.agents)
    begun = touches.is_started & (touches.started_at < at)
    done = begun & (touches.ended_at != NOBODY) & (touches.ended_at < at)
    in_hand, last_end = np.full((2, n_agents), NOBODY), np.full(n_agents, _NEVER)
    held = begun & ~done
    in_hand[:, touches.agent[held]] = touches.conversation[held], touches.started_at[held]
    np.maximum.at(last_end, touches.agent[done], touches.ended_at[done])
    on_since, off_since, why = _presence(run, at)
    since = np.where(on_since != _NEVER, on_since, off_since)
    since = np.where(in_hand[0] != NOBODY, in_hand[1], np.maximum(since, last_end))
    chats = _chats(run, touches, at)
    return tuple(
        AtDesk(
            bool(on_since[n] != _NEVER), int(why[n]), int(in_hand[0][n]),
            None if since[n] == _NEVER else int(since[n]) - at, chats.get(n, ()),
        )
        for n in range(n_agents)
    )  # fmt: skip


def _presence(run: Run, at: int) -> tuple[Ints, Ints, Ints]:
    """Return for each agent since when they are at the desk, since when and why they are not (`_NEVER`: not so)."""
    n_agents = len(run.drawn.roster.agents)
    on_since, off_since = np.full((2, n_agents), _NEVER)
    why = np.full(n_agents, DETAILS.index("home"))
    marks: list[tuple[int, int, int, int]] = []  # instant, rank at it, agent, why
    rows, spans, told = run.drawn.roster.duties, duties_of(run)[0], run.record.duties
    near = np.flatnonzero((told["is_missed"] == 0) & (spans.starts_at < at))
    is_open = (told["ended_at"][near] == NOBODY) | (spans.ends_at[near] >= at)
    on_since[spans.owner[near[is_open]]] = spans.starts_at[near[is_open]]
    for duty in near[~is_open].tolist():
        reason = DETAILS.index("home" if rows["ends_shift"][duty] else "break")
        marks.append((int(spans.ends_at[duty]), 0, int(spans.owner[duty]), reason))
    for agent, start, end, reason in zip(*(column.tolist() for column in absences_of(run)), strict=True):
        marks += [(start, 2, agent, reason)] if start < at else []
        marks += [(end, 1, agent, DETAILS.index("home"))] if end < at else []
    duties = {agent: spans.of(near[spans.owner[near] == agent]) for agent in {mark[2] for mark in marks if mark[1]}}
    for when, rank, agent, reason in sorted(marks):
        mine = duties.get(agent)
        if rank and mine is not None and bool(((mine.starts_at < when) & (when < mine.ends_at)).any()):
            continue  # there after all: staying on after another shift
        off_since[agent], why[agent] = when, reason
    return on_since, off_since, why


def _chats(run: Run, touches: Touches, at: int) -> dict[int, tuple[int, ...]]:
    """Return for each agent the live conversations that are open: begun by them in this shift, and not over."""
    told, live = run.record.conversations, is_live_of(run, touches)
    last = np.full(told.size, NOBODY)
    begun = np.flatnonzero(touches.is_started & (touches.started_at < at))
    last[touches.conversation[begun]] = begun
    is_open = (last != NOBODY) & ((told["ended_at"] == NOBODY) | (told["ended_at"] >= at))
    found: dict[int, tuple[int, ...]] = {}
    for number in np.flatnonzero(is_open).tolist():
        touch = int(last[number])
        agent, begun_at = int(touches.agent[touch]), int(touches.started_at[touch])
        if live[touch] and not _is_handed_on(touches, touch, at) and _shift_ends(run, agent, begun_at) >= at:
            found[agent] = (*found.get(agent, ()), number)
    return found


def _is_handed_on(touches: Touches, touch: int, at: int) -> bool:
    """Was the next tier asked after *touch*, before *at*?"""
    following = touch + 1
    if following == touches.row.size or touches.conversation[following] != touches.conversation[touch]:
        return False
    return bool(touches.is_escalation[following] and touches.ready_at[following] < at)


def _shift_ends(run: Run, agent: int, at: int) -> int:
    """Return when the shift in which *agent* began something at *at* really ended."""
    seat, rows, told = run.drawn.roster.agents[agent], run.drawn.roster.duties, run.record.duties
    mine = range(int(seat["first_duty"]), int(seat["end_duty"]))
    worked = [duty for duty in mine if not told["is_missed"][duty]]
    home = [
        duty
        for duty in worked
        if rows["ends_shift"][duty] and (told["ended_at"][duty] > at or told["ended_at"][duty] == NOBODY)
    ]
    ends_at = int(told["ended_at"][home[0]]) if home else NOBODY
    return _FAR if ends_at == NOBODY else ends_at
