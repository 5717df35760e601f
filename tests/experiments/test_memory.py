"""The memory of a worker: as much as its machine or container lets it have, and a sentence where that is not enough."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from crew_tasks import fill

import scenarios
from sim.experiments import memory
from sim.experiments.standing import StandingCrew
from sim.scenario.load import parse


@pytest.mark.parametrize(
    ("machine", "container", "each"),
    [
        (16_000_000_000, None, 6_000_000_000),
        (16_000_000_000, "max", 6_000_000_000),
        (64_000_000_000, "16000000000", 6_000_000_000),
        (4_000_000_000, None, 2_000_000_000),
        (0, None, 0),
    ],
)
def test_workers_share_what_the_machine_or_its_container_has(machine, container, each, monkeypatch, tmp_path):
    """Three quarters of it, and no less than one needs to load the engine; nothing where nothing is known."""
    limit = tmp_path / "memory.max"
    if container is not None:
        limit.write_text(container, encoding="ascii")
    monkeypatch.setattr(memory, "_GROUPS", (limit,))
    monkeypatch.setattr(memory.os, "sysconf", {"SC_PAGE_SIZE": 1, "SC_PHYS_PAGES": machine}.__getitem__)
    assert each == memory.for_each_of(2)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds what a program may have")
def test_what_needs_more_than_a_worker_may_have_ends_with_a_sentence(monkeypatch):
    """Alone: the worker stays, the engine compiles or loads within it, and plays on."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setattr(memory, "for_each_of", lambda _n: memory._LEAST)
    crew = StandingCrew(1)
    try:
        assert crew.wait_until_warm(300)
        before = crew.processes
        job = crew.call(fill, memory._LEAST)
        assert job.wait(120)
        says = "memory ran out: a worker of this machine has 2.0 GB; try fewer customers or a shorter length"
        assert ("failed", says) == (job.state, job.error)
        run = crew.compare(parse(scenarios.text("stage-1"), "stage-1"), replications=1)
        assert run.wait(120)
        assert ("done", before) == (run.state, crew.processes)
    finally:
        crew.close()
