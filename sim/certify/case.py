"""What a case is: a published result, the worlds that must reproduce it, and the figures to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.random import Generator

    from sim.certify.figures import Figure
    from sim.certify.seen import Batches
    from sim.certify.verdict import Finding
    from sim.inputs import Inputs
    from sim.scenario import Scenario

Status = Literal["P", "R", "S", "F"]
"""P published numbers, opened and recomputed; R recalled and recomputed; S published simulation; F published formula
with parameters of our own."""


class Experiment(NamedTuple):
    """A world, run often enough to tell; every plan meets the same customers."""

    scenario: Scenario
    unit: int
    """Ticks of a unit of theory."""
    batches: Batches
    figures: Mapping[str, tuple[Figure, ...]]
    """By plan."""
    runs: tuple[int, int]
    """Replications in a quick and in a full run."""
    is_demand_only: bool = False
    """True: only what customers want is drawn; no engine plays it."""


class HandMade(NamedTuple):
    """A desk made by hand, played often enough to tell: what no scenario can say."""

    build: Callable[[Generator], Inputs]
    figures: Mapping[str, tuple[Figure, ...]]
    """Under the name of the setting: one."""
    runs: tuple[int, int]
    """In a quick and in a full run."""
    all_end: bool = True
    """Must everybody who came before the last batch have left at the end?"""


class Case(NamedTuple):
    """A published case."""

    name: str
    shows: str
    """One plain sentence."""
    status: Status
    source: str
    experiments: Callable[[], tuple[Experiment | HandMade, ...]] = tuple
    exact: Callable[[int], Iterator[Finding]] | None = None
    """Statements that must hold exactly, given a seed."""
