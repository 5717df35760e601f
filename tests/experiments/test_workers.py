"""Worker processes: results in order, errors that come through, and an end without a rest."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

import pytest

from sim.experiments.workers import WorkerDiedError, crew


def slow_square(number: int) -> int:
    """Return the square; early numbers take longest, so that later ones are done first."""
    time.sleep(0.02 * (5 - number % 5))
    return number * number


def much(number: int) -> bytes:
    """Return far more than a pipe holds."""
    return bytes(number * 1_000_000)


def fail_at_three(number: int) -> int:
    """Return the number, but for three."""
    if number == 3:
        raise ValueError("three is too many")
    return number


def kill_itself(_number: int) -> None:
    """End as a process that the system kills."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_results_come_in_the_order_of_the_tasks() -> None:
    """Whoever is done first, results are in the order of the tasks."""
    with crew(slow_square, 3) as workers:
        assert list(workers.do(range(10))) == [number * number for number in range(10)]


def test_fewer_tasks_than_workers() -> None:
    """Workers without a task do no harm, and no task gives no result."""
    with crew(slow_square, 4) as workers:
        assert list(workers.do([2])) == [4]
        assert list(workers.do([])) == []


def test_results_larger_than_a_pipe() -> None:
    """Results of megabytes come through whole."""
    with crew(much, 2) as workers:
        assert [len(result) for result in workers.do([3, 0, 5])] == [3_000_000, 0, 5_000_000]


def test_other_threads_make_workers_start_afresh() -> None:
    """Beside another thread workers are spawned, not forked, and give the same."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with crew(abs, 2) as workers:
            assert list(workers.do([-1, -2, -3])) == [1, 2, 3]
    finally:
        done.set()
        thread.join()


def test_an_error_comes_through() -> None:
    """The error of a task is raised where the results are read, with the worker's traceback."""
    with crew(fail_at_three, 2) as workers, pytest.raises(ValueError, match="three is too many") as caught:
        list(workers.do(range(6)))
    assert "fail_at_three" in caught.value.__notes__[0]
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_killed_worker_is_noticed() -> None:
    """A worker that is killed ends the work instead of leaving somebody to wait for ever."""
    with crew(kill_itself, 2) as workers, pytest.raises(WorkerDiedError):
        list(workers.do(range(6)))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_stopping_in_the_middle_of_large_results(taken: int) -> None:
    """Leaving while workers are writing megabytes ends at once, every time, and leaves no process."""
    for _ in range(5):
        with crew(much, 2) as workers:
            results = workers.do([20] * 50)
            for _ in range(taken):
                next(results)
        assert multiprocessing.active_children() == []
