"""Corruptions of what comes of a conversation: follow-ups and escalation.

Each function returns the run with one rule broken for certain, at the first place where that can be done, or None.
"""

# ruff: noqa: D103 -- their names say what is wrong
from __future__ import annotations

import numpy as np

from sim.inputs import MILLION, NOBODY
from sim.record import ABANDONED, NEXT, OPEN, REDIAL, REOPENED, RESOLVED


def comes_back_a_tick_late(run):
    rows = run.rows(OPEN, where=(run.facts.cause > 0) & (run.facts.agent == NOBODY))
    return run.change("conversations", rows[0], arrived_at=run.told(rows[0], "arrived_at") + 1) if rows else None


def comes_back_for_another_cause(run):
    rows = run.rows(where=run.facts.cause > 0)
    other = {REDIAL: NEXT, REOPENED: REDIAL, NEXT: REOPENED}
    return run.change("conversations", rows[0], cause=other[run.told(rows[0], "cause")]) if rows else None


def comes_back_against_its_luck(run):
    return luck_turned(run, run.facts.cause > 0, MILLION - 1, ("redial_chance", "reopen_chance", "next_chance"), 0)


def stays_away_against_its_luck(run):
    ended = np.isin(run.facts.outcome[run.facts.origin], (ABANDONED, RESOLVED)) & (run.facts.origin != NOBODY)
    names = "redial_chance", "reopen_chance", "reopen_if_wrong_chance"
    return luck_turned(run, (run.facts.cause == 0) & ended, 0, names, MILLION)


def luck_turned(run, where, luck, names, chance):
    """Return a run in which the follow-ups *where* should not be as they are."""
    rows = np.flatnonzero(where)
    rows = rows[rows >= run.inputs.n_first]
    if not len(rows):
        return None
    terms = run.inputs.follow_ups.copy()
    terms["luck"][rows[0] - run.inputs.n_first] = luck
    for name in (*names, "reopen_if_wrong_chance"):
        terms[name][rows[0] - run.inputs.n_first] = chance
    return run.given(follow_ups=terms)


def a_follow_up_of_two(run):
    rows = np.flatnonzero(run.inputs.conversations["follow_up"] != NOBODY)
    if len(rows) < 2:
        return None
    conversations = run.inputs.conversations.copy()
    conversations["follow_up"][rows[0]] = conversations["follow_up"][rows[1]]
    return run.given(conversations=conversations)


def escalated_for_no_reason(run):
    rows = run.rows(where=run.facts.is_escalated == 0)
    return run.change("conversations", rows[0], is_escalated=1) if rows else None


def escalation_is_not_told(run):
    rows = run.rows(where=run.facts.is_escalated == 1)
    return run.change("conversations", rows[0], is_escalated=0) if rows else None
