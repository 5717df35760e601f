"""The commands `run`, `compare` and `demo`: many replications, an honest comparison, files and a report."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.experiments.compare import Comparison
    from sim.experiments.replicate import Options
    from sim.experiments.results import Results
    from sim.reports.outputs import Wish
    from sim.scenario import Scenario

FINE, NO, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
DEMO: Final = "quickstart"

_File = Annotated[str, typer.Argument(metavar="FILE", help="A scenario file, or the name of a shipped scenario.")]
_Replications = Annotated[int, typer.Option(min=1, max=100_000, help="Independent repetitions; 50 for decisions.")]
_Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="The same seed gives the same results.")]
_Engine = Annotated[Literal["compiled", "reference"], typer.Option(help="Both give the same; compiled is quick.")]
_Audit = Annotated[bool, typer.Option("--audit", help="Check every run against the rules; exit 1 if one is broken.")]
_Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Write tables, summary.json and report.html there.")]
_Force = Annotated[bool, typer.Option("--force", help="Replace results that are there already.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
_Processes = Annotated[int | None, typer.Option(min=1, max=1024, help="Processes; all cores if not given.")]
_Interval = Annotated[str, typer.Option(metavar="SPAN", help="Rows of the interval tables, such as 15m or 1h.")]
_All = Annotated[bool, typer.Option("--all-conversations", help="Write every replication, not the first alone.")]
_Scope = Annotated[
    list[str] | None,
    typer.Option(
        "--scope",
        metavar="NAME",
        help="Show every figure of a segment, team or role, of all, paid or free, instead of a choice; repeatable.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    app.command(epilog="Example: support-sandbox run quickstart --replications 50 --out results")(run)
    app.command(epilog="Example: support-sandbox compare quickstart --replications 50 --out results")(compare)
    app.command(epilog="Example: support-sandbox demo")(demo)


_FeedbackOff = Annotated[
    bool,
    typer.Option("--feedback-off", help="Beside each plan the same one in which workload does not act on people."),
]


class _Output(NamedTuple):
    """What the user wants to get."""

    out: Path | None = None
    force: bool = False
    as_json: bool = False
    interval: str = "1h"
    all_conversations: bool = False
    report_only: bool = False


class _Job(NamedTuple):
    """What to run and what to hand out."""

    scenario: Scenario
    plans: tuple[str, ...]
    baseline: str
    options: Options
    output: _Output
    command: str


def run(
    file: _File,
    plan: Annotated[str | None, typer.Option(metavar="NAME", help="The plan; the first one if not given.")] = None,
    replications: _Replications = 30,
    seed: _Seed = 1,
    engine: _Engine = "compiled",
    audit: _Audit = False,
    out: _Out = None,
    force: _Force = False,
    as_json: _Json = False,
    processes: _Processes = None,
    interval: _Interval = "1h",
    all_conversations: _All = False,
    scope: _Scope = None,
) -> None:
    """Simulate one staffing plan many times and show its figures with 95 % intervals."""
    from sim.cli.show import show_run
    from sim.experiments.replicate import Options

    with _told():
        scenario = _load(file)
        chosen = _plan(scenario, plan)
        job = _Job(
            scenario, (chosen,), chosen, Options(replications, seed, engine, processes, audit),
            _Output(out, force, as_json, interval, all_conversations),
            _command("run", file, f"--plan {chosen} --replications {replications} --seed {seed}"),
        )  # fmt: skip
        wanted = _scopes(scenario, (chosen,), scope)
        results = _done(job, lambda comparison: show_run(comparison.results, wanted))
        others = [name for name in scenario.plans if name != chosen]
        if others and plan is None and not as_json:
            print(
                f"\nThe scenario has more plans: {', '.join(others)}. See what differs: support-sandbox compare {file}"
            )
    _judge(results)


def compare(
    file: _File,
    plans: Annotated[str | None, typer.Option(metavar="A,B", help="Which plans; all if not given.")] = None,
    baseline: Annotated[str | None, typer.Option(metavar="NAME", help="Compare with it; else with the first.")] = None,
    replications: _Replications = 30,
    seed: _Seed = 1,
    engine: _Engine = "compiled",
    audit: _Audit = False,
    out: _Out = None,
    force: _Force = False,
    as_json: _Json = False,
    processes: _Processes = None,
    interval: _Interval = "1h",
    all_conversations: _All = False,
    scope: _Scope = None,
    feedback_off: _FeedbackOff = False,
) -> None:
    """Compare staffing plans that meet the same customers: differences with 95 % intervals, and a verdict on each."""
    from sim.cli.show import show_comparison
    from sim.experiments.replicate import Options

    with _told():
        scenario = _load(file)
        chosen, base = _plans(scenario, plans, baseline, feedback_off=feedback_off)
        asked = f"{f'--plans {plans} ' if plans else ''}--baseline {base} --replications {replications} --seed {seed}"
        if feedback_off:
            asked += " --feedback-off"
            scenario, chosen = _with_twins(scenario, chosen)
        job = _Job(
            scenario, chosen, base, Options(replications, seed, engine, processes, audit),
            _Output(out, force, as_json, interval, all_conversations), _command("compare", file, asked),
        )  # fmt: skip
        wanted = _scopes(scenario, chosen, scope)
        results = _done(job, lambda comparison: show_comparison(comparison, wanted))
    _judge(results)


def demo(
    replications: _Replications = 30,
    out: _Out = None,
    force: _Force = False,
    as_json: _Json = False,
) -> None:
    """Compare the plans of a growing software company, write a report, and say what to try next."""
    from sim.cli.show import show_comparison
    from sim.experiments.replicate import Options

    with _told():
        folder = Path("support-sandbox-demo") if out is None else out
        scenario = _load(DEMO)
        plans = tuple(scenario.plans)
        output = _Output(folder, force or out is None, as_json, report_only=True)
        command = _command("compare", DEMO, f"--replications {replications} --seed 1")
        _done(_Job(scenario, plans, plans[0], Options(replications), output, command), show_comparison)
        if not as_json:
            print(_next_steps(folder))


def _next_steps(folder: Path) -> str:
    return f"""
The report for your browser: {folder / "report.html"}

What to try next:
  support-sandbox compare {DEMO} --replications 50 --out results   the same, sharper, with all tables
  support-sandbox run {DEMO}                                       one plan in detail
  support-sandbox scenarios copy {DEMO} --to my-team.yaml          the same as a file of yours, to change"""


# ---- from what was typed ----


def _fail(message: str, code: int = WRONG_USE) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong into a message on stderr and an exit code."""
    from sim.experiments.replicate import RunError
    from sim.reports.outputs import OutputError
    from sim.scenario.problems import ScenarioError

    try:
        yield
    except (ScenarioError, OutputError) as wrong:
        _fail(str(wrong))
    except RunError as failed:
        _fail(str(failed), NO)
    except KeyboardInterrupt:
        _fail("interrupted; nothing written", INTERRUPTED)


def _load(file: str) -> Scenario:
    from sim.cli.files import find
    from sim.scenario.load import load

    return load(find(file))


def _plan(scenario: Scenario, name: str | None) -> str:
    """Return the plan of that name; None: the first."""
    from sim.scenario.problems import did_you_mean

    if name is None:
        return next(iter(scenario.plans))
    if name not in scenario.plans:
        _fail(f"plan: {name!r} is not in the scenario; {did_you_mean(name, scenario.plans)}")
    return name


def _with_twins(scenario: Scenario, plans: Sequence[str]) -> tuple[Scenario, tuple[str, ...]]:
    """Return the scenario and the plans to run with a twin, in which workload does not act on people, after each."""
    from sim.scenario.feedback import TWIN, has_feedback, with_twins

    if not has_feedback(scenario):
        _fail("--feedback-off: workload acts on nobody in this scenario: no team has people with exhaustion or "
              "disengagement, so leave it out")  # fmt: skip
    return with_twins(scenario, plans), tuple(name for plan in plans for name in (plan, plan + TWIN))


def _plans(
    scenario: Scenario, named: str | None, baseline: str | None, *, feedback_off: bool
) -> tuple[tuple[str, ...], str]:
    """Return the plans to compare, in the order of the file or as named, and the baseline, which is one of them."""
    names = list(scenario.plans) if named is None else [name.strip() for name in named.split(",") if name.strip()]
    if not names:
        _fail(f"--plans: {named!r} names none; write names with commas between, such as {','.join(scenario.plans)}")
    chosen = [_plan(scenario, name) for name in names]
    base = chosen[0] if baseline is None else _plan(scenario, baseline)
    ordered = tuple(dict.fromkeys([base, *chosen]))
    if len(ordered) < 2 and not feedback_off:
        _fail(f"there is one plan alone, {base!r}, and nothing to compare it with; use `support-sandbox run`")
    return ordered, base


def _scopes(scenario: Scenario, plans: Sequence[str], named: Sequence[str] | None) -> tuple[str, ...]:
    from sim.cli.scopes import wanted_scopes

    try:
        return wanted_scopes(scenario, plans, named or ())
    except ValueError as wrong:
        _fail(f"--scope: {wrong}")


def _wish(output: _Output, command: str) -> Wish:
    from sim.durations import parse_duration
    from sim.reports.outputs import Wish, checked_interval

    try:
        interval = checked_interval(parse_duration(output.interval))
    except ValueError as wrong:
        _fail(f"--interval: {wrong}")
    return Wish(interval, output.all_conversations, command)


def _command(name: str, file: str, rest: str) -> str:
    return f"support-sandbox {name} {shlex.quote(file)} {rest}"


# ---- to what is shown and written ----


def _done(job: _Job, show: Callable[[Comparison], None]) -> Results:
    """Run the job, write its files, show it. Whatever fails or is interrupted leaves no files."""
    from sim.reports.outputs import as_json, staged, summary, write, write_report

    wish = _wish(job.output, job.command)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(staged(job.output.out, force=job.output.force)) if job.output.out else None
        comparison = _compared(job)
        if folder:
            (write_report if job.output.report_only else write)(comparison, folder, wish)
    if job.output.as_json:
        several = comparison if comparison.others else None
        typer.echo(as_json(summary(comparison.results, several)))
    else:
        show(comparison)
        if job.output.out and not job.output.report_only:
            typer.echo(f"\nWritten: {job.output.out}")
    return comparison.results


def _compared(job: _Job) -> Comparison:
    from sim.cli.progress import progress, say_if_compiling
    from sim.experiments.compare import compare_results
    from sim.experiments.replicate import replicate

    if job.options.engine == "compiled":
        say_if_compiling()
    with progress() as told:
        results = replicate(job.scenario, job.plans, job.options, progress=told)
    return compare_results(results, job.baseline)


def _judge(results: Results) -> None:
    """Print what the auditor found and exit 1; nothing if that is nothing."""
    if results.violations:
        _fail(_cut(results.violations), NO)


def _cut(lines: Sequence[str], most: int = 20) -> str:
    more = [f"... and {len(lines) - most} more"] if len(lines) > most else []
    return "\n".join([*lines[:most], *more])
