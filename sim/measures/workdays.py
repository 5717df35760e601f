"""Shifts as people live them: the working day each belongs to, what of it is paid, and on which days they were there.

A shift belongs to the date on which it starts, by the clocks of its team: a night is one working day, not two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.calendar import local_times, timeline
from sim.measures.facts import duties_of, team_of_agent
from sim.measures.intervals import Meetings, Spans, meetings, total_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.measures.facts import Desk
    from sim.measures.intervals import Ints
    from sim.runs import Run


class Shifts(NamedTuple):
    """Shifts on the roster: equally long arrays."""

    agent: Ints
    day: Ints
    """The date of the start by the team's clocks, as `date.toordinal` counts."""
    span: Spans
    """From start to end, ticks; owner: the agent."""
    paid_time: Ints
    """Ticks, with the stayed_time."""
    stayed_time: Ints
    """Ticks at the desk after its end, where many waited; paid by the overtime of the team, not by pay_permille."""
    pay_permille: Ints
    absent: NDArray[np.bool_]
    """Missed whole, by the roster or in the run."""
    ill: NDArray[np.bool_]
    """Missed in the run, by somebody who was ill. What is missed because nobody sits there is not."""

    def of(self, numbers: Ints) -> Shifts:
        """Return the shifts of these numbers."""
        return Shifts(
            self.agent[numbers],
            self.day[numbers],
            self.span.of(numbers),
            self.paid_time[numbers],
            self.stayed_time[numbers],
            self.pay_permille[numbers],
            self.absent[numbers],
            self.ill[numbers],
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
    lie is not recorded (assumption). Who is ill is paid (assumption); an empty seat is not. Who stays on after its end
    is paid for it, who only finishes a touch is not.
    """
    rows = run.drawn.roster.shifts
    agent = rows["agent"].astype(np.int64)
    span = Spans(agent, rows["starts_at"].astype(np.int64), rows["ends_at"].astype(np.int64))
    whole, left = span.lengths(), span.ends_at - span.starts_at.clip(start)
    vacant, ill = _missed(run, span)
    paid = np.where(vacant, 0, rows["paid_time"].astype(np.int64))
    stayed = _stayed(run, span, start)
    return Shifts(
        agent=agent,
        day=shift_days(run),
        span=span,
        paid_time=np.where(left < whole, paid * left.clip(0) // whole.clip(1), paid) + stayed,
        stayed_time=stayed,
        pay_permille=rows["pay_permille"].astype(np.int64),
        absent=rows["absent"].astype(np.bool_) | vacant | ill,
        ill=ill,
    )


def _missed(run: Run, shifts: Spans) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which shifts were missed because nobody sat there, and which because whoever did was ill.

    What held on the day on which the first duty of a shift began holds for all of it, also after midnight. Who quit
    that morning stays until the end of the shift that was going on; nobody sits there in the next.
    """
    duties, inputs = run.drawn.roster.duties, run.drawn.inputs
    missed = duties[run.record.duties["is_missed"] == 1]
    vacant, ill = np.zeros((2, shifts.owner.size), np.bool_)
    if missed.size:
        agent, starts_at = missed["agent"].astype(np.int64), missed["starts_at"].astype(np.int64)
        day = np.searchsorted(inputs.days, starts_at, side="right") - 1
        told = run.record.agent_days[agent * (len(inputs.days) - 1) + day]
        met = meetings(shifts, Spans(agent, starts_at, missed["ends_at"].astype(np.int64)))
        order = np.lexsort((starts_at[met.second], met.first))
        shift, first = np.unique(met.first[order], return_index=True)
        begun = told[met.second[order][first]]
        ill[shift] = (begun["is_sick"] == 1) & (begun["quits"] == 0)
        vacant[shift] = ~ill[shift]
    return vacant, ill


def _stayed(run: Run, shifts: Spans, start: int) -> Ints:
    """Return how long, at or after *start*, the agent stayed on after each shift.

    Where a shift ends with a paid break, staying on begins before its end: that part is paid already.
    """
    stays = duties_of(run)[1]
    stays = stays.of(np.flatnonzero(stays.lengths()))
    if not stays.owner.size:
        return np.zeros(shifts.owner.size, np.int64)
    home = _last_begun(shifts, stays)
    begins_at = np.maximum(stays.starts_at, shifts.ends_at[home]).clip(start)
    return total_by(home, (stays.ends_at - begins_at).clip(0), shifts.owner.size)


def desk_time(shifts: Shifts, desk: Desk) -> Meetings:
    """Return where shifts (first) meet the agent's duties (second): a duty may run through shifts that touch.

    What comes after the end of a shift on the roster belongs to that shift.
    """
    stays = np.flatnonzero(desk.stays.lengths())
    rostered = desk.duties._replace(ends_at=np.minimum(desk.duties.ends_at, desk.stays.starts_at))
    met = _with_length(meetings(shifts.span, rostered))  # a missed duty has none
    if not stays.size:
        return met
    later = desk.stays.of(stays)
    spans = (np.concatenate(pair) for pair in zip(met.spans, later, strict=True))
    home = _last_begun(shifts.span, later)
    return Meetings(np.concatenate((met.first, home)), np.concatenate((met.second, stays)), Spans(*spans))


def _with_length(met: Meetings) -> Meetings:
    some = np.flatnonzero(met.spans.lengths())
    return Meetings(met.first[some], met.second[some], met.spans.of(some))


def _last_begun(shifts: Spans, later: Spans) -> Ints:
    """Return for each span the last shift of its owner that begins before it."""
    order = np.lexsort((shifts.starts_at, shifts.owner))
    reach = 1 + max(int(spans.ends_at.max(initial=0)) for spans in (shifts, later))
    keys = shifts.owner[order] * reach + shifts.starts_at[order]
    return order[np.searchsorted(keys, later.owner * reach + later.starts_at, side="left") - 1]


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
