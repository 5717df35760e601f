"""Section A: one class of customers, a constant arrival rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim import closed_forms as theory
from sim.certify import figures as see
from sim.certify.case import Case, Experiment
from sim.certify.exact import measures_agree
from sim.certify.worlds import Customers, batches_of, desk, team, world
from sim.durations import MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sim.certify.figures import Figure

QUICK_FULL: Final = (2, 12)
"""Replications of 50 batches: 100 batches are the fewest that give a verdict."""


def _experiment(
    customers: Customers,
    plans: Mapping[str, tuple[dict[str, Any], tuple[Figure, ...]]],
    unit: int,
    runs: tuple[int, int] = QUICK_FULL,
) -> Experiment:
    """Return one class of customers before several plans, each with its figures."""
    batches = batches_of(customers.rate, unit)
    scenario = world({"paying": customers}, {name: plan for name, (plan, _) in plans.items()}, unit, batches)
    return Experiment(scenario, unit, batches, {name: found for name, (_, found) in plans.items()}, runs)


def erlang_c_figures(queue: theory.ErlangC, within: float | None = None) -> tuple[Figure, ...]:
    """Return P(wait), mean wait, occupancy and, with a time, the service level of M/M/n."""
    found = (see.waits(queue.waits), see.mean_wait(queue.mean_wait), see.occupancy(queue.occupancy, queue.agents))
    return found if within is None else (*found, see.served_within(queue.served_within(within), within))


def erlang_a_figures(queue: theory.ErlangA, within: float | None = None) -> tuple[Figure, ...]:
    """Return the figures of M/M/n+M; with a time also the share served within it."""
    found = (
        see.waits(queue.waits),
        see.mean_wait(queue.mean_wait),
        see.abandonment(queue.abandonment),
        see.queue_length(queue.queue_length),
        see.occupancy(queue.occupancy, queue.agents),
    )
    if within is None:
        return found
    return (
        *found,
        see.mean_wait_served(queue.mean_wait_served),
        see.served_within(queue.served_within(within), within),
    )


def _staffed(rate: float, handle: float, agents: range | tuple[int, ...], within: float | None) -> dict[str, Any]:
    """Return plans with so many agents, and what Erlang C says of each."""
    return {f"n{n}": (desk(n), erlang_c_figures(theory.ErlangC(rate, 1 / handle, n), within)) for n in agents}


def _a1() -> tuple[Experiment, ...]:
    return (_experiment(Customers(200 / 3600, 180), _staffed(200 / 3600, 180, range(11, 15), 20), SECOND, (4, 22)),)


def _a2() -> tuple[Experiment, ...]:
    return (_experiment(Customers(0.2, 240), _staffed(0.2, 240, range(52, 56), 20), SECOND, (4, 22)),)


def _a3() -> tuple[Experiment, ...]:
    """Build loss systems: nobody may wait, so whoever finds all agents busy is turned away."""
    unit = 2 * MINUTE
    found = []
    for load, sizes in ((2, (5,)), (10, (14, 12)), (5, (10,)), (1, (1,))):
        plans: dict[str, Any] = {
            f"n{n}_no_queue": (desk(n, queue_limit=0), (see.turned_away(theory.erlang_b(load, n)),)) for n in sizes
        }
        if load == 10:
            plans |= {"n12": (desk(12), (see.waits(theory.erlang_c(10, 12)),))}
        found.append(_experiment(Customers(load, 1), plans, unit))
    return tuple(found)


def _a4() -> tuple[Experiment, ...]:
    return (_experiment(Customers(400 / 3600, 180), _staffed(400 / 3600, 180, range(21, 29), 20), SECOND, (4, 30)),)


def _a5() -> tuple[Experiment, ...]:
    """Build the same call centre three times: patient customers, real ones, and patient ones that are 3.1 % fewer."""
    rate, real = 0.8, theory.ErlangA(0.8, 1 / 60, 1 / 120, 50)
    fewer = rate * (1 - 0.031)

    def patient(rate: float) -> dict[str, Any]:
        queue = theory.ErlangC(rate, 1 / 60, 50)
        p90 = see.beyond(0.1, queue.wait_percentile(0.9), "waits beyond the p90")
        return {"n50": (desk(50), (*erlang_c_figures(queue, 20), p90, see.queue_length(queue.queue_length)))}

    p90 = see.beyond(0.1, real.wait_percentile(0.9), "waits beyond the p90")
    return (
        _experiment(Customers(rate, 60), patient(rate), SECOND, (8, 50)),
        _experiment(
            Customers(rate, 60, patience=120), {"n50_impatient": (desk(50), (*erlang_a_figures(real, 20), p90))}, SECOND
        ),
        _experiment(Customers(fewer, 60), patient(fewer), SECOND, (4, 24)),
    )


def _a6() -> tuple[Experiment, ...]:
    queues = {n: theory.ErlangA(200 / 3600, 1 / 180, 1 / 300, n) for n in (13, 14)}
    plans = {f"n{n}": (desk(n), erlang_a_figures(queue, 20)) for n, queue in queues.items()}
    return (_experiment(Customers(200 / 3600, 180, patience=300), plans, SECOND),)


def _a7() -> tuple[Experiment, ...]:
    balanced, overloaded = theory.ErlangA(100, 1, 1, 100), theory.ErlangA(110, 1, 0.5, 100)
    unit = 6 * MINUTE
    return (
        _experiment(Customers(100, 1, patience=1), {"balanced": (desk(100), erlang_a_figures(balanced))}, unit),
        _experiment(Customers(110, 1, patience=2), {"overloaded": (desk(100), erlang_a_figures(overloaded))}, unit),
    )


def _a8() -> tuple[Experiment, ...]:
    """Build one agent with four laws of handle time; the Erlang-2 is a gamma law of cv 1/sqrt(2)."""
    laws = (
        ("constant", "constant", None, 0.0, (2, 8)),
        ("erlang_2", "gamma", 0.5**0.5, 0.5, (2, 12)),
        ("exponential", "exponential", None, 1.0, (2, 16)),
        ("lognormal_scv_4", "lognormal", 2.0, 4.0, (12, 40)),
    )
    found = []
    for name, law, cv, scv, runs in laws:
        wait = see.mean_wait(theory.pollaczek_khinchine(0.8, 1, scv))
        if name == "lognormal_scv_4":
            wait = wait.allowing(0.05, 0.03, is_absolute=False)
        customers = Customers(0.8, 1, law=law, cv=cv)
        seen = (wait, see.waits(0.8), see.occupancy(0.8, 1))
        found.append(_experiment(customers, {name: (desk(1), seen)}, 30 * SECOND, runs))
    return tuple(found)


def _a9() -> tuple[Experiment, ...]:
    room = theory.FiniteRoom(4.2, 0.5, 12, 17)
    limited = (see.turned_away(room.blocked), see.queue_length(room.queue_length), see.waits(room.waits))
    apart, pooled = theory.ErlangC(8, 1, 10), theory.ErlangC(16, 1, 20)
    unit = 2 * MINUTE
    batches = batches_of(16, unit)
    two_teams = {
        "teams": {"north": team(10), "south": team(10)},
        "routing": {"segments": {"n": {"teams": {"north": "0"}}, "s": {"teams": {"south": "0"}}}},
    }
    both = {"n": Customers(8, 1), "s": Customers(8, 1)}
    pooling = Experiment(
        world(both, {"apart": two_teams, "pooled": desk(20)}, unit, batches),
        unit,
        batches,
        {"apart": (see.mean_wait(apart.mean_wait), see.waits(apart.waits)),
         "pooled": (see.mean_wait(pooled.mean_wait), see.waits(pooled.waits))},
        (4, 24),
    )  # fmt: skip
    return (_experiment(Customers(4.2, 2), {"room_17": (desk(12, queue_limit=5), limited)}, unit), pooling)


def _a10() -> tuple[Experiment, ...]:
    rate = 2000 / 3600
    return (_experiment(Customers(rate, 180), _staffed(rate, 180, (105, 110, 115, 120), None), SECOND, (5, 32)),)


CASES: Final = (
    Case("A1", "Erlang C at 10 erlangs: the 80/20 answer is 14 agents, 13 just miss it.", "P",
         "pyworkforce README 0.5.4; R package ErlangC 0.1.0", _a1),
    Case("A2", "Erlang C at 48 erlangs: the textbook example.", "P", "mitan, Erlang-C formula", _a2),
    Case("A3", "Erlang B: with no room to wait, who finds all busy is turned away.", "P", "public test suite", _a3),
    Case("A4", "The staffing table at 20 erlangs: the power of one agent.", "P", "Reynolds, SWPP On Target 2024", _a4),
    Case("A5", "Without patience a simulator overstates waits 5.6 times.", "R",
         "Gans, Koole & Mandelbaum 2003; Garnett, Mandelbaum & Reiman 2002", _a5),
    Case("A6", "Erlang A staffing; and the measures of reports agree with it.", "P", "pyworkforce, Erlang A guide",
         _a6, measures_agree),
    Case("A7", "Patience equal to handle time: Poisson; and an overloaded team that patience keeps stable.", "F",
         "Palm 1957; Whitt 2006 for the fluid limit", _a7),
    Case("A8", "Only mean and variance of handle time count for one agent.", "F",
         "Pollaczek 1930; Khinchine 1932", _a8),
    Case("A9", "A full queue turns away; one pool waits 69 % less than two halves.", "F", "Kleinrock 1975", _a9),
    Case("A10", "100 erlangs with square-root safety staffing.", "F", "Halfin & Whitt 1981; exact Erlang C", _a10),
)  # fmt: skip
