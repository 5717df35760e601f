"""The reference engine with a person in one seat: everybody else works by the rules, the person does as they like.

No second model: the same processes, queues and tables. `stand_in` lets somebody new sit there who works by the rules
too, which is what the person's shift is compared with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast

from sim.engine.desk import end_conversation, end_touch, leave_queue, start_touch
from sim.engine.events import REPLY
from sim.engine.rules import access_of, choose_conversation, may_take
from sim.engine.stand_in import StandIn, duty_starts
from sim.inputs import FAR, NEW, NOBODY, OWN
from sim.record import ABANDONED, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    import simpy

    from sim.engine.reference import Steps
    from sim.inputs import Inputs

__all__ = ["Ends", "GoesBack", "GoesOn", "Order", "Seat", "StandIn", "State", "Where", "duty_starts"]

_GONE: Final = -2
"""What the turn of a conversation brings instead of an agent where the customer has left."""

State = Literal["to_come", "waiting", "returned", "mine", "with_me", "theirs", "with_customer", "ended"]


class Where(NamedTuple):
    """Where a conversation is.

    waiting, returned: with the teams, for a first answer or as nobody owns it any more; mine: in the person's hands;
    with_me: its customer has written again and waits for the person; theirs: in the hands of *agent*, or waiting for
    them; with_customer: answered by *agent*, the customer's turn; ended, to_come: as they say.
    """

    state: State
    agent: int = NOBODY


class GoesOn(NamedTuple):
    """The customer writes again *after* so many ticks; FAR: not unless somebody else does something first."""

    after: int = FAR


class Ends(NamedTuple):
    """It is over, with that outcome."""

    outcome: int


class GoesBack(NamedTuple):
    """The person hands it back to the teams."""


Order = GoesOn | Ends | GoesBack


class Seat(StandIn):
    """A run in which a person sits there. Nothing is given to them: they take, answer, end and hand back."""

    def __init__(self, inputs: Inputs, agent: int, from_at: int) -> None:
        super().__init__(inputs, agent, from_at)
        self._in_hand: dict[int, simpy.Event] = {}  # comes when the person has done the touch
        self._recalls: dict[int, simpy.Event] = {}  # comes when the person does something before the customer does
        self._orders: dict[int, Order] = {}
        self._touched: set[int] = set()

    # ---- what the person sees ----

    def where(self, number: int) -> Where:
        """Return where a conversation is now."""
        told, place = self.record.conversations[number], self.desk.places[number]
        if told.arrived_at == NOBODY:
            return Where("to_come")
        if told.ended_at != NOBODY:
            return Where("ended", told.agent)
        if number in self._in_hand:
            return Where("mine", self.agent)
        if place.queue == NOBODY:
            has_it = place.owner != NOBODY and self.desk.agents[place.owner].working_on == number
            return Where("theirs" if has_it else "with_customer", place.owner)
        where = place.queue // len(self.inputs.work_types)
        if where >= OWN:
            return Where("with_me" if self._is_mine(number) else "theirs", place.owner)
        return Where("waiting" if where == NEW else "returned")

    def may_take(self, number: int) -> bool:
        """May the person take it: does it wait for them, or for teams of which theirs is one that may?"""
        state = self.where(number).state
        if state == "with_me":
            return True
        team, work_type = self.inputs.agents[self.agent].team, self.desk.places[number].work_type
        return state in {"waiting", "returned"} and access_of(self.inputs, team, work_type).may_take_after < FAR

    def by_policy(self) -> int:
        """Return what the plan's own rule would take next in that seat, or NOBODY."""
        return cast("int", choose_conversation(self.inputs, self.desk, self.now, self.agent))

    def first_by_policy(self, numbers: Iterable[int]) -> int:
        """Return which of these the plan's own rule would take first in that seat, or NOBODY: it may take none.

        What it would take now goes before what it would only take later.
        """
        return max(filter(self.may_take, numbers), key=lambda one: (*self._score(one), -one), default=NOBODY)

    def _score(self, number: int) -> tuple[bool, float]:
        """Return whether the rule may take it already, and its score."""
        place, n_types = self.desk.places[number], len(self.inputs.work_types)
        waited = self.now - place.waits_since
        row = self.inputs.scoring[min(place.queue // n_types, OWN) * n_types + place.work_type]
        is_own = place.queue // n_types >= OWN
        is_due = is_own or may_take(self.inputs, self.desk, self.agent, place.work_type, waited)
        return bool(is_due), float(row.base + row.slope * waited)

    # ---- what the person does; each needs what `where` says to be so ----

    def take(self, number: int) -> None:
        """Take what waits: its touch begins."""
        leave_queue(self.inputs, self.desk, number)
        self.turn[number].succeed(self.agent)
        self.settle()

    def answer(self, number: int, order: Order | None = None) -> None:
        """Be done with what is in hand, and say how it goes on; None: as it was drawn."""
        if order is not None:
            self._orders[number] = order
            self._touched.add(number)
        self._in_hand.pop(number).succeed()
        self.settle()

    def change(self, number: int, order: Order) -> None:
        """Say anew how it goes on with a conversation that the person has answered and whose customer has its turn."""
        self._recalls.pop(number).succeed(order)
        self.settle()

    def lose(self, number: int) -> None:
        """Let the customer leave, wherever the conversation is; who has it in hand learns it when the touch is done."""
        state = self.where(number).state
        if state == "mine":
            self.answer(number, Ends(ABANDONED))
        elif number in self._recalls:
            self.change(number, Ends(ABANDONED))
        elif self.desk.places[number].queue != NOBODY:
            self.drop(number)
        elif state == "theirs":
            self._orders[number] = Ends(ABANDONED)
            self._touched.add(number)

    def reopen(self, number: int) -> None:
        """Take in hand again what has ended, and which the person was at."""
        told = self.record.conversations[number]
        told.ended_at, told.outcome, told.is_wrong = NOBODY, OPEN, 0
        self.desk.places[number].owner_shift = NOBODY  # it has given up its place, if it had one
        self._add_touch(number)
        self.env.process(self._again(number))
        self.settle()

    def drop(self, number: int) -> None:
        """Let the customer of a conversation that waits leave."""
        leave_queue(self.inputs, self.desk, number)
        end_conversation(self.inputs, self.desk, self.record, self.now, number, ABANDONED)
        self._touched.add(number)
        self.turn[number].succeed(_GONE)
        self.settle()

    # ---- the processes ----

    def is_free(self, agent: int) -> bool:
        """Nothing is given to the person."""
        return False if agent == self.agent and self.sits else super().is_free(agent)

    def work(self, number: int, agent: int) -> Steps:
        """Let *agent* do a touch; the person's takes as long as the person does."""
        if agent != self.agent or not self.sits:
            yield from super().work(number, agent)
            return
        start_touch(self.inputs, self.desk, self.record, self.now, number, agent)
        done = self._in_hand[number] = self.env.event()
        yield done

    def next_agent(self, number: int) -> Steps:
        """Return who does the next touch; after one of the person's, as they have said."""
        order = self._orders.pop(number, None)
        if order is None:
            return (yield from super().next_agent(number))
        agent = end_touch(self.inputs, self.desk, self.record, self.now, number)
        if self.is_free(agent):  # a colleague at it, whose customer has left meanwhile
            self.ask(agent)
        if isinstance(order, GoesOn):  # has an answer: nobody else tells them that it is fixed
            self.inputs.conversations[number].fixed_at = FAR
        order = yield from self._settled(number, order)
        if isinstance(order, Ends):
            end_conversation(self.inputs, self.desk, self.record, self.now, number, order.outcome)
            return NOBODY
        self._add_touch(number)
        goes_back = isinstance(order, GoesBack)
        return (yield from (self.seek_team(number) if goes_back else self.seek_owner(number)))

    def wait_for_owner(self, number: int) -> Steps:
        """As ever; who has left is nobody's."""
        agent = yield from super().wait_for_owner(number)
        return NOBODY if agent == _GONE else agent

    def wait_for_team(self, number: int, where: int, since: int) -> Steps:
        """As ever; who has left is nobody's."""
        agent = yield from super().wait_for_team(number, where, since)
        return NOBODY if agent == _GONE else agent

    def come_back(self, number: int, cause: int) -> Steps:
        """As drawn, unless the person was at it: then whoever gave the orders decides that too."""
        if number not in self._touched:
            yield from super().come_back(number, cause)

    def _again(self, number: int) -> Steps:
        """Let the person be at it once more, and then whoever is to."""
        agent = self.agent
        while agent != NOBODY:
            yield from self.work(number, agent)
            agent = yield from self.next_agent(number)

    def _settled(self, number: int, order: Order) -> Steps:
        """Return the order that holds when the customer writes again or somebody ends it."""
        while isinstance(order, GoesOn):
            again = self._recalls[number] = self.env.event()
            timer = self.timer(min(FAR, self.now + order.after), REPLY, number)
            yield self.env.any_of([again, *timer])
            if not again.triggered:
                del self._recalls[number]
                return order
            order = cast("Order", again.value)
        return order

    def _add_touch(self, number: int) -> None:
        """Let one more touch of *number* be ready: whatever was drawn, it goes on, and without a drawn patience."""
        place, row = self.desk.places[number], self.inputs.conversations[number]
        drawn, told = self.inputs.touches[row.first_touch], self.record.touches[row.first_touch]
        self.inputs.touches.append(_like(drawn, is_ours=0))
        self.record.touches.append(_like(told, ready_at=self.now, started_at=NOBODY, ended_at=NOBODY, agent=NOBODY))
        place.touch = place.next_touch = len(self.inputs.touches) - 1
        row.end_touch, row.reply_patience_time = place.touch + 1, FAR

    def _is_mine(self, number: int) -> bool:
        place = self.desk.places[number]
        generation: int = self.desk.agents[self.agent].generation
        return bool(place.owner == self.agent and place.owner_generation == generation)


def _like(row: Any, **changes: int) -> Any:
    """Return a copy of a row with these values."""
    made = type(row)()
    for name in type(row).__slots__:
        setattr(made, name, changes.get(name, getattr(row, name)))
    return made
