"""What days and duties do to the desk and the record: who comes, leaves, is ill. Shared by both engines."""

from __future__ import annotations

from sim.engine.desk import leave_idle
from sim.engine.jit import shared
from sim.engine.people import chance_at, chance_in_spells, load_of_day, ramp_of, relaxed, tenure_on
from sim.engine.rules import is_idle
from sim.inputs import FAR


@shared
def begin_day(inputs, desk, record, day):
    """Settle the day before for every agent, and decide who comes, leaves and is ill today."""
    desk.house[0].today = day
    desk.house[0].day_ends_at = inputs.days[day + 1]
    for number in range(len(inputs.teams)):
        desk.crews[number].n_there = 0
        desk.crews[number].n_new = 0
    for number in range(len(inputs.agents)):
        settle_day(inputs, desk, number)
        come_or_go(inputs, desk, record, number)
        fall_ill(inputs, desk, record, number)
        count_crew(inputs, desk, number)


@shared
def settle_day(inputs, desk, number):
    """Let the load since it was last settled act on the slow states of an agent."""
    agent, team = desk.agents[number], inputs.teams[inputs.agents[number].team]
    load = load_of_day(agent)
    agent.exhaustion = relaxed(
        agent.exhaustion, load, team.exhaustion_from, team.exhaustion_full, team.exhaustion_rate
    )  # fmt: skip
    agent.disengagement = relaxed(
        agent.disengagement, load, team.disengagement_from, team.disengagement_full, team.disengagement_rate
    )  # fmt: skip
    if agent.desk_time > 0:
        agent.desk_time = 0
        agent.busy_time = 0


@shared
def come_or_go(inputs, desk, record, number):
    """Fill the seat if somebody comes today, or empty it if its owner leaves or its contract is over."""
    agent, team, day = desk.agents[number], inputs.teams[inputs.agents[number].team], desk.house[0].today
    told = record.agent_days[number * (len(inputs.days) - 1) + day]
    if 0 < inputs.agents[number].ends_on <= day:
        if agent.is_vacant == 0:
            give_up_seat(agent)
        return
    if agent.is_vacant == 1:
        if day >= agent.comes_on:
            agent.is_vacant, agent.hired_on = 0, day - (inputs.agents[number].tenure if agent.generation == 0 else 0)
            agent.exhaustion, agent.disengagement = 0, 0
        return
    if day == 0 or agent.is_leaving == 1:
        return
    told.quit_chance = chance_at(team.quit_chance, team.quit_gain, agent.disengagement)
    if inputs.day_luck[number * (len(inputs.days) - 1) + day].quit < told.quit_chance:
        told.quits = 1
        agent.comes_on = day + team.lead_time
        give_up_seat(agent)


@shared
def give_up_seat(agent):
    """Let somebody go: at once, or at the end of the shift that is going on."""
    agent.is_leaving = 1
    if agent.on_shift == 0:
        empty_seat(agent)


@shared
def empty_seat(agent):
    """Let nobody sit there from now on."""
    agent.is_leaving, agent.is_vacant = 0, 1
    agent.generation += 1


@shared
def fall_ill(inputs, desk, record, number):
    """Decide whether an agent is ill today, and note how the day begins."""
    agent, day = desk.agents[number], desk.house[0].today
    place = number * (len(inputs.days) - 1) + day
    told = record.agent_days[place]
    agent.is_sick = 0
    told.generation = agent.generation
    if agent.is_vacant == 1:
        return
    if inputs.day_luck[place].sick < sick_chance_today(inputs, desk, record, number):
        agent.is_sick = 1
    told.is_there, told.is_sick, told.tenure = 1, agent.is_sick, tenure_on(desk, number, day)
    told.exhaustion, told.disengagement = agent.exhaustion, agent.disengagement


@shared
def sick_chance_today(inputs, desk, record, number):
    """Return the chance that who sits there is ill today: in spells, from the second day that we see of a person."""
    agent, team, day = desk.agents[number], inputs.teams[inputs.agents[number].team], desk.house[0].today
    chance = chance_at(team.sick_chance, team.sick_gain, agent.exhaustion)
    if day == 0:
        return chance
    yesterday = record.agent_days[number * (len(inputs.days) - 1) + day - 1]
    if yesterday.is_there == 0 or yesterday.generation != agent.generation:
        return chance
    return chance_in_spells(chance, team.sick_stays, yesterday.is_sick)


@shared
def count_crew(inputs, desk, number):
    """Count whoever sits there among its team."""
    if desk.agents[number].is_vacant == 1:
        return
    crew = desk.crews[inputs.agents[number].team]
    crew.n_there += 1
    if ramp_of(inputs, desk, number).is_new == 1:
        crew.n_new += 1


@shared
def begin_duty(inputs, desk, record, now, number):
    """Bring an agent to the desk, unless ill or gone as the shift began; return whether that makes one free (work from
    an earlier shift may still be in hand).
    """
    duty = inputs.duties[number]
    agent = desk.agents[duty.agent]
    agent.next_duty = number + 1
    if duty.shift != agent.shift:
        agent.shift, agent.shift_began_at = duty.shift, now
        agent.misses_shift = 1 if agent.is_sick == 1 or agent.is_vacant == 1 else 0
    if agent.misses_shift == 1:
        record.duties[number].is_missed = 1
        return False
    agent.on_duty, agent.on_shift, agent.came_at = 1, 1, now
    return is_idle(desk, duty.agent)


@shared
def overtime_until(inputs, desk, now, number):
    """Return until when the agent of a duty that would end now stays on: so many wait, and it has not stayed yet."""
    duty = inputs.duties[number]
    agent, team = desk.agents[duty.agent], inputs.teams[inputs.agents[duty.agent].team]
    if duty.ends_shift == 0 or agent.has_overtime == 1 or desk.house[0].n_waiting < team.overtime_from:
        return now
    free_until = FAR
    if agent.next_duty < inputs.agents[duty.agent].end_duty:
        free_until = inputs.duties[agent.next_duty].starts_at
    return min(now + team.overtime_time, free_until)


@shared
def stay_on(inputs, desk, number):
    """Let the agent of a duty work overtime."""
    desk.agents[inputs.duties[number].agent].has_overtime = 1


@shared
def end_duty(inputs, desk, record, now, number):
    """Take an agent off the desk; work in hand goes on to its end. At the end of a shift its live ones are free."""
    duty = inputs.duties[number]
    agent = desk.agents[duty.agent]
    if is_idle(desk, duty.agent):
        leave_idle(inputs, desk, duty.agent)
    record.duties[number].ended_at = now
    agent.on_duty, agent.has_overtime = 0, 0
    agent.desk_time += now - agent.came_at
    if duty.ends_shift == 1:
        agent.on_shift, agent.n_live = 0, 0
        agent.n_shifts += 1
        if agent.is_leaving == 1:
            empty_seat(agent)
