"""The decisions, written once for both engines: pure functions of integers that change nothing."""

from __future__ import annotations

from sim.engine.jit import shared
from sim.inputs import FAR, NOBODY, PACE_UNIT


@shared
def touch_time(inputs, conversation, agent):
    """Return how long *agent* works on *conversation*: its handle time at the agent's pace, rounded up to a tick."""
    work = inputs.conversations[conversation].handle_time * PACE_UNIT
    pace = inputs.agents[agent].pace
    return (work + pace - 1) // pace


@shared
def wanted_at(inputs, conversation):
    """Return since when the customer waits: before 0 for what was open at the start."""
    row = inputs.conversations[conversation]
    return row.arrival_at - row.waited_time


@shared
def gives_up_at(inputs, conversation):
    """Return when the customer leaves unless work has started, or FAR."""
    row = inputs.conversations[conversation]
    if row.patience_time >= FAR:
        return FAR
    return max(row.arrival_at, wanted_at(inputs, conversation) + row.patience_time)


@shared
def access_of(inputs, team, work_type):
    """Return under which conditions *team* may take *work_type*."""
    return inputs.access[team * len(inputs.work_types) + work_type]


@shared
def is_idle(desk, agent):
    """Is *agent* at the desk without work in hand?"""
    return desk.agents[agent].on_duty == 1 and desk.agents[agent].working_on == NOBODY


@shared
def is_served(inputs, conversation):
    """Does anybody answer this kind of conversation under this plan?"""
    return inputs.work_types[inputs.conversations[conversation].work_type].served == 1


@shared
def finds_queue_full(inputs, desk, conversation):
    """Is *conversation*, for which nobody is free, turned away? What was open at the start waits already."""
    return desk.house[0].n_waiting >= inputs.queue_limit and conversation >= inputs.n_open_at_start


@shared
def choose_agent(inputs, desk, work_type, waited):
    """Return who starts a conversation that has *waited* so long, or NOBODY: the longest idle of the first team, or of
    all teams, that may take it and keeps its reserve. Looks at one agent per team, never at all.
    """
    n_teams = inputs.n_teams
    best = NOBODY
    for place in range(work_type * n_teams, (work_type + 1) * n_teams):
        team = inputs.team_order[place]
        if team == NOBODY:
            break
        access = access_of(inputs, team, work_type)
        if waited < access.may_take_after or desk.idle[team].n <= access.n_reserved:
            continue
        agent = desk.idle[team].first
        if best == NOBODY or goes_before(desk, agent, best):
            best = agent
        if inputs.longest_idle_first == 0:
            break
    return best


@shared
def goes_before(desk, agent, other):
    """Has *agent* been idle longer than *other*? At a tie the lower number has."""
    one, two = desk.agents[agent].idle_at, desk.agents[other].idle_at
    return one < two or (one == two and agent < other)


@shared
def may_take(inputs, desk, agent, work_type, waited):
    """May *agent*, just free and not counted as idle, start *work_type*? Enough mates must stay idle."""
    team = inputs.agents[agent].team
    access = access_of(inputs, team, work_type)
    return waited >= access.may_take_after and desk.idle[team].n >= access.n_reserved


@shared
def choose_conversation(inputs, desk, now, agent):
    """Return what *agent* takes next, or NOBODY: of the heads of the queues that it may take, the one with the highest
    base + slope x waiting, at a tie the lower number. Costs one look per work type, whatever the length of the queues.
    """
    best, best_score = NOBODY, 0
    if desk.house[0].n_waiting == 0:
        return best
    for work_type in range(len(inputs.work_types)):
        head = desk.queues[work_type].first
        if head == NOBODY:
            continue
        waited = now - wanted_at(inputs, head)
        if not may_take(inputs, desk, agent, work_type, waited):
            continue
        scoring = inputs.scoring[work_type]
        score = scoring.base + scoring.slope * waited
        if best == NOBODY or score > best_score or (score == best_score and head < best):
            best, best_score = head, score
    return best


@shared
def overflow_at(inputs, now, conversation):
    """Return when the next further team may take the waiting *conversation*, or FAR."""
    n_teams, soonest = inputs.n_teams, FAR
    work_type = inputs.conversations[conversation].work_type
    for place in range(work_type * n_teams, (work_type + 1) * n_teams):
        team = inputs.team_order[place]
        if team == NOBODY:
            break
        at = wanted_at(inputs, conversation) + access_of(inputs, team, work_type).may_take_after
        if now < at < soonest:
            soonest = at
    return soonest
