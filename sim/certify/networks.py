"""Sections F and J: conversations that go round: back to one queue, into orbit, to the next tier, reopened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from sim import closed_forms as theory
from sim.certify import made
from sim.certify import touches as see
from sim.certify.case import Case, HandMade
from sim.certify.figures import Figure
from sim.certify.made import House
from sim.durations import MINUTE
from sim.inputs import FAR, MILLION, NOBODY
from sim.record import ABANDONED

if TYPE_CHECKING:
    from numpy.random import Generator

    from sim.certify.estimators import Sums
    from sim.certify.told import Told
    from sim.inputs import Inputs

# ---- F1: Erlang-R ----


def _f1() -> tuple[HandMade, ...]:
    """Build three touches of ten minutes each, two hours apart, before one queue for all touches."""
    found = []
    for agents, runs in ((16, 12), (17, 4), (18, 4), (20, 4)):
        each = theory.ErlangR(0.5, 10, 120, 3, agents)
        figures = (
            see.delayed(each.queue.waits),
            see.mean_delay(each.queue.mean_wait),
            see.occupancy(each.queue.occupancy, agents),
            see.resolution_time(each.resolution_time),
            see.open_conversations(each.open),
        )
        found.append(HandMade(partial(_pooled, each=each, n=750_000), {f"n{agents}": figures}, (runs, 7 * runs)))
    return tuple(found)


def _pooled(rng: Generator, each: theory.ErlangR, n: int) -> Inputs:
    horizon = round(n / each.rate) * MINUTE
    arrivals = made.poisson(rng, each.rate, horizon)
    n_touches = made.numbers(rng, each.touches, len(arrivals))
    n_all = int(n_touches.sum())
    handle, think = (made.spans(rng, mean, n_all) for mean in (each.handle, each.think))
    house = House((each.agents,), returns_to_owner=0)
    return made.inputs_of(made.wanted(arrivals, n_touches, handle, think), house, horizon)


# ---- F4: retrials ----

TRIES: Final = 40
"""Of a customer; whoever still finds the agent busy then waits: so few that it does not show."""


def _f4() -> tuple[HandMade, ...]:
    """Build one agent before whom nobody waits: who finds it busy tries again after two minutes on average."""
    figures = (
        Figure("number in orbit", theory.orbit(0.6, 1, 0.5), (_in_orbit, lambda t: t.time())),
        see.occupancy(0.6, 1),
        Figure("P(first try fails)", 0.6, (_first_fails, lambda t: t.sums(t.arrived_at[: t.inputs.n_first]))),
    )
    return (HandMade(_retrying, {"retry_rate_half": figures}, (10, 60)),)


def _retrying(rng: Generator, minutes: int = 40_000) -> Inputs:
    horizon = minutes * MINUTE
    arrivals = made.poisson(rng, 0.6, horizon)
    n, rows = len(arrivals), len(arrivals) * TRIES
    each = made.wanted(np.resize(arrivals, rows), np.ones(rows, np.int64), made.spans(rng, 1, rows), patience_time=0)
    each.conversations["patience_time"][-n:] = FAR
    links = np.concatenate((np.arange(n, rows), np.full(n, NOBODY)))
    tries = made.chained(each, n, links, redial_chance=MILLION, redial_time=made.spans(rng, 2, rows - n))
    return made.inputs_of(tries, House((1,)), horizon)


def _in_orbit(told: Told) -> Sums:
    conversations = told.record.conversations
    left = np.flatnonzero(conversations["outcome"] == ABANDONED)
    back = told.inputs.conversations["follow_up"][left]
    return told.integral(conversations["ended_at"][left], conversations["arrived_at"][back])


def _first_fails(told: Told) -> Sums:
    n = told.inputs.n_first
    return told.sums(told.arrived_at[:n], told.lost[:n])


# ---- J1: tiers ----


def _j1() -> tuple[HandMade, ...]:
    """Build two tiers; three of ten conversations go on to the second."""
    tiers = theory.Tiers(1.6, 0.3, (5, 5), (10, 3))
    queues = (tiers.first, tiers.second)
    figures = [
        figure
        for number, queue in enumerate(queues)
        for figure in (
            _tier_delay(queue.mean_wait, number),
            see.occupancy(queue.occupancy, queue.agents, number),
        )
    ]
    figures += [see.resolution_time(tiers.resolution_time), see.open_conversations(1.6 * tiers.resolution_time)]
    return (HandMade(partial(_tiered, tiers=tiers, n=500_000), {"two_tiers": tuple(figures)}, (8, 50)),)


def _tiered(rng: Generator, tiers: theory.Tiers, n: int) -> Inputs:
    horizon = round(n / tiers.rate) * MINUTE
    arrivals = made.poisson(rng, tiers.rate, horizon)
    n = len(arrivals)
    goes_on = rng.random(n) < tiers.escalated
    n_second = int(goes_on.sum())
    handle = np.concatenate((made.spans(rng, tiers.handles[0], n), made.spans(rng, tiers.handles[1], n_second)))
    escalation_touch = np.where(goes_on, n - 1 + np.cumsum(goes_on), NOBODY)
    each = made.wanted(
        arrivals, np.ones(n, np.int64), handle, escalation_touch=escalation_touch,
        escalated_to=np.where(goes_on, 1, NOBODY),
    )  # fmt: skip
    return made.inputs_of(each, House(tiers.agents, ((0,), (1,))), horizon)


def _tier_delay(expected: float, number: int) -> Figure:
    def chosen(told: Told) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        return told.done & (told.is_first if number == 0 else ~told.is_first)

    return Figure(
        f"wait at tier {number + 1}",
        expected,
        (
            lambda t: t.sums(t.ready_at, t.delay * chosen(t)) / MINUTE,
            lambda t: t.sums(t.ready_at, chosen(t)),
        ),
    )


# ---- J2: reopening ----

HIGHEST: Final = 0.5
"""Rows are drawn for reopenings up to this chance; the engine decides which of them come."""


def _j2() -> tuple[HandMade, ...]:
    """Build conversations of which three of ten come back each time, an hour after they were resolved."""
    chance, rate, agents = 0.3, 0.7, 6
    visits = theory.visits(chance)
    queue = theory.ErlangC(rate * visits, 1 / 5, agents)
    figures = (
        Figure("visits", visits, (lambda t: t.sums(t.arrived_at), lambda t: t.sums(t.arrived_at[: t.inputs.n_first]))),
        see.occupancy(queue.occupancy, agents),
        see.delayed(queue.waits),
        see.mean_delay(queue.mean_wait),
    )
    return (HandMade(partial(_reopened, rate, chance, agents), {"p_.3": figures}, (5, 32)),)


def _reopened(rate: float, chance: float, agents: int, rng: Generator, n: int = 400_000) -> Inputs:
    horizon = round(n / rate) * MINUTE
    arrivals = made.poisson(rng, rate, horizon)
    may_return = rng.geometric(1 - HIGHEST, len(arrivals)) - 1
    links, n = _links(may_return)
    each = made.wanted(np.resize(arrivals, n), np.ones(n, np.int64), made.spans(rng, 5, n))
    n_later = n - len(arrivals)
    terms = {
        "luck": (rng.random(n_later) * HIGHEST * MILLION).astype(np.int64), "reopen_chance": round(chance * MILLION),
        "reopen_if_wrong_chance": MILLION, "reopen_time": made.spans(rng, 60, n_later),
    }  # fmt: skip
    return made.inputs_of(
        made.chained(each, len(arrivals), links, **terms), House((agents,), returns_to_owner=0), horizon
    )


def _links(
    n_later: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.int64]], int]:
    """Return each row's follow-up where contact i has so many, one after the other, and how many rows that are."""
    n = len(n_later)
    owner = np.repeat(np.arange(n), n_later)
    rows = n + np.arange(len(owner))
    links = np.full(n + len(owner), NOBODY, np.int64)
    is_first = np.diff(owner, prepend=-1) > 0
    links[owner[is_first]] = rows[is_first]
    links[rows[~is_first] - 1] = rows[~is_first]
    return links, n + len(owner)


CASES: Final = (
    Case("F1", "Erlang-R: conversations of three touches need three times the agents of their first contacts.", "F",
         "Yom-Tov & Mandelbaum 2014; Jackson 1957", _f1),
    Case("F4", "Nobody queues, everybody tries again: an orbit of customers.", "F",
         "Falin & Templeton 1997 (M/M/1 retrial queue)", _f4),
    Case("J1", "Two tiers, each as if the other were not there.", "F", "Jackson 1957; Burke 1956", _j1),
    Case("J2", "A conversation that comes back with chance p is resolved 1 / (1 - p) times.", "F", "Jackson 1957", _j2),
)  # fmt: skip
