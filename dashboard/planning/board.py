"""The board: which comparisons this process plays or has just played, and how those that were kept are found again."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.planning.crew import asker
from sim.experiments.compare import compare_results
from sim.experiments.kept import results_from_bytes, results_to_bytes
from sim.experiments.results import package_version, scenario_hash
from sim.scenario.load import parse
from trainee_exercises.library import LibraryError, NewRun, Recipe
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from sim.experiments.compare import Comparison
    from sim.experiments.jobs import ComparisonJob
    from sim.experiments.results import Results
    from sim.experiments.standing import StandingCrew
    from sim.scenario import Scenario
    from trainee_exercises.library import Kept, Library

REMEMBERED: Final = 12
"""Comparisons that stay in memory; older ones are read from the library."""
_LOG: Final = logging.getLogger(__name__)


class Wish(NamedTuple):
    """What to compare. text: of the scenario, YAML; file: its name in messages; origin: the saved scenario, or ""."""

    text: str
    file: str
    replications: int = 20
    """Enough for a first answer."""
    seed: int = 1
    baseline: str | None = None
    plans: tuple[str, ...] | None = None
    origin: str = ""


@dataclass(frozen=True, eq=False)
class Shown:
    """A run that a page shows: under way, done in this process, or kept. id: stands in addresses."""

    id: str
    wish: Wish
    scenario: Scenario
    baseline: str
    job: ComparisonJob | None = None
    kept: Kept | None = None
    comparison_kept: Comparison | None = None

    def comparison(self) -> Comparison | None:
        """Return the comparison of the replications so far; None before the first. The same object until more come."""
        return self.comparison_kept if self.job is None else self.job.comparison()

    def results(self) -> Results | None:
        """Return the results of the replications so far; None before the first."""
        found = self.comparison()
        return None if found is None else found.results

    @property
    def is_over(self) -> bool:
        """Will nothing more come?"""
        return self.job is None or self.job.is_over

    @property
    def problem(self) -> str:
        """What went wrong, as a sentence; "" where nothing did."""
        return "" if self.job is None else self.job.error


class Board:
    """What is played in this process. Safe to use from many threads; runs that are done are kept in the library."""

    def __init__(self, crew: StandingCrew, library: Library) -> None:
        """Play with *crew*, keep in *library*."""
        self._crew, self._library = crew, library
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self.unkept: dict[str, str] = {}
        """Runs that could not be kept, by id, with the reason."""
        self._read = lru_cache(maxsize=REMEMBERED)(self._opened)

    def start(self, wish: Wish, by: str) -> Shown:
        """Return the run of *wish*: the one that is there, or a new one that has just begun.

        Raises:
            ScenarioError: the text is no sound scenario.
            ValueError: a plan that it does not have, or numbers below 1.
            BusyError: too much is under way, of all or of this visitor.

        """
        scenario = parse(wish.text, wish.file)
        plans = wish.plans or tuple(scenario.plans)
        baseline = wish.baseline or plans[0]
        run_id = key_of(scenario_hash(scenario), wish.seed, wish.replications, plans, baseline)
        with self._starting:  # the same wish at the same moment, such as of two tabs, is one run
            found = self.shown(run_id)
            if found is not None and not (found.problem or (found.job is not None and found.job.state == "cancelled")):
                return found
            job = self._crew.compare(
                scenario, wish.plans, baseline=baseline, replications=wish.replications, seed=wish.seed, by=asker(by)
            )
            shown = Shown(run_id, wish, scenario, baseline, job)
            with self._lock:
                self._shown[run_id] = shown
                self._forget()
        threading.Thread(target=self._keep, args=(shown, by), name="keep a run", daemon=True).start()
        return shown

    def shown(self, run_id: str) -> Shown | None:
        """Return a run by its id, from memory or from the library; None: there is none.

        Raises:
            KeptError: it was kept by another version, or is damaged.
            StorageError: the library can't be read.

        """
        with self._lock:
            found = self._shown.get(run_id)
        return found or self._kept(run_id)

    def under_way(self) -> list[Shown]:
        """Return what is being played, the oldest first."""
        with self._lock:
            return [one for one in self._shown.values() if not one.is_over]

    def _forget(self) -> None:
        over = [run_id for run_id, one in self._shown.items() if one.is_over]
        for run_id in over[: max(0, len(self._shown) - REMEMBERED)]:
            del self._shown[run_id]

    def _keep(self, shown: Shown, by: str) -> None:
        """Wait for the end of a run and keep it."""
        assert shown.job is not None
        shown.job.wait()
        results = shown.job.results()
        if shown.job.state != "done" or results is None:
            return
        try:
            self._library.keep(_to_keep(shown, results), by)
        except (StorageError, LibraryError) as failed:
            _LOG.warning("a run was not kept: %s", failed)
            self.unkept[shown.id] = str(failed)
        except Exception:  # noqa: BLE001 -- whatever it is, the page must say that it is not kept
            _LOG.exception("a run was not kept")
            self.unkept[shown.id] = "something went wrong while it was written; the server's log says more"
        else:
            self.unkept.pop(shown.id, None)

    def _kept(self, run_id: str) -> Shown | None:
        kept = self._library.kept_as(run_id)
        return None if kept is None else self._read(kept)

    def _opened(self, kept: Kept) -> Shown:
        text = self._library.run_text(kept.id)
        wish = Wish(text, kept.title, kept.replications, kept.seed, kept.baseline, kept.plans, kept.origin)
        scenario = parse(text, wish.file)
        results = results_from_bytes(self._library.content(kept.id), scenario)
        return Shown(
            id_of(kept),
            wish,
            scenario,
            kept.baseline,
            kept=kept,
            comparison_kept=compare_results(results, kept.baseline),
        )


def _to_keep(shown: Shown, results: Results) -> NewRun:
    return NewRun(
        text=shown.wish.text, title=shown.scenario.title, hash=results.hash, seed=results.seed,
        replications=results.replications, version=results.version, plans=results.plans, baseline=shown.baseline,
        content=results_to_bytes(results), name="", note="", origin=shown.wish.origin,
    )  # fmt: skip


def id_of(kept: Kept) -> str:
    """Return the id under which pages show a kept run."""
    return kept.key


def key_of(  # noqa: PLR0913, PLR0917 -- all that makes a run what it is
    scenario_hash: str, seed: int, replications: int, plans: tuple[str, ...], baseline: str, version: str | None = None
) -> str:
    """Return a name for a run that holds wherever it is played: of all that its figures follow from."""
    return Recipe(scenario_hash, seed, replications, plans, baseline, version or package_version()).key
