"""Who waits for whom: the rules of ownership and overtime as statements about the floor at one instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.audit.floor import Policy
from sim.inputs import FAR, NOBODY

if TYPE_CHECKING:
    from sim.audit.facts import Flags
    from sim.audit.floor import Floor
    from sim.audit.people import People
    from sim.inputs import Inputs


class Owners:
    """Asked only; none of its methods changes the floor."""

    def __init__(self, inputs: Inputs, people: People, is_missed: Flags, floor: Floor) -> None:
        """Look at *floor*."""
        self.floor, self.policy, self.inputs = floor, Policy(inputs), inputs
        self.generation: Final[list[list[int]]] = people.generation.tolist()
        self.is_leaving: Final[list[list[int]]] = people.is_leaving.tolist()
        self.is_sick: Final[list[list[int]]] = people.is_sick.tolist()
        self.is_missed: Final[list[bool]] = is_missed.tolist()
        self.day_ends: Final[list[int]] = inputs.days[1:].tolist()
        duties, seats = inputs.duties, inputs.agents
        self.starts_at: Final[list[int]] = duties["starts_at"].tolist()
        self.shift: Final[list[int]] = duties["shift"].tolist()
        self.ends_shift: Final[list[bool]] = (duties["ends_shift"] == 1).tolist()
        self.duty_agent: Final[list[int]] = duties["agent"].tolist()
        self.first_duty: Final[list[int]] = seats["first_duty"].tolist()
        self.next_duty: Final[list[int]] = seats["first_duty"].tolist()
        """[agent] the first duty that has not begun: the replay moves it."""
        self.end_duty: Final[list[int]] = seats["end_duty"].tolist()

    def generation_of(self, agent: int) -> int:
        """Return the how manieth person in the seat it is today."""
        has_left = self.is_leaving[agent][self.floor.today] and not self.floor.is_on_shift[agent]
        return self.generation[agent][self.floor.today] + bool(has_left)

    def keeps(self, row: int) -> bool:
        """Whether what is ready waits for its owner: who still sits there, live within the shift, else if they may take
        it and are at work or soon will be.
        """
        floor, owner = self.floor, self.floor.owner[row]
        if owner == NOBODY or floor.owner_generation[row] != self.generation_of(owner):
            return False
        if floor.is_live(row):
            return floor.holds_place(row)
        terms = self.policy.terms[floor.team[owner]][floor.work_type(row)]
        if not self.inputs.returns_to_owner or terms.may_take_after >= FAR:
            return False
        return floor.is_on_shift[owner] == 1 or self.back_at(owner) - floor.now <= self.inputs.owner_away_limit

    def back_at(self, agent: int) -> int:
        """Return when *agent*, off shift, comes next, as known today: not in a shift being missed, nor ill today."""
        last, is_sick = self.next_duty[agent] - 1, self.is_sick[agent][self.floor.today] == 1
        missed = self.shift[last] if last >= self.first_duty[agent] and self.is_missed[last] else NOBODY
        for duty in range(last + 1, self.end_duty[agent]):
            is_ill_then = is_sick and self.starts_at[duty] < self.day_ends[self.floor.today]
            if self.shift[duty] != missed and not is_ill_then:
                return self.starts_at[duty]
        return FAR

    def waits_in_vain(self, agent: int) -> int:
        """Return the first reply that waits for *agent*, gone home for too long; NOBODY: there is none."""
        floor = self.floor
        if floor.is_on_shift[agent] == 1:
            return NOBODY
        heads = (next(iter(rows)) for _, rows in sorted(floor.own_queues[agent].items(), key=lambda entry: entry[0]))
        return next((row for row in heads if not self.keeps(row)), NOBODY)

    def stays_until(self, duty: int) -> int:
        """Return until when the agent of *duty*, which would end now, stays: longer if so many wait for the teams."""
        agent, now = self.duty_agent[duty], self.floor.now
        terms = self.inputs.teams[self.floor.team[agent]]
        if not self.ends_shift[duty] or self.floor.n_waiting < int(terms["overtime_from"]):
            return now
        number = self.next_duty[agent]
        free_until = self.starts_at[number] if number < self.end_duty[agent] else FAR
        return min(now + int(terms["overtime_time"]), free_until)
