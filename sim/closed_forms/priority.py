"""Several classes of customers: mean waits under priority rules, without interrupting work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.closed_forms.stationary import erlang_c

if TYPE_CHECKING:
    from collections.abc import Sequence


def cobham(arrival_rates: Sequence[float], service_rate: float, agents: int) -> list[float]:
    """Return the mean wait of every class, the most urgent first, where all have the same exponential handle time.

    Source: Cobham 1954; Kella & Yechiali 1985 for several agents.
    """
    capacity = agents * service_rate
    anybody = erlang_c(sum(arrival_rates) / service_rate, agents) / capacity
    waits, before = [], 0.0
    for rate in arrival_rates:
        until = before + rate / capacity
        waits.append(anybody / ((1 - before) * (1 - until)))
        before = until
    return waits


def cobham_general(
    arrival_rates: Sequence[float], means: Sequence[float], second_moments: Sequence[float]
) -> list[float]:
    """Return the mean wait of every class, the most urgent first, for one agent and any laws of handle time.

    Args:
        arrival_rates: contacts of each class per unit of time.
        means: mean handle time of each class.
        second_moments: mean of the squared handle time of each class.

    Source: Cobham 1954.

    """
    in_hand = _residual(arrival_rates, second_moments)
    waits, before = [], 0.0
    for rate, mean in zip(arrival_rates, means, strict=True):
        until = before + rate * mean
        waits.append(in_hand / ((1 - before) * (1 - until)))
        before = until
    return waits


def fifo_general(arrival_rates: Sequence[float], means: Sequence[float], second_moments: Sequence[float]) -> float:
    """Return the mean wait, the same for every class, of one agent first come first served (Pollaczek-Khinchine)."""
    busy = sum(rate * mean for rate, mean in zip(arrival_rates, means, strict=True))
    return _residual(arrival_rates, second_moments) / (1 - busy)


def _residual(arrival_rates: Sequence[float], second_moments: Sequence[float]) -> float:
    """Return the mean work left in the conversation in hand that an arrival finds."""
    return sum(rate * moment for rate, moment in zip(arrival_rates, second_moments, strict=True)) / 2


def accumulating_priority(
    arrival_rates: Sequence[float], service_rate: float, agents: int, slopes: Sequence[float]
) -> list[float]:
    """Return the mean wait of every class where the score is slope x wait; slopes ascend, the last is most urgent.

    Source: Kleinrock 1964 (delay-dependent priorities) for one agent; the same recursion holds for several with a
    common exponential handle time (Stanford, Taylor & Ziedins 2014; Sharif, Stanford, Taylor & Ziedins 2014).
    """
    capacity = agents * service_rate
    shares = [rate / capacity for rate in arrival_rates]
    fifo = erlang_c(sum(arrival_rates) / service_rate, agents) / capacity / (1 - sum(shares))
    waits: list[float] = []
    for p, slope in enumerate(slopes):
        slower = sum(shares[i] * waits[i] * (1 - slopes[i] / slope) for i in range(p))
        faster = sum(shares[i] * (1 - slope / slopes[i]) for i in range(p + 1, len(slopes)))
        waits.append((fifo - slower) / (1 - faster))
    return waits
