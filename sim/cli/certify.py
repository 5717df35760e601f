"""The command `certify`: published cases, played and judged; expected, simulated, interval, verdict."""

from __future__ import annotations

import contextlib
import json
import math
import os
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.certify import Finding
    from sim.certify.runner import OnDone


class Report(NamedTuple):
    """What was found, and how it was asked."""

    findings: list[Finding]
    is_full: bool
    seed: int

    @property
    def n_failed(self) -> int:
        """Figures that are off, or that the run was too short to judge."""
        return sum(not finding.passed for finding in self.findings)


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command(epilog="Example: support-sandbox certify --case A1 --case B3")(certify)


def certify(
    full: Annotated[bool, typer.Option("--full", help="Narrower intervals, which takes five times as long.")] = False,
    case: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A case such as A1; may be given again. All if not given.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**62, help="The same seed gives the same figures.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes; as many as there are cores if not given.")
    ] = None,
) -> None:
    """Play what theory and published studies say, and compare: exit 1 if a figure is not as expected."""
    from sim.certify import CASES, Effort
    from sim.certify import certify as find

    names = _chosen(case, tuple(CASES))
    effort = Effort(full, seed, processes or os.cpu_count() or 1)
    try:
        with _progress(is_wanted=not as_json) as on_done:
            report = Report(list(find(names, effort, on_done)), full, seed)
    except (BrokenProcessPool, MemoryError) as died:
        typer.echo("a process died before it was done, often because memory ran out; try --processes 1", err=True)
        raise typer.Exit(1) from died
    if as_json:
        print(json.dumps(_as_json(report, names)))
    else:
        _print(report, names)
    if report.n_failed:
        raise typer.Exit(1)


def _chosen(wanted: Sequence[str] | None, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cases to play, in the order of the report."""
    names = {name.upper() for name in wanted or known}
    for name in sorted(names - set(known)):
        raise typer.BadParameter(f"{name!r} is no case; write one of {', '.join(known)}", param_hint="--case")
    return tuple(name for name in known if name in names)


@contextlib.contextmanager
def _progress(*, is_wanted: bool) -> Iterator[OnDone | None]:
    """Show on stderr how many of the runs are done."""
    if not is_wanted:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("drawing up the cases", total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total, description=f"playing {name:3}")


def _print(report: Report, names: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    from sim.certify import CASES

    console = Console()
    for name in names:
        case = CASES[name]
        table = Table(
            "setting", "figure", title=f"{name} [{case.status}] {case.shows}", title_justify="left",
            caption=f"Source: {case.source}", caption_justify="left",
        )  # fmt: skip
        for heading in ("expected", "simulated", "99.9 %", "z"):
            table.add_column(heading, justify="right")
        table.add_column("verdict")
        for finding in report.findings:
            if finding.case == name:
                table.add_row(*_row(finding))
        console.print(table)
    console.print(_summary(report))


def _row(finding: Finding) -> tuple[str, ...]:
    is_exact = finding.n_batches == 1
    return (
        finding.setting,
        finding.figure,
        f"{finding.expected:.6g}",
        f"{finding.simulated:.6g}",
        "exact" if is_exact else f"±{finding.half_width:.2g}",
        "" if is_exact else f"{finding.z:+.2f}",
        "ok" if finding.passed else f"[bold red]{finding.verdict}[/]",
    )


def _summary(report: Report) -> str:
    n, failed = len(report.findings), report.n_failed
    how = "full" if report.is_full else "quick"
    if failed:
        return f"[bold red]{failed} of {n} figures are not as expected[/] ({how} run, seed {report.seed})."
    farthest = max((abs(each.z) for each in report.findings), default=0.0)
    asked = f"({how} run, seed {report.seed})"
    return f"All {n} figures are as expected {asked}; the farthest is {farthest:.2f} standard errors off."


def _as_json(report: Report, names: Sequence[str]) -> dict[str, Any]:
    from sim.certify import CASES

    cases = [
        {
            "case": name, "shows": CASES[name].shows, "status": CASES[name].status, "source": CASES[name].source,
            "findings": [_finite(finding) for finding in report.findings if finding.case == name],
        }
        for name in names
    ]  # fmt: skip
    return {
        "passed": report.n_failed == 0, "n_figures": len(report.findings), "n_failed": report.n_failed,
        "full": report.is_full, "seed": report.seed, "cases": cases,
    }  # fmt: skip


def _finite(finding: Finding) -> dict[str, Any]:
    """Return a finding for JSON, which knows no infinity."""
    fields = finding._asdict().items()
    return {name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in fields}
