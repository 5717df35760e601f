"""Section D: busy and calm days."""

from __future__ import annotations

from typing import Final

from sim import closed_forms as theory
from sim.certify import estimators
from sim.certify import figures as see
from sim.certify.case import Case, Experiment
from sim.certify.figures import Figure
from sim.certify.seen import Batches, Who
from sim.certify.worlds import Customers, desk, world
from sim.durations import DAY, HOUR, MINUTE

MODEL_MINUTE: Final = 3 * MINUTE
"""A minute of D2's call centre, stretched so that its busy hour has 20 of them."""
MEASURED: Final = (12 * MODEL_MINUTE, 20 * MODEL_MINUTE)
"""The part of D2's day that counts, from midnight: by then a day has reached its own steady state."""


def _d1() -> tuple[Experiment, ...]:
    """Build 1,660 contacts a day, 150 in most hours, and look at the customers alone: a day is a batch."""
    batches = Batches(1400, 1)
    hours = [0] * 8 + [150] * 10 + [160] + [0] * 5
    first, second = (Who(None, (hour * HOUR, (hour + 1) * HOUR)) for hour in (9, 15))
    figures = (
        Figure("sd of a day", theory.busy_sd(1660, 10), (lambda s: s.sums(s.of()),), estimators.deviation),
        Figure("variance / mean of an hour", theory.hour_dispersion(150, 10), (lambda s: s.sums(s.of(first)),),
               estimators.dispersion),
        Figure("correlation of two hours", theory.hour_correlation(150, 10),
               (lambda s: s.sums(s.of(first)), lambda s: s.sums(s.of(second))), estimators.correlation),
    )  # fmt: skip
    customers = {"paying": Customers(1660 / 24, 1 / 60, day_cv=10**-0.5)}
    scenario = world(customers, {"n1": desk(1)}, HOUR, batches, {"hours": hours})
    return (
        Experiment(
            scenario,
            HOUR,
            batches,
            {"n1": tuple(each.allowing(0.05, 0.05, is_absolute=False) for each in figures)},
            (8, 9),
            is_demand_only=True,
        ),
    )


def _d2() -> tuple[Experiment, ...]:
    """Build the call centre of A5 open for 20 of its minutes a day, of which the last 8 count.

    The rest of the day is empty. Steady state is reached like exp(-time / patience): after 12 minutes what is missing
    is below .03 points. Whoever arrives in the last minutes is served or lost by those before, as in an endless day.
    """
    quiet = theory.ErlangA(48, 1, 0.5, 50)
    profile = {"hours": [1, *[0] * 23]}
    found = []
    for shape, runs in ((None, (2, 2)), (100, (3, 3)), (50, (6, 6)), (20, (7, 13)), (10, (6, 23))):
        lost = quiet.abandonment if shape is None else theory.abandonment_with_busyness(quiet, shape)
        batches = Batches(50, 35)
        figure = see.abandonment(lost, Who(None, MEASURED)).allowing(max(0.05 * lost, 0.003), 0.003)
        customers = Customers(48 * HOUR / DAY, 1, patience=2, day_cv=0.0 if shape is None else shape**-0.5)
        label = "every_day_alike" if shape is None else f"shape_{shape}"
        scenario = world({"paying": customers}, {label: desk(50)}, MODEL_MINUTE, batches, profile)
        found.append(Experiment(scenario, MODEL_MINUTE, batches, {label: (figure,)}, runs))
    return tuple(found)


CASES: Final = (
    Case("D1", "Gamma days: the day's count spreads 13 times as much as a Poisson count.", "F",
         "Avramidis, Deslauriers & L'Ecuyer 2004; Brown et al. 2005", _d1),
    Case("D2", "Same mean volume, same staff: busy and calm days lose 3.7 times as many customers.", "F",
         "mixture of Erlang A over gamma days", _d2),
)  # fmt: skip
