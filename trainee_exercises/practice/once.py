"""What is dear to make and never changes is made once, also where many ask for it in the same second."""

from __future__ import annotations

from functools import lru_cache, wraps
from threading import RLock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def once(maxsize: int) -> Callable[[Callable[_Given, _Made]], Callable[_Given, _Made]]:
    """Return a decorator: the last *maxsize* results are kept, and of several threads one makes, the others wait."""

    def around(make: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
        kept, lock = lru_cache(maxsize)(make), RLock()

        @wraps(make)
        def ask(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
            with lock:
                return kept(*args, **kwargs)  # type: ignore[arg-type]

        return ask

    return around
