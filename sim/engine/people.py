"""How people change from day to day: speed, tiring, illness, leaving. Written once for both engines; pure, integers."""

from __future__ import annotations

from sim.durations import HOUR
from sim.engine.jit import shared
from sim.inputs import FATIGUE_HOURS, GENERATIONS, MILLION, PACE_UNIT, RAMP_DAYS


@shared
def tenure_on(desk, agent, day):
    """Return how many days whoever sits there has been in the job."""
    return day - desk.agents[agent].hired_on


@shared
def ramp_of(inputs, desk, agent):
    """Return how far *agent* is today as a newcomer."""
    team = inputs.teams[inputs.agents[agent].team]
    return inputs.ramps[team.ramp * RAMP_DAYS + min(tenure_on(desk, agent, desk.house[0].today), RAMP_DAYS - 1)]


@shared
def slowness_of(inputs, desk, now, agent):
    """Return how much longer work takes *agent* now than when fresh, alone and rested; MILLION: no longer."""
    presence, number = desk.agents[agent], inputs.agents[agent].team
    team, crew = inputs.teams[number], desk.crews[number]
    slowness = MILLION + team.slow_gain * presence.exhaustion // MILLION
    slowness += inputs.fatigue[min((now - presence.shift_began_at) // HOUR, FATIGUE_HOURS - 1)]
    if crew.n_new > 0 and crew.n_there > crew.n_new and ramp_of(inputs, desk, agent).is_new == 0:
        slowness += team.mentor_share * crew.n_new // (crew.n_there - crew.n_new)
    return slowness


@shared
def working_time(inputs, desk, now, agent, work):
    """Return how long *agent* needs for *work* (ticks at a pace of PACE_UNIT), rounded up to a tick."""
    generation = min(desk.agents[agent].generation, GENERATIONS - 1)
    speed = inputs.paces[agent * GENERATIONS + generation] * ramp_of(inputs, desk, agent).speed_permille
    speed = max(speed * MILLION // slowness_of(inputs, desk, now, agent), 1)
    unit = PACE_UNIT * 1000
    return (work * unit + speed - 1) // speed


@shared
def load_of_day(agent):
    """Return the share of the time at the desk that was work (ppm), since it was last settled."""
    return agent.busy_time * MILLION // agent.desk_time if agent.desk_time > 0 else 0


@shared
def relaxed(state, load, begins, full, rate):
    """Return a slow state a day later: it goes its rate of the way to where this load, held, would lead."""
    target = 0 if load <= begins else MILLION if load >= full else (load - begins) * MILLION // (full - begins)
    return state + (target - state) * rate // MILLION


@shared
def chance_at(chance, gain, state):
    """Return a chance that rises by *gain* of itself as *state* goes from none to full."""
    return min(chance + chance * gain // MILLION * state // MILLION, MILLION)


@shared
def chance_in_spells(chance, stays, was_so):
    """Return the chance of a day on which luck decides anew with the chance 1 - *stays*, and else it is as the day
    before: whatever *stays* is, in the long run it is so on the share *chance* of days.
    """
    return chance * (MILLION - stays) // MILLION + (stays if was_so == 1 else 0)


@shared
def downtime_after(inputs, now, work_time):
    """Return how long tools are down while work of *work_time* that starts now is in hand."""
    ends_at = now + work_time
    for number in range(next_downtime(inputs, now), len(inputs.downtimes)):
        downtime = inputs.downtimes[number]
        if downtime.starts_at >= ends_at:
            break
        ends_at += downtime.ends_at - max(downtime.starts_at, now)
    return ends_at - now - work_time


@shared
def next_downtime(inputs, now):
    """Return the number of the first downtime that ends after *now*: they stand in order."""
    first, end = 0, len(inputs.downtimes)
    while first < end:
        middle = (first + end) // 2
        if inputs.downtimes[middle].ends_at > now:
            end = middle
        else:
            first = middle + 1
    return first
