"""Kept results: every figure comes back, and what does not fit is told."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile

import pytest

import scenarios
import sim
from sim.experiments.compare import compare_results
from sim.experiments.kept import KeptError, results_from_bytes, results_to_bytes
from sim.scenario.load import parse


@pytest.fixture(scope="module")
def results():
    """Give the results of a small scenario."""
    return sim.compare(parse(scenarios.text("stage-1"), "stage-1"), replications=3, seed=5, processes=1).results


def test_all_of_it_comes_back(results):
    """Figures, breakdowns, first responses, differences, and where they came from."""
    again = results_from_bytes(results_to_bytes(results), results.scenario)
    assert results.to_pandas().equals(again.to_pandas())
    assert results.breakdowns.equals(again.breakdowns)
    assert list(results.first_responses) == list(again.first_responses)
    for key, counts in results.first_responses.items():
        assert counts.place.tolist() == again.first_responses[key].place.tolist()
        assert counts.number.tolist() == again.first_responses[key].number.tolist()
    assert compare_results(results).to_pandas().equals(compare_results(again).to_pandas())
    for name in ("plans", "seed", "replications", "engine", "violations", "hash"):
        assert getattr(results, name) == getattr(again, name)


def test_another_scenario_is_refused(results):
    """Results are not shown under a scenario that they are not of."""
    other = parse(scenarios.text("stage-2"), "stage-2")
    with pytest.raises(KeptError, match="belong to another scenario"):
        results_from_bytes(results_to_bytes(results), other)


@pytest.mark.parametrize("cut", [0, 10, 2000])
def test_damaged_bytes_are_told(results, cut):
    """Cut off anywhere."""
    with pytest.raises(KeptError, match="are damaged"):
        results_from_bytes(results_to_bytes(results)[:cut], results.scenario)


def test_results_without_breakdowns_come_back(results):
    """Those of a what-if: nothing was counted."""
    bare = dataclasses.replace(results, make_breakdowns=lambda: results.breakdowns[:0], first_responses={})
    again = results_from_bytes(results_to_bytes(bare), results.scenario)
    assert {} == again.first_responses
    assert results.to_pandas().equals(again.to_pandas())


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_another_layout_is_told(results, layout):
    """With the version that wrote it: one had no counts of first responses, the next no intervals by slot of time."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(results_to_bytes(results))) as old, zipfile.ZipFile(content, "w") as new:
        for name in set(old.namelist()) - {"first_responses.npy"}:
            held = old.read(name)
            if name == "about.json":
                held = json.dumps(json.loads(held) | {"layout": layout, "version": "0.0.1"}).encode()
            new.writestr(name, held)
    with pytest.raises(KeptError, match=r"version 0\.0\.1 kept these results in another way"):
        results_from_bytes(content.getvalue(), results.scenario)
