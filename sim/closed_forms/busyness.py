"""Busy and calm days: a gamma factor of mean 1 on a Poisson arrival process, of shape 1 / cv^2."""

from __future__ import annotations

import math

import numpy as np

from sim.closed_forms.stationary import ErlangA


def busy_sd(mean: float, shape: float) -> float:
    """Return the standard deviation of a day's count: variance mean + mean^2 / shape.

    Source: the negative binomial; Avramidis, Deslauriers & L'Ecuyer 2004.
    """
    return math.sqrt(mean + mean * mean / shape)


def hour_dispersion(mean: float, shape: float) -> float:
    """Return variance over mean of an hour's count where the day has the factor."""
    return 1 + mean / shape


def hour_correlation(mean: float, shape: float) -> float:
    """Return the correlation of the counts of two hours of one day, each of this mean."""
    return mean / shape / hour_dispersion(mean, shape)


def abandonment_with_busyness(queue: ErlangA, shape: float, points: int = 400) -> float:
    """Return the share of all customers who give up where every day has its own rate, at which it is stationary.

    The mean over days weighted by their volume: E[B x abandonment(rate x B)] over the gamma factor B, by
    Gauss-Legendre quadrature of its quantile function.

    Source: mixture of Erlang A (Palm 1957) over the gamma factor of Avramidis, Deslauriers & L'Ecuyer 2004.
    """
    from scipy.special import gammaincinv  # noqa: PLC0415 - only certify and tests need it

    nodes, weights = np.polynomial.legendre.leggauss(points)
    factors = gammaincinv(shape, (nodes + 1) / 2) / shape
    lost = [
        factor * ErlangA(queue.arrival_rate * factor, queue.service_rate, queue.patience_rate, queue.agents).abandonment
        for factor in factors.tolist()
    ]
    return float(np.dot(weights / 2, lost))
