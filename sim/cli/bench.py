"""The command `bench`: speed as ratios within one run, and the engine's own time on three workloads."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sim.bench import Ratios, YearFigures

WORKLOADS = ("W1", "W2", "W3")


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command(epilog="Example: support-sandbox bench --workload W2 --customers 200000 --json")(bench)


def bench(
    workload: Annotated[str | None, typer.Option(help="W1, W2 or W3: our engine alone.")] = None,
    customers: Annotated[int | None, typer.Option(min=1, help="How many customers (W1, W2).")] = None,
    weeks: Annotated[int | None, typer.Option(min=1, help="How many weeks (W3: 52 if not given).")] = None,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="Rounds in turn, without --workload.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on the last line.")] = False,
) -> None:
    """Measure the speed of the engine: without --workload, against SimPy, by the size of the team, a year of it all."""
    if workload is None:
        _compare_engines(rounds, as_json, seed)
        return
    if workload not in WORKLOADS:
        raise typer.BadParameter(f"{workload!r} is no workload; write one of {', '.join(WORKLOADS)}")
    from sim.bench import Wanted, run_workload

    try:
        timing = run_workload(Wanted(workload, customers, weeks, seed))  # type: ignore[arg-type]
    except ValueError as error:
        raise typer.BadParameter(f"so much of {workload} does not fit into one scenario: {error}") from error
    found = {name: _finite(value) for name, value in timing._asdict().items()}
    if not as_json:
        for name, value in found.items():
            print(f"{name:>14}  {value}")
    print(json.dumps(found))


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _compare_engines(rounds: int, as_json: bool, seed: int) -> None:
    from sim.bench import compile_seconds, engine_ratio, growth_with_team, year_figures
    from sim.cli.files import find
    from sim.scenario.load import load

    ratio = engine_ratio(load(find("quickstart")), rounds, seed)
    growth = growth_with_team(rounds)
    year, compiling = year_figures(rounds, seed), compile_seconds()
    if as_json:
        print(json.dumps({
            "compiled_against_simpy": ratio._asdict(),
            "cost_by_agents": {str(size): one._asdict() for size, one in growth.items()},
            "every_feature": _nested(year) | {"compiling_s": compiling[0], "compiled_before_s": compiling[1]},
            "rounds": rounds,
        }))  # fmt: skip
        return
    print(f"quickstart: the compiled engine is {_text(ratio)} times as fast as the SimPy engine")
    print("cost per conversation at 85 % occupancy, against 10 agents:")
    for size, one in growth.items():
        print(f"{size:>6} agents  {_text(one)}")
    _print_year(year, compiling)
    print(f"(median and range of {rounds} rounds in turn; drawing and measuring are not in it)")


def _print_year(year: YearFigures, compiling: tuple[float, float]) -> None:
    print(f"every feature: the compiled engine is {_text(year.against_simpy)} times as fast as the SimPy engine (40)")
    print(f"every feature: {_text(year.events_against_one_touch)} of the events a second of one touch each (0.4)")
    print(
        f"every feature: {year.seconds:.2f} s of a processor (1.5) for a year of {year.conversations:,} conversations, "
        f"{year.touches:,} touches, {year.events:,} events"
    )
    cold, warm = compiling
    print(f"first run in a new process: {cold:.1f} s of a processor, {cold / warm:.1f} times as long as once compiled")


def _nested(year: YearFigures) -> dict[str, Any]:
    found = year._asdict()
    return {name: each._asdict() if hasattr(each, "_asdict") else each for name, each in found.items()}


def _text(ratios: Ratios) -> str:
    return f"{ratios.median:.2f} ({ratios.low:.2f} to {ratios.high:.2f})"
