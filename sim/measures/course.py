"""Figures of how conversations go on: touches, hand-offs, resolution, what comes back, satisfaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.inputs import NOBODY
from sim.measures.facts import (
    DONE,
    ELSEWHERE,
    GAVE_UP_LATER,
    IN_HAND,
    LEFT_FORM,
    N_STATES,
    NEVER_CAME,
    PASSED_ON,
    REPLY_DUE,
    STILL_WAITING,
    TOLD,
    TOLD_LATER,
    WITH_CUSTOMER,
    measured,
    team_of_agent,
)
from sim.measures.fractions import inverted_cdf, mean_minutes, minutes
from sim.measures.satisfaction import BAD, GOOD, NO_WORD, OK, words_of
from sim.record import NEXT, REDIAL, REOPENED

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    from sim.measures.facts import Customers
    from sim.measures.fractions import Fraction
    from sim.measures.intervals import Ints
    from sim.measures.touches import Touches
    from sim.runs import Run


class Course(NamedTuple):
    """What became of the measured conversations, one row each; reopenings and deflected ones too."""

    segment: Ints
    last_team: Ints
    """Who did the last touch; NOBODY: none."""
    state: NDArray[np.int8]
    cause: NDArray[np.int8]
    time: Ints
    """From writing to the end, of those that ended."""
    n_touches: Ints
    n_hand_offs: Ints
    is_escalated: NDArray[np.bool_]
    is_wrong: NDArray[np.bool_]
    comes_back: NDArray[np.bool_]
    """Reopened later on."""
    word: NDArray[np.int8]
    """What the customer says in the survey."""

    def of(self, chosen: NDArray[np.bool_] | Ints) -> Self:
        """Return the chosen conversations (a mask or indices)."""
        return self._replace(**{name: column[chosen] for name, column in self._asdict().items()})


class Replies(NamedTuple):
    """Later touches of measured conversations that customers waited for and that were begun, the shortest wait
    first.
    """

    segment: Ints
    team: Ints
    wait_time: Ints


def course_of(run: Run, everybody: Customers) -> Course:
    """Return what became of the measured conversations among *everybody*."""
    words = words_of(run, everybody)
    chosen = np.flatnonzero(measured(everybody, run.scenario))
    customers, told = everybody.of(chosen), run.record.conversations
    follow_up = run.drawn.inputs.conversations["follow_up"][customers.row]
    after = told[follow_up]  # NOBODY: some row, and not asked
    came = (follow_up != NOBODY) & (after["arrived_at"] != NOBODY)
    return Course(
        segment=customers.segment,
        last_team=customers.last_team,
        state=customers.state,
        cause=customers.cause,
        time=customers.ended_at - customers.wanted_at,
        n_touches=customers.n_touches,
        n_hand_offs=customers.n_hand_offs,
        is_escalated=customers.is_escalated,
        is_wrong=customers.is_wrong,
        comes_back=came & (after["cause"] == REOPENED),
        word=words[chosen],
    )


def replies_of(run: Run, everybody: Customers, touches: Touches) -> Replies:
    """Return the waits for later answers in the measured conversations among *everybody*."""
    counts = np.zeros(len(run.drawn.inputs.conversations), np.bool_)
    counts[everybody.row[measured(everybody, run.scenario)]] = True
    later = np.flatnonzero(touches.is_started & touches.is_later & ~touches.is_ours & counts[touches.conversation])
    wait = touches.left_at[later] - touches.ready_at[later]
    order = np.argsort(wait, kind="stable")
    later, inputs = later[order], run.drawn.inputs
    kinds = inputs.conversations["work_type"][touches.conversation[later]]
    segment = inputs.work_types["segment"][kinds].astype(np.int64)
    return Replies(segment, team_of_agent(run)[touches.agent[later]], wait[order])


def course_figures(group: Course) -> dict[str, Fraction]:
    """Return the figures of a group of customers about the course of its conversations."""
    states = np.bincount(group.state, minlength=N_STATES)
    answered, deflected = float(states[IN_HAND:].sum()), group.state == ELSEWHERE
    causes = np.bincount(group.cause, minlength=NEXT + 1)
    counts = {
        "in_hand": states[IN_HAND],
        "reply_due": states[REPLY_DUE],
        "with_customer": states[WITH_CUSTOMER],
        "unfinished": states[[STILL_WAITING, IN_HAND, REPLY_DUE, WITH_CUSTOMER]].sum(),
        "next_contacts": causes[NEXT],
        "redials": causes[REDIAL],
        "deflected": states[ELSEWHERE],
        "gave_up_form": states[LEFT_FORM],
        "avoided": states[NEVER_CAME],
        "passed": states[PASSED_ON],
        "fixed": states[TOLD] + states[TOLD_LATER],
    }
    return {name: (float(count), 1.0) for name, count in counts.items()} | {
        "gave_up_later": (float(states[GAVE_UP_LATER]), answered),
        "escalated": (float(group.is_escalated.sum()), float((group.n_touches > 0).sum())),
        "false_resolutions": (float(group.is_wrong[deflected].sum()), float(states[ELSEWHERE])),
        **resolution_figures(group),
    }


def resolution_figures(group: Course) -> dict[str, Fraction]:
    """Return the figures about what was resolved, and what its customers say."""
    done = np.flatnonzero(group.state == DONE)
    time, n = np.sort(group.time[done]), float(done.size)
    return {
        "resolved": (n, 1.0),
        "resolution_mean": mean_minutes(time),
        "resolution_median": minutes(inverted_cdf(time, 0.5)),
        "resolution_p90": minutes(inverted_cdf(time, 0.9)),
        "touches_per_resolved": (float(group.n_touches[done].sum()), n),
        "hand_offs": (float(group.n_hand_offs[done].sum()), n),
        "wrong_answers": (float(group.is_wrong[done].sum()), n),
        "reopens": (float(group.comes_back[done].sum()), n),
        **_satisfaction(group.word),
    }


def reply_figures(waits: Ints) -> dict[str, Fraction]:
    """Return the figures about waits for later answers (ticks, sorted)."""
    return {
        "reply_wait_mean": mean_minutes(waits),
        "reply_wait_median": minutes(inverted_cdf(waits, 0.5)),
        "reply_wait_p90": minutes(inverted_cdf(waits, 0.9)),
    }


def _satisfaction(words: NDArray[np.int8]) -> dict[str, Fraction]:
    n = float((words != NO_WORD).sum())
    said = {"csat_good": GOOD, "csat_ok": OK, "csat_bad": BAD}
    return {name: (float((words == word).sum()), n) for name, word in said.items()} | {"surveys": (n, 1.0)}
