"""Results as bytes, to be kept and opened again: the figures of every replication and the summed breakdowns."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim.experiments.estimate import Sample
from sim.experiments.results import Cell, Results, scenario_hash

if TYPE_CHECKING:
    from sim.scenario import Scenario

_LAYOUT: Final = 1
_ABOUT, _SAMPLES, _BREAKDOWNS = "about.json", "samples.npy", "breakdowns.parquet"


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
    }
    samples = [(found.top, found.bottom) for found in results.samples.values()]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_ABOUT, json.dumps(about))
        archive.writestr(_SAMPLES, _saved(np.asarray(samples, np.float64)))
        archive.writestr(_BREAKDOWNS, results.breakdowns.to_parquet(index=False))
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
            samples = np.load(io.BytesIO(archive.read(_SAMPLES)), allow_pickle=False)
            breakdowns = pd.read_parquet(io.BytesIO(archive.read(_BREAKDOWNS)))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as damaged:
        raise KeptError("these kept results are damaged; run the comparison again") from damaged
    _check(about, scenario)
    cells = [Cell(*cell) for cell in about["cells"]]
    return Results(
        scenario=scenario,
        plans=tuple(about["plans"]),
        seed=about["seed"],
        replications=about["replications"],
        engine=about["engine"],
        samples={cell: Sample(top, bottom) for cell, (top, bottom) in zip(cells, samples, strict=True)},
        breakdowns=breakdowns,
        violations=tuple(about["violations"]),
    )


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
