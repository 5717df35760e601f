"""Worker processes with a pipe each: results in the order of the tasks, and an end at once when that is wanted.

`ProcessPoolExecutor` shares one pipe: ending a worker in the middle of a result leaves its parent reading for ever.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
import traceback
import warnings
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")
Result = TypeVar("Result")


class WorkerDiedError(Exception):
    """A worker ended before its work did, killed from outside."""


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection


class Crew(Generic[Task, Result]):
    """Workers that have been started; see `crew`."""

    def __init__(self, workers: Sequence[_Worker]) -> None:
        """Take over *workers*."""
        self._workers = workers

    def do(self, tasks: Sequence[Task]) -> Iterator[Result]:
        """Yield the results in the order of *tasks*, whichever is done first.

        Raises:
            WorkerDiedError: a worker was killed.
            Exception: whatever a task raised, with the worker's traceback as a note.

        """
        ready: dict[int, Result] = {}
        todo = iter(enumerate(tasks))
        at_work: dict[Connection, int] = {}
        for worker in self._workers:
            _hand_out(worker.pipe, todo, at_work)
        for number in range(len(tasks)):
            while number not in ready:
                for pipe in cast("list[Connection]", wait(list(at_work))):
                    ready[at_work.pop(pipe)] = _received(pipe)
                    _hand_out(pipe, todo, at_work)
            yield ready.pop(number)


def _hand_out(pipe: Connection, todo: Iterator[tuple[int, Task]], at_work: dict[Connection, int]) -> None:
    """Send the next task, if there is one, to the worker at the other end."""
    for number, task in todo:
        try:
            pipe.send(task)
        except OSError as gone:
            raise WorkerDiedError from gone
        at_work[pipe] = number
        return


def _received(pipe: Connection) -> Any:
    try:
        result, error = pipe.recv()
    except (EOFError, OSError) as gone:
        raise WorkerDiedError from gone
    if error is not None:
        raise error
    return result


@contextlib.contextmanager
def crew(function: Callable[[Task], Result], n_workers: int) -> Iterator[Crew[Task, Result]]:
    """Yield workers that apply *function* to tasks; they end with the block, in the middle of work if need be.

    *function* is that of a module; tasks, results and errors can be pickled.
    """
    context, workers = _context(), list[_Worker]()
    try:
        with _interrupts_held(), warnings.catch_warnings():
            # Python 3.12 counts the sleeping threads of numpy's BLAS as a danger to fork; they look after themselves
            warnings.simplefilter("ignore", DeprecationWarning)
            for _ in range(n_workers):
                workers.append(_started(context, function))
        yield Crew(workers)
    finally:
        for worker in workers:
            worker.process.terminate()
            worker.pipe.close()
        for worker in workers:
            worker.process.join()


def _started(context: BaseContext, function: Callable[[Task], Result]) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, function), daemon=True)  # type: ignore[attr-defined] # has one
    process.start()
    theirs.close()  # so that its end is known by the pipe alone
    return _Worker(process, ours)


def _serve(pipe: Connection, function: Callable[[Task], Result]) -> None:
    """Do the tasks that come through *pipe* until the parent is gone. Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what the parent does at SIGTERM is not for its workers
    parent = multiprocessing.parent_process()
    while parent is not None and pipe in wait([pipe, parent.sentinel]):
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send((function(task), None))
        except Exception as error:  # noqa: BLE001 -- the parent raises it again
            error.add_note(traceback.format_exc())
            pipe.send((None, error))


def _context() -> BaseContext:
    """Return fork where it is quick and safe (Linux, a single thread); otherwise spawn, which always is."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while workers start, and they inherit that; it arrives here afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
