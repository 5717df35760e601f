"""Corruptions of who works when, and of the order of service.

Each function returns the run with one rule broken for certain, at the first place where that can be done, or None.
"""

# ruff: noqa: D103 -- their names say what is wrong
from __future__ import annotations

from itertools import pairwise

import numpy as np
from audit.corrupt_run import Run

from sim.inputs import FAR, NOBODY
from sim.record import ABANDONED, OPEN, RESOLVED

# ---- agents ----


def agent_on_duty_twice(run):
    duties = run.inputs.duties.copy()
    for place in np.flatnonzero(duties["agent"][1:] == duties["agent"][:-1]):
        if duties["starts_at"][place + 1] < run.inputs.horizon:
            duties["ends_at"][place] = duties["starts_at"][place + 1] + 1
            return Run(run.inputs._replace(duties=duties), run.rows)
    return None


def double_booked(run):
    for row in run.numbers(started=True):
        for other in run.numbers(started=True):
            agent, at = run.agent(row), run.start(other)
            inside = run.start(row) < at < run.start(row) + run.work(row, agent)
            if run.agent(other) != agent and inside and run.work(other, agent):
                return run.serve(other, agent, at)
    return None


def served_twice_over(run):
    for row in run.numbers(RESOLVED):
        for other in run.numbers(RESOLVED):
            if run.work(row, run.agent(row)) and other != row and run.arrival(other) <= run.start(row):
                run.rows[other] = run.rows[row]
                return run
    return None


def busier_than_on_duty(run):
    for row in run.numbers(RESOLVED):
        agent, at = run.agent(row), run.start(row)
        within = min(min(off for _, off in run.duties(agent) if off > at) - at, run.work(row, agent))
        same = [other for other in run.numbers(RESOLVED) if run.arrival(other) <= at]
        horizon = run.inputs.horizon
        if within * len(same) > sum(min(off, horizon) - min(on, horizon) for on, off in run.duties(agent)):
            for other in same:
                run.rows[other] = run.rows[row]
            return run
    return None


def off_duty_at(run, choose):
    """Return a run in which a conversation starts at an instant off duty, *choose*n from (on, off, next on)."""
    horizon = run.inputs.horizon
    for agent in range(len(run.inputs.agents)):
        for (on, off), (back, _) in pairwise([(NOBODY, NOBODY), *run.duties(agent), (horizon, FAR)]):
            at = choose(on, min(off, horizon), min(back, horizon))
            overtime = any(start < off < end for start, end in run.busy(agent))
            if at is None or not off <= at < min(back, horizon) or at < 0 or overtime:
                continue
            for row in run.numbers(RESOLVED):
                if run.arrival(row) <= at:
                    return run.serve(row, agent, at)
    return None


def starts_at_the_end_of_duty(run):
    return off_duty_at(run, lambda on, off, _: off if on != NOBODY else None)


def starts_off_duty(run):
    return off_duty_at(run, lambda on, off, back: off + 1 if on != NOBODY and back == run.inputs.horizon else None)


def starts_during_a_break(run):
    return off_duty_at(run, lambda on, off, back: (off + back) // 2 if on != NOBODY else None)


def starts_before_the_first_duty(run):
    return off_duty_at(run, lambda on, _, back: back - 1 if on == NOBODY else None)


def takes_another_in_overtime(run):
    for agent in range(len(run.inputs.agents)):
        for (_, off), (back, _) in pairwise([*run.duties(agent), (run.inputs.horizon, FAR)]):
            for start, end in run.busy(agent):
                rows = [row for row in run.numbers(RESOLVED) if run.arrival(row) <= end and run.start(row) != start]
                if start < off < end < min(back, run.inputs.horizon) and rows:
                    return run.serve(rows[0], agent, end)
    return None


# ---- order of service ----


def latecomer_first(run):
    for row in run.numbers(RESOLVED, waited=True):
        for later in run.numbers(started=True, waited=True):
            at = run.start(row)
            if later > row and run.kind(later) == run.kind(row) and run.arrival(later) < at < run.start(later):
                agents = run.agent(row), run.agent(later)
                run.serve(row, agents[1], run.start(later))
                return run.serve(later, agents[0], at)
    return None


def lesser_first(run, is_wrong):
    """Return a run in which a freed agent takes another conversation first; *is_wrong* looks at both scores."""
    for row in run.numbers(started=True, waited=True):
        at, agent = run.start(row), run.agent(row)
        if not run.work(row, agent) or not run.becomes_free(agent, at):
            continue
        for other in run.numbers(started=True, waited=True):
            terms, own = (run.may(run.team(agent), run.kind(one)) for one in (other, row))
            is_there = run.arrival(other) < at < run.start(other) and run.kind(other) != run.kind(row)
            may = at - run.wanted(other) >= terms["may_take_after"] and terms["n_reserved"] <= own["n_reserved"]
            if is_there and may and is_wrong((score(run, row, at), row), (score(run, other, at), other)):
                later, other_agent = run.start(other), run.agent(other)
                run.serve(other, agent, at)
                return run.serve(row, other_agent, later)
    return None


def score(run, row, at):
    scoring = run.inputs.scoring[run.kind(row)]
    return int(scoring["base"]) + int(scoring["slope"]) * (at - run.wanted(row))


def lower_score_first(run):
    return lesser_first(run, lambda one, other: one[0] > other[0])


def higher_number_first(run):
    return lesser_first(run, lambda one, other: one[0] == other[0] and one[1] < other[1])


def agent_idles_before_taking(run):
    horizon = run.inputs.horizon
    for row in run.numbers(started=True, waited=True):
        agent, at = run.agent(row), run.start(row)
        if run.work(row, agent) and run.becomes_free(agent, at) and at < min(run.deadline(row), horizon - 1):
            return run.serve(row, agent, at + 1)
    return None


def starts_late_though_somebody_is_idle(run):
    for row in run.numbers(started=True, waited=False):
        at = run.arrival(row)
        if at < min(run.deadline(row), run.inputs.horizon - 1):
            return run.serve(row, run.agent(row), at + 1)
    return None


def conversation_lost(run):
    for row in run.numbers(RESOLVED, waited=False):
        return run.change(row, started_at=NOBODY, ended_at=NOBODY, agent=NOBODY, outcome=OPEN)
    return None


def gives_up_though_somebody_is_freed(run):
    for row in run.numbers(started=True, waited=True):
        at, agent = run.start(row), run.agent(row)
        if at == run.deadline(row) and run.becomes_free(agent, at) and run.work(row, agent):
            return run.change(row, started_at=NOBODY, ended_at=at, agent=NOBODY, outcome=ABANDONED)
    return None


def reserve_used_up(run):
    for row in run.numbers(started=True, waited=True):
        for agent in range(len(run.inputs.agents)):
            terms = run.may(run.team(agent), run.kind(row))
            at = run.arrival(row)
            if terms["may_take_after"] == 0 < terms["n_reserved"] and run.idle_since(agent, at) is not None:
                return run.serve(row, agent, at)
    return None


def idle_shorter_goes_first(run):
    for row in run.numbers(started=True, waited=False):
        at, agent = run.arrival(row), run.agent(row)
        before = run.free_before(agent, at)
        for mate in range(len(run.inputs.agents)):
            since = run.idle_since(mate, at)
            if mate != agent and run.team(mate) == run.team(agent) and since is not None and since > before:
                return run.serve(row, mate, at)
    return None


def longest_idle_of_any_team_is_passed_over(run):
    return other_team(run, 1)


def preferred_team_is_passed_over(run):
    return other_team(run, 0)


def other_team(run, longest_idle_first):
    """Return a run in which a conversation goes to the wrong one of two teams that may have it, by that policy."""
    if run.inputs.longest_idle_first != longest_idle_first:
        return None
    for row in run.numbers(started=True, waited=False):
        at, agent = run.arrival(row), run.agent(row)
        before = run.free_before(agent, at)
        for other in range(len(run.inputs.agents)):
            since, terms = run.idle_since(other, at), run.may(run.team(other), run.kind(row))
            may = terms["may_take_after"] <= at - run.wanted(row) and not terms["n_reserved"]
            if run.team(other) != run.team(agent) and since is not None and may:
                if longest_idle_first and since <= before:
                    continue
                return run.serve(row, other, at)
    return None
