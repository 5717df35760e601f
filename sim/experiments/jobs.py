"""Jobs of the standing crew: a comparison that grows replication by replication, or one call."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sim.experiments.compare import compare_results
from sim.experiments.replicate import RunError, checked, play, tasks_of
from sim.experiments.results import Tally
from sim.experiments.standing_worker import FullError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.experiments.compare import Comparison
    from sim.experiments.replicate import Options
    from sim.experiments.results import Played, Results
    from sim.experiments.standing_worker import Answer
    from sim.scenario import Scenario

_FULL: Final = "memory ran out; try fewer customers or a shorter length"
_DIED: Final = f"a worker died at this twice, often because {_FULL}"
State = Literal["waiting", "running", "done", "failed", "cancelled"]


class Work(NamedTuple):
    """A piece of a job. number: its place in the job; tries: how often a worker has died at it."""

    number: int
    function: Callable[..., Any]
    args: tuple[Any, ...]
    tries: int = 0


class Progress(NamedTuple):
    """How far a job is. seconds_left: None until something is known."""

    n_done: int
    n_all: int
    seconds_left: float | None


class Job:
    """Something that was asked of the crew. Pages look at it; the workers' threads bring it on."""

    def __init__(self, works: Sequence[Work], *, is_urgent: bool) -> None:
        """Take over what is to be done, in its order."""
        self.is_urgent = is_urgent
        self.by = ""
        """Who asked for it; "": nobody in particular."""
        self.turns = 0
        """How often it was given a turn: the least goes first."""
        self._lock = threading.RLock()
        self._todo: list[Work] = list(reversed(works))
        self._n_all = len(works)
        self._n_done = 0
        self._state: State = "waiting"
        self._error: Exception | None = None
        self._over = threading.Event()
        self._n_back = 0
        self._first_at: float | None = None

    # ---- for pages ----

    @property
    def state(self) -> State:
        """Where it stands."""
        return self._state

    @property
    def is_over(self) -> bool:
        """Has it ended, one way or another?"""
        return self._over.is_set()

    @property
    def error(self) -> str:
        """What went wrong, as a sentence for people; "" where nothing did."""
        return "" if self._error is None else str(self._error)

    @property
    def cause(self) -> Exception | None:
        """What went wrong, with the worker's traceback as a note."""
        return self._error

    @property
    def progress(self) -> Progress:
        """How far it is."""
        with self._lock:
            if self._first_at is None or self._n_back < 2:
                return Progress(self._n_done, self._n_all, None)
            spent = time.monotonic() - self._first_at  # the first may have waited for a turn or for the engine
            return Progress(self._n_done, self._n_all, spent / (self._n_back - 1) * (self._n_all - self._n_back))

    def cancel(self) -> None:
        """End it; what is done stays. A replication under way is played to its end, for nobody."""
        self._end("cancelled")

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for its end; False: it has not come within *timeout* seconds."""
        return self._over.wait(timeout)

    # ---- for the crew ----

    def next_work(self) -> Work | None:
        """Return what is to be done next, or None."""
        with self._lock:
            if self.is_over or not self._todo:
                return None
            self.turns += 1
            self._state = "running"
            return self._todo.pop()

    def hand_back(self, work: Work, *, is_last_try: bool) -> None:
        """Take back what a worker died at; after the last try the job fails."""
        with self._lock:
            if is_last_try:
                self.fail(RunError(_DIED))
            elif not self.is_over:
                self._todo.append(work._replace(tries=work.tries + 1))

    def receive(self, work: Work, answer: Answer) -> None:
        """Take what a worker brought."""
        with self._lock:
            if self.is_over:
                return
            if answer.error is not None:
                self.fail(RunError(str(answer.error)) if isinstance(answer.error, FullError) else answer.error)
                return
            self._n_back += 1
            self._first_at = time.monotonic() if self._first_at is None else self._first_at
            try:
                self._add(work, answer.value)
            except Exception as error:  # noqa: BLE001 -- such as no memory left: whoever waits must be told
                self.fail(RunError(_FULL) if isinstance(error, MemoryError) else error)
                return
            if self._n_done == self._n_all:
                self._end("done")

    def fail(self, error: Exception) -> None:
        """End it with *error*."""
        with self._lock:
            if not self.is_over:
                self._error = error
                self._end("failed")

    def _end(self, state: State) -> None:
        with self._lock:
            if not self.is_over:
                self._state = state
                self._todo.clear()
                self._over.set()

    def _add(self, work: Work, value: Any) -> None:
        raise NotImplementedError


class CallJob(Job):
    """One call of a function."""

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], *, is_urgent: bool) -> None:
        """Prepare the call."""
        super().__init__([Work(0, function, args)], is_urgent=is_urgent)
        self.value: Any = None
        """What the function returned, once the job is done."""

    def _add(self, work: Work, value: Any) -> None:  # noqa: ARG002 -- there is one
        self.value = value
        self._n_done += 1


class ComparisonJob(Job):
    """A comparison; its results grow in the order of the replications."""

    def __init__(
        self,
        scenario: Scenario,
        plans: Sequence[str] | None,
        baseline: str | None,
        options: Options,
        *,
        is_urgent: bool,
    ) -> None:
        """Prepare the replications. Raises ValueError as `replicate` does, or for a baseline that is not played."""
        self.scenario, self.options = scenario, options
        self.plans = checked(scenario, plans, options)
        self.baseline = self.plans[0] if baseline is None else baseline
        if self.baseline not in self.plans:
            raise ValueError(f"baseline: {baseline!r} is not among the plans that run: {', '.join(self.plans)}")
        tasks = tasks_of(scenario, self.plans, options)
        super().__init__([Work(task.replication, play, (task,)) for task in tasks], is_urgent=is_urgent)
        self._tally = Tally(options.replications)
        self._early: dict[int, Played] = {}
        self._compared: tuple[int, Comparison] | None = None

    def results(self) -> Results | None:
        """Return the results of the replications done so far; None before the first."""
        with self._lock:
            return (
                self._tally.results(self.scenario, self.plans, self.options.seed, self.options.engine)
                if self._n_done
                else None
            )

    def comparison(self) -> Comparison | None:
        """Return the comparison of the replications done so far, the same object until there are more."""
        if self._compared is None or self._compared[0] != self._n_done:
            results = self.results()
            if results is None:
                return None
            self._compared = (results.replications, compare_results(results, self.baseline))
        return self._compared[1]

    def _add(self, work: Work, value: Played) -> None:
        self._early[work.number] = value
        while self._n_done in self._early:
            self._tally.add(self._early.pop(self._n_done))
            self._n_done += 1
