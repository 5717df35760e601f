"""A shift: the engine with the rep in one seat, and on top of it what the customers say. Replayed from terms and acts.

Everything that happens is an entry of `log`, in order; the same terms and the same acts at the same instants give the
same log, byte for byte.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.engine.seat import Seat
from sim.inputs import FAR, NOBODY
from sim.record import ABANDONED, FIXED
from trainee_exercises.practice.cases import Case, Entry, Message, dealt, filled
from trainee_exercises.practice.day import Scene, seated, writers
from trainee_exercises.practice.disturbances import running, status_page
from trainee_exercises.practice.levels import TOUR
from trainee_exercises.practice.people import person_of
from trainee_exercises.practice.timed import TIMED, WHATEVER_TURN, Timer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario import Scenario
    from trainee_exercises.practice.cases import By
    from trainee_exercises.practice.customer import Says
    from trainee_exercises.practice.disturbances import Running
    from trainee_exercises.practice.levels import Level
    from trainee_exercises.practice.scripts import PracticePack, StatusLine

_PROMISED: Final = 4
"""Times the usual patience of who was told that it takes a while."""
_BACK: Final = frozenset({"with_me", "returned", "waiting"})
"""Where a conversation is whose customer has written again."""


class Terms(NamedTuple):
    """What a shift is made of. length: ticks on its own clock; rep: what customers call whoever sits there."""

    pack: PracticePack
    scenario: Scenario
    scene: Scene
    level: Level
    length: int
    rep: str


class Shift:
    """A shift at an instant. Move it on by `advance`, and by what `doing.do` does."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.now = 0
        self.log: list[Entry] = []
        self.cases: dict[str, Case] = {}
        self.coming: dict[str, Says] = {}  # what the customer of a case writes next
        self._timers: list[Timer] = []
        self._n_timers = 0
        place = seated(terms.scenario, terms.scene)
        self.mates = place.mates
        self._sits_at = place.sits_at
        self.seat = Seat(place.drawn.inputs, place.agent, place.sits_at)
        self.seat.run_until(place.sits_at)
        self._writers = writers(terms.scenario, place.drawn)
        self._scripts = dealt([(n, self._writers[n]) for n in self._numbers()], terms.pack, terms.level.scripts_up_to)
        self.running = self._incidents()
        self._by_number: dict[int, Case] = {}
        self._next = self._n_arrived()
        for number in self._waiting():
            self._arrive(number)
        self.notice()

    # ---- time ----

    def advance(self, to: int) -> None:
        """Let everything happen up to and at *to*, in ticks since the start, at most to the end."""
        to = min(to, self.terms.length)
        while (at := min(self._engine_next(), self._timers[0].at if self._timers else FAR)) <= to:
            self._move(max(at, self.now))
            while self._timers and self._timers[0].at <= self.now:
                self._fire(heapq.heappop(self._timers))
            self.notice()
        self._move(max(to, self.now))

    def _engine_next(self) -> int:
        at = self.seat.env.peek()
        return FAR if at >= FAR else int(at) - self._sits_at

    def _move(self, at: int) -> None:
        self.now = at
        self.seat.run_until(self._sits_at + at)
        self.notice()

    def at_in(self, span: int, kind: str, case: Case | None = None) -> None:
        """Let something happen after *span* ticks, unless the case has moved on by then."""
        self._n_timers += 1
        name, turn = (case.id, case.turn) if case else ("", 0)
        heapq.heappush(self._timers, Timer(self.now + max(0, span), self._n_timers, kind, name, turn))

    # ---- telling ----

    def tell(self, kind: str, case: Case | None = None, **data: object) -> Entry:
        """Write an entry."""
        entry = Entry(len(self.log) + 1, self.now, kind, case.id if case else "", data)
        self.log.append(entry)
        return entry

    def say(self, case: Case, by: By, name: str, text: str) -> None:
        """Add a message to a thread; the last entry tells of it."""
        case.messages.append(Message(len(self.log), self.now, by, name, text))

    def hears(self, case: Case, kind: str, text: str, **data: object) -> None:
        """Let the customer write."""
        text = filled(text, case.person, self.terms.rep)
        case.snoozed_until = None
        self.tell(kind, case, text=text, **data)
        self.say(case, "customer", case.person.name, text)

    def waits(self, case: Case, *, is_due: bool = True) -> None:
        """Let the customer wait for us from now on, or not any more; their patience begins anew."""
        case.turn += 1
        case.is_due, case.n_nudges = is_due, 0
        case.waits_since = self.now if is_due else None
        if is_due:
            self.grows_impatient_in(self.patience(case), case)

    def grows_impatient_in(self, span: int, case: Case) -> None:
        """Let the customer say after *span* ticks that they have waited too long, unless their wait is over by then."""
        case.impatient_at = self.now + max(0, span)
        self.at_in(span, "impatient", case)

    # ---- what is there at the start ----

    def _numbers(self) -> list[int]:
        """Return first contacts that are open now or come within the shift, in the order of arrival."""
        inputs, until = self.seat.inputs, self._sits_at + self.terms.length
        told = self.seat.record.conversations
        rows = range(inputs.n_first)
        found = [n for n in rows if told[n].ended_at == NOBODY and inputs.conversations[n].arrival_at <= until]
        if self.terms.level.number != TOUR:
            return found
        waiting = [n for n in found if self.seat.may_take(n)]  # one customer, who waits already, or else comes first
        return waiting[-1:] or [n for n in found if self.seat.where(n).state == "to_come"][:1]

    def _n_arrived(self) -> int:
        arrivals = self.seat.inputs.conversations
        return next((n for n in range(self.seat.inputs.n_first) if arrivals[n].arrival_at > self._sits_at),
                    self.seat.inputs.n_first)  # fmt: skip

    def _waiting(self) -> list[int]:
        """Return who waits for the rep as they sit down: the last to have come; the others stay with the colleagues."""
        waiting = [n for n in range(self._next) if self.seat.may_take(n)]
        return waiting[-self.terms.level.waiting :]

    def _incidents(self) -> list[Running]:
        """Return the disturbances that touch the shift, with a timer for their beginnings and ends."""
        rows = [self.seat.inputs.conversations[number] for number in range(self.seat.inputs.n_first)]
        found = running(zip(rows, self._writers, strict=False), self.terms.pack, self._sits_at)
        in_shift = [one for one in found if one.began_at < self.terms.length and one.fixed_at > 0]
        for one in in_shift:
            self.at_in(one.began_at, f"incident {one.incident.id}")
            self.at_in(one.fixed_at, f"fixed {one.incident.id}")
        return in_shift

    def status(self) -> list[tuple[Running, StatusLine, int]]:
        """Return what the status page says now: disturbance, line, and at which instant it was written."""
        return status_page(self.running, self.now)

    # ---- what the engine did ----

    def notice(self) -> None:
        """Tell of what has happened in the engine since the last look: at once, or its instant would be that look's."""
        inputs, told = self.seat.inputs, self.seat.record.conversations
        while self._next < inputs.n_first and told[self._next].arrived_at != NOBODY:
            self._arrive(self._next)
            self._next += 1
        for case in list(self._by_number.values()):
            if case.standing in {"new", "theirs", "mine", "closed"}:
                self._look_at(case)

    def _arrive(self, number: int) -> None:
        if number in self._by_number or number not in self._scripts or self.seat.where(number).state == "ended":
            return
        writer, script = self._writers[number], self._scripts[number]
        person = person_of(writer, script, self.terms.pack)
        opening = filled(script.opening, person, self.terms.rep)
        arrived_at = self.seat.inputs.conversations[number].arrival_at - self._sits_at
        arrived_at -= self.seat.inputs.conversations[number].waited_time
        case = Case(number, writer.id, script, person, opening, arrived_at)
        self.cases[case.id] = self._by_number[number] = case
        told = {"customer": person.customer, "name": person.name, "script": script.id, "since": arrived_at}
        self.tell("arrived", case, **told)
        case.messages.append(Message(len(self.log), arrived_at, "customer", person.name, opening))
        self.waits(case)
        case.waits_since = arrived_at

    def _look_at(self, case: Case) -> None:
        state, agent = self.seat.where(case.number)
        by_mate = agent not in {NOBODY, self.seat.agent} and state in {"theirs", "with_customer", "ended"}
        if state == "ended":
            self._ended(case, agent if by_mate else NOBODY)
            return
        if case.standing in {"mine", "closed"} and case.id in self.coming and (by_mate or state in _BACK):
            self._writes(case, self.coming.pop(case.id))
        if by_mate and case.standing in {"new", "mine"}:  # mine: a plan that brings nobody back to the owner
            self._taken(case, agent)
        if state == "with_customer" and case.standing == "theirs" and case.waits_since is not None:
            self._colleague_answers(case)
        elif state in {"waiting", "returned"} and case.standing == "theirs":
            case.standing, case.holder = "new", ""
            self.tell("returned", case)
            self.waits(case)

    def _taken(self, case: Case, agent: int) -> None:
        case.standing, case.holder = "theirs", self.mates[agent]
        case.merged_into, case.snoozed_until = "", None
        case.turn += 1
        self.tell("taken_by_colleague", case, by=case.holder)

    def _colleague_answers(self, case: Case) -> None:
        case.waits_since = None
        text = filled(case.script.model_reply, case.person, case.holder.split(" ", maxsplit=1)[0])
        self.tell("colleague_answered", case, by=case.holder)
        self.say(case, "colleague", case.holder, text)

    def _ended(self, case: Case, mate: int) -> None:
        """Let a conversation be over. mate: the colleague who had it last; NOBODY: the rep, or nobody."""
        outcome = self.seat.record.conversations[case.number].outcome
        if case.standing == "closed" and case.id not in self.coming:
            return
        if mate != NOBODY and outcome not in {FIXED, ABANDONED} and case.standing != "theirs":
            self._taken(case, mate)
        case.turn += 1
        if outcome == FIXED:
            self.tell("told_fixed", case)
            self.say(case, "system", "", "The disturbance is over; the customer has been told.")
        elif outcome == ABANDONED:
            self.tell("left", case, how="waiting")
            case.standing, case.waits_since = "gone", None
            return
        elif case.standing == "theirs":
            if case.waits_since is not None:
                self._colleague_answers(case)
            self.tell("colleague_closed", case, by=case.holder)
        self.coming.pop(case.id, None)
        case.standing, case.waits_since, case.is_due = "closed", None, False

    # ---- what customers do ----

    def _writes(self, case: Case, says: Says) -> None:
        """Let the customer of a case of ours write what was coming."""
        goes = says.then in {"leaves", "cancels"}
        if case.standing == "closed" and not goes:
            case.standing = "mine"
            self.tell("came_back", case, about=says.about)
        self.hears(case, "customer_wrote", says.text, why=says.why, then=says.then, about=says.about)
        if goes:
            self.goes(case, says.then)
            return
        case.promised = says.then == "promised"
        if case.promised and case.asked is not None:
            case.snoozed_until = case.asked.until  # who agrees to wait for the engineer wants nothing before
        if says.then == "thanks":
            case.settled = True
        self.waits(case, is_due=says.then != "thanks")

    def goes(self, case: Case, how: str) -> None:
        """Let a customer be gone."""
        self.seat.lose(case.number)
        case.turn += 1
        case.standing, case.waits_since, case.is_due = "gone", None, False
        self.coming.pop(case.id, None)
        self.tell("left", case, how=how)

    def patience(self, case: Case) -> int:
        """Return how long a customer waits before saying so, in ticks."""
        usual = self.terms.pack.patience[case.script.tone] * self.terms.level.patience
        return round(usual * (_PROMISED if case.promised else 1))

    def _fire(self, timer: Timer) -> None:
        """Let something happen whose time has come."""
        word, _, name = timer.kind.partition(" ")
        if word == "incident":
            self.tell("incident_began", None, incident=name)
        elif word == "fixed":
            self.tell("incident_fixed", None, incident=name)
        else:
            case = self.cases[timer.case]
            if timer.turn == case.turn or word in WHATEVER_TURN:
                TIMED[word](self, case)

    def waiting_cases(self) -> Iterator[Case]:
        """Give the cases whose customers wait for the team or for the rep, the longest first."""
        due = [one for one in self.cases.values() if one.standing in {"new", "mine"} and one.is_due]
        yield from sorted(due, key=lambda one: (one.waits_since or 0, one.number))
