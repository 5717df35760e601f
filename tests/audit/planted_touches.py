"""Corruptions of touches and of agents, people and duties.

Each function returns the run with one rule broken for certain, at the first place where that can be done, or None.
"""

# ruff: noqa: D103 -- their names say what is wrong
from __future__ import annotations

from itertools import pairwise

import numpy as np

from sim.inputs import FAR, NOBODY

# ---- the course ----


def ready_a_tick_late(run):
    touches = run.facts.touches
    places = run.touches(where=(touches.ready_at < touches.started_at) & (run.facts.course.before != NOBODY))
    return run.change("touches", places[0], ready_at=touches.ready_at[places[0]] + 1) if places else None


def wanted_a_tick_late(run):
    places = run.touches(where=run.facts.touches.ready_at < run.facts.touches.started_at)
    places = [place for place in places if run.facts.first[run.of(place)] == place]
    return run.change("touches", places[0], ready_at=run.facts.touches.ready_at[places[0]] + 1) if places else None


def ready_though_nothing_came_before(run):
    course = run.facts.course
    places = np.flatnonzero((run.facts.touches.ready_at == NOBODY) & (course.before != NOBODY))
    return run.change("touches", places[0], ready_at=0) if len(places) else None


def starts_before_it_is_ready(run):
    touches = run.facts.touches
    places = run.touches(where=touches.ready_at > 0)
    return run.change("touches", places[0], started_at=touches.ready_at[places[0]] - 1) if places else None


def touch_ends_before_it_starts(run):
    places = run.touches(where=run.facts.touches.ends & (run.facts.touches.started_at > 0))
    return run.change("touches", places[0], ended_at=run.facts.touches.started_at[places[0]] - 1) if places else None


def starts_without_agent(run):
    places = run.touches()
    return run.change("touches", places[0], agent=NOBODY) if places else None


def agent_who_does_not_exist(run):
    places = run.touches()
    return run.change("touches", places[0], agent=len(run.inputs.agents)) if places else None


def agent_of_the_wrong_team(run):
    n_types = len(run.inputs.work_types)
    for place in run.touches():
        for agent, team in enumerate(run.inputs.agents["team"].tolist()):
            terms = run.inputs.access[team * n_types + run.facts.course.work_type[place]]
            if terms["may_take_after"] == FAR:
                return run.change("touches", place, agent=agent)
    return None


def more_start_than_came(run):
    touches, work_type = run.facts.touches, run.facts.course.work_type
    at_once = set(work_type[(touches.ready_at != NOBODY) & (touches.ready_at <= 0)].tolist())
    for place in np.flatnonzero((touches.ready_at == NOBODY) & (run.facts.course.conversation != NOBODY)):
        if work_type[place] not in at_once and len(run.inputs.agents):
            return run.change("touches", place, started_at=0, agent=0)
    return None


# ---- work ----


def ended(run):
    """Return the touches that end before the last tick and take some time."""
    touches = run.facts.touches
    is_long = touches.ended_at > touches.started_at
    return run.touches(where=touches.ends & is_long & (touches.ended_at < run.inputs.horizon - 1))


def work_a_tick_too_long(run):
    places = ended(run)
    return run.change("touches", places[0], ended_at=run.facts.touches.ended_at[places[0]] + 1) if places else None


def work_a_tick_too_short(run):
    places = ended(run)
    return run.change("touches", places[0], ended_at=run.facts.touches.ended_at[places[0]] - 1) if places else None


def open_though_its_work_is_done(run):
    places = ended(run)
    return run.change("touches", places[0], ended_at=NOBODY) if places else None


# ---- agents ----


def pairs_of_one_agent(run):
    """Return (earlier, later) touches of the same agent, the earlier one with some time in hand."""
    touches = run.facts.touches
    places = sorted(
        run.touches(where=touches.ends), key=lambda place: (touches.agent[place], touches.started_at[place])
    )
    return [
        (one, other)
        for one, other in pairwise(places)
        if touches.agent[one] == touches.agent[other] and touches.ended_at[one] > touches.started_at[one] + 1
    ]


def double_booked(run):
    for one, other in pairs_of_one_agent(run):
        at = int(run.facts.touches.started_at[one]) + 1
        if run.facts.touches.ready_at[other] <= at and run.told(run.of(other), "arrived_at") <= at:
            return run.serve(other, int(run.facts.touches.agent[one]), at)
    return None


def many_at_once(run):
    """Everything that one agent does is done at the same instant, over and over."""
    touches = run.facts.touches
    horizon, busy_time = run.inputs.horizon, np.zeros(len(run.inputs.agents), np.int64)
    for place in run.touches(where=touches.ends):
        agent, start, end = (int(column[place]) for column in (touches.agent, touches.started_at, touches.ended_at))
        duties = run.inputs.duties[run.inputs.duties["agent"] == agent]
        on_duty = int((np.minimum(duties["ends_at"], horizon) - np.minimum(duties["starts_at"], horizon)).sum())
        within = [int(duty["ends_at"]) for duty in duties if duty["starts_at"] <= start and end <= duty["ends_at"]]
        busy_time[agent] += (end - start) * 50
        if within and busy_time[agent] > on_duty + 1 and end - start > 0:
            rows = [other for other in run.touches(where=touches.ends) if other != place][:60]
            if (end - start) * len(rows) > on_duty:
                for other in rows:
                    run.change("touches", other, ready_at=0, started_at=start, ended_at=end, agent=agent)
                    run.change("conversations", run.of(other), arrived_at=0)
                return run
    return None


def moved(run, choose):
    """Return a run in which a touch starts off duty, when *choose* says between the end of a duty and the next."""
    duties, told = run.inputs.duties, run.record.duties["ended_at"]
    for number in range(len(duties) - 1):
        same = duties["agent"][number] == duties["agent"][number + 1]
        if told[number] == NOBODY or not same:
            continue
        at, agent = choose(int(told[number]), int(duties["starts_at"][number + 1])), int(duties["agent"][number])
        for place in run.touches(where=run.facts.touches.agent == agent):
            was_there = run.facts.touches.ready_at[place] <= at and run.told(run.of(place), "arrived_at") <= at
            is_later = run.facts.touches.started_at[place] > told[number] and at < run.inputs.horizon
            if was_there and is_later and not overruns(run, agent, told[number]):
                return run.serve(place, agent, at)
    return None


def overruns(run, agent, at):
    """Does work of *agent* go on beyond the end of duty at *at*?"""
    touches = run.facts.touches
    ends_at = np.where(touches.ended_at == NOBODY, FAR, touches.ended_at)
    return bool(((touches.agent == agent) & (touches.started_at < at) & (ends_at > at)).any())


def starts_at_the_end_of_duty(run):
    return moved(run, lambda off, _: off)


def starts_off_duty(run):
    return moved(run, lambda off, back: (off + back) // 2)


def takes_another_after_duty(run):
    touches, told = run.facts.touches, run.record.duties["ended_at"]
    for one, other in pairs_of_one_agent(run):
        end, agent = int(touches.ended_at[one]), int(touches.agent[one])
        offs = told[(run.inputs.duties["agent"] == agent) & (told > touches.started_at[one]) & (told < end)]
        backs = run.inputs.duties["starts_at"][run.inputs.duties["agent"] == agent]
        is_back = ((backs > touches.started_at[one]) & (backs <= end)).any()
        was_there = touches.ready_at[other] <= end and run.told(run.of(other), "arrived_at") <= end
        if len(offs) and not is_back and was_there:
            return run.serve(other, agent, end)
    return None


def agent_on_duty_twice(run):
    duties = run.inputs.duties.copy()
    for place in np.flatnonzero(duties["agent"][1:] == duties["agent"][:-1]):
        duties["ends_at"][place] = duties["starts_at"][place + 1] + 1
        return run.given(duties=duties)
    return None


# ---- people ----


def agent_day(run, name, change, where=None):
    """Return a run in which a field of one agent's day is changed."""
    days = run.record.agent_days
    places = np.flatnonzero(days["is_there"] == 1 if where is None else where)
    return run.change("agent_days", places[-1], **{name: change(days[name][places[-1]])}) if len(places) else None


def more_exhausted_than_by_the_load(run):
    return agent_day(run, "exhaustion", lambda was: was + 1)


def less_engaged_than_by_the_load(run):
    return agent_day(run, "disengagement", lambda was: was + 1)


def quits_by_another_chance(run):
    return agent_day(run, "quit_chance", lambda was: was + 1)


def quits_against_the_luck(run):
    return agent_day(run, "quits", lambda was: 1 - was)


def quit_is_not_told(run):
    return agent_day(run, "quits", lambda was: 1 - was, run.record.agent_days["quits"] == 1)


def longer_in_the_job(run):
    return agent_day(run, "tenure", lambda was: was + 1)


def another_person_in_the_seat(run):
    return agent_day(run, "generation", lambda was: was + 1)


def empty_though_somebody_is_there(run):
    return agent_day(run, "is_there", lambda was: 1 - was)


def ill_against_the_luck(run):
    return agent_day(run, "is_sick", lambda was: 1 - was)


def well_against_the_luck(run):
    return agent_day(run, "is_sick", lambda was: 1 - was, run.record.agent_days["is_sick"] == 1)


def misses_a_shift_in_good_health(run):
    places = np.flatnonzero(run.record.duties["is_missed"] == 0)
    return run.change("duties", places[0], is_missed=1) if len(places) else None


def comes_though_ill_or_gone(run):
    places = np.flatnonzero(run.record.duties["is_missed"] == 1)
    return run.change("duties", places[0], is_missed=0) if len(places) else None


def goes_home_a_tick_late(run):
    told = run.record.duties["ended_at"]
    places = np.flatnonzero((told != NOBODY) & (told < run.inputs.horizon - 1))
    return run.change("duties", places[0], ended_at=told[places[0]] + 1) if len(places) else None


def no_overtime_though_many_wait(run):
    told, ends_at = run.record.duties["ended_at"], run.inputs.duties["ends_at"]
    places = np.flatnonzero(told > ends_at)
    return run.change("duties", places[0], ended_at=ends_at[places[0]]) if len(places) else None
