"""Section H, the end: burnout. Quits against the chances that are written down, and a load that is held."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim import closed_forms as theory
from sim.certify import made
from sim.certify.case import Case, HandMade
from sim.certify.figures import Figure
from sim.certify.made import House
from sim.certify.people import by_group, days_of, staffed
from sim.certify.verdict import Finding, Question, judge_exact
from sim.durations import DAY, HOUR
from sim.inputs import MILLION, NEVER
from sim.runs import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.random import Generator

    from sim.certify.estimators import Sums
    from sim.certify.told import Told
    from sim.inputs import Inputs, Table

# ---- H7: the compensator ----


_SEATS: Final = 10
_HALF: Final = 0.5


def _h7() -> tuple[HandMade, ...]:
    """Build ten people whose load makes them leave, which loads the others: each run is one batch."""
    figures = (
        Figure("mean of Z", 0, (_z, _one)).allowing(0.2, 0.1),
        Figure("quits / their chances", 1, (lambda t: _told(t, _n_quits), lambda t: _told(t, _chances))),
        Figure("variance of Z", 1, (_squared, lambda t: _told(t, _variance))).allowing(0.3, 0.12),
        Figure("law of the summed hazard", 1, (_lasting, lambda _: np.full(1, float(_SEATS)))),
    )
    return (HandMade(_burning, {"burnout_feedback": figures}, (600, 3750), all_end=False),)


def _burning(rng: Generator) -> Inputs:
    day, n_days = 10 * HOUR, 60
    shifts = tuple((start + HOUR, start + 9 * HOUR) for start in range(0, n_days * day, day))
    arrivals = made.poisson(rng, 0.1125, n_days * day)
    n = len(arrivals)
    patience = made.spans(rng, 60, n)
    each = made.wanted(arrivals, np.ones(n, np.int64), made.spans(rng, 60, n), patience_time=patience)
    house = House((_SEATS,), days=tuple(range(0, n_days * day + 1, day)), shifts=shifts)
    inputs = staffed(made.inputs_of(each, house, n_days * day), rng, 10_000, 5)
    teams = inputs.teams
    teams["quit_gain"], teams["slow_gain"] = 3 * MILLION, MILLION // 5
    for state in ("exhaustion", "disengagement"):
        teams[f"{state}_from"], teams[f"{state}_full"] = 600_000, MILLION
        teams[f"{state}_rate"] = 150_000
    return inputs


def _told(told: Told, figure: Callable[[Table], float]) -> Sums:
    return np.array([figure(told.record.agent_days)])


def _n_quits(days: Table) -> float:
    return float(days["quits"].sum())


def _chances(days: Table) -> float:
    return float(days["quit_chance"].sum()) / MILLION


def _variance(days: Table) -> float:
    chance = days["quit_chance"] / MILLION
    return float((chance * (1 - chance)).sum())


def _z(told: Told) -> Sums:
    days = told.record.agent_days
    return np.array([(_n_quits(days) - _chances(days)) / math.sqrt(_variance(days))])


def _squared(told: Told) -> Sums:
    return np.array([(_n_quits(told.record.agent_days) - _chances(told.record.agent_days)) ** 2])


def _lasting(told: Told) -> Sums:
    """Return who of the first people lasts to a summed hazard of a half, each counted exp(that hazard) times.

    The time up to the quit is Exp(1) in summed -log(1 - p); so this is 1 a seat, whatever the load did to p meanwhile.
    """
    days = told.record.agent_days.reshape(_SEATS, -1)
    hazard = np.cumsum(-np.log1p(-days["quit_chance"] / MILLION), axis=1)
    n_days = hazard.shape[1]
    until = np.minimum((hazard < _HALF).sum(axis=1), n_days - 1)
    quit_on = np.where(days["quits"].any(axis=1), days["quits"].argmax(axis=1), n_days)
    return np.array([float(np.exp(hazard[np.arange(_SEATS), until])[quit_on > until].sum())])


def _one(_: Told) -> Sums:
    return np.ones(1)


# ---- H8: a held load ----


class _Held(NamedTuple):
    """People of whom each present one works six of eight hours a day, and nobody is replaced."""

    seats: int = 30
    groups: int = 40
    days: tuple[int, ...] = (60, 180, 360)
    quit_chance: int = 1333
    rate: int = round(MILLION * -math.expm1(-1 / 60))


HELD: Final = _Held()


def _held_theory() -> theory.HeldLoadDays:
    return theory.HeldLoadDays(HELD.quit_chance / MILLION, 1, 0.5, HELD.rate / MILLION)


def _h8() -> tuple[HandMade, ...]:
    expected = [HELD.seats * _held_theory().staying(day) for day in HELD.days]
    figures = tuple(
        Figure(f"headcount, day {day}", headcount, (partial(_staying, day=day), _held_groups))
        for day, headcount in zip(HELD.days, expected, strict=True)
    )
    return (HandMade(partial(_held, HELD.groups), {"30_agents": figures}, (6, 38), all_end=False),)


def _held(groups: int, rng: Generator) -> Inputs:
    """Return days on which each agent present is given six hours of work as the shift begins; the rest gives up."""
    n, n_days = groups * HELD.seats, HELD.days[-1] + 1
    shifts = tuple((day * DAY, day * DAY + 8 * HOUR) for day in range(n_days))
    arrivals = np.repeat(np.arange(n_days, dtype=np.int64) * DAY, n)
    work = np.full(len(arrivals), 6 * HOUR)
    each = made.wanted(arrivals, np.ones(len(arrivals), np.int64), work, patience_time=0)
    house = House((n,), days=tuple(range(0, n_days * DAY + 1, DAY)), shifts=shifts)
    inputs = staffed(made.inputs_of(each, house, n_days * DAY), rng, HELD.quit_chance, NEVER)
    inputs.teams["quit_gain"] = MILLION
    for state in ("exhaustion", "disengagement"):
        inputs.teams[f"{state}_from"], inputs.teams[f"{state}_full"] = MILLION // 2, MILLION
        inputs.teams[f"{state}_rate"] = HELD.rate
    return inputs


def _staying(told: Told, day: int) -> Sums:
    return by_group(days_of(told)["is_there"][:, day], HELD.seats)


def _held_groups(told: Told) -> Sums:
    return np.ones(len(told.inputs.agents) // HELD.seats)


def states_as_expected(seed: int) -> Iterator[Finding]:
    """Yield the slow states of everybody who is still there, of one small run: the same for all, to rounding."""
    inputs = _held(1, np.random.default_rng(seed))
    days = simulate(inputs).agent_days.reshape(len(inputs.agents), -1)
    for day in HELD.days:
        there = days[:, day][days["is_there"][:, day] == 1]
        expected = _held_theory().state(day)
        for state in ("exhaustion", "disengagement"):
            question = Question("H8", "one_group", f"{state}, day {day}", expected, 2e-4)
            for extreme in (there[state].min(), there[state].max()):
                yield judge_exact(question, float(extreme) / MILLION)


CASES: Final = (
    Case("H7", "Quits happen with the chance that is written down, whatever burnout does to it.", "F",
         "Doob-Meyer compensator; Bremaud 1981", _h7),
    Case("H8", "Under a held load burnout and headcount follow their curves.", "F",
         "first-order relaxation; survival function", _h8, states_as_expected),
)  # fmt: skip
