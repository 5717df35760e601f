"""What a machine and the server on it did while something was going on."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, TypeVar

from trainee_exercises.load_test.report import Machine
from trainee_exercises.load_test.server import cpu_seconds, memory_mb

if TYPE_CHECKING:
    from collections.abc import Callable

    from trainee_exercises.load_test.server import Server

Result = TypeVar("Result")


def watched(server: Server, play: Callable[[], Result]) -> tuple[Result, Machine]:
    """Return what *play* returns, and what the machine did meanwhile."""
    began, cpu = time.monotonic(), cpu_seconds(server)
    result = play()
    seconds, used = time.monotonic() - began, cpu_seconds(server)
    spent = used - cpu if used is not None and cpu is not None else None
    return result, Machine(_cpus(), _load(), spent, memory_mb(server), seconds)


def _cpus() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _load() -> float | None:
    """Return the machine's load over the last minute; None where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None
