"""The standing crew of this process: started with the server, ended with it."""

from __future__ import annotations

import threading
from functools import cache
from typing import Final

from sim.experiments.standing import StandingCrew

_ONE_AT_A_TIME: Final = threading.Lock()
_ALONE: Final = "local"
"""The actor of whoever sits at a machine without users (`dashboard.identity`)."""


def crew() -> StandingCrew:
    """Return the crew of this process, started when first wanted."""
    with _ONE_AT_A_TIME:  # two first visitors at once would start two, of which one is never ended
        return _crew()


@cache
def _crew() -> StandingCrew:
    return StandingCrew()


def asker(actor: str) -> str:
    """Return as whom an actor asks the crew: nobody in particular where nobody signs in, as all who are there are one.

    Who asks by name may have a quarter of its places (`sim.experiments.turns`).
    """
    return "" if actor == _ALONE else actor


def end() -> None:
    """End the workers, if any were started; the next that wants some starts them anew."""
    with _ONE_AT_A_TIME:
        if _crew.cache_info().currsize:
            _crew().close()
            _crew.cache_clear()
