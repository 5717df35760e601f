"""The standing crew of this process: started with the server, ended with it."""

from __future__ import annotations

import threading
from functools import cache
from typing import Final

from sim.experiments.standing import StandingCrew

_ONE_AT_A_TIME: Final = threading.Lock()


def crew() -> StandingCrew:
    """Return the crew of this process, started when first wanted."""
    with _ONE_AT_A_TIME:  # two first visitors at once would start two, of which one is never ended
        return _crew()


@cache
def _crew() -> StandingCrew:
    return StandingCrew()


def end() -> None:
    """End the workers, if any were started; the next that wants some starts them anew."""
    with _ONE_AT_A_TIME:
        if _crew.cache_info().currsize:
            _crew().close()
            _crew.cache_clear()
