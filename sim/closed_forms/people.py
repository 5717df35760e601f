"""People who leave, are replaced and learn; who tire under a load that is held."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def learning(tenure: Floats, start: float, time: float) -> Floats:
    """Return the performance after so much *tenure*: from *start* towards 1, by the share 1 - 1/e in each *time*."""
    return np.asarray(1 - (1 - start) * np.exp(-tenure / time))


class Seats(NamedTuple):
    """Seats whose people quit at a constant rate; each stays empty exactly *vacancy* long. All present at time 0.

    Source: alternating renewal process (Cox 1962); each seat is on its own, so the headcount is binomial.
    """

    quit_rate: float
    vacancy: float

    def present(self, time: float) -> float:
        """Return the chance that a seat is taken at *time*."""
        q, empty = self.quit_rate, self.vacancy
        return sum(
            math.exp(-q * (time - n * empty)) * (q * (time - n * empty)) ** n / math.factorial(n)
            for n in range(int(time // empty) + 1)
        )

    def productive(self, time: float, start: float, learning_time: float) -> float:
        """Return the mean performance of a seat at *time*, 0 where nobody is; whoever was there at 0 performs 1."""
        from scipy.integrate import quad  # noqa: PLC0415 - only certify and tests need it

        q, empty = self.quit_rate, self.vacancy

        def hired(at: float) -> float:
            speed = 1 - (1 - start) * math.exp(-(time - at) / learning_time)
            return q * self.present(at - empty) * math.exp(-q * (time - at)) * speed

        edges = [n * empty for n in range(1, int(time // empty) + 1)] + [time]
        hires = sum(quad(hired, a, b)[0] for a, b in pairwise(edges))
        return math.exp(-q * time) + hires

    def quits(self, time: float) -> float:
        """Return the mean number of quits of a seat until *time*."""
        from scipy.integrate import quad  # noqa: PLC0415 - only certify and tests need it

        edges = [n * self.vacancy for n in range(int(time // self.vacancy) + 1)] + [time]
        return self.quit_rate * sum(quad(self.present, a, b)[0] for a, b in pairwise(edges))


class SeatDays(NamedTuple):
    """The same day by day: whoever is there in the evening quits in the next morning with a chance.

    A seat is empty on the *vacancy* days from that morning on. All present on day 0. Results are by day, from day 0.
    """

    quit_chance: float
    vacancy: int
    n_days: int

    def _flows(self) -> tuple[Floats, Floats]:
        """[day] the chance that the seat's owner is there, and quits, on a day."""
        there, quits = np.ones(self.n_days), np.zeros(self.n_days)
        for day in range(1, self.n_days):
            quits[day] = self.quit_chance * there[day - 1]
            there[day] = there[day - 1] - quits[day] + (quits[day - self.vacancy] if day >= self.vacancy else 0)
        return there, quits

    @property
    def present(self) -> Floats:
        """[day] the chance that somebody is there."""
        return self._flows()[0]

    @property
    def quits(self) -> Floats:
        """[day] the mean number of quits until then."""
        return np.cumsum(self._flows()[1])

    def productive(self, speeds: Floats) -> Floats:
        """[day] the mean speed of the seat, 0 where nobody is; *speeds*: of hires, by days in the job; of others 1."""
        stays = (1 - self.quit_chance) ** np.arange(self.n_days)
        hires = np.concatenate((np.zeros(self.vacancy), self._flows()[1]))[: self.n_days]
        return np.asarray(stays + np.convolve(hires, stays * speeds[: self.n_days])[: self.n_days])


def retention(learning_time: float, start: float, mean_tenure: float) -> float:
    """Return the mean performance of a staff of constant size with exponential tenure.

    Source: Whitt 2006, who shows that experience has the stationary-excess law of the tenure.
    """
    return 1 - (1 - start) / (1 + mean_tenure / learning_time)


def retention_of_days(staying: Floats, speeds: Floats) -> float:
    """Return the same for days and any law. *staying*: [day] the share whose tenure is longer than so many days;
    *speeds*: [day] performance after so many, of which the last holds for ever.
    """
    by_day = np.concatenate((speeds, np.full(max(len(staying) - len(speeds), 0), speeds[-1])))[: len(staying)]
    return float((staying * by_day).sum() / staying.sum())


class HeldLoad(NamedTuple):
    """People whose load is held: burnout goes to *target* and raises the rate at which they quit.

    Source: first-order relaxation (an assumption about burnout), and the survival function of its hazard.
    """

    quit_rate: float
    gain: float
    """The rate at full burnout is 1 + gain times the rate at none."""
    target: float
    time: float
    """In which the share 1 - 1/e of the way is gone."""

    def staying(self, until: float) -> float:
        """Return the share of those present at 0 who are still there."""
        burnt = self.target * (until - self.time * (1 - math.exp(-until / self.time)))
        return math.exp(-self.quit_rate * (until + self.gain * burnt))


class HeldLoadDays(NamedTuple):
    """The same day by day: each day the state goes *rate* of the way that is left, and then people quit."""

    quit_chance: float
    gain: float
    target: float
    rate: float

    def state(self, day: int) -> float:
        """Return the state on the morning of *day*; day 0 is the first."""
        return float(self.target * (1 - (1 - self.rate) ** day))

    def staying(self, day: int) -> float:
        """Return the share of those present on day 0 who are still there on *day*."""
        chances = [self.quit_chance * (1 + self.gain * self.state(each)) for each in range(1, day + 1)]
        return math.prod(1 - chance for chance in chances)
