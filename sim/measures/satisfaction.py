"""Good, OK or Bad: what customers say afterwards, by a declared table of points. Every number here is an assumption.

Each customer has a mood (a hash of the conversation's key, so the same in every plan) and says Good where it is below
the chance of a Good; the chance falls with every point lost, so that worse service never gives a better word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.calendar import local_times, timeline
from sim.drawing.streams import uniforms
from sim.durations import DAY, MINUTE
from sim.inputs import NOBODY
from sim.measures.facts import DONE, PASSED_ON
from sim.measures.service_level import promises_of
from sim.measures.touches import parents_of
from sim.record import REOPENED
from sim.scenario.support import support_of

if TYPE_CHECKING:
    from typing import Literal

    from numpy.typing import NDArray

    from sim.measures.facts import Customers
    from sim.measures.intervals import Ints
    from sim.runs import Run

NO_WORD: Final = -1
GOOD, OK, BAD = 0, 1, 2
WORDS: Final = ("good", "ok", "bad")
_WEEK_HOURS: Final = 168


class Assumed(NamedTuple):
    """A number that satisfaction rests on."""

    number: float
    what: str
    grade: Literal["A", "B", "C", "D", "S"]
    """As in `sim.scenario.model.Grade`."""


GOOD_CHANCE: Final = Assumed(
    87, "87 of 100 customers say Good where nothing went wrong (37signals 2011: resolved within a day)", "B"
)
OK_OF_REST: Final = Assumed(60, "Of those who do not say Good, 60 of 100 say OK (37signals 2011: 85, 9 and 6)", "B")
SURVEYED: Final = Assumed(
    20, "20 of 100 whose conversation ended with an answer answer the survey, whatever they think (10 to 30)", "C"
)
SLOW: Final = Assumed(6, "6 points less if it took more than a day to resolve (37signals: 87 to 81)", "B")
LATE: Final = Assumed(10, "10 points less if the first answer came later than promised or expected", "D")
VERY_LATE: Final = Assumed(20, "20 points less, instead, if it took more than twice as long", "D")
HAND_OFF: Final = Assumed(5, "5 points less for each hand-off", "D")
REPEAT: Final = Assumed(15, "15 points less for each contact before about the same matter (SQM: 15 to 20)", "B")
FORM: Final = Assumed(5, "5 points less where a contact form had to be filled in, which a reopening needs not", "D")
WRONG: Final = Assumed(40, "40 points less for a wrong answer", "D")
EXPECTED: Final = Assumed(
    2, "Without a promise customers expect an answer within twice the median of their hour of the week", "D"
)
ASSUMPTIONS: Final = (
    GOOD_CHANCE, OK_OF_REST, SURVEYED, SLOW, LATE, VERY_LATE, HAND_OFF, REPEAT, FORM, WRONG, EXPECTED,
)  # fmt: skip
"""All of them, for reports."""
ENOUGH: Final = 5
"""Answers in an hour of the week from which its median counts; below, the segment's own does (assumption)."""
AT_ONCE: Final = MINUTE
"""Nobody minds a wait that is shorter, whatever is usual (assumption)."""


def words_of(run: Run, customers: Customers) -> NDArray[np.int8]:
    """Return what each of *customers*, all of the run, says in the survey: GOOD, OK, BAD, or NO_WORD.

    Asked are those whose conversation ended with an answer: resolved, or passed to sales. A share of them answers.
    """
    keys = run.drawn.demand.details["key"][customers.row]
    mood, luck = (100 * uniforms(run.seed, quantity, run.replication, keys) for quantity in ("mood", "survey"))
    good = (GOOD_CHANCE.number - points_lost(run, customers)).clip(0, 100)
    ok = good + OK_OF_REST.number / 100 * (100 - good)
    words = np.where(mood < good, GOOD, np.where(mood < ok, OK, BAD))
    ended = (customers.state == DONE) | (customers.state == PASSED_ON)
    return np.where(ended & (luck < SURVEYED.number), words, NO_WORD).astype(np.int8)


def points_lost(run: Run, customers: Customers) -> NDArray[np.float64]:
    """Return how many points of the chance of a Good each customer has lost."""
    inputs, wait = run.drawn.inputs, customers.wait_time
    ends_at = np.where(customers.ended_at == NOBODY, inputs.horizon, customers.ended_at)
    limit = _expected(run, customers)
    late: NDArray[np.float64] = np.where(wait > 2 * limit, VERY_LATE.number, np.where(wait > limit, LATE.number, 0.0))
    lost: NDArray[np.float64] = late + SLOW.number * (ends_at - customers.wanted_at > DAY)
    lost += HAND_OFF.number * customers.n_hand_offs + REPEAT.number * contacts_before(run)[customers.row]
    filled_in = _fills_form(run)[customers.segment] & (customers.cause != REOPENED)
    lost += WRONG.number * customers.is_wrong + FORM.number * filled_in
    return lost


def contacts_before(run: Run) -> Ints:
    """Return for each conversation how many came before it about the same matter: it follows from them."""
    parents = parents_of(run)
    before, at = np.zeros(parents.size, np.int64), parents
    while (at != NOBODY).any():
        before += at != NOBODY
        at = np.where(at == NOBODY, NOBODY, parents[at])
    return before


def _fills_form(run: Run) -> NDArray[np.bool_]:
    """Return for each segment whether its customers meet a contact form."""
    plan, names = run.scenario.plans[run.plan], run.drawn.demand.names.segments
    return np.array([support_of(plan, name).level == "contact_form" for name in names], np.bool_)


def _expected(run: Run, customers: Customers) -> Ints:
    """Return within which time (ticks) each customer expects a first answer: as promised, else by what is usual."""
    promised = promises_of(run)[customers.segment]
    usual = np.maximum(EXPECTED.number * _usual(run, customers), AT_ONCE).astype(np.int64)
    return np.where(promised == NOBODY, usual, promised)


def _usual(run: Run, customers: Customers) -> Ints:
    """Return the median first response in each customer's segment and hour of the week (ticks); of the segment, where
    few were answered in that hour.
    """
    n_segments = len(run.drawn.demand.names.segments)
    shown = local_times(timeline(run.scenario), customers.wanted_at, run.scenario.zone)
    slot = customers.segment * _WEEK_HOURS + shown.weekday * 24 + shown.hour
    seen = np.flatnonzero(customers.is_contact & customers.answered)
    waits = customers.wait_time[seen]
    of_slot, n_of_slot = _medians(slot[seen], waits, n_segments * _WEEK_HOURS)
    of_segment, _ = _medians(customers.segment[seen], waits, n_segments)
    return np.where(n_of_slot[slot] >= ENOUGH, of_slot[slot], of_segment[customers.segment])


def _medians(group: Ints, waits: Ints, n_groups: int) -> tuple[Ints, Ints]:
    """Return the lower median of the waits of each group, 0 where there are none, and their number."""
    n = np.bincount(group, minlength=n_groups)
    ordered = waits[np.lexsort((waits, group))]
    place = np.cumsum(n) - n + (n - 1) // 2
    medians = np.zeros(n_groups, np.int64)
    medians[n > 0] = ordered[place[n > 0]]
    return medians, n
