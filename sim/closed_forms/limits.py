"""Limits for large teams at balanced load (QED): the share that waits as a function of the safety staffing alone."""

from __future__ import annotations

import math


def halfin_whitt_delay(beta: float) -> float:
    """Return the limit of P(wait) in M/M/n with load + beta sqrt(load) agents, beta > 0.

    Source: Halfin & Whitt 1981.
    """
    return 1 / (1 + beta * _normal_below(beta) / _normal_density(beta))


def garnett_delay(beta: float, ratio: float) -> float:
    """Return the limit of P(wait) in M/M/n+M with load + beta sqrt(load) agents, any beta.

    Args:
        beta: the square-root safety staffing; negative for a team that is too small.
        ratio: patience rate over service rate.

    Source: Garnett, Mandelbaum & Reiman 2002.

    """
    root = math.sqrt(ratio)
    return 1 / (1 + root * _hazard(beta / root) / _hazard(-beta))


def _hazard(x: float) -> float:
    return _normal_density(x) / _normal_below(-x)


def _normal_density(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def _normal_below(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2
