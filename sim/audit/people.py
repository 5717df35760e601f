"""People from day to day, worked out from the inputs and the loads that the record tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.audit.facts import day_of, numbers
from sim.inputs import FAR, MILLION, NOBODY, RAMP_DAYS

if TYPE_CHECKING:
    from sim.audit.facts import Flags, Numbers, Touches
    from sim.inputs import Inputs
    from sim.record import Record


class People(NamedTuple):
    """[agent, day] how each day begins, also for whoever has just quit and works the last shift to its end."""

    exhaustion: Numbers
    disengagement: Numbers
    quit_chance: Numbers
    tenure: Numbers
    generation: Numbers
    is_there: Numbers
    is_sick: Numbers
    quits: Numbers
    is_leaving: Numbers
    """Quits at the end of the shift that is going on."""
    ramp: Numbers
    """The row of `ramps`."""
    mentoring: Numbers
    """By how much newcomers slow this one down, in parts per million."""


def people_of(inputs: Inputs, record: Record, touches: Touches) -> People:
    """Return the days of all agents. Nothing happens on days that begin at or after the horizon."""
    seats, days = _Seats(inputs, shifts_of(inputs, record)), []
    busy_time, desk_time = _daily_times(inputs, record, touches)
    for day in range(len(inputs.days) - 1):
        if inputs.days[day] < inputs.horizon:
            seats.settle(busy_time[:, day], desk_time[:, day])
            days.append(seats.begin(day))
    if not days:
        return People(*[np.zeros((len(inputs.agents), 1), dtype=np.int64)] * len(People._fields))
    return People(*(np.stack(column, axis=1) for column in zip(*days, strict=True)))


def _daily_times(inputs: Inputs, record: Record, touches: Touches) -> tuple[Numbers, Numbers]:
    """Return [agent, day] work and time at the desk that ended since the day before began, each whole at its end."""
    shape = len(inputs.agents), len(inputs.days)
    busy_time, desk_time = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    done = np.flatnonzero(touches.ends)
    ended_at = touches.ended_at[done]
    np.add.at(busy_time, (touches.agent[done], day_of(inputs, ended_at) + 1), ended_at - touches.started_at[done])
    duties, told = inputs.duties, numbers(record.duties["ended_at"])
    over = np.flatnonzero((told >= duties["starts_at"]) & (told < inputs.horizon))
    spans = told[over] - duties["starts_at"][over]
    np.add.at(desk_time, (numbers(duties["agent"])[over], day_of(inputs, told[over]) + 1), spans)
    return busy_time, desk_time


def shift_starts(inputs: Inputs) -> Numbers:
    """Return [duty] the first duty of its shift."""
    shift, agent = inputs.duties["shift"], inputs.duties["agent"]
    is_first = np.ones(len(shift), dtype=np.bool_)
    is_first[1:] = (shift[1:] != shift[:-1]) | (agent[1:] != agent[:-1])
    return np.maximum.accumulate(np.where(is_first, np.arange(len(shift)), 0)).astype(np.int64)


def shifts_of(inputs: Inputs, record: Record) -> Numbers:
    """Return [agent, day] when the shift ends, as told, that is going on as the day begins; NOBODY: none is."""
    days, duties, told = inputs.days[:-1], inputs.duties, numbers(record.duties["ended_at"])
    ends = np.full((len(inputs.agents), len(days)), NOBODY, dtype=np.int64)
    ends_at, start = np.full(len(duties), FAR, dtype=np.int64), shift_starts(inputs)
    over = np.flatnonzero((duties["ends_shift"] == 1) & (told != NOBODY))
    ends_at[start[over]] = told[over]
    starts_at = numbers(duties["starts_at"])
    is_first = (start == np.arange(len(duties))) & (record.duties["is_missed"] == 0)
    day = np.searchsorted(days, starts_at, side="right")  # the first day that begins after it
    for first in np.flatnonzero(is_first & (day < np.searchsorted(days, ends_at, side="right"))).tolist():
        ends[duties["agent"][first], day[first] : np.searchsorted(days, ends_at[first], side="right")] = ends_at[first]
    return ends


class _Seats:
    """The seats as day follows day, all at once."""

    def __init__(self, inputs: Inputs, shift_ends: Numbers) -> None:
        n, seats = len(inputs.agents), inputs.agents
        self.inputs: Final = inputs
        self.shift_ends: Final = shift_ends
        self.leaves_at = np.full(n, NOBODY, dtype=np.int64)
        self.team: Final = numbers(seats["team"])
        self.terms: Final = {name: numbers(inputs.teams[name])[self.team] for name in inputs.teams.dtype.names or ()}
        self.comes_on = numbers(seats["starts_on"])
        self.is_vacant = self.comes_on > 0
        self.hired_on = -numbers(seats["tenure"])
        self.generation, self.busy_time, self.desk_time = (np.zeros(n, dtype=np.int64) for _ in range(3))
        self.exhaustion, self.disengagement = (np.zeros(n, dtype=np.int64) for _ in range(2))
        self.yesterday = np.full(n, NOBODY, dtype=np.int64)  # the how manieth person sat there; NOBODY: none
        self.was_sick = np.zeros(n, dtype=np.bool_)

    def settle(self, busy_time: Numbers, desk_time: Numbers) -> None:
        """Let the load since it was last settled act; without time at the desk there is none, and work adds up."""
        self.busy_time, self.desk_time = self.busy_time + busy_time, self.desk_time + desk_time
        was_there = self.desk_time > 0
        load = np.where(was_there, self.busy_time * MILLION // np.maximum(self.desk_time, 1), 0)
        self.exhaustion = self._drifted("exhaustion", self.exhaustion, load)
        self.disengagement = self._drifted("disengagement", self.disengagement, load)
        self.busy_time, self.desk_time = np.where(was_there, 0, self.busy_time), np.where(was_there, 0, self.desk_time)

    def _drifted(self, name: str, state: Numbers, load: Numbers) -> Numbers:
        """Return a slow state after it has gone its rate of the way to where *load*, held for ever, would lead."""
        least, full = self.terms[f"{name}_from"], self.terms[f"{name}_full"]
        part = (load - least) * MILLION // np.maximum(full - least, 1)
        goal = np.where(load <= least, 0, np.where(load >= full, MILLION, part))
        return state + (goal - state) * self.terms[f"{name}_rate"] // MILLION

    def begin(self, day: int) -> tuple[Numbers, ...]:
        """Fill and empty seats, decide who is ill; return the day's columns of `People`."""
        luck = self.inputs.day_luck.reshape(len(self.team), len(self.inputs.days) - 1)
        self._empty((self.leaves_at != NOBODY) & (self.leaves_at < self.inputs.days[day]))
        ends_on = numbers(self.inputs.agents["ends_on"])
        is_over = (ends_on > 0) & (day >= ends_on)
        comes = self.is_vacant & (day >= self.comes_on) & ~is_over
        stays = ~self.is_vacant & (self.leaves_at == NOBODY)
        could_quit = stays & (day > 0) & ~is_over
        self._fill(comes, day)
        quit_chance = np.where(could_quit, self._chance("quit", self.disengagement), 0)
        quits = could_quit & (numbers(luck["quit"][:, day]) < quit_chance)
        self.comes_on = np.where(quits, day + self.terms["lead_time"], self.comes_on)
        ends_at = self.shift_ends[:, day]
        goes = quits | (stays & is_over)
        self.leaves_at = np.where(goes, ends_at, self.leaves_at)
        self._empty(goes & (ends_at == NOBODY))
        is_leaving = self.leaves_at != NOBODY
        is_there = ~self.is_vacant
        is_sick = is_there & (numbers(luck["sick"][:, day]) < self._sick_chance())
        self.yesterday, self.was_sick = np.where(is_there, self.generation, NOBODY), is_sick
        tenure = day - self.hired_on
        ramp = self.terms["ramp"] * RAMP_DAYS + np.minimum(tenure, RAMP_DAYS - 1)
        columns = (
            quit_chance,
            tenure,
            self.generation,
            is_there,
            is_sick,
            quits,
            is_leaving,
            ramp,
            self._mentoring(is_there, ramp),
        )
        return (self.exhaustion, self.disengagement, *(numbers(column) for column in columns))

    def _empty(self, who: Flags) -> None:
        """Let people go who quit: at once, or at the end of the shift that was going on."""
        self.is_vacant, self.generation = self.is_vacant | who, self.generation + who
        self.leaves_at = np.where(who, NOBODY, self.leaves_at)

    def _fill(self, comes: Flags, day: int) -> None:
        """Let new people come, rested; only the first of a seat may bring days in the job along."""
        brought = np.where(self.generation == 0, numbers(self.inputs.agents["tenure"]), 0)
        self.hired_on = np.where(comes, day - brought, self.hired_on)
        self.is_vacant = self.is_vacant & ~comes
        self.exhaustion = np.where(comes, 0, self.exhaustion)
        self.disengagement = np.where(comes, 0, self.disengagement)

    def _chance(self, name: str, state: Numbers) -> Numbers:
        """Return a chance that rises by its gain times itself as *state* goes from none to full."""
        chance, gain = self.terms[f"{name}_chance"], self.terms[f"{name}_gain"]
        return np.minimum(chance + chance * gain // MILLION * state // MILLION, MILLION)

    def _sick_chance(self) -> Numbers:
        """Return the chance of illness today: of all who were not there yesterday that of any day; of the others it
        is drawn anew with the chance 1 - sick_stays, and else they are as they were.
        """
        chance = self._chance("sick", self.exhaustion)
        stays = np.where(self.yesterday == self.generation, self.terms["sick_stays"], 0)
        return numbers(chance * (MILLION - stays) // MILLION + np.where(self.was_sick, stays, 0))

    def _mentoring(self, is_there: Flags, ramp: Numbers) -> Numbers:
        """Return what the newcomers of the team take of the time of each veteran; nothing where there is none."""
        is_new = self.inputs.ramps["is_new"][np.maximum(ramp, 0)] != 0
        n_there, n_new = (
            np.bincount(self.team[who], minlength=len(self.inputs.teams))[self.team]
            for who in (is_there, is_there & is_new)
        )
        share = self.terms["mentor_share"] * n_new // np.maximum(n_there - n_new, 1)
        return np.where((n_new > 0) & (n_there > n_new) & ~is_new, share, 0)


def told(inputs: Inputs, people: People, name: str) -> Numbers:
    """Return [agent, day] what the record must say in the column *name*: of an empty seat only whose it will be."""
    column, is_there = getattr(people, name), people.is_there == 1
    says = column if name in {"generation", "quit_chance", "quits", "is_there"} else np.where(is_there, column, 0)
    full = np.zeros((len(inputs.agents), len(inputs.days) - 1), dtype=np.int64)
    full[:, : says.shape[1]] = says[:, : full.shape[1]]
    return full


def at_day(column: Numbers, agent: Numbers, day: Numbers) -> Numbers:
    """Return column[agent, day]; 0 where there is no such agent."""
    found = np.zeros(len(agent), dtype=np.int64)
    known = (agent != NOBODY) & (agent >= 0) & (agent < len(column))
    found[known] = column[agent[known], day[known]]
    return found
