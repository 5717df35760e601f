"""How long a what-if takes: `python -m sim.bench.what_if [FILE] [--rounds N]` prints the times and a ratio.

Seconds are those of a warm crew of two workers, from the question to the paired answer; the promise is two seconds on a
scenario of four weeks. The ratio is free of the machine: a replication with its breakdowns over one with figures alone.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import scenarios
from sim.bench.ratios import Ratios, processor_seconds, ratios_of, seconds
from sim.experiments.replicate import Options, Task, play
from sim.experiments.side_by_side import Asked, Piece, beside, play_figures, replications_for
from sim.experiments.standing import StandingCrew
from sim.experiments.what_if import WHAT_IF, Sliders, changed
from sim.scenario.load import load, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results
    from sim.scenario.model import Scenario

PROMISE: Final = 2.0
"""Seconds within which a what-if answers."""
_WORKERS: Final = 2
_LONGEST: Final = 600.0


class WhatIfFigures(NamedTuple):
    """What a what-if takes. Seconds: the median, and the range that says how noisy it was."""

    replications: int
    people: Ratios
    """Seconds for more people in a team."""
    arrivals: Ratios
    """Seconds for more conversations: another world."""
    with_breakdowns: Ratios


def what_if_figures(scenario: Scenario, rounds: int = 5) -> WhatIfFigures:
    """Return how long what-ifs on the first plan of *scenario* take, one after the other, a new one each time. How it
    is now is known already, as it is to a page that shows a run.
    """
    plan = next(iter(scenario.plans))
    team = next(iter(scenario.plans[plan].teams))
    crew = StandingCrew(_WORKERS)
    try:
        crew.wait_until_warm(_LONGEST)
        asker = _Asker(crew, scenario, plan)
        asker.ask(Sliders({team: 1}))  # so that both workers are warm
        people = [seconds(partial(asker.ask, Sliders({team: n}))) for n in range(1, rounds + 1)]
        arrivals = [seconds(partial(asker.ask, Sliders(arrivals=1 + n / 20))) for n in range(1, rounds + 1)]
    finally:
        crew.close()
    once = [1.0] * rounds
    return WhatIfFigures(
        asker.n, ratios_of(people, once), ratios_of(arrivals, once), breakdowns_ratio(scenario, rounds)
    )


class _Asker:
    """Asks a crew about one plan."""

    def __init__(self, crew: StandingCrew, scenario: Scenario, plan: str) -> None:
        self._crew, self._scenario, self._plan = crew, scenario, plan
        self.n = replications_for(scenario)
        self._now = self._results(scenario, plan)

    def ask(self, sliders: Sliders) -> Comparison:
        """Return the answer to one position of the sliders."""
        then = self._results(changed(self._scenario, self._plan, sliders), WHAT_IF)
        return beside(self._now, then, self._plan)

    def _results(self, scenario: Scenario, plan: str) -> Results:
        asked = Asked(self._crew, scenario, plan, self.n, seed=1)
        asked.wait(_LONGEST)
        return asked.results()


def breakdowns_ratio(scenario: Scenario, rounds: int = 5) -> Ratios:
    """Return how much longer a replication takes with its breakdowns by hour and week than without, in turns."""
    plan = next(iter(scenario.plans))
    play_figures(Piece(scenario, plan, 1, 0, 1))
    slow, fast = [], []
    for number in range(rounds):
        fast.append(processor_seconds(partial(play_figures, Piece(scenario, plan, 1, number, number + 1))))
        slow.append(processor_seconds(partial(play, Task(scenario, (plan,), Options(), number))))
    return ratios_of(slow, fast)


def main(args: list[str]) -> None:
    """Print the figures. *args*: perhaps a file or the name of a shipped scenario, perhaps --rounds and a number."""
    rounds = int(args[args.index("--rounds") + 1]) if "--rounds" in args else 5
    name = args[0] if args and not args[0].startswith("--") else "quickstart"
    scenario = parse(scenarios.text(name), name) if name in scenarios.names() else load(name)
    sys.stdout.writelines(f"{line}\n" for line in _lines(name, rounds, what_if_figures(scenario, rounds)))


def _lines(name: str, rounds: int, found: WhatIfFigures) -> Iterator[str]:
    yield f"{name}: {found.replications} replications, two warm workers, {rounds} rounds (median, shortest to longest)"
    for what, took in (("more people", found.people), ("more conversations", found.arrivals)):
        share = took.median / PROMISE
        yield f"{what:>20}: {took.median:.2f} s ({took.low:.2f} to {took.high:.2f}), {share:.2f} of the promise (2 s)"
    ratio = found.with_breakdowns
    yield f"with breakdowns a replication takes {ratio.median:.2f} times as long ({ratio.low:.2f} to {ratio.high:.2f})"


if __name__ == "__main__":
    main(sys.argv[1:])
