"""Corruptions of single conversations and of their numbers.

Each function returns the run with one rule broken for certain, at the first place where that can be done, or None.
"""

# ruff: noqa: D103 -- their names say what is wrong
from __future__ import annotations

import numpy as np
from audit.corrupt_run import Run

from sim.inputs import FAR, NOBODY
from sim.record import ABANDONED, OPEN, RESOLVED, TURNED_AWAY

# ---- rows make sense ----


def starts_before_it_arrives(run):
    rows = [row for row in run.numbers(RESOLVED) if run.arrival(row) > 0]
    return run.change(rows[0], started_at=run.arrival(rows[0]) - 1) if rows else None


def negative_start(run):
    return run.change(run.numbers(RESOLVED)[0], started_at=-5) if run.numbers(RESOLVED) else None


def ends_before_it_starts(run):
    rows = [row for row in run.numbers(RESOLVED, waited=True) if run.start(row) > run.arrival(row)]
    return run.change(rows[0], ended_at=run.start(rows[0]) - 1) if rows else None


def ends_after_the_horizon(run):
    for row in run.numbers(OPEN, started=True):
        return run.change(row, ended_at=run.start(row) + run.work(row, run.agent(row)), outcome=RESOLVED)
    return None


def starts_at_the_horizon(run):
    for row in run.numbers(OPEN, started=False)[: len(run.inputs.agents)]:
        return run.change(row, started_at=run.inputs.horizon, agent=0)
    return None


def goes_on_after_the_horizon(run):
    rows = run.numbers(RESOLVED)
    return Run(run.inputs._replace(horizon=int(run.rows["ended_at"][rows[-1]])), run.rows) if rows else None


def serves_what_never_arrived(run):
    rows = [row for row in run.numbers(RESOLVED, waited=False) if run.arrival(row) > 0]
    return Run(run.inputs._replace(horizon=run.arrival(rows[-1])), run.rows) if rows else None


def resolved_without_agent(run):
    return run.change(run.numbers(RESOLVED)[0], agent=NOBODY) if run.numbers(RESOLVED) else None


def resolved_without_start(run):
    rows = [row for row in run.numbers(RESOLVED) if run.rows["ended_at"][row] < run.inputs.horizon - 1]
    return run.change(rows[0], started_at=NOBODY, agent=NOBODY) if rows else None


def abandoned_flipped_to_resolved(run):
    return run.change(run.numbers(ABANDONED)[0], outcome=RESOLVED) if run.numbers(ABANDONED) else None


def resolved_flipped_to_abandoned(run):
    return run.change(run.numbers(RESOLVED)[0], outcome=ABANDONED) if run.numbers(RESOLVED) else None


def open_with_an_end(run):
    return run.change(run.numbers(RESOLVED)[0], outcome=OPEN) if run.numbers(RESOLVED) else None


def unknown_outcome(run):
    return run.change(0, outcome=7) if len(run.rows) else None


# ---- patience ----


def abandoned_late(run):
    rows = [row for row in run.numbers(ABANDONED) if run.deadline(row) < run.inputs.horizon - 1]
    return run.change(rows[0], ended_at=run.deadline(rows[0]) + 1) if rows else None


def abandoned_early(run):
    rows = [row for row in run.numbers(ABANDONED) if run.deadline(row) > run.arrival(row)]
    return run.change(rows[0], ended_at=run.deadline(rows[0]) - 1) if rows else None


def served_after_the_deadline(run):
    rows = [row for row in run.numbers(ABANDONED) if run.deadline(row) < run.inputs.horizon - 1]
    agents = len(run.inputs.agents)
    return run.serve(rows[0], 0, run.deadline(rows[0]) + 1) if rows and agents else None


def patience_has_no_end(run):
    for row in run.numbers(ABANDONED):
        return run.change(row, ended_at=NOBODY, outcome=OPEN)
    return None


# ---- turned away ----


def turned_away_after_a_while(run):
    for row in run.numbers(TURNED_AWAY):
        return run.change(row, ended_at=run.arrival(row) + 1)
    return None


def waits_for_what_is_not_served(run):
    for row in run.numbers(TURNED_AWAY):
        if not run.inputs.work_types["served"][run.kind(row)]:
            return run.change(row, ended_at=NOBODY, outcome=OPEN)
    return None


def turned_away_by_a_queue_that_is_not_full(run):
    rows = run.numbers(RESOLVED, waited=True) if run.inputs.queue_limit == FAR else []
    gone = {"started_at": NOBODY, "agent": NOBODY, "outcome": TURNED_AWAY}
    return run.change(rows[0], ended_at=run.arrival(rows[0]), **gone) if rows else None


def turned_away_though_somebody_is_idle(run):
    rows = run.numbers(RESOLVED, waited=False)
    gone = {"started_at": NOBODY, "agent": NOBODY, "outcome": TURNED_AWAY}
    return run.change(rows[0], ended_at=run.arrival(rows[0]), **gone) if rows else None


def is_limited(run):
    served = run.inputs.work_types["served"]
    full = [row for row in run.numbers(TURNED_AWAY) if served[run.kind(row)]]
    return bool(full) and run.inputs.n_open_at_start == 0 and run.inputs.queue_limit > 0


def queue_one_longer_than_allowed(run):
    return Run(run.inputs._replace(queue_limit=run.inputs.queue_limit - 1), run.rows) if is_limited(run) else None


def queue_one_shorter_than_allowed(run):
    return Run(run.inputs._replace(queue_limit=run.inputs.queue_limit + 1), run.rows) if is_limited(run) else None


# ---- who may take it, work ----


def agent_of_the_wrong_team(run):
    for row in run.numbers(RESOLVED):
        for agent in range(len(run.inputs.agents)):
            if run.may(run.team(agent), run.kind(row))["may_take_after"] == FAR:
                return run.serve(row, agent, run.start(row))
    return None


def agent_who_does_not_exist(run):
    return run.change(run.numbers(RESOLVED)[0], agent=len(run.inputs.agents)) if run.numbers(RESOLVED) else None


def overflow_a_tick_early(run):
    for row in run.numbers(RESOLVED, waited=True):
        wait = run.may(run.team(run.agent(row)), run.kind(row))["may_take_after"]
        if run.start(row) == run.wanted(row) + wait:
            return run.serve(row, run.agent(row), run.start(row) - 1)
    return None


def work_a_tick_too_long(run):
    rows = [row for row in run.numbers(RESOLVED) if run.rows["ended_at"][row] < run.inputs.horizon - 1]
    return run.change(rows[0], ended_at=run.rows["ended_at"][rows[0]] + 1) if rows else None


def work_a_tick_too_short(run):
    rows = [row for row in run.numbers(RESOLVED) if run.rows["ended_at"][row] > run.start(row)]
    return run.change(rows[0], ended_at=run.rows["ended_at"][rows[0]] - 1) if rows else None


def open_though_finished(run):
    for row in run.numbers(RESOLVED):
        return run.change(row, ended_at=NOBODY, outcome=OPEN)
    return None


# ---- numbers ----


def a_row_is_missing(run):
    return Run(run.inputs, run.rows[:-1]) if len(run.rows) else None


def more_leave_than_came(run):
    for row in run.numbers(RESOLVED, waited=False):
        if run.arrival(row) > 0 and run.kind(row) not in {run.kind(other) for other in range(row)}:
            return run.change(row, started_at=run.arrival(row) - 1)
    return None


def arrivals_out_of_order(run):
    arrival = run.inputs.conversations["arrival_at"].copy()
    places = np.flatnonzero(np.diff(arrival) > 0)
    if not len(places):
        return None
    conversations = run.inputs.conversations.copy()
    conversations[[places[0], places[0] + 1]] = conversations[[places[0] + 1, places[0]]]
    return Run(run.inputs._replace(conversations=conversations), run.rows)
