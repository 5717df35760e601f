"""Verdicts: is a simulated figure what theory expects, and was the run long enough to tell?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from sim.certify.estimators import Estimate

FARTHEST: Final = 4.65
"""Standard errors between simulated and expected beyond which a figure fails: chance 3e-6 each if errors are normal,
1e-5 with an error that is estimated from 100 batches. Of 439 figures one fails a correct engine in one of some 700 to
220 runs; seeds are fixed, so that the run that is shipped is one."""
CONFIDENCE_FACTOR: Final = 3.2905
"""Standard errors in half of a 99.9 % interval."""
FEWEST_BATCHES: Final = 100

Verdict = Literal["ok", "off", "too wide", "too few batches", "batches depend"]


class Allow(NamedTuple):
    """How wide half of the 99.9 % interval may be, in a quick and in a full run; wider fails, whatever the figure."""

    quick: float = 0.05
    full: float = 0.02
    is_absolute: bool = False
    """False: times the expected value."""

    def width(self, expected: float, *, is_full: bool) -> float:
        """Return the widest half-width for a figure of this expected value."""
        width = self.full if is_full else self.quick
        return width if self.is_absolute else width * abs(expected)


class Finding(NamedTuple):
    """One figure of one case, judged."""

    case: str
    setting: str
    """The plan or the world in which it was measured, such as "14 agents"."""
    figure: str
    expected: float
    simulated: float
    half_width: float
    """Of the 99.9 % interval; 0 for a figure that must be exact."""
    allowed: float
    """The widest half-width that is accepted."""
    z: float
    """(simulated - expected) / standard error."""
    n_batches: int
    """Batches or replications behind it; 1 for an exact figure."""
    lag1: float
    """Correlation of neighbouring batches."""
    verdict: Verdict

    @property
    def passed(self) -> bool:
        """Is the figure as expected, on enough evidence?"""
        return self.verdict == "ok"


class Question(NamedTuple):
    """What is judged: where, which figure, what theory expects, and how wide an interval is accepted."""

    case: str
    setting: str
    figure: str
    expected: float
    allowed: float


def judge(question: Question, estimate: Estimate) -> Finding:
    """Return the finding for an estimate from batches. Too wide an interval fails before the figure is looked at."""
    off = estimate.value - question.expected
    error = estimate.standard_error
    z = off / error if error > 0 else math.copysign(math.inf, off) if off else 0.0
    return Finding(
        **question._asdict(), simulated=estimate.value, half_width=CONFIDENCE_FACTOR * error, z=z,
        n_batches=estimate.n, lag1=estimate.lag1, verdict=_verdict(question, estimate, z),
    )  # fmt: skip


def _verdict(question: Question, estimate: Estimate, z: float) -> Verdict:
    if estimate.n < FEWEST_BATCHES:
        return "too few batches"
    if not CONFIDENCE_FACTOR * estimate.standard_error <= question.allowed:
        return "too wide"
    if not abs(z) <= FARTHEST:
        return "off"
    if estimate.lag1 > FARTHEST / math.sqrt(estimate.n):
        return "batches depend"
    return "ok"


def judge_exact(question: Question, simulated: float) -> Finding:
    """Return the finding for a figure that may differ by rounding at most (*allowed*, mostly 0)."""
    off = simulated - question.expected
    verdict: Verdict = "ok" if abs(off) <= question.allowed else "off"
    z = 0.0 if verdict == "ok" else math.copysign(math.inf, off)
    return Finding(
        **question._asdict(), simulated=simulated, half_width=0.0, z=z, n_batches=1, lag1=0.0, verdict=verdict
    )
