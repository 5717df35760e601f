"""Statements about single conversations: rules 1-4, 7, 52, 53 and 60."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.audit.facts import day_of, numbers, picked
from sim.audit.people import at_day
from sim.inputs import FALSELY_SERVED, GENERATIONS, MILLION, NOBODY, TO_DESK
from sim.record import ABANDONED, DEFLECTED, FIXED, OPEN, OUTCOMES, PASSED, REOPENED, RESOLVED, TURNED_AWAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.audit.facts import Facts, Flags, Numbers
    from sim.audit.findings import Findings
    from sim.audit.people import People
    from sim.inputs import Inputs

    Statement = Callable[[Inputs, Facts, Findings], None]

ERROR_UNIT: Final = 1000
"""Wrong answers are per mille."""


def instants_make_sense(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """Arrival, start and end follow each other; none is negative, none at or after the horizon."""
    arrived, started, ended = facts.arrived_at, facts.started_at, facts.ended_at
    wrong = (arrived < NOBODY) | (arrived >= inputs.horizon)
    for instant in (started, ended):
        has = instant != NOBODY
        wrong |= has & ((instant < arrived) | (instant < 0) | (instant >= inputs.horizon))
    wrong |= (started != NOBODY) & (ended != NOBODY) & (ended < started)
    found.note_rows(
        "1 instants",
        wrong,
        arrived,
        lambda row: f"arrival {arrived[row]}, start {started[row]}, end {ended[row]}, horizon {inputs.horizon}",
    )


def nothing_of_the_unborn(_: Inputs, facts: Facts, found: Findings) -> None:
    """What does not arrive has no start, end or agent, and is open."""
    is_blank = (facts.started_at == NOBODY) & (facts.ended_at == NOBODY) & (facts.agent == NOBODY)
    wrong = ~facts.arrives & ~(is_blank & (facts.outcome == OPEN))
    found.note_rows("1 instants", wrong, facts.arrived_at, lambda _: "never arrives, yet something happened")


def outcomes_are_complete(_: Inputs, facts: Facts, found: Findings) -> None:
    """Each outcome has exactly the fields that it needs."""
    outcome, has_end = facts.outcome, facts.ended_at != NOBODY
    has_start, has_agent = facts.started_at != NOBODY, facts.agent != NOBODY
    wrong = (outcome < 0) | (outcome >= len(OUTCOMES)) | (has_start != has_agent) | (has_end != (outcome != OPEN))
    wrong |= ((outcome == RESOLVED) | (outcome == PASSED)) & ~has_start
    wrong |= ((outcome == DEFLECTED) | (outcome == TURNED_AWAY)) & has_start
    found.note_rows(
        "2 outcome",
        wrong,
        facts.arrived_at,
        lambda row: (
            f"outcome {name_of(int(outcome[row]))} with start {facts.started_at[row]}, end {facts.ended_at[row]}, "
            f"agent {facts.agent[row]}"
        ),
    )


def outcomes_follow_from_touches(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """It is resolved (or passed) exactly when its last touch ends; start and agent are those of its touches."""
    last, touches = facts.last, facts.touches
    is_over = (last != NOBODY) & (picked(touches.ends, last, 0) == 1) & (picked(facts.course.after, last) == NOBODY)
    passes_on = inputs.conversations["passes_on"] == 1
    must = np.where(passes_on, PASSED, RESOLVED)
    says_over = (facts.outcome == RESOLVED) | (facts.outcome == PASSED)
    wrong = (says_over != is_over) | (is_over & (facts.ended_at != picked(touches.ended_at, last)))
    wrong |= facts.agent != picked(touches.agent, last)
    wrong |= facts.started_at != np.where(last == NOBODY, NOBODY, picked(touches.started_at, facts.first))
    told = "start, end, agent or outcome is not that of its touches"
    found.note_rows("2 outcome", wrong, facts.arrived_at, lambda row: f"{name_of(int(facts.outcome[row]))}: {told}")
    wrong = is_over & says_over & (facts.outcome != must)
    found.note_rows(
        "60 passing", wrong, facts.ended_at, lambda row: f"ends as {name_of(int(facts.outcome[row]))} after its touches"
    )


def name_of(outcome: int) -> str:
    """Return an outcome in words; a number if it is none."""
    return OUTCOMES[outcome] if 0 <= outcome < len(OUTCOMES) else str(outcome)


def refused_on_arrival(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """Who is turned away leaves on arrival; so does everybody who is not served. A reopening is never refused."""
    is_turned_away, comes_anew = facts.outcome == TURNED_AWAY, facts.cause != REOPENED
    is_served = inputs.work_types["served"][inputs.conversations["work_type"]] != 0
    must = facts.arrives & ~is_served & comes_anew & (inputs.conversations["entry"] == TO_DESK)
    wrong = is_turned_away & ((facts.ended_at != facts.arrived_at) | ~comes_anew)
    wrong |= must & ~is_turned_away
    found.note_rows(
        "4 turned away",
        wrong,
        facts.arrived_at,
        lambda row: (
            f"arrival {facts.arrived_at[row]}, end {facts.ended_at[row]}, {name_of(int(facts.outcome[row]))}, "
            f"work type {'served' if is_served[row] else 'not served'}"
        ),
    )


def deflected_on_arrival(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """Documentation or a bot answers exactly those whom the plan says, at once; a reopening goes to the desk."""
    must = facts.arrives & (inputs.conversations["entry"] != TO_DESK) & (facts.cause != REOPENED)
    says = facts.outcome == DEFLECTED
    wrong = (must != says) | (says & (facts.ended_at != facts.arrived_at))
    found.note_rows(
        "53 deflection",
        wrong,
        facts.arrived_at,
        lambda row: f"{name_of(int(facts.outcome[row]))} at {facts.ended_at[row]}, must be deflected: {must[row]}",
    )


def arrivals_are_ordered(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """First contacts come as they should, numbered by arrival; what was open at the start before them, oldest first."""
    rows, n = np.arange(len(facts.arrived_at)), inputs.n_first
    arrival_at = numbers(inputs.conversations["arrival_at"])
    wanted_at = arrival_at - inputs.conversations["waited_time"]
    comes_by_itself, is_open_at_start = rows < n, rows < inputs.n_open_at_start
    is_late = np.diff(arrival_at, prepend=arrival_at[:1]) < 0
    is_younger = np.diff(wanted_at, prepend=wanted_at[:1]) < 0
    must = np.where(arrival_at < inputs.horizon, arrival_at, NOBODY)
    wrong = is_late | (is_open_at_start & is_younger) | (~is_open_at_start & (wanted_at != arrival_at))
    wrong = comes_by_itself & (wrong | (arrival_at < 0) | (facts.arrived_at != must))
    found.note_rows("7 arrival order", wrong, arrival_at, lambda row: f"arrives at {facts.arrived_at[row]}")


def answers_are_wrong_by_luck(inputs: Inputs, facts: Facts, people: People, found: Findings) -> None:
    """An answer is wrong exactly if its luck is below the chance, given who ends it; a bot's, if the plan says so."""
    rows, agent = inputs.conversations, facts.agent
    ramp = at_day(people.ramp, agent, day_of(inputs, np.maximum(facts.ended_at, 0)))
    team_factor = picked(inputs.teams["error_permille"], picked(inputs.agents["team"], agent), 0)
    factor = team_factor * picked(inputs.ramps["error_permille"], ramp, 0)
    chance = numbers(rows["wrong_chance"]) * _own_errors(inputs, facts, people) // ERROR_UNIT
    is_wrong = numbers(rows["wrong_luck"]) * MILLION < chance * factor
    is_false = (facts.outcome == DEFLECTED) & (rows["entry"] == FALSELY_SERVED)
    must: Flags = ((facts.outcome == RESOLVED) & is_wrong) | is_false
    found.note_rows(
        "52 wrong answers",
        must != (facts.is_wrong != 0),
        facts.ended_at,
        lambda row: f"wrong: {facts.is_wrong[row]}, must be {int(must[row])}",
    )


def _own_errors(inputs: Inputs, facts: Facts, people: People) -> Numbers:
    """Return [conversation] how many wrong answers the person gives, per mille, who did its last touch."""
    agent, day = picked(facts.touches.agent, facts.last), picked(facts.touches.day, facts.last, 0)
    generation = np.minimum(at_day(people.generation, agent, day), GENERATIONS - 1)
    return picked(inputs.errors, np.where(agent == NOBODY, NOBODY, agent * GENERATIONS + generation), 0)


def unanswered_have_waited(_: Inputs, facts: Facts, found: Findings) -> None:
    """Who gives up or learns that it is fixed was waiting: for what was ready and nobody had started."""
    touches, course = facts.touches, facts.course
    waits = (touches.ready_at != NOBODY) | (picked(facts.first, course.conversation) == np.arange(len(course.before)))
    waits &= (touches.started_at == NOBODY) & (course.conversation != NOBODY)
    is_waiting = np.zeros(len(facts.outcome), dtype=np.bool_)
    is_waiting[course.conversation[waits]] = True
    wrong = ((facts.outcome == ABANDONED) | (facts.outcome == FIXED)) & ~is_waiting
    found.note_rows("2 outcome", wrong, facts.ended_at, lambda _: "leaves, though it waits for nothing")


ROW_STATEMENTS: Final[tuple[Statement, ...]] = (
    instants_make_sense,
    nothing_of_the_unborn,
    outcomes_are_complete,
    outcomes_follow_from_touches,
    unanswered_have_waited,
    refused_on_arrival,
    deflected_on_arrival,
    arrivals_are_ordered,
)
