"""Statements about touches, one after the other, and what follows: rules 1, 3, 5, 6, 8, 9 and 27."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.audit.facts import numbers, picked, terms_of
from sim.inputs import FAR, MILLION, NOBODY
from sim.record import ABANDONED, DEFLECTED, FIRST, FIXED, NEXT, OPEN, REDIAL, REOPENED, RESOLVED

if TYPE_CHECKING:
    from sim.audit.facts import Facts, Flags, Numbers
    from sim.audit.findings import Findings
    from sim.audit.rows import Statement
    from sim.inputs import Inputs


def touches_make_sense(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """A touch is ready before it starts, and starts before it ends; an agent is named exactly where it starts."""
    touches = facts.touches
    has_start, has_end = touches.started_at != NOBODY, touches.ended_at != NOBODY
    wrong = (has_start & ~touches.starts) | (has_end & ~touches.ends)
    wrong &= ~has_start | (touches.team != NOBODY)
    for touch in np.flatnonzero(wrong)[:20].tolist():
        told = f"touch {touch}: ready {touches.ready_at[touch]}, start {touches.started_at[touch]}"
        message = f"{told}, end {touches.ended_at[touch]}, horizon {inputs.horizon}"
        found.note("1 instants", int(facts.course.conversation[touch]), int(touches.started_at[touch]), message)
    for touch in np.flatnonzero((touches.agent != NOBODY) != has_start)[:20].tolist():
        message = f"touch {touch}: start {touches.started_at[touch]}, agent {touches.agent[touch]}"
        found.note("2 outcome", int(facts.course.conversation[touch]), int(touches.started_at[touch]), message)


def must_be_ready_at(inputs: Inputs, facts: Facts) -> Numbers:
    """Return [touch] since when it can be worked on, given the one before; NOBODY: not before the horizon."""
    touches, course = facts.touches, facts.course
    escalation = numbers(inputs.conversations["escalation_touch"])
    think_time = np.minimum(numbers(inputs.touches["think_time"]), FAR)[course.before]
    think_time[escalation[escalation != NOBODY]] = 0
    at = touches.ended_at[course.before] + think_time
    follows = (course.before != NOBODY) & touches.ends[course.before]
    ready_at = np.where(follows & (at < inputs.horizon), at, NOBODY)
    ready_at[facts.first] = np.where(facts.arrives, facts.wanted_at, NOBODY)
    return ready_at


def touches_follow_each_other(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """The first touch is ready when the customer wants it, each later one as long after the one before as it must."""
    must, says = must_be_ready_at(inputs, facts), facts.touches.ready_at
    for touch in np.flatnonzero(must != says)[:20].tolist():
        message = f"touch {touch} is ready at {says[touch]}, must be at {must[touch]}"
        found.note("27 course", int(facts.course.conversation[touch]), int(says[touch]), message)


def escalated_when_they_must(_: Inputs, facts: Facts, found: Findings) -> None:
    """The next tier gets it exactly after the first touch of somebody whose team cannot finish it."""
    must = facts.escalates_after != NOBODY
    found.note_rows(
        "9 escalation",
        must != (facts.is_escalated != 0),
        facts.arrived_at,
        lambda row: f"escalated: {facts.is_escalated[row]}, must be {int(must[row])}",
    )


def teams_may_take_it(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """The agent exists, and its team may ever take the work type."""
    touches, course = facts.touches, facts.course
    knows = (touches.team != NOBODY) & (course.conversation != NOBODY)
    after = np.full(len(touches.team), NOBODY, dtype=np.int64)
    after[knows] = terms_of(inputs, "may_take_after")[touches.team[knows], course.work_type[knows]]
    wrong = (after >= FAR) | ((touches.agent != NOBODY) & (touches.team == NOBODY))
    for touch in np.flatnonzero(wrong)[:20].tolist():
        message = f"agent {touches.agent[touch]} of team {touches.team[touch]} does work type {course.work_type[touch]}"
        found.note("6 may take", int(course.conversation[touch]), int(touches.started_at[touch]), message)


def leaves_at(inputs: Inputs, facts: Facts) -> Numbers:
    """Return [touch] when who waits for it leaves unless it has started: it is fixed, or patience ends; FAR: never."""
    touches, of = facts.touches, facts.course.conversation
    rows, places = inputs.conversations, np.arange(len(of))
    is_first = picked(facts.first, of) == places
    later = np.where(inputs.touches["is_ours"] == 1, FAR, picked(rows["reply_patience_time"], of))
    patience = np.where(is_first, picked(rows["patience_time"], of), later)
    arrived_at, fixed_at = picked(facts.arrived_at, of), picked(rows["fixed_at"], of, FAR)
    gives_up_at = np.where(patience >= FAR, FAR, np.maximum(arrived_at, touches.ready_at + patience))
    since = np.maximum(arrived_at, touches.ready_at)
    at = np.where(fixed_at >= since, np.minimum(gives_up_at, fixed_at), gives_up_at)
    never = np.where(is_first, ~picked_flags(facts.arrives, of), touches.ready_at == NOBODY)
    return np.where(never | (of == NOBODY), FAR, at)


def picked_flags(flags: Flags, index: Numbers) -> Flags:
    """Return flags[index], False where there is no such entry."""
    chosen: Flags = picked(flags, index, 0) == 1
    return chosen


def patience_holds(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """A customer leaves exactly when patience ends or it is fixed: never sooner or later, never answered after that."""
    at, touches, of = leaves_at(inputs, facts), facts.touches, facts.course.conversation
    is_first = picked(facts.first, of) == np.arange(len(of))
    is_ready = (of != NOBODY) & ((touches.ready_at != NOBODY) | (is_first & picked_flags(facts.arrives, of)))
    outcome, ended_at = picked(facts.outcome, of), picked(facts.ended_at, of)
    waits, leaves = is_ready & (touches.started_at == NOBODY), (outcome == ABANDONED) | (outcome == FIXED)
    is_fixed = picked(inputs.conversations["fixed_at"], of) == ended_at
    wrong = waits & leaves & ((ended_at != at) | (is_fixed != (outcome == FIXED)))
    wrong |= waits & (outcome == OPEN) & (at < inputs.horizon)
    wrong |= is_ready & (touches.started_at > at)
    for touch in np.flatnonzero(wrong)[:20].tolist():
        told = f"start {touches.started_at[touch]}, end {ended_at[touch]}, outcome {outcome[touch]}"
        message = f"who waits for touch {touch} leaves at {at[touch]}, but {told}"
        found.note("3 patience", int(of[touch]), int(at[touch]), message)


def causes_of(inputs: Inputs, facts: Facts) -> Numbers:
    """Return [conversation] as what its follow-up comes; FIRST: it does not."""
    follow_up = numbers(inputs.conversations["follow_up"])
    if not len(inputs.follow_ups):
        return np.full(len(follow_up), FIRST, dtype=np.int64)
    terms, is_wrong = inputs.follow_ups[np.maximum(follow_up - inputs.n_first, 0)], facts.is_wrong != 0
    luck, reopens = terms["luck"], np.where(is_wrong, terms["reopen_if_wrong_chance"], terms["reopen_chance"])
    comes_anew = np.where(is_wrong, terms["next_if_wrong_chance"], terms["next_chance"])
    up_to = np.minimum(numbers(reopens) + comes_anew, MILLION)
    after_answer = np.where(luck < reopens, REOPENED, np.where(luck < up_to, NEXT, FIRST))
    after_bot = np.where(is_wrong & (luck < terms["reopen_if_wrong_chance"]), NEXT, FIRST)
    cause = np.full(len(follow_up), FIRST, dtype=np.int64)
    for outcome, then in (
        (ABANDONED, np.where(luck < terms["redial_chance"], REDIAL, FIRST)),
        (RESOLVED, after_answer),
        (DEFLECTED, after_bot),
    ):
        cause = np.where((facts.outcome == outcome) & (follow_up != NOBODY), then, cause)
    return cause


def come_back_at(inputs: Inputs, facts: Facts) -> Numbers:
    """Return [conversation] when its follow-up arrives; FAR: not at all."""
    cause, follow_up = causes_of(inputs, facts), numbers(inputs.conversations["follow_up"])
    at = np.full(len(cause), FAR, dtype=np.int64)
    if len(inputs.follow_ups):
        terms = inputs.follow_ups[np.maximum(follow_up - inputs.n_first, 0)]
        for kind, name in ((REDIAL, "redial_time"), (REOPENED, "reopen_time"), (NEXT, "next_time")):
            at = np.where(cause == kind, np.minimum(facts.ended_at + numbers(terms[name]), FAR), at)
    return at


def follow_ups_come(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """A follow-up comes exactly when luck says, so long after the end of the one before, with its cause."""
    at, cause = come_back_at(inputs, facts), causes_of(inputs, facts)
    comes_at = picked(np.where(at < inputs.horizon, at, NOBODY), facts.origin)
    must = picked(cause, facts.origin, FIRST)
    is_follow_up = np.arange(len(at)) >= inputs.n_first
    wrong = (is_follow_up & (facts.arrived_at != comes_at)) | (facts.cause != must)
    found.note_rows(
        "5 follow-up",
        wrong,
        facts.arrived_at,
        lambda row: (
            f"comes at {facts.arrived_at[row]} for cause {facts.cause[row]}, "
            f"must at {comes_at[row]} for cause {must[row]}, after conversation {facts.origin[row]}"
        ),
    )


def follow_ups_have_one_origin(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """No conversation follows two others, or comes by itself and yet follows one."""
    follow_up = numbers(inputs.conversations["follow_up"])
    follow_up = follow_up[follow_up != NOBODY]
    n_origins = np.bincount(follow_up, minlength=len(facts.origin))
    wrong = (n_origins > 1) | ((n_origins > 0) & (np.arange(len(n_origins)) < inputs.n_first))
    found.note_rows("5 follow-up", wrong, facts.arrived_at, lambda row: f"follows {n_origins[row]} conversations")


def numbers_add_up(_: Inputs, facts: Facts, found: Findings) -> None:
    """By work type, at every instant, never fewer than none wait or are in hand: what goes has come before."""
    touches, course = facts.touches, facts.course
    ready = touches.ready_at != NOBODY
    gone_at = np.where(facts.ended_at == NOBODY, FAR, facts.ended_at)
    started_at = np.where(touches.started_at == NOBODY, FAR, touches.started_at)
    leaves = np.where(touches.started_at == NOBODY, picked(gone_at, course.conversation, FAR), started_at)
    came_at = np.maximum(touches.ready_at, picked(facts.arrived_at, course.conversation))
    came_at, ended_at = np.where(ready, came_at, FAR), np.where(touches.ended_at == NOBODY, FAR, touches.ended_at)
    leaves = np.where(ready | (touches.started_at != NOBODY), leaves, FAR)
    _never_negative(course.work_type, came_at, leaves, "waiting", found)
    _never_negative(course.work_type, started_at, ended_at, "in hand", found)


def _never_negative(work_type: Numbers, came_at: Numbers, went_at: Numbers, where: str, found: Findings) -> None:
    """The n-th to go goes no earlier than the n-th came: so there never are fewer than none."""
    came_at, went_at = (at[np.lexsort((at, work_type))] for at in (came_at, went_at))
    for place in np.flatnonzero(went_at < came_at)[:1].tolist():
        found.note("8 conservation", NOBODY, int(went_at[place]), f"fewer than none {where} at {went_at[place]}")


COURSE_STATEMENTS: Final[tuple[Statement, ...]] = (
    touches_make_sense,
    touches_follow_each_other,
    escalated_when_they_must,
    teams_may_take_it,
    patience_holds,
    follow_ups_come,
    follow_ups_have_one_origin,
    numbers_add_up,
)
