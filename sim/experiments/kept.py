"""Results as bytes, to be kept and opened again: the figures of every replication, and what is summed over them."""

from __future__ import annotations

import io
import json
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim.experiments.estimate import Sample
from sim.experiments.results import Cell, Results, scenario_hash
from sim.measures.first_responses import Counts

if TYPE_CHECKING:
    from sim.scenario import Scenario

_LAYOUT: Final = 3
_ABOUT, _SAMPLES, _BREAKDOWNS, _WAITS = "about.json", "samples.npy", "breakdowns.parquet", "first_responses.npy"


class KeptError(Exception):
    """The bytes hold no results that fit; the message says why and what to do."""


def results_to_bytes(results: Results) -> bytes:
    """Return *results* without their scenario, whose text is kept beside; see `results_from_bytes`."""
    about = {
        "layout": _LAYOUT,
        "hash": results.hash,
        "version": results.version,
        "plans": results.plans,
        "seed": results.seed,
        "replications": results.replications,
        "engine": results.engine,
        "violations": results.violations,
        "cells": [list(cell) for cell in results.samples],
        "first_responses": [[*key, counts.place.size] for key, counts in results.first_responses.items()],
    }
    samples = [(found.top, found.bottom) for found in results.samples.values()]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_ABOUT, json.dumps(about))
        archive.writestr(_SAMPLES, _saved(np.asarray(samples, np.float64)))
        archive.writestr(_BREAKDOWNS, results.breakdowns.to_parquet(index=False))
        archive.writestr(_WAITS, _saved(_side_by_side(results)))
    return content.getvalue()


def results_from_bytes(content: bytes, scenario: Scenario) -> Results:
    """Return the results that `results_to_bytes` gave.

    Raises:
        KeptError: the bytes are damaged, come from a version that keeps results otherwise, or belong to another
            scenario.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            about = json.loads(archive.read(_ABOUT))
            _check(about, scenario)
            samples = np.load(io.BytesIO(archive.read(_SAMPLES)), allow_pickle=False)
            breakdowns = pd.read_parquet(io.BytesIO(archive.read(_BREAKDOWNS)))
            waits = np.load(io.BytesIO(archive.read(_WAITS)), allow_pickle=False)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as damaged:
        raise KeptError("these kept results are damaged; run the comparison again") from damaged
    cells = [Cell(*cell) for cell in about["cells"]]
    return Results(
        scenario=scenario,
        plans=tuple(about["plans"]),
        seed=about["seed"],
        replications=about["replications"],
        engine=about["engine"],
        samples={cell: Sample(top, bottom) for cell, (top, bottom) in zip(cells, samples, strict=True)},
        make_breakdowns=partial(pd.DataFrame, breakdowns),
        violations=tuple(about["violations"]),
        first_responses=_apart(about["first_responses"], waits),
    )


def _side_by_side(results: Results) -> np.ndarray:
    """Return steps between places, and numbers, of all counts, one after the other: [2, n]. Steps pack well."""
    counts = results.first_responses.values()
    pairs = [np.stack([np.diff(each.place, prepend=0), each.number]) for each in counts]
    return np.hstack([np.zeros((2, 0), np.int64), *pairs])


def _apart(sizes: list[tuple[str, str, int]], waits: np.ndarray) -> dict[tuple[str, str], Counts]:
    ends = np.cumsum([size for *_, size in sizes])
    found = {}
    for (plan, scope, size), end in zip(sizes, ends, strict=True):
        steps, number = waits[:, end - size : end]
        found[plan, scope] = Counts(np.cumsum(steps), number)
    return found


def _check(about: dict[str, Any], scenario: Scenario) -> None:
    if about.get("layout") != _LAYOUT:
        raise KeptError(f"version {about.get('version')} kept these results in another way; run the comparison again")
    if about["hash"] != scenario_hash(scenario):
        raise KeptError(
            f"these results belong to another scenario, or version {about['version']} read this one differently; run "
            "the comparison again"
        )


def _saved(array: np.ndarray) -> bytes:
    content = io.BytesIO()
    np.save(content, array, allow_pickle=False)
    return content.getvalue()
