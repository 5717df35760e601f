"""Who works on what: the decisions of routing, written once for both engines. Pure functions of integers."""

from __future__ import annotations

from sim.engine.jit import shared
from sim.inputs import FAR, NEW, NOBODY, OWN


@shared
def access_of(inputs, team, work_type):
    """Return under which conditions *team* may take *work_type*."""
    return inputs.access[team * len(inputs.work_types) + work_type]


@shared
def queue_number(inputs, where, work_type, agent):
    """Return the number of a queue; *agent* matters for OWN only."""
    return (where + (agent if where == OWN else 0)) * len(inputs.work_types) + work_type


@shared
def has_place(inputs, desk, agent):
    """May *agent* open one more live conversation?"""
    return desk.agents[agent].n_live < inputs.teams[inputs.agents[agent].team].live_limit


@shared
def is_idle(desk, agent):
    """Is *agent* at the desk without work in hand?"""
    return desk.agents[agent].on_duty == 1 and desk.agents[agent].working_on == NOBODY


@shared
def finds_queue_full(inputs, desk, conversation):
    """Is *conversation*, for which nobody is free, turned away? What was open at the start waits already."""
    return desk.house[0].n_new >= inputs.queue_limit and conversation >= inputs.n_open_at_start


@shared
def n_free(inputs, desk, team, work_type):
    """Return how many idle agents of *team* have a place for *work_type*."""
    without_place = 0 if inputs.work_types[work_type].is_live == 1 else desk.idle[2 * team + 1].n
    return desk.idle[2 * team].n + without_place


@shared
def longest_idle(inputs, desk, team, work_type):
    """Return who of *team* has been idle the longest of those with a place for *work_type*, or NOBODY."""
    agent, other = desk.idle[2 * team].first, desk.idle[2 * team + 1].first
    if inputs.work_types[work_type].is_live == 1 or other == NOBODY:
        return agent
    if agent == NOBODY or goes_before(desk, other, agent):
        return other
    return agent


@shared
def goes_before(desk, agent, other):
    """Has *agent* been idle longer than *other*? At a tie the lower number has."""
    one, two = desk.agents[agent].idle_at, desk.agents[other].idle_at
    return one < two or (one == two and agent < other)


@shared
def choose_agent(inputs, desk, work_type, waited):
    """Return who starts what has *waited* so long, or NOBODY: the longest idle of the first team, or of all teams, that
    may take it and keeps its reserve. Looks at two agents per team, never at all.
    """
    n_teams = len(inputs.teams)
    best = NOBODY
    for place in range(work_type * n_teams, (work_type + 1) * n_teams):
        team = inputs.team_order[place]
        if team == NOBODY:
            break
        access = access_of(inputs, team, work_type)
        if waited < access.may_take_after or n_free(inputs, desk, team, work_type) <= access.n_reserved:
            continue
        agent = longest_idle(inputs, desk, team, work_type)
        if best == NOBODY or goes_before(desk, agent, best):
            best = agent
        if inputs.longest_idle_first == 0:
            break
    return best


@shared
def may_take(inputs, desk, agent, work_type, waited):
    """May *agent*, just free and not counted as idle, take *work_type* from the teams' queues? Enough mates must stay
    idle.
    """
    team = inputs.agents[agent].team
    access = access_of(inputs, team, work_type)
    if inputs.work_types[work_type].is_live == 1 and not has_place(inputs, desk, agent):
        return False
    return waited >= access.may_take_after and n_free(inputs, desk, team, work_type) >= access.n_reserved


@shared
def n_waiting_there(desk, where, n_own):
    """Return how many wait in the queues of *where*; *n_own*: for the agent who asks."""
    house = desk.house[0]
    return n_own if where == OWN else house.n_new if where == NEW else house.n_waiting - house.n_new


@shared
def choose_conversation(inputs, desk, now, agent):
    """Return what *agent* takes next, or NOBODY: of the heads of the queues that it may take and of its own, the one
    with the highest base + slope x waiting, at a tie the lower number. One look per queue, however long they are.
    """
    best, best_score = NOBODY, 0
    n_own = desk.agents[agent].n_own
    if desk.house[0].n_waiting == 0 and n_own == 0:
        return best
    n_types = len(inputs.work_types)
    for where in range(OWN + 1):
        if n_waiting_there(desk, where, n_own) == 0:
            continue
        for work_type in range(n_types):
            head = desk.queues[queue_number(inputs, where, work_type, agent)].first
            if head == NOBODY:
                continue
            waited = now - desk.places[head].waits_since
            if where != OWN and not may_take(inputs, desk, agent, work_type, waited):
                continue
            scoring = inputs.scoring[where * n_types + work_type]
            score = scoring.base + scoring.slope * waited
            if best == NOBODY or score > best_score or (score == best_score and head < best):
                best, best_score = head, score
    return best


@shared
def overflow_at(inputs, desk, now, conversation):
    """Return when the next further team may take the waiting *conversation*, or FAR."""
    n_teams, soonest, place = len(inputs.teams), FAR, desk.places[conversation]
    for number in range(place.work_type * n_teams, (place.work_type + 1) * n_teams):
        team = inputs.team_order[number]
        if team == NOBODY:
            break
        at = place.waits_since + access_of(inputs, team, place.work_type).may_take_after
        if now < at < soonest:
            soonest = at
    return soonest
