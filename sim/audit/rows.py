"""Statements about single conversations, and about their numbers: rules 1-4, 6-8, 11 and 50."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.inputs import FAR, NOBODY
from sim.record import ABANDONED, OPEN, OUTCOMES, RESOLVED, TURNED_AWAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.audit.facts import Facts, Numbers
    from sim.audit.findings import Findings
    from sim.inputs import Inputs

    Statement = Callable[[Inputs, Facts, Findings], None]


def instants_make_sense(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """Arrival, start and end follow each other; none is negative, none at or after the horizon."""
    started, ended = facts.started_at, facts.ended_at
    has_start, has_end = started != NOBODY, ended != NOBODY
    wrong = (facts.arrival_at < 0) | (started < NOBODY) | (ended < NOBODY)
    wrong |= has_start & ((started < facts.arrival_at) | (started >= inputs.horizon))
    wrong |= has_end & ((ended < facts.arrival_at) | (ended >= inputs.horizon))
    wrong |= has_start & has_end & (ended < started)
    found.note_rows(
        "1 instants",
        wrong,
        facts.arrival_at,
        lambda row: (
            f"arrival {facts.arrival_at[row]}, start {started[row]}, end {ended[row]}, horizon {inputs.horizon}"
        ),
    )


def nothing_of_the_unborn(_: Inputs, facts: Facts, found: Findings) -> None:
    """What arrives at or after the horizon has no start, end or agent, and is open."""
    is_blank = (facts.started_at == NOBODY) & (facts.ended_at == NOBODY) & (facts.agent == NOBODY)
    wrong = ~facts.arrives & ~(is_blank & (facts.outcome == OPEN))
    found.note_rows(
        "1 instants", wrong, facts.arrival_at, lambda _: "arrives after the horizon, yet something happened"
    )


def outcomes_are_complete(_: Inputs, facts: Facts, found: Findings) -> None:
    """Each outcome has exactly the fields that it needs."""
    outcome, has_end = facts.outcome, facts.ended_at != NOBODY
    has_start, has_agent = facts.started_at != NOBODY, facts.agent != NOBODY
    is_known = (outcome >= 0) & (outcome < len(OUTCOMES))
    was_unserved = (outcome == ABANDONED) | (outcome == TURNED_AWAY)
    wrong = ~is_known | (has_start != has_agent) | (has_end != (outcome != OPEN))
    wrong |= (outcome == RESOLVED) & ~has_start
    wrong |= was_unserved & has_start
    found.note_rows(
        "2 outcome",
        wrong,
        facts.arrival_at,
        lambda row: (
            f"outcome {_name(int(outcome[row]))} with start {facts.started_at[row]}, end {facts.ended_at[row]}, "
            f"agent {facts.agent[row]}"
        ),
    )


def _name(outcome: int) -> str:
    return OUTCOMES[outcome] if 0 <= outcome < len(OUTCOMES) else str(outcome)


def patience_holds(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """A customer gives up exactly at the deadline: never sooner or later, never answered or waiting after it."""
    is_abandoned = facts.outcome == ABANDONED
    is_waiting = facts.arrives & (facts.outcome == OPEN) & (facts.started_at == NOBODY)
    wrong = is_abandoned & (facts.ended_at != facts.deadline_at)
    wrong |= (facts.started_at != NOBODY) & (facts.started_at > facts.deadline_at)
    wrong |= is_waiting & (facts.deadline_at < inputs.horizon)
    found.note_rows(
        "3 patience",
        wrong,
        facts.deadline_at,
        lambda row: (
            f"patience ends at {facts.deadline_at[row]}, but start {facts.started_at[row]}, "
            f"end {facts.ended_at[row]}, {_name(int(facts.outcome[row]))}"
        ),
    )


def turned_away_on_arrival(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """Who is turned away leaves on arrival; so does everybody of a work type that is not served."""
    is_turned_away = facts.outcome == TURNED_AWAY
    is_served = inputs.work_types["served"][facts.work_type] != 0
    wrong = is_turned_away & (facts.ended_at != facts.arrival_at)
    wrong |= facts.arrives & ~is_served & ~is_turned_away
    found.note_rows(
        "4 turned away",
        wrong,
        facts.arrival_at,
        lambda row: (
            f"arrival {facts.arrival_at[row]}, end {facts.ended_at[row]}, {_name(int(facts.outcome[row]))}, "
            f"work type {'served' if is_served[row] else 'not served'}"
        ),
    )


def agents_may_take_it(_: Inputs, facts: Facts, found: Findings) -> None:
    """The agent exists, its team may ever take the work type, and the overflow wait has passed at the start."""
    has_agent, waited = facts.agent != NOBODY, facts.started_at - facts.wanted_at
    wrong = has_agent & ~facts.knows_agent
    wrong |= facts.knows_agent & ((facts.may_take_after >= FAR) | (waited < facts.may_take_after))
    found.note_rows(
        "6 may take",
        wrong,
        facts.started_at,
        lambda row: (
            f"agent {facts.agent[row]} of team {facts.team[row]} started work type {facts.work_type[row]} "
            f"after a wait of {waited[row]}, may after {facts.may_take_after[row]}"
        ),
    )


def arrivals_are_ordered(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """Conversations are numbered by arrival; what was open at the start comes first, the oldest before the others."""
    is_late = np.diff(facts.arrival_at, prepend=facts.arrival_at[:1]) < 0
    is_open_at_start = np.arange(len(facts.arrival_at)) < inputs.n_open_at_start
    is_younger = np.diff(facts.wanted_at, prepend=facts.wanted_at[:1]) < 0
    wrong = is_late | (is_open_at_start & is_younger) | (~is_open_at_start & (facts.wanted_at != facts.arrival_at))
    found.note_rows("7 arrival order", wrong, facts.arrival_at, lambda row: f"arrives at {facts.arrival_at[row]}")


def work_takes_its_time(_: Inputs, facts: Facts, found: Findings) -> None:
    """A resolved conversation took its handle time at the pace of its agent, rounded up, in one piece."""
    took = facts.ended_at - facts.started_at
    is_resolved = (facts.outcome == RESOLVED) & (facts.started_at != NOBODY) & facts.knows_agent
    found.note_rows(
        "11 work",
        is_resolved & (took != facts.work_time),
        facts.started_at,
        lambda row: f"took {took[row]}, needs {facts.work_time[row]} of agent {facts.agent[row]}",
    )


def open_in_hand_is_unfinished(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """What is in hand at the horizon could not be finished before it."""
    in_hand = (facts.outcome == OPEN) & (facts.started_at != NOBODY) & facts.knows_agent
    ends_at = facts.started_at + facts.work_time
    found.note_rows(
        "50 open",
        in_hand & (ends_at < inputs.horizon),
        facts.started_at,
        lambda row: f"open, though the work ends at {ends_at[row]}, before the horizon {inputs.horizon}",
    )


def numbers_add_up(_: Inputs, facts: Facts, found: Findings) -> None:
    """By work type, at every instant: as many have arrived as left the queue or wait; started as ended or go on."""
    starts_at = np.where(facts.started_at == NOBODY, FAR, facts.started_at)
    ends_at = np.where(facts.ended_at == NOBODY, FAR, facts.ended_at)
    leaves_at = np.where(facts.started_at == NOBODY, ends_at, starts_at)
    finishes_at = np.where(facts.started_at == NOBODY, FAR, ends_at)
    _never_negative(facts.work_type, facts.arrival_at, leaves_at, "waiting", found)
    _never_negative(facts.work_type, starts_at, finishes_at, "in hand", found)


def _never_negative(work_type: Numbers, came_at: Numbers, went_at: Numbers, where: str, found: Findings) -> None:
    """The n-th to go goes no earlier than the n-th came: so there never are fewer than none."""
    came_at, went_at = (at[np.lexsort((at, work_type))] for at in (came_at, went_at))
    for place in np.flatnonzero(went_at < came_at)[:1].tolist():
        found.note("8 conservation", NOBODY, int(went_at[place]), f"fewer than none {where} at {went_at[place]}")


ROW_STATEMENTS: Final[tuple[Statement, ...]] = (
    instants_make_sense,
    nothing_of_the_unborn,
    outcomes_are_complete,
    patience_holds,
    turned_away_on_arrival,
    agents_may_take_it,
    arrivals_are_ordered,
    work_takes_its_time,
    open_in_hand_is_unfinished,
    numbers_add_up,
)
