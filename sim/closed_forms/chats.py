"""Agents with several chats open at once: they work on one touch at a time, and customers think in between."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.closed_forms.chains import stationary

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.closed_forms.chains import State, Steps


class Chatting(NamedTuple):
    """What a chat is made of: means of a touch, of the customer's thinking, and of the number of touches."""

    handle: float
    think: float
    touches: float

    @property
    def ends(self) -> float:
        """The chance that a touch is the last, where the number of touches is geometric."""
        return 1 / self.touches


class Saturated(NamedTuple):
    """One agent with *places* chats, each replaced by a new one at once when it ends; touches in order of readiness.

    Insensitive: only the means of the number of touches and of the think time count (touches are exponential).

    Source: machine repair (finite source), Palm 1947; insensitivity: Baskett, Chandy, Muntz & Palacios 1975.
    """

    places: int
    chat: Chatting

    def _found(self, places: int) -> list[float]:
        """[n] the share of time with n touches at the agent, with so many chats."""
        away = self.chat.think * (self.chat.touches - 1) / self.chat.touches
        weights = [self.chat.handle**n * away ** (places - n) / math.factorial(places - n) for n in range(places + 1)]
        return [weight / sum(weights) for weight in weights]

    @property
    def utilisation(self) -> float:
        """The share of time that the agent works."""
        return 1 - self._found(self.places)[0]

    @property
    def touch_rate(self) -> float:
        """Touches per unit of time."""
        return self.utilisation / self.chat.handle

    @property
    def chat_rate(self) -> float:
        """Chats per unit of time."""
        return self.touch_rate / self.chat.touches

    @property
    def delay(self) -> float:
        """Mean time from when a touch is ready until it starts, over all touches."""
        away = self.chat.think * (self.chat.touches - 1) / self.chat.touches
        return self.places / self.touch_rate - self.chat.handle - away

    @property
    def chat_time(self) -> float:
        """Mean time of a chat from its place to the end of its last touch."""
        return self.places / self.chat_rate

    @property
    def delayed(self) -> float:
        """The share of replies that find the agent busy: with the other chats alone (arrival theorem)."""
        return 1 - self._found(self.places - 1)[0]

    def starts_within(self, time: float) -> float:
        """Return the share of replies that start within *time*: one that finds n ahead waits for n touches."""
        found = self._found(self.places - 1)
        return sum(share * _erlang(n, time / self.chat.handle) for n, share in enumerate(found))


def _erlang(stages: int, time: float) -> float:
    """Return the chance that so many exponential stages of mean 1 take no longer than *time*."""
    return 1 - sum(math.exp(-time) * time**n / math.factorial(n) for n in range(stages))


class Desk(NamedTuple):
    """Chats that come to agents of equal kind."""

    rate: float
    chat: Chatting
    places: int
    """Chats that an agent may have open."""
    patience_rate: float = 0.0
    """0: everybody waits for ever."""
    depth: int = 400
    """The longest queue that is followed."""


class Assigned(NamedTuple):
    """Figures of `one_agent_assigned`; waits outside are over all, also those that do not wait."""

    waits_outside: float
    abandonment: float
    wait_outside: float
    first_delay: float
    reply_delay: float
    utilisation: float
    open_chats: float
    chat_time: float


def one_agent_assigned(desk: Desk) -> Assigned:
    """Return the figures of one agent whose chats take a place on arrival, and whose touches start in order.

    State: (open, ready or in hand, waiting outside). The number of touches is geometric, all times are exponential,
    and only whoever waits outside gives up.

    Source: the chain itself.
    """
    handle, think, ends = desk.chat.handle, desk.chat.think, desk.chat.ends
    places = desk.places
    states = [(o, r, 0) for o in range(places + 1) for r in range(o + 1)]
    states += [(places, r, w) for w in range(1, desk.depth + 1) for r in range(places + 1)]

    def steps(state: State) -> Steps:
        o, r, w = state
        yield ((o + 1, r + 1, 0) if o < places else (o, r, w + 1)), desk.rate
        yield (o, r + 1, w), (o - r) / think
        yield (o, r, w - 1), w * desk.patience_rate
        if r:
            yield (o, r - 1, w), (1 - ends) / handle
            yield ((o, r, w - 1) if w else (o - 1, r - 1, w)), ends / handle

    shares = stationary(states, steps)
    o, r, w = np.array(states).T
    outside, replies = float(shares[o == places].sum()), shares * (o - r)
    busy, queue, is_open = float(shares[r > 0].sum()), float((shares * w).sum()), float((shares * o).sum())
    free = o < places
    let_in = desk.rate * float(shares[free].sum()) + ends / handle * float(shares[(r > 0) & (w > 0)].sum())
    ahead = desk.rate * float((shares * r)[free].sum())
    ahead += ends / handle * float((shares * (r - 1))[(r > 0) & (w > 0)].sum())
    return Assigned(
        outside, desk.patience_rate * queue / desk.rate, queue / desk.rate, handle * ahead / let_in,
        handle * float((replies * r).sum() / replies.sum()), busy, is_open, is_open / (busy / handle * ends),
    )  # fmt: skip


class Chats(NamedTuple):
    """Figures of `new_first`."""

    at_once: float
    """The share that is answered at once."""
    abandonment: float
    wait: float
    """For a first answer, over all, also those who give up."""
    reply_delay: float
    utilisation: float
    open_chats: float
    """Of all agents, from the first answer on."""
    chat_rate: float
    """Chats that end, per unit of time."""
    chat_time: float
    """Mean time from the first answer to the end."""


def new_first(desk: Desk, agents: int) -> Chats:
    """Return the figures of one or two agents who, when free, take a waiting new chat before their replies.

    A chat takes its place when its first touch starts; a new one goes to the longest idle agent with a place; whoever
    waits for a first answer may give up. State: (open, ready or in hand) of each agent, new ones waiting, and which
    agent has been idle longer if both are idle. The order of touches changes no numbers: without patience, one agent
    has as many open and waiting as in `one_agent_assigned`.

    Source: the chain itself.
    """
    states = _reachable((0, 0) * agents + (0, 0), lambda state: _steps(desk, state), desk.depth)
    shares = stationary(states, lambda state: _steps(desk, state))
    table = np.array(states)
    is_open, ready, waiting = table[:, :-2:2], table[:, 1:-1:2], table[:, -2]
    busy, queue = float(shares @ (ready > 0).sum(axis=1)), float(shares @ waiting)
    in_chats = float(shares @ is_open.sum(axis=1))
    replies = float(shares @ (is_open - ready).sum(axis=1)) / desk.chat.think
    replying = float(shares @ np.maximum(ready - 1, 0).sum(axis=1))
    chat_rate = busy / desk.chat.handle / desk.chat.touches
    free = ((ready == 0) & (is_open < desk.places)).any(axis=1)
    return Chats(
        float(shares[free].sum()), desk.patience_rate * queue / desk.rate, queue / desk.rate, replying / replies,
        busy / agents, in_chats, chat_rate, in_chats / chat_rate,
    )  # fmt: skip


def _steps(desk: Desk, state: State) -> Steps:
    *pairs, waiting, longer = state
    agents = [(pairs[place], pairs[place + 1]) for place in range(0, len(pairs), 2)]
    free = [number for number, (o, r) in enumerate(agents) if r == 0 and o < desk.places]
    if free:
        starts = longer if len(free) == 2 else free[0]
        yield _with(agents, starts, (agents[starts][0] + 1, 1), (waiting, 0)), desk.rate
    else:
        yield (*pairs, waiting + 1, longer), desk.rate
    yield (*pairs, waiting - 1, longer), waiting * desk.patience_rate
    for number, (o, r) in enumerate(agents):
        is_longer = longer if r else 0
        yield _with(agents, number, (o, r + 1), (waiting, is_longer)), (o - r) / desk.chat.think
        if r:
            goes_on, ends = _after(desk, agents, number, (o, r - 1), waiting), 1 / desk.chat.touches
            yield goes_on, (1 - ends) / desk.chat.handle
            yield _after(desk, agents, number, (o - 1, r - 1), waiting), ends / desk.chat.handle


def _after(desk: Desk, agents: list[tuple[int, int]], number: int, left: tuple[int, int], waiting: int) -> State:
    """Return the state after a touch of agent *number*, to whom so many chats and ready touches are *left*."""
    if waiting and left[0] < desk.places:
        return _with(agents, number, (left[0] + 1, left[1] + 1), (waiting - 1, 0))
    others_idle = [other for other, (_, r) in enumerate(agents) if other != number and r == 0]
    return _with(agents, number, left, (waiting, others_idle[0] if others_idle and left[1] == 0 else 0))


def _with(agents: list[tuple[int, int]], number: int, pair: tuple[int, int], rest: tuple[int, int]) -> State:
    changed = [pair if other == number else each for other, each in enumerate(agents)]
    return (*(value for each in changed for value in each), *rest)


def _reachable(start: State, steps: Callable[[State], Steps], depth: int) -> list[State]:
    """Return the states that *start* leads to, with queues up to *depth*."""
    found, ahead = {start}, [start]
    while ahead:
        for state, rate in steps(ahead.pop()):
            if rate > 0 and state not in found and state[-2] <= depth:
                found.add(state)
                ahead.append(state)
    return sorted(found)
