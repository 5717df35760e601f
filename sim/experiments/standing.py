"""A standing crew: warm worker programs that many comparisons share, for a server that must stay free itself.

Workers are programs of their own, never forks of the server. A comparison is handed out replication by replication, so
that a short question does not wait for a long comparison, and results can be seen while they grow.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.experiments import memory, standing_worker
from sim.experiments.jobs import CallJob, ComparisonJob, Job, Work
from sim.experiments.replicate import Options, RunError
from sim.experiments.turns import BusyError, Share, Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.scenario import Scenario

__all__ = ["BusyError", "Share", "StandingCrew"]

LONGEST_PIECE: Final = 1800.0
"""Seconds for a piece, such as a replication, that nobody cancels; those that fit into memory take minutes at most."""
_TOO_LONG: Final = (
    "a single piece of this took longer than {minutes:.0f} minutes and was ended, so that others get their turn; try "
    "fewer customers or a shorter length"
)
_TRIES: Final = 2
_STARTS: Final = 3
_LONGEST_COMPILE: Final = 120.0  # seconds
_FOR_NOBODY: Final = 3.0
"""Seconds that a worker may stay at what was cancelled; then it is ended, which costs about a start (assumption)."""
_ROOT: Final = Path(__file__).parents[2]


class StandingCrew:
    """Workers that stay. Safe to use from many threads.

    Urgent jobs go first; others take turns, a replication each (see `turns`). A worker that is killed is replaced, and
    what it was at is done once more; a second time ends the job with a sentence. A worker that stays long at what was
    cancelled is replaced too, and whatever takes longer than half an hour is ended. Numbers are those of `sim.compare`.
    """

    def __init__(self, n_workers: int | None = None) -> None:
        """Start so many workers (None: one per core); they warm up one after the other, the first compiles."""
        self._turn = threading.Condition()
        self._turns = Turns()
        self._is_open = True
        self._is_warm = threading.Event()
        n_workers = n_workers or _cores()
        self.memory = memory.for_each_of(n_workers)
        """Bytes that each worker may have; 0: no bound."""
        self._workers = [_Worker(self, is_first=n == 0) for n in range(n_workers)]
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="standing crew's watch", daemon=True).start()

    # ---- asking for work ----

    def compare(  # noqa: PLR0913 -- as `sim.compare`, and how urgent it is
        self,
        scenario: Scenario,
        plans: Sequence[str] | None = None,
        *,
        baseline: str | None = None,
        replications: int = 30,
        seed: int = 1,
        urgent: bool = False,
        by: str = "",
    ) -> ComparisonJob:
        """Start a comparison and return at once; see `sim.compare` for what it means. by: who asks, "": nobody special.

        Raises:
            ValueError: a plan that the scenario doesn't have, or numbers below 1.
            BusyError: too much is under way, of all or of who asks.

        """
        job = ComparisonJob(scenario, plans, baseline, Options(replications, seed), is_urgent=urgent)
        self._take_on(job, by)
        return job

    def call(self, function: Callable[..., Any], *args: Any, urgent: bool = True, by: str = "") -> CallJob:
        """Have a worker apply *function*, that of a module, to *args*, which can be pickled. by: as in `compare`.

        Raises:
            BusyError: too much is under way, of all or of who asks.

        """
        job = CallJob(function, args, is_urgent=urgent)
        self._take_on(job, by)
        return job

    def of(self, by: str) -> Share:
        """Return the crew as one who asks sees it."""
        return Share(self.call, by)

    def _take_on(self, job: Job, by: str) -> None:
        job.by = by
        with self._turn:
            if not self._is_open:
                raise BusyError("the server is about to end; start it again")
            self._turns.add(job)
            self._turn.notify_all()

    @property
    def is_warm(self) -> bool:
        """Is a worker ready? If not yet, the engine is being compiled, once per machine."""
        return self._is_warm.is_set()

    @property
    def processes(self) -> list[int]:
        """The numbers of the workers' processes."""
        return [pid for worker in self._workers if (pid := worker.pid)]

    def close(self) -> None:
        """End all workers at once; what is under way is cancelled."""
        with self._turn:
            self._is_open = False
            self._closed.set()
            jobs = self._turns.take_all()
            self._turn.notify_all()
        for job in jobs:
            job.cancel()
        for worker in self._workers:
            worker.end()

    def _watch(self) -> None:
        """Free workers from what nobody wants any more, until the crew is closed."""
        while not self._closed.wait(_FOR_NOBODY / 2):
            for worker in self._workers:
                worker.leave_what_is_over()

    # ---- handing it out, in the workers' threads ----

    def next_work(self) -> tuple[Job, Work] | None:
        """Wait for work and return it; None: the crew is closed."""
        with self._turn:
            while self._is_open:
                given = self._turns.next_work()
                if given is not None:
                    return given
                self._turn.wait()
        return None

    def look_again(self) -> None:
        """Tell waiting workers that there may be work again: something was handed back."""
        with self._turn:
            self._turn.notify_all()

    def warmed_up(self) -> None:
        """Note that a worker is ready."""
        self._is_warm.set()

    def wait_until_warm(self, seconds: float | None = None) -> bool:
        """Wait for the first worker to be ready; False: it was not in that time."""
        return self._is_warm.wait(seconds)


class _Worker:
    """A worker program and the thread that talks to it."""

    def __init__(self, crew: StandingCrew, *, is_first: bool) -> None:
        self._crew, self._is_first = crew, is_first
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ended = False
        self._at_lock = threading.Lock()
        self._at: Job | None = None
        self._since = 0.0
        self._looks = 0
        self._thread = threading.Thread(target=self._serve, name="standing crew", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        """The number of its process; 0: none runs."""
        process = self._process  # its thread may drop it at any time
        return 0 if process is None else process.pid

    def end(self) -> None:
        """Kill the program; the thread ends by itself."""
        self._is_ended = True
        self._crew.warmed_up()  # nobody waits for that any more
        self._kill()
        self._thread.join(timeout=5)

    def leave_what_is_over(self) -> None:
        """Kill the program if its job was over at the two looks before, too: it would work on for nobody.

        A job at whose piece it has been for too long is over, too.
        """
        with self._at_lock:
            if self._at is not None and time.monotonic() - self._since > LONGEST_PIECE:
                self._at.fail(RunError(_TOO_LONG.format(minutes=LONGEST_PIECE / 60)))
            self._looks = self._looks + 1 if self._at is not None and self._at.is_over else 0
            if self._looks > 2:
                self._kill()

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            with suppress(OSError):
                process.kill()

    def _serve(self) -> None:
        self._warm_up()
        while not self._is_ended:
            given = self._crew.next_work()
            if given is None:
                break
            job, work = given
            self._is_at(job)
            try:
                answer = self._asked(work)
            except (EOFError, OSError, pickle.UnpicklingError):
                self._drop()
                job.hand_back(work, is_last_try=work.tries + 1 >= _TRIES)
                self._crew.look_again()
            except Exception as error:  # noqa: BLE001 -- such as a task that can't be pickled: the job's, not ours
                job.fail(error)
            else:
                job.receive(work, answer)
            finally:
                self._is_at(None)
        self._drop()

    def _is_at(self, job: Job | None) -> None:
        with self._at_lock:
            self._at, self._looks, self._since = job, 0, time.monotonic()

    def _warm_up(self) -> None:
        """Load and, the first time on a machine, compile the engine: in one worker, the others then find it."""
        if not self._is_first:
            self._crew.wait_until_warm(_LONGEST_COMPILE)
        if not self._is_ended:
            with suppress(EOFError, OSError, pickle.UnpicklingError):  # it will be said where it matters: at a job
                self._asked(Work(0, standing_worker.warm_up, ()))
        self._crew.warmed_up()

    def _asked(self, work: Work) -> standing_worker.Answer:
        """Return what the program answers; EOFError where it has died at it."""
        process = self._begun(pickle.dumps((work.function, work.args), protocol=pickle.HIGHEST_PROTOCOL))
        assert process.stdout is not None
        answer: standing_worker.Answer = pickle.load(process.stdout)  # noqa: S301 -- our own program writes it
        return answer

    def _begun(self, sent: bytes) -> subprocess.Popen[bytes]:
        """Return a program that has begun with this work: one that died before is replaced, and nobody is to blame."""
        for _ in range(_STARTS):
            if self._process is None:
                self._process = _started(self._crew.memory)
            process = self._process
            assert process.stdin is not None
            assert process.stdout is not None
            with suppress(OSError):
                process.stdin.write(sent)
                process.stdin.flush()
                if process.stdout.read(1) == standing_worker.BEGUN:
                    return process
            self._drop()
            if self._is_ended:
                break
        raise EOFError

    def _drop(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()


def _started(n_bytes: int) -> subprocess.Popen[bytes]:
    """Return a new worker program that may have so much memory; it finds this package wherever it lies."""
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    line = [sys.executable, "-P", "-m", standing_worker.__name__, str(n_bytes)]
    return subprocess.Popen(  # noqa: S603 -- this Python, our own module
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, start_new_session=True
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
