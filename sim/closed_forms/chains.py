"""Policies without a formula: Markov chains, written out state by state and solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    State = tuple[int, ...]
    Steps = Iterable[tuple[State, float]]


def stationary(states: Sequence[State], steps: Callable[[State], Steps]) -> NDArray[np.float64]:
    """Return the long-run share of time in each state.

    Args:
        states: all states; steps that lead out of them are cut off, so take enough of them.
        steps: the (next state, rate) that may follow a state.

    Source: balance equations, solved as a sparse linear system with the chance of the first state set to 1.

    """
    from scipy.sparse import diags  # noqa: PLC0415 - only certify and tests need it
    from scipy.sparse.linalg import spsolve  # noqa: PLC0415

    flow = _flow(states, steps)
    balance = (flow - diags(np.asarray(flow.sum(axis=1)).ravel())).T.tocsr()
    others = spsolve(balance[1:, 1:].tocsc(), -balance[1:, 0].toarray().ravel())
    shares = np.concatenate([[1.0], others])
    return np.asarray(shares / shares.sum())


def stationary_in_the_end(states: Sequence[State], steps: Callable[[State], Steps]) -> NDArray[np.float64]:
    """Return the same as `stationary`, by letting time pass until nothing changes: for chains that spread widely.

    Source: uniformisation (Jensen 1953).
    """
    flow = _flow(states, steps)
    leaving = np.asarray(flow.sum(axis=1)).ravel()
    fastest = float(leaving.max()) * 1.01
    into = flow.T.tocsr()
    shares = np.full(len(states), 1 / len(states))
    for _ in range(100_000):
        change = (into @ shares - leaving * shares) / fastest
        shares += change
        if np.abs(change).sum() < 1e-11:
            break
    return np.asarray(shares / shares.sum())


def _flow(states: Sequence[State], steps: Callable[[State], Steps]) -> Any:
    """Return the rates from state to state as a sparse matrix."""
    from scipy import sparse  # noqa: PLC0415 - only certify and tests need it

    number = {state: i for i, state in enumerate(states)}
    moves = [
        (number[state], number[after], rate)
        for state in states
        for after, rate in steps(state)
        if rate > 0 and after in number
    ]
    places = np.array([move[:2] for move in moves])
    rates = np.array([move[2] for move in moves], np.float64)
    return sparse.coo_matrix((rates, (places[:, 0], places[:, 1])), shape=(len(states), len(states))).tocsr()


class Cutoff(NamedTuple):
    """Figures of `cutoff_priority`."""

    wait_high: float
    wait_low: float
    all_busy: float
    low_waits: float


def cutoff_priority(high: float, low: float, agents: int, cutoff: int, depth: int = 500) -> Cutoff:
    """Return the waits where the low class may start only while fewer than *cutoff* agents are busy.

    The high class goes first and may use everybody. Handle times are exponential with mean 1 for both; *depth* is the
    longest low queue that is followed. State: (busy, high waiting, low waiting).

    Source: Taylor & Templeton 1980; Schaack & Larson 1986.
    """
    states = [(busy, 0, 0) for busy in range(cutoff)]
    states += [(busy, 0, lows) for busy in range(cutoff, agents) for lows in range(depth)]
    states += [(agents, highs, lows) for highs in range(60) for lows in range(depth)]

    def steps(state: State) -> Steps:
        busy, highs, lows = state
        yield ((busy + 1, 0, lows) if busy < agents else (busy, highs + 1, lows)), high
        yield ((busy + 1, 0, 0) if busy < cutoff else (busy, highs, lows + 1)), low
        if highs:
            yield (busy, highs - 1, lows), busy
        elif lows and busy - 1 < cutoff:
            yield (busy, 0, lows - 1), busy
        elif busy:
            yield (busy - 1, 0, lows), busy

    shares = stationary(states, steps)
    busy, highs, lows = np.array(states).T
    return Cutoff(
        float((shares * highs).sum()) / high,
        float((shares * lows).sum()) / low,
        float(shares[busy == agents].sum()),
        float(shares[busy >= cutoff].sum()),
    )


class Impatient(NamedTuple):
    """Figures of `priority_with_abandonment`; pairs are (first class, second class)."""

    waits: float
    queues: tuple[float, float]
    mean_waits: tuple[float, float]
    abandonment: tuple[float, float]


def priority_with_abandonment(
    arrival_rates: tuple[float, float], patience_rates: tuple[float, float], agents: int, depth: tuple[int, int]
) -> Impatient:
    """Return the figures of two classes, the first always first, with exponential patience and mean handle time 1.

    *depth* is the longest queue of each class that is followed. State: (busy, first waiting, second waiting).

    Source: the chain itself (M/M/n+M with priority, as in Jouini & Roubos 2014).
    """
    states = [(busy, 0, 0) for busy in range(agents)]
    states += [(agents, first, second) for first in range(depth[0]) for second in range(depth[1])]

    def steps(state: State) -> Steps:
        busy, first, second = state
        if busy < agents:
            yield (busy + 1, 0, 0), sum(arrival_rates)
            yield (busy - 1, 0, 0), busy
            return
        yield (busy, first + 1, second), arrival_rates[0]
        yield (busy, first, second + 1), arrival_rates[1]
        yield (busy, first - 1, second), first * patience_rates[0] + (agents if first else 0)
        yield (busy, first, second - 1), second * patience_rates[1] + (agents if second and not first else 0)
        yield (busy - 1, 0, 0), 0 if first or second else agents

    shares = stationary(states, steps)
    busy, first, second = np.array(states).T
    queues = (float((shares * first).sum()), float((shares * second).sum()))
    mean_waits = (queues[0] / arrival_rates[0], queues[1] / arrival_rates[1])
    abandonment = (mean_waits[0] * patience_rates[0], mean_waits[1] * patience_rates[1])
    return Impatient(float(shares[busy == agents].sum()), queues, mean_waits, abandonment)


class NModel(NamedTuple):
    """Figures of `n_model`; class A may go to both teams, class B to the generalists only."""

    wait_a: float
    wait_b: float
    a_waits: float
    b_waits: float
    specialists_busy: float
    generalists_busy: float


def n_model(rate_a: float, rate_b: float, specialists: int, generalists: int, depth: int = 120) -> NModel:
    """Return the figures of two teams: specialists take A only; generalists take B first, then A.

    An arriving A goes to an idle specialist before an idle generalist; handle times are exponential with mean 1;
    *depth* is the longest queue that is followed. State: (specialists busy, generalists busy, A waiting, B waiting).

    Source: the chain itself (the N-design of Gans, Koole & Mandelbaum 2003, section 5).
    """
    full = (specialists, generalists)
    states = [(s, g, 0, 0) for s in range(specialists + 1) for g in range(generalists)]
    states += [(s, generalists, 0, b) for s in range(specialists) for b in range(depth)]
    states += [(*full, a, b) for a in range(depth) for b in range(depth)]

    def steps(state: State) -> Steps:
        s, g, a, b = state
        if s < specialists:
            yield (s + 1, g, a, b), rate_a
        else:
            yield ((s, g + 1, a, b) if g < generalists else (s, g, a + 1, b)), rate_a
        yield ((s, g + 1, a, b) if g < generalists else (s, g, a, b + 1)), rate_b
        yield ((s, g, a - 1, b) if a else (s - 1, g, a, b)), s
        yield ((s, g, a, b - 1) if b else (s, g, a - 1, b) if a else (s, g - 1, a, b)), g

    shares = stationary(states, steps)
    s, g, a, b = np.array(states).T
    return NModel(
        float((shares * a).sum()) / rate_a,
        float((shares * b).sum()) / rate_b,
        float(shares[(s == specialists) & (g == generalists)].sum()),
        float(shares[g == generalists].sum()),
        float((shares * s).sum()) / specialists,
        float((shares * g).sum()) / generalists,
    )
