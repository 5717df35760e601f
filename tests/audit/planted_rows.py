"""Corruptions of conversations: how they come, end and come back.

Each function returns the run with one rule broken for certain, at the first place where that can be done, or None.
"""

# ruff: noqa: D103 -- their names say what is wrong
from __future__ import annotations

import numpy as np

from sim.inputs import FAR, NOBODY, TO_DESK
from sim.record import ABANDONED, DEFLECTED, FIXED, OPEN, PASSED, REOPENED, RESOLVED, TURNED_AWAY


def starts_before_it_arrives(run):
    rows = [row for row in run.rows(RESOLVED) if run.told(row, "arrived_at") > 0]
    return run.change("conversations", rows[0], started_at=run.told(rows[0], "arrived_at") - 1) if rows else None


def negative_start(run):
    rows = run.rows(RESOLVED)
    return run.change("conversations", rows[0], started_at=-5) if rows else None


def ends_before_it_starts(run):
    rows = [row for row in run.rows(RESOLVED) if run.told(row, "started_at") > run.told(row, "arrived_at")]
    return run.change("conversations", rows[0], ended_at=run.told(rows[0], "started_at") - 1) if rows else None


def ends_at_the_horizon(run):
    rows = run.rows(RESOLVED)
    return run.change("conversations", rows[0], ended_at=run.inputs.horizon) if rows else None


def happens_though_it_never_arrives(run):
    rows = np.flatnonzero(~run.facts.arrives)
    return run.change("conversations", rows[0], outcome=TURNED_AWAY, ended_at=0) if len(rows) else None


def first_contact_arrives_late(run):
    rows = [row for row in run.rows() if run.inputs.n_open_at_start <= row < run.inputs.n_first]
    return run.change("conversations", rows[0], arrived_at=run.told(rows[0], "arrived_at") + 1) if rows else None


def first_contact_is_lost(run):
    rows = [row for row in run.rows(OPEN) if row < run.inputs.n_first and run.told(row, "agent") == NOBODY]
    return run.change("conversations", rows[0], arrived_at=NOBODY) if rows else None


def arrivals_out_of_order(run):
    places = np.flatnonzero(np.diff(run.inputs.conversations["arrival_at"][: run.inputs.n_first]) > 0)
    if not len(places):
        return None
    conversations = run.inputs.conversations.copy()
    conversations[[places[0], places[0] + 1]] = conversations[[places[0] + 1, places[0]]]
    return run.given(conversations=conversations)


def a_row_is_missing(run):
    record = run.record._replace(conversations=run.record.conversations[:-1])
    return run._replace(record=record) if len(run.record.conversations) else None


def a_touch_is_missing(run):
    record = run.record._replace(touches=run.record.touches[:-1])
    return run._replace(record=record) if len(run.record.touches) else None


# ---- outcomes ----


def unknown_outcome(run):
    return run.change("conversations", 0, outcome=9) if len(run.facts.outcome) else None


def resolved_without_end(run):
    rows = run.rows(RESOLVED)
    return run.change("conversations", rows[0], ended_at=NOBODY) if rows else None


def open_though_all_is_done(run):
    rows = run.rows(RESOLVED)
    return run.change("conversations", rows[0], outcome=OPEN, ended_at=NOBODY) if rows else None


def resolved_before_its_last_touch(run):
    for row in run.rows(OPEN):
        last = run.facts.last[row]
        if last != NOBODY and run.facts.touches.ends[last]:
            return run.change("conversations", row, outcome=RESOLVED, ended_at=run.facts.touches.ended_at[last])
    return None


def resolved_without_any_touch(run):
    rows = run.rows(ABANDONED)
    return run.change("conversations", rows[0], outcome=RESOLVED) if rows else None


def ends_later_than_its_last_touch(run):
    rows = [row for row in run.rows(RESOLVED) if run.told(row, "ended_at") < run.inputs.horizon - 1]
    return run.change("conversations", rows[0], ended_at=run.told(rows[0], "ended_at") + 1) if rows else None


def another_agent_on_record(run):
    rows = run.rows(RESOLVED)
    return run.change("conversations", rows[0], agent=run.told(rows[0], "agent") + 1) if rows else None


def another_start_on_record(run):
    rows = [row for row in run.rows(RESOLVED) if run.told(row, "started_at") > run.told(row, "arrived_at")]
    return run.change("conversations", rows[0], started_at=run.told(rows[0], "arrived_at")) if rows else None


def gives_up_while_nothing_is_ready(run):
    for row in run.rows(OPEN):
        last = run.facts.last[row]
        if last != NOBODY and run.facts.touches.ends[last] and not _waits(run, row):
            return run.change("conversations", row, outcome=ABANDONED, ended_at=run.inputs.horizon - 1)
    return None


def _waits(run, row):
    touches, is_own = run.facts.touches, run.facts.course.conversation == row
    return bool((is_own & (touches.ready_at != NOBODY) & (touches.started_at == NOBODY)).any())


def passed_on_as_resolved(run):
    rows = run.rows(PASSED)
    return run.change("conversations", rows[0], outcome=RESOLVED) if rows else None


def resolved_as_passed_on(run):
    rows = run.rows(RESOLVED)
    return run.change("conversations", rows[0], outcome=PASSED) if rows else None


def deflected_though_it_comes_to_the_desk(run):
    rows = run.rows(TURNED_AWAY)
    return run.change("conversations", rows[0], outcome=DEFLECTED) if rows else None


def deflected_a_tick_late(run):
    rows = [row for row in run.rows(DEFLECTED) if run.told(row, "ended_at") < run.inputs.horizon - 1]
    return run.change("conversations", rows[0], ended_at=run.told(rows[0], "ended_at") + 1) if rows else None


def turned_away_instead_of_deflected(run):
    rows = run.rows(DEFLECTED)
    return run.change("conversations", rows[0], outcome=TURNED_AWAY) if rows else None


def answer_is_wrong_against_its_luck(run):
    rows = run.rows(RESOLVED)
    return run.change("conversations", rows[0], is_wrong=1 - run.told(rows[0], "is_wrong")) if rows else None


def false_answer_of_a_bot_is_right(run):
    rows = run.rows(DEFLECTED, where=run.facts.is_wrong == 1)
    return run.change("conversations", rows[0], is_wrong=0) if rows else None


# ---- patience ----


def abandoned_a_tick_late(run):
    rows = [row for row in run.rows(ABANDONED) if run.told(row, "ended_at") < run.inputs.horizon - 1]
    return run.change("conversations", rows[0], ended_at=run.told(rows[0], "ended_at") + 1) if rows else None


def abandoned_a_tick_early(run):
    rows = [row for row in run.rows(ABANDONED) if run.told(row, "ended_at") > run.told(row, "arrived_at")]
    return run.change("conversations", rows[0], ended_at=run.told(rows[0], "ended_at") - 1) if rows else None


def gives_up_in_the_middle_a_tick_late(run):
    rows = run.rows(ABANDONED, where=run.facts.started_at != NOBODY)
    rows = [row for row in rows if run.told(row, "ended_at") < run.inputs.horizon - 1]
    return run.change("conversations", rows[0], ended_at=run.told(rows[0], "ended_at") + 1) if rows else None


def patience_has_no_end(run):
    rows = run.rows(ABANDONED)
    return run.change("conversations", rows[0], ended_at=NOBODY, outcome=OPEN) if rows else None


def fixed_though_it_gave_up(run):
    rows = [row for row in run.rows(ABANDONED) if run.told(row, "ended_at") != run.wanted(row, "fixed_at")]
    return run.change("conversations", rows[0], outcome=FIXED) if rows else None


def gave_up_though_fixed(run):
    rows = run.rows(FIXED)
    return run.change("conversations", rows[0], outcome=ABANDONED) if rows else None


def served_after_the_deadline(run):
    touches, first = run.facts.touches, run.facts.first
    for row in run.rows(RESOLVED):
        patience = int(touches.started_at[first[row]]) - run.told(row, "arrived_at") - 1
        if patience >= 0 and run.wanted(row, "waited_time") == 0:
            conversations = run.inputs.conversations.copy()
            conversations["patience_time"][row] = patience
            return run.given(conversations=conversations)
    return None


# ---- turned away ----


def turned_away_after_a_while(run):
    rows = run.rows(TURNED_AWAY)
    return run.change("conversations", rows[0], ended_at=run.told(rows[0], "arrived_at") + 1) if rows else None


def waits_for_what_is_not_served(run):
    for row in run.rows(TURNED_AWAY):
        if not run.inputs.work_types["served"][run.wanted(row, "work_type")]:
            return run.change("conversations", row, ended_at=NOBODY, outcome=OPEN)
    return None


def a_reopening_is_turned_away(run):
    rows = run.rows(OPEN, where=(run.facts.cause == REOPENED) & (run.facts.agent == NOBODY))
    gone = {"ended_at": run.told(rows[0], "arrived_at"), "outcome": TURNED_AWAY} if rows else {}
    return run.change("conversations", rows[0], **gone) if rows else None


def is_limited(run):
    served, is_new = run.inputs.work_types["served"], run.inputs.conversations["entry"] == TO_DESK
    full = [row for row in run.rows(TURNED_AWAY, where=is_new) if served[run.wanted(row, "work_type")]]
    return bool(full) and run.inputs.n_open_at_start == 0 and run.inputs.queue_limit > 0


def queue_one_longer_than_allowed(run):
    return run.given(queue_limit=run.inputs.queue_limit - 1) if is_limited(run) else None


def queue_one_shorter_than_allowed(run):
    return run.given(queue_limit=run.inputs.queue_limit + 1) if is_limited(run) else None


def turned_away_by_a_queue_that_is_not_full(run):
    rows = run.rows(OPEN, where=(run.facts.agent == NOBODY) & (run.facts.cause != REOPENED))
    if not rows or run.inputs.queue_limit < FAR:
        return None
    return run.change("conversations", rows[0], ended_at=run.told(rows[0], "arrived_at"), outcome=TURNED_AWAY)
