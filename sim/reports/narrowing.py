"""A comparison with fewer plans, or against another baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.experiments.compare import compare_results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.compare import Comparison


def narrowed(comparison: Comparison, plans: Sequence[str], baseline: str) -> Comparison:
    """Return the comparison of *plans* against *baseline*, which is always among them; the same object if it is that.

    Raises:
        ValueError: the baseline is none of the plans that were run.

    """
    results = comparison.results
    kept = tuple(plan for plan in results.plans if plan in plans or plan == baseline)
    if kept == results.plans and baseline == comparison.baseline:
        return comparison
    samples = {cell: found for cell, found in results.samples.items() if cell.plan in kept}
    return compare_results(replace(results, plans=kept, samples=samples), baseline)
