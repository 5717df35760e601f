"""Section B: who is served next. Free against paid, reserves, skills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim import closed_forms as theory
from sim.certify import figures as see
from sim.certify.case import Case, Experiment
from sim.certify.exact import same_unfinished_work
from sim.certify.seen import Who
from sim.certify.worlds import Customers, desk, experiment, strictly, team
from sim.durations import MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.certify.figures import Figure


def _waits_of(classes: Sequence[str], waits: Sequence[float]) -> tuple[Figure, ...]:
    return tuple(see.mean_wait(wait, Who(name)) for name, wait in zip(classes, waits, strict=True))


def _strict_priority(
    rates: Sequence[float], service_rate: float, unit: int, sizes: Mapping[int, float]
) -> tuple[Experiment, ...]:
    """Return classes of a common handle time, the first most urgent, and what Cobham says.

    *sizes*: numbers of agents, and the millions of arrivals of a quick run with each.
    """
    names = [f"class_{number}" for number in range(1, len(rates) + 1)]
    classes = {name: Customers(rate, 1 / service_rate) for name, rate in zip(names, rates, strict=True)}
    found = []
    for agents, millions in sizes.items():
        strict = _waits_of(names, theory.cobham(rates, service_rate, agents))
        fifo = (see.mean_wait(theory.ErlangC(sum(rates), service_rate, agents).mean_wait),)
        plans = {
            f"strict_n{agents}": (desk(agents, strict=strictly(*names)), (*strict, *fifo)),
            f"fifo_n{agents}": (desk(agents), fifo),
        }
        found.append(experiment(classes, plans, unit, millions))
    return tuple(found)


def _b1() -> tuple[Experiment, ...]:
    """Build the hospital with its hour squeezed into two minutes: only ratios of times count."""
    return _strict_priority((0.2, 0.6, 1.2), 3, 2 * MINUTE, {1: 1.2, 2: 1.5})


def _b2() -> tuple[Experiment, ...]:
    unit = 12 * MINUTE
    return (
        *_strict_priority((6, 4, 6, 5), 6, unit, {5: 2.5}),
        *_strict_priority((3, 3, 3), 5, unit, {2: 4.5}),
    )


def _b3() -> tuple[Experiment, ...]:
    """Build free and paid before 20 agents; the volume-weighted wait is the same whatever the policy."""
    paid, free = 0.5, 1.0
    same = see.mean_wait(theory.ErlangC(paid + free, 1 / 12, 20).mean_wait)
    slow, fast = theory.accumulating_priority((free, paid), 1 / 12, 20, (1, 3))
    names = ("paid", "free")
    plans = {
        "fifo": (desk(20), (*_waits_of(names, (same.expected, same.expected)), same)),
        "strict": (
            desk(20, strict=strictly("paid")),
            (*_waits_of(names, theory.cobham((paid, free), 1 / 12, 20)), same),
        ),
        "accumulating_3_to_1": (desk(20, segments={"paid": {"slope": 3}}), (*_waits_of(names, (fast, slow)), same)),
    }
    return (experiment({"paid": Customers(paid, 12), "free": Customers(free, 12)}, plans, MINUTE, 7),)


def _b4() -> tuple[Experiment, ...]:
    """Build accumulating priority between its limits: equal slopes are FIFO, an endless one is strict."""
    names = ("urgent", "other")
    rates = (0.4, 0.4)
    plans = {}
    for label, slope in (("slopes_2_to_1", 2), ("slopes_1_to_1", 1)):
        other, urgent = theory.accumulating_priority(rates, 1, 1, (1, slope))
        plans[label] = (desk(1, segments={"urgent": {"slope": slope}}), _waits_of(names, (urgent, other)))
    plans["strict"] = (desk(1, strict=strictly("urgent")), _waits_of(names, theory.cobham(rates, 1, 1)))
    return (experiment({name: Customers(0.4, 1) for name in names}, plans, 30 * SECOND, 1.5),)


def _b5() -> tuple[Experiment, ...]:
    """Build two classes with different laws of handle time before one agent, in three orders."""
    classes = {"short": Customers(0.3, 1), "long": Customers(0.2, 2, law="constant")}
    short_first = theory.cobham_general((0.3, 0.2), (1, 2), (2, 4))
    long_wait, short_wait = theory.cobham_general((0.2, 0.3), (2, 1), (4, 2))
    fifo = theory.fifo_general((0.3, 0.2), (1, 2), (2, 4))
    names = ("short", "long")
    plans = {
        "short_first": (desk(1, strict=strictly("short")), _waits_of(names, short_first)),
        "long_first": (desk(1, strict=strictly("long")), _waits_of(names, (short_wait, long_wait))),
        "fifo": (desk(1), _waits_of(names, (fifo, fifo))),
    }
    return (experiment(classes, plans, 20 * SECOND, 1.2),)


def _b6() -> tuple[Experiment, ...]:
    """Build reserves: the low class starts while fewer than N1 of ten are busy, so 10 - N1 stay idle after it."""
    plans = {}
    for cutoff in (10, 9, 8):
        expected = theory.cutoff_priority(3, 5, 10, cutoff)
        figures = (
            *_waits_of(("high", "low"), (expected.wait_high, expected.wait_low)),
            see.waits(expected.all_busy, Who("high")),
            see.waits(expected.low_waits, Who("low")),
        )
        routing = {"strict": strictly("high"), "segments": {"low": {"reserve": 10 - cutoff}}}
        plans[f"reserve_{10 - cutoff}"] = (desk(10, **routing), figures)
    return (experiment({"high": Customers(3, 1), "low": Customers(5, 1)}, plans, 5 * MINUTE, 10.5),)


def _b7() -> tuple[Experiment, ...]:
    found = []
    for label, rates, depth in (("equal", (0.5, 0.5), (60, 120)), ("different", (1.0, 0.25), (60, 160))):
        expected = theory.priority_with_abandonment((4, 7), rates, 10, depth)
        figures: list[Figure] = [see.waits(expected.waits), see.queue_length(sum(expected.queues))]
        for number, name in enumerate(("first", "second")):
            figures += [
                see.mean_wait(expected.mean_waits[number], Who(name)),
                see.abandonment(expected.abandonment[number], Who(name)),
            ]
        classes = {"first": Customers(4, 1, patience=1 / rates[0]), "second": Customers(7, 1, patience=1 / rates[1])}
        plans = {f"{label}_patience": (desk(10, strict=strictly("first")), tuple(figures))}
        found.append(experiment(classes, plans, 5 * MINUTE, 1.2))
    return tuple(found)


def _b8() -> tuple[Experiment, ...]:
    expected = theory.n_model(2.4, 1.2, 3, 2)
    figures = (
        *_waits_of(("a", "b"), (expected.wait_a, expected.wait_b)),
        see.waits(expected.a_waits, Who("a")),
        see.waits(expected.b_waits, Who("b")),
        see.occupancy(expected.specialists_busy, 3, team="specialists"),
        see.occupancy(expected.generalists_busy, 2, team="generalists"),
    )
    plan = {
        "teams": {"generalists": team(2, skills=("a", "b")), "specialists": team(3, skills=("a",))},
        "routing": {"strict": strictly("b", "a"), "prefer": "most_specialised"},
    }
    classes = {"a": Customers(2.4, 1, skill="a"), "b": Customers(1.2, 1, skill="b")}
    return (experiment(classes, {"n_design": (plan, figures)}, 2 * MINUTE, 1.5),)


CASES: Final = (
    Case("B1", "County Hospital: three classes, the urgent first, work is not interrupted.", "R",
         "Hillier & Lieberman; Cobham 1954", _b1),
    Case("B2", "Strict priority over four and over three classes.", "P", "textbook parameters; Cobham 1954", _b2),
    Case("B3", "Free and paid: a policy moves waiting from one to the other, it removes none.", "F",
         "Kleinrock 1964 and 1965 (conservation law)", _b3, same_unfinished_work),
    Case("B4", "Accumulating priority lies between FIFO and strict, and meets both.", "F",
         "Kleinrock 1964; Stanford, Taylor & Ziedins 2014", _b4),
    Case("B5", "Priority with different handle times: the shorter first is cheaper.", "F", "Cobham 1954", _b5),
    Case("B6", "Reserved agents: two of ten cut the paid wait by 80 % and multiply the free one by 9.7.", "F",
         "Taylor & Templeton 1980; Schaack & Larson 1986", _b6),
    Case("B7", "Priority where customers give up.", "F", "the Markov chain, solved", _b7),
    Case("B8", "Specialists and generalists (N-design).", "F", "the Markov chain, solved", _b8),
)  # fmt: skip
