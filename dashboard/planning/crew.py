"""The standing crew of this process: started with the server, ended with it."""

from __future__ import annotations

from functools import cache

from sim.experiments.standing import StandingCrew


@cache
def crew() -> StandingCrew:
    """Return the crew of this process, started when first wanted."""
    return StandingCrew()


def end() -> None:
    """End the workers, if any were started; the next that wants some starts them anew."""
    if crew.cache_info().currsize:
        crew().close()
        crew.cache_clear()
