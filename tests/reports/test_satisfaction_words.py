"""Why satisfaction is the same where waits are not: said where it is so, and silent elsewhere."""

from __future__ import annotations

import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.estimate import sample
from sim.experiments.results import Cell, Results
from sim.reports.satisfaction_words import why_alike


def results_of(good, waits, **support):
    """Return made-up results of a plan for each wait, with what all of them promise."""
    plans = {f"plan_{n}": {"teams": {"desk": a_team()}, "support": support} for n, _ in enumerate(waits)}
    segments = {"paying": a_segment(), "free": a_segment(stage="long_term_free")}
    samples = {}
    for plan, said, wait in zip(plans, good, waits, strict=True):
        for scope in ("all", "paid"):
            samples[Cell(plan, "csat_good", scope)] = sample([said] * 3)
            samples[Cell(plan, "first_response_p90", scope)] = sample([wait] * 3)
    return Results(a_scenario(segments, plans=plans), tuple(plans), 1, 3, "compiled", samples, pd.DataFrame)


def test_without_a_promise_what_is_usual_is_expected():
    """Hours apart, and the same 85 per cent."""
    told = why_alike(results_of([0.85, 0.856], [300.0, 900.0]))
    assert told.startswith("Satisfaction is nearly the same under every plan, although waits differ: where no answer")
    assert "6 points less" in told


def test_where_all_in_the_scope_are_promised_a_time_that_is_judged():
    """The other customers' lack of a promise does not matter then."""
    results = results_of([0.85, 0.85], [300.0, 900.0], paying={"promise": "4h"})
    assert "within the promised time" in why_alike(results, "paid")
    assert "where no answer is promised" in why_alike(results)


@pytest.mark.parametrize(
    ("good", "waits"), [([0.85, 0.8], [300, 900]), ([0.85, 0.85], [300, 310]), ([0.85], [300]), ([], [])]
)
def test_nothing_is_explained_that_needs_no_word(good, waits):
    """Other words, like waits, or one plan alone."""
    assert "" == why_alike(results_of(good, waits))
