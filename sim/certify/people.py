"""Sections F and H: people who leave, are replaced and learn.

Batches are groups of seats, not spans of time; everything goes day by day, as in the engine.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from sim import closed_forms as theory
from sim.certify import made
from sim.certify.case import Case, HandMade
from sim.certify.figures import Figure
from sim.certify.made import House
from sim.durations import DAY, HOUR, MINUTE
from sim.inputs import MILLION, RAMP_DAYS

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from sim.certify.estimators import Sums
    from sim.certify.told import Told
    from sim.inputs import Inputs, Table

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

START: Final = 0.5
"""Performance of a newcomer."""
LEARNING: Final = 90
"""Days in which 1 - 1/e of what is missing is learnt."""
VETERAN: Final = RAMP_DAYS - 1


def _speeds() -> Floats:
    """[days in the job] performance; from the last on, that of a veteran: 1."""
    speeds = np.rint(1000 * theory.learning(np.arange(float(RAMP_DAYS)), START, LEARNING)) / 1000
    speeds[-1] = 1
    return np.asarray(speeds)


def staffed(inputs: Inputs, rng: Generator, quit_chance: int, lead_time: int) -> Inputs:
    """Return *inputs* with people who quit by luck, are replaced, and learn; all are veterans at the start."""
    inputs.teams["quit_chance"], inputs.teams["lead_time"] = quit_chance, lead_time
    inputs.day_luck["quit"] = rng.integers(0, MILLION, len(inputs.day_luck))
    inputs.ramps["speed_permille"] = np.rint(1000 * _speeds())
    inputs.agents["tenure"] = VETERAN
    return inputs


def _nobody() -> made.Wanted:
    none = np.zeros(0, np.int64)
    return made.wanted(none, none, none)


def days_of(told: Told) -> Table:
    """[seat, day] how each day begins."""
    return told.record.agent_days.reshape(len(told.inputs.agents), -1)


def by_group(values: Sums | Integers, size: int) -> Sums:
    """Return the sums over groups of so many seats; *values*: one per seat."""
    return np.asarray(values.reshape(-1, size).sum(axis=1), np.float64)


# ---- F2: retention ----

SENIORITY: Final = 1080
"""Days of a run."""


def _f2() -> tuple[HandMade, ...]:
    """Build a staff whose seats are filled the day after; months have 30 days."""
    found = []
    for months in (6, 12, 24, 48):
        chance = round(MILLION * -math.expm1(-1 / (30 * months)))
        staying = np.power(1 - chance / MILLION, np.arange(15.0 * 30 * months))
        figures = _retention(staying, 360 * 100 * chance / MILLION)
        build = partial(_retained, chance, 2 * months)
        found.append(HandMade(build, {f"{months}_months": figures}, (4, 25), all_end=False))
    exactly = _retention(np.ones(720), 50)
    found.append(HandMade(_two_years_each, {"24_months_exactly": exactly}, (4, 25), all_end=False))
    return tuple(found)


def _retention(staying: Floats, hires: float) -> tuple[Figure, ...]:
    """Return the mean performance of those present, and the hires a year of each hundred of them."""

    def performance(told: Told) -> Sums:
        days = days_of(told)
        by_tenure = _speeds()[np.minimum(days["tenure"], VETERAN)]
        return by_group((by_tenure * days["is_there"]).sum(axis=1), _group(told))

    def present(told: Told) -> Sums:
        return by_group(days_of(told)["is_there"].sum(axis=1), _group(told))

    def replaced(told: Told) -> Sums:
        return 36_000 * by_group(days_of(told)["quits"][:, 1:].sum(axis=1), _group(told))

    def present_before(told: Told) -> Sums:
        return by_group(days_of(told)["is_there"][:, :-1].sum(axis=1), _group(told))

    return (
        Figure(
            "performance", theory.retention_of_days(np.asarray(staying, np.float64), _speeds()), (performance, present)
        ),
        Figure("hires a year per 100", hires, (replaced, present_before)),
    )


def _group(told: Told) -> int:
    return len(told.inputs.agents) // 40


def _retained(chance: int, per_group: int, rng: Generator) -> Inputs:
    """Return 40 groups of seats, whose people have been there for as long as in the long run."""
    house = House((40 * per_group,), days=tuple(range(0, (SENIORITY + 1) * DAY, DAY)), shifts=((0, MINUTE),))
    inputs = staffed(made.inputs_of(_nobody(), house, SENIORITY * DAY), rng, chance, 1)
    inputs.agents["tenure"] = rng.geometric(chance / MILLION, 40 * per_group) - 1
    return inputs


def _two_years_each(rng: Generator) -> Inputs:
    """Return the same where everybody leaves after 720 days, by luck that is put in; a seat is then empty for a day."""
    inputs = _retained(1, 20, rng)
    tenure = rng.integers(0, 720, len(inputs.agents))
    inputs.agents["tenure"] = tenure
    luck = np.full((len(tenure), SENIORITY), MILLION - 1)
    for number in range(2):
        on = 720 - tenure + number * 721
        luck[np.flatnonzero(on < SENIORITY), on[on < SENIORITY]] = 0
    inputs.day_luck["quit"] = luck.ravel()
    return inputs


# ---- H6: quits, vacancies, ramp ----

SEATS: Final = 40
"""Of a group."""
VACANCY: Final = 60
"""Days that a seat stays empty."""
QUIT_CHANCE: Final = 1000
"""A day (ppm): .03 in 30 days."""
LOOKED_AT: Final = (30, 90, 180, 360)


def _h6() -> tuple[HandMade, ...]:
    """Build 40 seats many times; on four days each present agent does ten minutes of work, so that speed shows."""
    theirs = theory.SeatDays(QUIT_CHANCE / MILLION, VACANCY, LOOKED_AT[-1] + 1)
    by_day = theirs.productive(_speeds())
    figures = [Figure("quits in 360 days", SEATS * float(theirs.quits[-1]), (_quits, _groups))]
    for place, day in enumerate(LOOKED_AT):
        headcount = SEATS * float(theirs.present[day])
        figures += [
            Figure(f"headcount, day {day}", headcount, (partial(_present, day=day), _groups)),
            Figure(f"productive, day {day}", SEATS * float(by_day[day]), (partial(_productive, place=place), _groups)),
        ]
    return (HandMade(_seats, {"40_seats": tuple(figures)}, (6, 38), all_end=False),)


def _seats(rng: Generator) -> Inputs:
    n, horizon = 100 * SEATS, (LOOKED_AT[-1] + 1) * DAY
    shifts = tuple((day * DAY + HOUR, day * DAY + 2 * HOUR) for day in LOOKED_AT)
    arrivals = np.repeat([start for start, _ in shifts], n)
    work = np.full(len(arrivals), 10 * MINUTE)
    house = House((n,), days=tuple(range(0, horizon + 1, DAY)), shifts=shifts)
    each = made.wanted(arrivals, np.ones(len(arrivals), np.int64), work, patience_time=0)
    return staffed(made.inputs_of(each, house, horizon), rng, QUIT_CHANCE, VACANCY)


def _groups(told: Told) -> Sums:
    return np.ones(len(told.inputs.agents) // SEATS)


def _quits(told: Told) -> Sums:
    return by_group(days_of(told)["quits"].sum(axis=1), SEATS)


def _present(told: Told, day: int) -> Sums:
    return by_group(days_of(told)["is_there"][:, day], SEATS)


def _productive(told: Told, place: int) -> Sums:
    """Return the speeds that show in the work of the day: 10 minutes over what they took."""
    n = len(told.inputs.agents)
    touches = told.record.touches[place * n : (place + 1) * n]
    done = touches[touches["started_at"] >= 0]
    speeds = 10 * MINUTE / (done["ended_at"] - done["started_at"])
    return np.asarray(np.bincount(done["agent"] // SEATS, speeds, minlength=n // SEATS), np.float64)


CASES: Final = (
    Case("F2", "Performance and hires of a staff of constant size, by how long people stay.", "F", "Whitt 2006", _f2),
    Case("H6", "Quits, vacancies and the ramp of newcomers: who is there, and what they get done.", "F",
         "alternating renewal process; Cox 1962", _h6),
)  # fmt: skip
