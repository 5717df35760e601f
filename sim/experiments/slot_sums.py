"""Breakdowns of many replications: sums by slot of time, percentiles of all together, and the intervals of both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import pandas as pd

from sim.experiments.estimate import halves_of_sums, shares_between
from sim.experiments.pooled import percentile_table
from sim.measures.figures import MEASURES
from sim.measures.first_responses import Counts, added

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from sim.measures.first_responses import Table
    from sim.measures.intervals import Ints

    Numbers = NDArray[np.float64]

KEYS: Final = ["plan", "by", "slot", "scope", "measure"]
BATCHES: Final = 20
"""First responses are kept apart in so many batches of replications, so that memory doesn't grow with their number. The
t quantile of 19 degrees of freedom is 2.09, of infinitely many 1.96: little is lost."""
_SUMS: Final = ("top", "bottom", "top_top", "top_bottom", "bottom_bottom", "n")
"""What adds up over replications: the fraction, and for its interval squares, products and how often it is defined."""
_OF_CONVERSATIONS: Final = frozenset(name for name, one in MEASURES.items() if one.counted == "share")
_OF_A_WHOLE: Final = frozenset(name for name, one in MEASURES.items() if one.unit == "share" and name != "turnover")


class SlotSums:
    """Adds up the breakdowns of replications that come in order."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.first_responses: Table = {}
        """Of all replications together."""
        self._batches: list[Table] = []
        self._sums = pd.DataFrame()
        self._n = 0

    def add(self, sums: pd.DataFrame, first_responses: Table) -> None:
        """Add the next replication."""
        more = _with_squares(sums)
        self._sums = _added(self._sums, more) if self._n else more
        self.first_responses = added(self.first_responses, first_responses)
        if self._n < BATCHES:
            self._batches.append(_small(first_responses))
        else:
            at = self._n % BATCHES
            self._batches[at] = _small(added(self._batches[at], first_responses))
        self._n += 1

    def table(self) -> Callable[[], pd.DataFrame]:
        """Return what makes `Results.breakdowns` when it is wanted; what comes later does not change it."""
        return partial(_table, self._sums, self.first_responses, tuple(self._batches), self._n)


def _table(sums: pd.DataFrame, first_responses: Table, batches: Sequence[Table], n: int) -> pd.DataFrame:
    """Return the breakdowns of *n* replications."""
    if not n:
        return sums
    ranged = _with_range(sums, n)
    if not first_responses:
        return ranged
    n_weeks = int(ranged["slot"][ranged["by"] == "week"].max()) + 1
    days = ranged["slot"][ranged["by"] == "day"]
    last_days = range(int(days.min()), int(days.max()) + 1)
    percentiles = percentile_table(first_responses, n_weeks, last_days, batches)
    return pd.concat([ranged, percentiles[list(ranged.columns)]], ignore_index=True)


def _small(first_responses: Table) -> Table:
    """Return the same in half of the memory: there are many batches."""
    found = {key: [each.astype(np.int32) for each in counts] for key, counts in first_responses.items()}
    return {key: Counts(cast("Ints", place), cast("Ints", number)) for key, (place, number) in found.items()}


def _with_squares(sums: pd.DataFrame) -> pd.DataFrame:
    top, bottom = sums["top"], sums["bottom"]
    squares = {"top_top": top * top, "top_bottom": top * bottom, "bottom_bottom": bottom * bottom}
    return sums.assign(**squares, n=(bottom > 0).astype(float))


def _added(total: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of two additive tables; replications come in their order, so that every machine rounds alike."""
    if total[KEYS].equals(more[KEYS]):  # as good as always
        return total.assign(**{name: total[name] + more[name] for name in _SUMS})
    whole = pd.concat([total, more], ignore_index=True)
    return whole.groupby(KEYS, sort=False, as_index=False)[list(_SUMS)].sum()


def _with_range(sums: pd.DataFrame, replications: int) -> pd.DataFrame:
    """Return the sums with the 95 % interval of each fraction, NaN where there is none."""
    rows = sums[[*KEYS, "top", "bottom"]]
    if replications == 1:
        return rows.assign(low=np.nan, high=np.nan)
    numbers = {name: sums[name].to_numpy() for name in _SUMS}
    low, high = _of_means(numbers, replications)
    most = np.where(sums["measure"].isin(_OF_A_WHOLE), 1.0, np.inf)
    is_share = sums["measure"].isin(_OF_CONVERSATIONS).to_numpy()
    least_share, most_share = shares_between(numbers)
    return rows.assign(
        low=np.where(is_share, least_share, low.clip(0)), high=np.where(is_share, most_share, np.minimum(high, most))
    )


def _of_means(sums: Mapping[str, Numbers], replications: int) -> tuple[Numbers, Numbers]:
    """Return both ends of intervals of ratios, NaN where a few replications carry nearly all of the top: what they had
    is rare, and the t interval of the others would be narrow around too little.
    """
    half = halves_of_sums(sums, replications)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, carry = sums["top"] / sums["bottom"], sums["top"] ** 2 / sums["top_top"]
    half = np.where(carry >= min(_CARRY, replications / 2), half, np.nan)
    return value - half, value + half


_CARRY: Final = 8
"""Effective replications, (sum of tops)^2 / sum of squared tops, from which t intervals of slots hold the truth 9 times
in 10 (measured: 5 hold it 7 to 9 times); of few replications half of them."""
