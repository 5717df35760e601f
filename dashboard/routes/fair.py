"""Threads of their own for one kind of request: who sends many waits for their own, and nobody else does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from anyio import CapacityLimiter, to_thread

if TYPE_CHECKING:
    from collections.abc import Callable

_Made = TypeVar("_Made")
THREADS: Final = 8
"""Requests of one kind that are worked on at once; the app's other pages have threads of their own."""
OF_ONE: Final = 2
"""Of one person: the page polls while it acts."""
WAITING: Final = 30
"""Requests of one person that are worked on or wait: a page that is closed sends all its drafts at once."""


class TooManyError(Exception):
    """This person has too many requests under way; the same may be tried again."""


class Fair:
    """Lets functions that block run in threads. Use it in one event loop."""

    def __init__(self, threads: int = THREADS, of_one: int = OF_ONE, waiting: int = WAITING) -> None:
        self._all = CapacityLimiter(threads)
        self._of_one, self._waiting = of_one, waiting
        self._own: dict[str, tuple[CapacityLimiter, int]] = {}  # by person: their limiter, and how many are there

    async def run(self, who: str, do: Callable[[], _Made]) -> _Made:
        """Return what *do* returns, called in a thread. TooManyError: *who* has too many under way."""
        own, n = self._own.get(who) or (CapacityLimiter(self._of_one), 0)
        if n >= self._waiting:
            raise TooManyError
        self._own[who] = own, n + 1
        try:
            async with own:
                return await to_thread.run_sync(do, limiter=self._all)
        finally:
            own, n = self._own.pop(who)
            if n > 1:
                self._own[who] = own, n - 1
