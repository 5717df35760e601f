"""Section A: one class of customers, a constant arrival rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim import closed_forms as theory
from sim.certify import figures as see
from sim.certify.case import Case, Experiment
from sim.certify.exact import measures_agree
from sim.certify.seen import Batches
from sim.certify.worlds import Customers, desk, experiment, team, world
from sim.durations import MINUTE, SECOND

if TYPE_CHECKING:
    from typing import Any

    from sim.certify.figures import Figure


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
    plans = _staffed(200 / 3600, 180, range(11, 15), 20)
    return (experiment({"paying": Customers(200 / 3600, 180)}, plans, SECOND, 5.5),)


def _a2() -> tuple[Experiment, ...]:
    return (experiment({"paying": Customers(0.2, 240)}, _staffed(0.2, 240, range(52, 56), 20), SECOND, 10.8),)


def _a3() -> tuple[Experiment, ...]:
    """Build loss systems: nobody may wait, so whoever finds all agents busy is turned away."""
    found = []
    for load, sizes in ((2, (5,)), (10, (14, 12)), (5, (10,)), (1, (1,))):
        plans: dict[str, Any] = {
            f"n{n}_no_queue": (desk(n, queue_limit=0), (see.turned_away(theory.erlang_b(load, n)),)) for n in sizes
        }
        if load == 10:
            plans |= {"n12": (desk(12), (see.waits(theory.erlang_c(10, 12)),))}
        found.append(experiment({"paying": Customers(load, 1)}, plans, 2 * MINUTE, 1.3))
    return tuple(found)


def _a4() -> tuple[Experiment, ...]:
    """Build the table in two parts: the smallest teams are so busy that they need longer runs."""
    rate = 400 / 3600
    parts = ((range(21, 23), 15), (range(23, 29), 8.5))
    return tuple(
        experiment({"paying": Customers(rate, 180)}, _staffed(rate, 180, sizes, 20), SECOND, millions)
        for sizes, millions in parts
    )


def _a5() -> tuple[Experiment, ...]:
    """Build the same call centre three times: patient customers, real ones, and patient ones that are 3.1 % fewer."""
    rate, real = 0.8, theory.ErlangA(0.8, 1 / 60, 1 / 120, 50)

    def patient(label: str, rate: float, millions: float) -> Experiment:
        queue = theory.ErlangC(rate, 1 / 60, 50)
        figures = (*erlang_c_figures(queue, 20), see.p90_of(queue), see.queue_length(queue.queue_length))
        return experiment({"paying": Customers(rate, 60)}, {label: (desk(50), figures)}, SECOND, millions)

    impatient = {"impatient": (desk(50), (*erlang_a_figures(real, 20), see.p90_of(real)))}
    return (
        patient("patient", rate, 20),
        experiment({"paying": Customers(rate, 60, patience=120)}, impatient, SECOND, 3),
        patient("patient_and_fewer", rate * (1 - 0.031), 12),
    )


def _a6() -> tuple[Experiment, ...]:
    queues = {n: theory.ErlangA(200 / 3600, 1 / 180, 1 / 300, n) for n in (13, 14)}
    plans = {f"n{n}": (desk(n), erlang_a_figures(queue, 20)) for n, queue in queues.items()}
    return (experiment({"paying": Customers(200 / 3600, 180, patience=300)}, plans, SECOND, 2),)


def _a7() -> tuple[Experiment, ...]:
    balanced, overloaded = theory.ErlangA(100, 1, 1, 100), theory.ErlangA(110, 1, 0.5, 100)
    unit = 6 * MINUTE
    balanced_plan = {"balanced": (desk(100), erlang_a_figures(balanced))}
    overloaded_plan = {"overloaded": (desk(100), erlang_a_figures(overloaded))}
    return (
        experiment({"paying": Customers(100, 1, patience=1)}, balanced_plan, unit, 2.5),
        experiment({"paying": Customers(110, 1, patience=2)}, overloaded_plan, unit, 1.5),
    )


def _a8() -> tuple[Experiment, ...]:
    """Build one agent with four laws of handle time; the Erlang-2 is a gamma law of cv 1/sqrt(2)."""
    laws = (
        ("constant", "constant", None, 0.0),
        ("erlang_2", "gamma", 0.5**0.5, 0.5),
        ("exponential", "exponential", None, 1.0),
    )
    found = []
    for name, law, cv, scv in laws:
        plans = {name: (desk(1), _one_agent(theory.pollaczek_khinchine(0.8, 1, scv)))}
        found.append(experiment({"paying": Customers(0.8, 1, law=law, cv=cv)}, plans, 30 * SECOND, 1.2))
    return (*found, _lognormal())


def _one_agent(mean_wait: float) -> tuple[Figure, ...]:
    return (see.mean_wait(mean_wait), see.waits(0.8), see.occupancy(0.8, 1))


def _lognormal() -> Experiment:
    """Build the law that is hard to estimate: one conversation of 500 times the mean makes hundreds wait.

    Its batches are five times as long as the others', so that such an event seldom lies across two of them.
    """
    wait, *others = _one_agent(theory.pollaczek_khinchine(0.8, 1, 4.0))
    unit, batches, name = 30 * SECOND, Batches(10, 110), "lognormal_scv_4"
    scenario = world({"paying": Customers(0.8, 1, law="lognormal", cv=2.0)}, {name: desk(1)}, unit, batches)
    figures = (wait.allowing(0.05, 0.03, is_absolute=False), *others)
    return Experiment(scenario, unit, batches, {name: figures}, (10, 40))


def _a9() -> tuple[Experiment, ...]:
    room = theory.FiniteRoom(4.2, 0.5, 12, 17)
    limited = (see.turned_away(room.blocked), see.queue_length(room.queue_length), see.waits(room.waits))
    apart, pooled = theory.ErlangC(8, 1, 10), theory.ErlangC(16, 1, 20)
    two_teams = {
        "teams": {"north": team(10), "south": team(10)},
        "routing": {"segments": {"n": {"teams": {"north": "0"}}, "s": {"teams": {"south": "0"}}}},
    }
    plans = {
        "apart": (two_teams, (see.mean_wait(apart.mean_wait), see.waits(apart.waits))),
        "pooled": (desk(20), (see.mean_wait(pooled.mean_wait), see.waits(pooled.waits))),
    }
    unit = 2 * MINUTE
    return (
        experiment({"paying": Customers(4.2, 2)}, {"room_17": (desk(12, queue_limit=5), limited)}, unit, 2.8),
        experiment({"n": Customers(8, 1), "s": Customers(8, 1)}, plans, unit, 4),
    )


def _a10() -> tuple[Experiment, ...]:
    """Build the exact figures beside the limit; where so few wait, the mean wait would need much longer runs."""
    rate, plans = 2000 / 3600, {}
    for n in (105, 110, 115, 120):
        queue = theory.ErlangC(rate, 1 / 180, n)
        plans[f"n{n}"] = (desk(n), (see.waits(queue.waits), see.occupancy(queue.occupancy, n)))
    return (experiment({"paying": Customers(rate, 180)}, plans, SECOND, 20),)


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
