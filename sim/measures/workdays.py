"""Shifts as people live them: the working day each belongs to, what of it is paid, and on which days they were there.

A shift belongs to the date on which it starts, by the clocks of its team: a night is one working day, not two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.calendar import local_times, timeline
from sim.measures.facts import team_of_agent
from sim.measures.intervals import Spans, meetings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.measures.facts import Desk
    from sim.measures.intervals import Ints, Meetings
    from sim.runs import Run


class Shifts(NamedTuple):
    """Shifts on the roster: equally long arrays."""

    agent: Ints
    day: Ints
    """The date of the start by the team's clocks, as `date.toordinal` counts."""
    span: Spans
    """From start to end, ticks; owner: the agent."""
    paid_time: Ints
    """Ticks."""
    pay_permille: Ints
    absent: NDArray[np.bool_]

    def of(self, numbers: Ints) -> Shifts:
        """Return the shifts of these numbers."""
        return Shifts(
            self.agent[numbers],
            self.day[numbers],
            self.span.of(numbers),
            self.paid_time[numbers],
            self.pay_permille[numbers],
            self.absent[numbers],
        )

    def days_per_agent(self, n_agents: int) -> Ints:
        """Return on how many different days each agent has one of these shifts."""
        days = np.unique(np.stack((self.agent, self.day)), axis=1)
        return np.bincount(days[0], minlength=n_agents)

    def paid_per_agent(self, n_agents: int) -> Ints:
        """Return the paid ticks of each agent."""
        return Spans(self.agent, np.zeros_like(self.paid_time), self.paid_time).per_owner(n_agents)


def shifts_of(run: Run, start: int = 0) -> Shifts:
    """Return every shift of *run*, its pay cut to what lies at or after *start* (ticks).

    Of a shift that *start* falls into, the same share of the pay is counted as of the span: where its unpaid breaks
    lie is not recorded (assumption).
    """
    rows = run.drawn.roster.shifts
    agent = rows["agent"].astype(np.int64)
    span = Spans(agent, rows["starts_at"].astype(np.int64), rows["ends_at"].astype(np.int64))
    whole, left = span.lengths(), span.ends_at - span.starts_at.clip(start)
    paid = rows["paid_time"].astype(np.int64)
    return Shifts(
        agent=agent,
        day=shift_days(run),
        span=span,
        paid_time=np.where(left < whole, paid * left.clip(0) // whole.clip(1), paid),
        pay_permille=rows["pay_permille"].astype(np.int64),
        absent=rows["absent"].astype(np.bool_),
    )


def desk_time(shifts: Shifts, desk: Desk) -> Meetings:
    """Return where shifts (first) meet the agent's duties (second): a duty may run through shifts that touch."""
    return meetings(shifts.span, desk.duties)


def shifts_worked(run: Run, desk: Desk, start: int = 0) -> Shifts:
    """Return the shifts in which the agent was at the desk at or after *start* (ticks)."""
    shifts = shifts_of(run, start)
    met = desk_time(shifts, desk)
    return shifts.of(np.unique(met.first[met.spans.ends_at > start]))


def shift_days(run: Run) -> Ints:
    """Return the date on which each shift starts, by the clocks of its team, as `date.toordinal` counts."""
    rows, roster = run.drawn.roster.shifts, run.drawn.roster
    teams, clock = run.scenario.plans[run.plan].teams, timeline(run.scenario)
    team = team_of_agent(run)[rows["agent"]]
    days = np.zeros(rows.size, np.int64)
    for number, name in enumerate(roster.teams):
        mine = team == number
        days[mine] = local_times(clock, rows["starts_at"][mine], teams[name].zone).day
    return days
