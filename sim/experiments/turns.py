"""Whose turn it is: what the jobs of a standing crew wait for, shared among those who asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiments.jobs import CallJob, Job, Work

MOST_WAITING: Final = 40
"""Jobs under way at once; more are refused, so that the memory does not fill."""
MOST_OF_ONE: Final = MOST_WAITING // 4
"""Of those, jobs of one who asked by name: the others find room (assumption). Nobody needs more than two or three."""
URGENT_IN_A_ROW: Final = 4
"""So many urgent pieces go before one that is not, so that sliders in motion do not stop a comparison (assumption)."""


class BusyError(Exception):
    """There is too much under way; the message says what to do."""


class Turns:
    """The jobs that are not over. Not safe to use from many threads by itself: its crew has the lock.

    Urgent jobs go first, but for one piece in five. Among the urgent, and among the others, those who asked take turns,
    whoever was served longest ago first; of what one has asked, the job that had the fewest turns.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._jobs: list[Job] = []
        self._served_at: dict[str, int] = {}
        self._n_served = 0
        self._n_urgent = 0

    def add(self, job: Job) -> None:
        """Take a job on. Raises BusyError where there are too many, of all or of one who asks."""
        self.forget()
        if len(self._jobs) >= MOST_WAITING:
            raise BusyError(f"{MOST_WAITING} runs are under way or waiting; cancel one, or wait for one to end")
        if job.by and Counter(one.by for one in self._jobs)[job.by] >= MOST_OF_ONE:
            says = f"{MOST_OF_ONE} of your runs are under way or waiting, as many as one person may have"
            raise BusyError(f"{says}; cancel one, or wait for one to end")
        self._jobs.append(job)

    def next_work(self) -> tuple[Job, Work] | None:
        """Return what is to be done next; None: nothing."""
        for job in sorted(self._jobs, key=self._rank):
            work = job.next_work()
            if work is not None:
                self._n_served += 1
                self._served_at[job.by] = self._n_served
                self._n_urgent = self._n_urgent + 1 if job.is_urgent else 0
                return job, work
        self.forget()
        return None

    def forget(self) -> None:
        """Forget what is over, and who waits for nothing more."""
        self._jobs = [one for one in self._jobs if not one.is_over]
        waiting = {one.by for one in self._jobs}
        self._served_at = {by: at for by, at in self._served_at.items() if by in waiting}

    def take_all(self) -> list[Job]:
        """Return all jobs and forget them."""
        jobs, self._jobs = self._jobs, []
        return jobs

    def _rank(self, job: Job) -> tuple[bool, int, int]:
        """Return what orders the jobs: the least is the next."""
        is_later = job.is_urgent if self._n_urgent >= URGENT_IN_A_ROW else not job.is_urgent
        return is_later, self._served_at.get(job.by, 0), job.turns


class Share:
    """A standing crew for one who asks, for what need not know who that is."""

    def __init__(self, call: Callable[..., CallJob], by: str) -> None:
        """Ask as *by*; call: `StandingCrew.call`."""
        self._call, self._by = call, by

    def call(self, function: Callable[..., Any], *args: Any, urgent: bool = True) -> CallJob:
        """Do as `StandingCrew.call`."""
        return self._call(function, *args, urgent=urgent, by=self._by)
